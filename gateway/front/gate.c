/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The rules of the first-call gate, one function each, in the order in which
 * they are asked.
 */
#include "gateway/front/gate.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "web/language.h"

static const struct gate_verdict pass = {.status = 0};

static struct gate_verdict
refuse(unsigned status, enum page_problem problem)
{
	return (struct gate_verdict){.status = status, .problem = problem};
}

static struct gate_verdict
bad_request(void)
{
	return refuse(400, PROBLEM_REQUEST);
}

bool
gate_paths_init(struct gate_paths *p, const char *base_path)
{
	*p = (struct gate_paths){.n = 0};
	if (web_n_languages > GATE_PATHS_MAX)
		return false;
	for (size_t i = 0; i < web_n_languages; i++) {
		int n = snprintf(p->path[i], GATE_PATH_LEN, "%s%s", base_path,
		    web_languages[i].path);
		if (n < 0 || (size_t)n >= GATE_PATH_LEN)
			return false;
		p->n++;
	}
	return true;
}

/* Ours end with '/'; people leave it out. */
static bool
is_path(const char *target, const char *path)
{
	size_t n = strlen(path) - 1;

	return strncmp(target, path, n) == 0 &&
	       (target[n] == '\0' || strcmp(target + n, "/") == 0);
}

int
gate_target(const struct gate_paths *p, const char *target)
{
	/* Compared as sent: an escape or a dot segment is no way to write a
	 * path of ours. */
	if (target[0] != '/' || strpbrk(target, "?#") != NULL)
		return GATE_TARGET_BAD;
	for (size_t i = 0; i < p->n; i++)
		if (is_path(target, p->path[i]))
			return (int)i;
	return GATE_TARGET_UNKNOWN;
}

/* Header names have no case (RFC 9110 section 5.1). */
static bool
view_is_nocase(struct view v, const char *s)
{
	return v.len == strlen(s) &&
	       strncasecmp((const char *)v.data, s, v.len) == 0;
}

