/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The life of a request: judged at the first call, its body collected in
 * guarded memory and wiped where it came from, answered when it is whole.
 */
#include "gateway/front/request.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "gateway/front/budget.h"
#include "gateway/front/upload.h"
#include "web/language.h"

struct request {
	int target; /* gate_target */
	size_t lang;
	bool judged;
	unsigned refused; /* status to answer when the body is drained; or 0 */
	enum page_problem problem;
	size_t left; /* bytes of the body still to come */
	struct upload body;
	enum body_cut cut;                /* why not all of it is kept */
	uint8_t boundary[LIMIT_BOUNDARY]; /* of multipart/form-data */
	size_t boundary_len;              /* 0: urlencoded */
};

void
request_connection(void *cls, struct MHD_Connection *con, void **socket_context,
    enum MHD_ConnectionNotificationCode code)
{
	struct request_context *c = cls;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (*socket_context != NULL)
			deadline_remove(c->deadlines, *socket_context);
		*socket_context = NULL;
		return;
	}
	/* The descriptor is asked for; the address never is. */
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(con, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (info == NULL)
		return;
	*socket_context =
	    deadline_add(c->deadlines, info->connect_fd, clock_monotonic_ms());
	/* A connection that nothing would cut is one too many. */
	if (*socket_context == NULL)
		(void)shutdown(info->connect_fd, SHUT_RDWR);
}

