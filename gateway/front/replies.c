/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Headers and response objects. Responses are never made with
 * MHD_RESPMEM_MUST_COPY: the copy would be heap memory of libmicrohttpd's.
 */
#include "gateway/front/replies.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/core/hash.h"
#include "web/language.h"

/* FLOW_START, FLOW_SENT, FLOW_CLOSED, then one for each problem. */
#define N_PROBLEMS ((size_t)PROBLEM_NOT_STORED + 1)
#define N_FIXED ((size_t)FLOW_PROBLEM + N_PROBLEMS)

/* Start pages of all languages are the largest; 32 KiB is usual. */
#define FIXED_MAX ((size_t)1024 * 1024)

/* A policy of the words below and one base64 hash. */
#define CSP_LEN 256

struct replies {
	char csp[CSP_LEN];
	size_t n; /* languages */
	struct MHD_Response *fixed[][N_FIXED];
};

struct header {
	const char *name;
	const char *value;
};

static const struct header always[] = {
    {"Content-Type", "text/html; charset=utf-8"},
    /* One request, one connection: whatever else was smuggled in behind the
     * request is never looked at. */
    {"Connection", "close"},
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
	"browsing-topics=(), camera=(), geolocation=(), microphone=()"},
};

/* A minute: a fresh pair of roles takes a second, a freed disk longer. */
static const struct header retry = {"Retry-After", "60"};
static const struct header allow = {"Allow", "GET, HEAD, POST"};

/* On the receipt: drop what the browser keeps of the pages before it, and with
 * it their copies in the back/forward cache. Not "storage" and not "cookies":
 * we set neither, and below a path of the municipality's own site they would
 * wipe what other services keep there, down to logging people out. */
static const struct header forget = {"Clear-Site-Data", "\"cache\""};

static bool
add(struct MHD_Response *m, const struct header *h)
{
	return MHD_add_response_header(m, h->name, h->value) == MHD_YES;
}

static bool
add_headers(const struct replies *r, struct MHD_Response *m, unsigned status)
{
	const struct header csp = {"Content-Security-Policy", r->csp};
	bool ok = add(m, &csp);

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		ok = ok && add(m, &always[i]);
	if (status == MHD_HTTP_SERVICE_UNAVAILABLE)
		ok = ok && add(m, &retry);
	return ok;
}

/* libmicrohttpd is done with a page: sent, or the client is gone. */
static void
page_done(void *cls)
{
	struct buf *page = cls;

	buf_free(page);
	free(page);
}

/* A response over the page; it is freed with the response, or here. */
static struct MHD_Response *
response_of(const struct replies *r, struct buf *page, unsigned status)
{
	struct buf *own = malloc(sizeof(*own));

	if (own == NULL)
		return NULL;
	*own = *page;
	struct MHD_Response *m =
	    MHD_create_response_from_buffer_with_free_callback_cls(
		own->len, own->data, page_done, own);
	if (m == NULL) {
		free(own);
		return NULL;
	}
	/* From here on the response owns the memory. */
	buf_init(page, page->mem, page->max);
	if (!add_headers(r, m, status)) {
		MHD_destroy_response(m);
		return NULL;
	}
	return m;
}

static void
make_csp(struct replies *r, const struct config *config)
{
	char look[PAGE_LOOK_MAX];
	struct hash h;
	uint8_t digest[HASH_LEN];
	char base64[HASH_BASE64_LEN];

	/* What stands in <style>, byte for byte. */
	page_look(config, look);
	hash_init(&h);
	hash_add(&h, web_style, strlen(web_style));
	hash_add(&h, look, strlen(look));
	hash_end(&h, digest);
	hash_base64(digest, base64);
	(void)snprintf(r->csp, sizeof(r->csp),
	    "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; "
	    "base-uri 'none'; frame-ancestors 'none'",
	    base64);
}

static size_t
fixed_index(enum flow_page kind, enum page_problem problem)
{
	if (kind == FLOW_PROBLEM)
		return FLOW_PROBLEM - 1 + (size_t)problem;
	return (size_t)kind - 1;
}

static bool
makes_503(enum flow_page kind, enum page_problem problem)
{
	return kind == FLOW_CLOSED ||
	       (kind == FLOW_PROBLEM &&
		   (problem == PROBLEM_BUSY || problem == PROBLEM_NOT_STORED));
}

static bool
make_fixed(struct replies *r, const struct flow *f, size_t lang,
    enum flow_page kind, enum page_problem problem)
{
	unsigned status = makes_503(kind, problem)
			      ? MHD_HTTP_SERVICE_UNAVAILABLE
			      : MHD_HTTP_OK;
	struct MHD_Response *m = NULL;
	struct buf page;

	buf_init(&page, &buf_heap, FIXED_MAX);
	if (flow_fixed_page(f, &web_languages[lang], kind, problem, &page) == 0)
		m = response_of(r, &page, status);
	buf_free(&page);
	r->fixed[lang][fixed_index(kind, problem)] = m;
	if (m == NULL)
		return false;
	if (kind == FLOW_SENT)
		return add(m, &forget);
	if (kind == FLOW_PROBLEM && problem == PROBLEM_METHOD)
		return add(m, &allow);
	return true;
}

static bool
make_language(struct replies *r, const struct flow *f, size_t lang)
{
	bool ok = make_fixed(r, f, lang, FLOW_START, PROBLEM_REQUEST) &&
		  make_fixed(r, f, lang, FLOW_SENT, PROBLEM_REQUEST) &&
		  make_fixed(r, f, lang, FLOW_CLOSED, PROBLEM_REQUEST);

	for (size_t p = 0; ok && p < N_PROBLEMS; p++)
		ok = make_fixed(r, f, lang, FLOW_PROBLEM, (enum page_problem)p);
	return ok;
}

struct replies *
replies_new(const struct flow *f)
{
	struct replies *r =
	    calloc(1, sizeof(*r) + web_n_languages * sizeof(r->fixed[0]));

	if (r == NULL)
		return NULL;
	r->n = web_n_languages;
	make_csp(r, f->pages.config);
	for (size_t i = 0; i < r->n; i++) {
		if (!make_language(r, f, i)) {
			replies_free(&r);
			return NULL;
		}
	}
	return r;
}

enum MHD_Result
replies_queue(const struct replies *r, struct MHD_Connection *con, size_t lang,
    struct flow_answer *a)
{
	if (a->kind != FLOW_WRITTEN) {
		buf_free(&a->page);
		return MHD_queue_response(con, a->status,
		    r->fixed[lang][fixed_index(a->kind, a->problem)]);
	}

	struct MHD_Response *m = response_of(r, &a->page, a->status);
	buf_free(&a->page);
	if (m != NULL && a->forget && !add(m, &forget)) {
		MHD_destroy_response(m);
		m = NULL;
	}
	if (m == NULL)
		return MHD_queue_response(con, MHD_HTTP_SERVICE_UNAVAILABLE,
		    r->fixed[lang][fixed_index(FLOW_PROBLEM, PROBLEM_BUSY)]);
	enum MHD_Result ok = MHD_queue_response(con, a->status, m);
	MHD_destroy_response(m);
	return ok;
}

void
replies_free(struct replies **rp)
{
	struct replies *r = *rp;

	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < N_FIXED; k++)
			if (r->fixed[i][k] != NULL)
				MHD_destroy_response(r->fixed[i][k]);
	free(r);
	*rp = NULL;
}