/* How many headers of that name; the last one's value. */
static size_t
find(const struct gate_request *q, const char *name, struct view *value)
{
	size_t n = 0;

	for (size_t i = 0; i < q->n_headers; i++) {
		if (!view_is_nocase(q->headers[i].name, name))
			continue;
		*value = q->headers[i].value;
		n++;
	}
	return n;
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* RFC 9110 section 5.6.2. */
static bool
is_token(struct view v)
{
	for (size_t i = 0; i < v.len; i++) {
		uint8_t c = v.data[i];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (!letter && !is_digit(c) &&
		    (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL))
			return false;
	}
	return v.len > 0;
}

/* RFC 9110 section 5.5, strictly, as far as it can be seen from here (FORMAT
 * 8.7): libmicrohttpd has by now ended a value at a NUL, a line at a bare LF,
 * and joined folded lines. */
static bool
is_field_value(struct view v)
{
	for (size_t i = 0; i < v.len; i++) {
		uint8_t c = v.data[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static struct gate_verdict
judge_line(const struct gate_request *q)
{
	if (strcmp(q->method, "GET") != 0 && strcmp(q->method, "HEAD") != 0 &&
	    strcmp(q->method, "POST") != 0)
		return refuse(405, PROBLEM_METHOD);
	/* 1.0 is what a proxy with old defaults speaks to us. It passes the
	 * same rules, has no transfer codings, and every answer closes. */
	if (strcmp(q->version, "HTTP/1.1") != 0 &&
	    strcmp(q->version, "HTTP/1.0") != 0)
		return bad_request();
	if (q->target == GATE_TARGET_UNKNOWN)
		return refuse(404, PROBLEM_PATH);
	if (q->target < 0)
		return bad_request();
	return pass;
}

static struct gate_verdict
judge_headers(const struct gate_request *q)
{
	struct view host;

	if (q->n_headers > LIMIT_HEADERS)
		return refuse(431, PROBLEM_REQUEST);
	for (size_t i = 0; i < q->n_headers; i++)
		if (!is_token(q->headers[i].name) ||
		    !is_field_value(q->headers[i].value))
			return bad_request();
	if (find(q, "Host", &host) != 1 || host.len == 0)
		return bad_request();
	return pass;
}

/* What decides where a request ends, and what a body means. */
static struct gate_verdict
judge_framing(const struct gate_request *q)
{
	struct view v = {.len = 0};

	if (find(q, "Transfer-Encoding", &v) != 0)
		return refuse(501, PROBLEM_REQUEST);
	if (find(q, "Content-Encoding", &v) != 0)
		return refuse(415, PROBLEM_TYPE);
	size_t n = find(q, "Expect", &v);
	if (n > 1 || (n == 1 && !view_is_nocase(v, "100-continue")))
		return refuse(417, PROBLEM_REQUEST);
	return pass;
}

/* Digits only. Anything beyond GATE_DRAIN_UPLOAD_MAX is one more, however long.
 */
static bool
parse_length(struct view v, size_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < v.len; i++) {
		if (!is_digit(v.data[i]))
			return false;
		n = n * 10 + (size_t)(v.data[i] - '0');
		if (n > GATE_DRAIN_UPLOAD_MAX)
			n = GATE_DRAIN_UPLOAD_MAX + 1;
	}
	*out = n;
	return v.len > 0;
}

static struct gate_verdict
judge_size(const struct gate_request *q, struct gate_verdict verdict)
{
	bool photos = verdict.boundary.data != NULL;
	size_t most = photos ? LIMIT_UPLOAD : LIMIT_FORM_BODY;
	size_t drained = photos ? GATE_DRAIN_UPLOAD_MAX : GATE_DRAIN_MAX;
	struct view v;

	verdict.keep = verdict.content_length;
	if (verdict.content_length <= most)
		return verdict;
	/* Who asks before sending is told before sending. */
	bool drain =
	    verdict.content_length <= drained && find(q, "Expect", &v) == 0;
	if (photos && drain) {
		verdict.keep = LIMIT_FORM_BODY;
		verdict.cut = BODY_CUT_LARGE;
		return verdict;
	}
	verdict.status = 413;
	verdict.problem = PROBLEM_TOO_LARGE;
	verdict.drain = drain;
	return verdict;
}

static struct gate_verdict
judge_length(const struct gate_request *q, struct gate_verdict verdict)
{
	struct view v;
	size_t n = find(q, "Content-Length", &v);

	if (n == 0)
		return verdict.post ? refuse(411, PROBLEM_REQUEST) : verdict;
	if (n != 1 || !parse_length(v, &verdict.content_length))
		return bad_request();
	if (!verdict.post && verdict.content_length != 0)
		return bad_request();
	return judge_size(q, verdict);
}

#define FORM_TYPE "application/x-www-form-urlencoded"
#define UPLOAD_TYPE "multipart/form-data"

static bool
is_form_type(struct view v)
{
	/* Scripts that post forms name the charset; there is only one. */
	return view_is_nocase(v, FORM_TYPE) ||
	       view_is_nocase(v, FORM_TYPE ";charset=utf-8") ||
	       view_is_nocase(v, FORM_TYPE "; charset=utf-8");
}

/* Names of types and parameters have no case. */
static bool
take_nocase(struct reader *r, const char *s)
{
	struct reader ahead = *r;
	struct view v;

	if (!reader_take(&ahead, strlen(s), &v) || !view_is_nocase(v, s))
		return false;
	*r = ahead;
	return true;
}

/* RFC 2046, section 5.1.1: those characters, the last of them no space. */
static bool
is_boundary(struct view v)
{
	for (size_t i = 0; i < v.len; i++) {
		uint8_t c = v.data[i];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (!letter && !is_digit(c) &&
		    (c == '\0' || strchr("'()+_,-./:=? ", c) == NULL))
			return false;
	}
	return v.len > 0 && v.len <= LIMIT_BOUNDARY && v.data[v.len - 1] != ' ';
}

static void
take_spaces(struct reader *r)
{
	while (reader_literal(r, " "))
		;
}

/* A token, or the same and more in quotes: with none of the characters that
 * would be escaped there. No other parameter: no browser writes one. */
static bool
parse_upload_type(struct view v, struct view *boundary)
{
	struct reader r = reader_of(v.data, v.len);
	struct view found;

	if (!take_nocase(&r, UPLOAD_TYPE))
		return false;
	take_spaces(&r);
	if (!take_nocase(&r, ";"))
		return false;
	take_spaces(&r);
	if (!take_nocase(&r, "boundary="))
		return false;
	bool quoted = reader_literal(&r, "\"");
	if (quoted && v.data[v.len - 1] != '"')
		return false;
	size_t left = reader_left(&r);
	if (left == 0 || !reader_take(&r, quoted ? left - 1 : left, &found))
		return false;
	if (!is_boundary(found) || (!quoted && !is_token(found)))
		return false;
	*boundary = found;
	return true;
}

static struct gate_verdict
judge_type(const struct gate_request *q)
{
	struct gate_verdict verdict = {.post = true};
	struct view v = {.len = 0};
	size_t n = find(q, "Content-Type", &v);

	if (n > 1)
		return bad_request();
	if (n == 0 ||
	    (!is_form_type(v) && !parse_upload_type(v, &verdict.boundary)))
		return refuse(415, PROBLEM_TYPE);
	return verdict;
}

struct gate_verdict
gate_judge(const struct gate_request *q)
{
	struct gate_verdict v = judge_line(q);

	if (v.status == 0)
		v = judge_headers(q);
	if (v.status == 0)
		v = judge_framing(q);
	if (v.status == 0 && strcmp(q->method, "POST") == 0)
		v = judge_type(q);
	if (v.status == 0)
		v = judge_length(q, v);
	return v;
}