void *
request_begin(void *cls, const char *target, struct MHD_Connection *con)
{
	struct request_context *c = cls;
	struct request *q = calloc(1, sizeof(*q));
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(con, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	if (info != NULL && info->socket_context != NULL)
		deadline_mark_begun(c->deadlines, info->socket_context);
	if (q == NULL)
		return NULL;
	q->target = gate_target(&c->paths, target);
	q->lang = q->target >= 0 ? (size_t)q->target : 0;
	return q;
}

void
request_completed(void *cls, struct MHD_Connection *con, void **req_cls,
    enum MHD_RequestTerminationCode code)
{
	struct request *q = *req_cls;

	(void)cls;
	(void)con;
	(void)code;
	if (q == NULL)
		return;
	upload_free(&q->body);
	free(q);
	*req_cls = NULL;
}

static struct view
view_of(const char *p, size_t n)
{
	return (struct view){.data = (const uint8_t *)p, .len = n};
}

/* MHD_KeyValueIteratorN over the headers. Ends after one too many. */
static enum MHD_Result
take_header(void *cls, enum MHD_ValueKind kind, const char *name,
    size_t name_len, const char *value, size_t value_len)
{
	struct gate_request *g = cls;

	(void)kind;
	g->headers[g->n_headers++] = (struct gate_header){
	    .name = view_of(name, name_len),
	    .value = view_of(value == NULL ? "" : value, value_len),
	};
	return g->n_headers <= LIMIT_HEADERS ? MHD_YES : MHD_NO;
}

static enum MHD_Result
queue_problem(struct request_context *c, struct MHD_Connection *con,
    size_t lang, unsigned status, enum page_problem problem)
{
	struct flow_answer a = {
	    .status = status, .kind = FLOW_PROBLEM, .problem = problem};

	buf_init(&a.page, &budget_mem, 0);
	return replies_queue(c->replies, con, lang, &a);
}

static enum MHD_Result
answer_get(struct request_context *c, struct MHD_Connection *con,
    const struct request *q)
{
	struct flow_answer a;

	flow_get(&c->flow, &a);
	return replies_queue(c->replies, con, q->lang, &a);
}

static enum MHD_Result
answer_post(
    struct request_context *c, struct MHD_Connection *con, struct request *q)
{
	struct flow_answer a;

	if (q->refused != 0)
		return queue_problem(c, con, q->lang, q->refused, q->problem);
	const struct buf raw = upload_view(&q->body);
	struct flow_body body = {.raw = &raw, .cut = q->cut};
	if (q->boundary_len > 0)
		body.boundary =
		    (struct view){.data = q->boundary, .len = q->boundary_len};
	flow_post(&c->flow, &web_languages[q->lang], &body, &a);
	upload_free(&q->body);
	return replies_queue(c->replies, con, q->lang, &a);
}

/* Notice a client that has gone in the middle of its body. libmicrohttpd takes
 * a read that filled less than its buffer for "nothing more now" and, edge
 * triggered, does not hear again of an end that came together with data: half
 * a tip would then stay in memory until the idle timeout. Shutting down is an
 * event that it does hear of. */
static void
notice_end(const struct request *q, struct MHD_Connection *con)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(con, MHD_CONNECTION_INFO_CONNECTION_FD);
	char c;

	if (info == NULL || q->left == 0)
		return;
	if (recv(info->connect_fd, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
		(void)shutdown(info->connect_fd, SHUT_RDWR);
}

/* The first call: no byte of a body has been asked for yet. What is answered
 * here closes the connection without reading further. */
static enum MHD_Result
judge(struct request_context *c, struct MHD_Connection *con, struct request *q,
    const char *method, const char *version)
{
	struct gate_request g = {
	    .method = method,
	    .version = version,
	    .target = q->target,
	};

	q->judged = true;
	MHD_get_connection_values_n(con, MHD_HEADER_KIND, take_header, &g);
	struct gate_verdict v = gate_judge(&g);
	if (v.status != 0 && !v.drain)
		return queue_problem(c, con, q->lang, v.status, v.problem);
	if (!v.post)
		return answer_get(c, con, q);

	q->left = v.content_length;
	q->refused = v.status;
	q->problem = v.problem;
	if (v.drain)
		return MHD_YES;
	q->body.max = v.keep;
	q->cut = v.cut;
	/* The header is the library's. */
	q->boundary_len = v.boundary.len;
	if (v.boundary.len > 0)
		memcpy(q->boundary, v.boundary.data, v.boundary.len);
	notice_end(q, con);
	return MHD_YES;
}

/* No answer can be given in the middle of a body, so one that there is no
 * memory for is drained. Of one with photos the beginning is kept: its text. */
static void
keep_piece(struct request *q, const char *data, size_t n)
{
	size_t room = q->body.max - q->body.len;

	if (upload_add(&q->body, data, n < room ? n : room))
		return;
	if (q->boundary_len > 0) {
		upload_cut(&q->body, q->body.len < LIMIT_FORM_BODY
					 ? q->body.len
					 : LIMIT_FORM_BODY);
		q->cut = BODY_CUT_MEMORY;
		return;
	}
	upload_free(&q->body);
	q->refused = 503;
	q->problem = PROBLEM_BUSY;
}

/* What has come is worth time. */
static void
extend_deadline(struct request_context *c, struct MHD_Connection *con, size_t n)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(con, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	if (info != NULL && info->socket_context != NULL)
		deadline_extend(c->deadlines, info->socket_context,
		    (uint64_t)n * 1000 / LIMIT_SLOWEST_UPLOAD);
}

/* A piece of the body. */
static void
take_piece(struct request *q, const char *data, size_t n)
{
	if (q->refused == 0)
		keep_piece(q, data, n);
	/* The piece lies in libmicrohttpd's own read buffer, which nobody else
	 * wipes. Its const promises the library that its content is not used
	 * for anything else; after this call the library only drops it, so the
	 * bytes are ours to erase. */
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): the way around const */
	explicit_bzero((void *)(uintptr_t)data, n);
	q->left -= n < q->left ? n : q->left;
}

enum MHD_Result
request_handle(void *cls, struct MHD_Connection *con, const char *url,
    const char *method, const char *version, const char *upload_data,
    size_t *upload_data_size, void **req_cls)
{
	struct request_context *c = cls;
	struct request *q = *req_cls;

	(void)url; /* decoded; request_begin saw it as it was sent */
	if (q == NULL)
		return queue_problem(c, con, 0, 503, PROBLEM_BUSY);
	if (!q->judged)
		return judge(c, con, q, method, version);
	if (*upload_data_size > 0) {
		take_piece(q, upload_data, *upload_data_size);
		extend_deadline(c, con, *upload_data_size);
		*upload_data_size = 0;
		notice_end(q, con);
		return MHD_YES;
	}
	return answer_post(c, con, q);
}
