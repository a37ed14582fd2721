/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The first-call gate: each rule, by a request that breaks only that one.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/front/gate.h"

#define FORM "application/x-www-form-urlencoded"

static struct view
view_of(const char *s)
{
	return (struct view){.data = (const uint8_t *)s, .len = strlen(s)};
}

static void
add(struct gate_request *q, const char *name, const char *value)
{
	q->headers[q->n_headers++] =
	    (struct gate_header){view_of(name), view_of(value)};
}

/* Requests that pass, to be spoiled. */
static struct gate_request
good_get(void)
{
	struct gate_request q = {.method = "GET", .version = "HTTP/1.1"};

	add(&q, "Host", "example.org");
	return q;
}

static struct gate_request
good_post(void)
{
	struct gate_request q = good_get();

	q.method = "POST";
	add(&q, "Content-Type", FORM);
	add(&q, "Content-Length", "10");
	return q;
}

static void
assert_status(const struct gate_request *q, unsigned status)
{
	assert_int_equal(gate_judge(q).status, status);
}

static void
assert_header_status(
    struct gate_request q, const char *name, const char *value, unsigned status)
{
	add(&q, name, value);
	assert_status(&q, status);
}

static void
what_a_browser_sends_passes(void **state)
{
	struct gate_request q = good_post();

	(void)state;
	add(&q, "User-Agent", "Mozilla/5.0 (X11; Linux x86_64)");
	add(&q, "Cookie", "a=b; c=\"d\"");
	add(&q, "X-Latin", "\xe5\xe4\xf6\ttab");
	struct gate_verdict v = gate_judge(&q);
	assert_int_equal(v.status, 0);
	assert_true(v.post);
	assert_int_equal(v.content_length, 10);

	q = good_get();
	assert_false(gate_judge(&q).post);
	assert_status(&q, 0);
	q.method = "HEAD";
	assert_status(&q, 0);
	q.version = "HTTP/1.0";
	assert_status(&q, 0);
}

static void
other_methods_are_refused(void **state)
{
	static const char *const bad[] = {"PUT", "DELETE", "OPTIONS", "TRACE",
	    "CONNECT", "PATCH", "get", "POSTX", ""};
	struct gate_request q = good_post();

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		q.method = bad[i];
		assert_status(&q, 405);
		assert_int_equal(gate_judge(&q).problem, PROBLEM_METHOD);
	}
}

static void
other_versions_are_refused(void **state)
{
	static const char *const bad[] = {
	    "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.10", ""};
	struct gate_request q = good_get();

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		q.version = bad[i];
		assert_status(&q, 400);
	}
}

static void
targets_are_compared_as_sent(void **state)
{
	static const char *const unknown[] = {"/", "/tip", "/tipsx", "/tips//",
	    "/tips/enx", "/tips/%65n/", "/tips/./", "//tips/", "/tips/%00",
	    "/Tips/"};
	static const char *const bad[] = {"/tips/?", "/tips/?a=b", "/tips/#x",
	    "*", "", "tips/", "http://x/tips/", "?"};
	struct gate_paths p;

	(void)state;
	assert_true(gate_paths_init(&p, "/tips/"));
	assert_int_equal(gate_target(&p, "/tips/"), 0);
	assert_int_equal(gate_target(&p, "/tips/sv-x-lattlast/"), 1);
	assert_int_equal(gate_target(&p, "/tips/en/"), 2);
	/* As people type them. */
	assert_int_equal(gate_target(&p, "/tips"), 0);
	assert_int_equal(gate_target(&p, "/tips/en"), 2);
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		assert_int_equal(
		    gate_target(&p, unknown[i]), GATE_TARGET_UNKNOWN);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(gate_target(&p, bad[i]), GATE_TARGET_BAD);
}

static void
unknown_targets_are_not_found_and_bad_ones_bad(void **state)
{
	struct gate_request q = good_get();

	(void)state;
	q.target = GATE_TARGET_UNKNOWN;
	assert_status(&q, 404);
	assert_int_equal(gate_judge(&q).problem, PROBLEM_PATH);
	q.target = GATE_TARGET_BAD;
	assert_status(&q, 400);
}

static void
exactly_one_host_is_needed(void **state)
{
	struct gate_request q = good_get();

	(void)state;
	assert_header_status(q, "host", "example.org", 400);
	q.n_headers = 0;
	assert_status(&q, 400);
	assert_header_status(q, "Host", "", 400);
	assert_header_status(q, "HOST", "a", 0);
}

static void
header_names_are_tokens(void **state)
{
	static const char *const bad[] = {"", "A B", "A ", "A\t", "A:", "A\r",
	    " A", "\xc3\xa5", "A\"", "(A)", "A/B", "A\x7f"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_header_status(good_get(), bad[i], "x", 400);
	assert_header_status(good_get(), "!#$%&'*+-.^_`|~aZ09", "x", 0);
}

static void
header_values_hold_no_control_characters(void **state)
{
	struct gate_request q = good_get();
	char value[] = "axb";

	(void)state;
	for (int c = 0; c < 0x20; c++) {
		value[1] = (char)c;
		q = good_get();
		q.headers[q.n_headers++] = (struct gate_header){
		    view_of("X"), {(const uint8_t *)value, 3}};
		assert_status(&q, c == '\t' ? 0 : 400);
	}
	assert_header_status(good_get(), "X", "a\x7f", 400);
}

static void
a_nul_in_a_name_is_seen(void **state)
{
	struct gate_request q = good_get();

	(void)state;
	q.headers[q.n_headers++] =
	    (struct gate_header){{(const uint8_t *)"A\0B", 3}, view_of("x")};
	assert_status(&q, 400);
}

static void
as_many_headers_as_the_limit_pass_and_one_more_does_not(void **state)
{
	struct gate_request q = good_get();

	(void)state;
	while (q.n_headers < LIMIT_HEADERS)
		add(&q, "X", "y");
	assert_status(&q, 0);
	add(&q, "X", "y");
	assert_status(&q, 431);
}

static void
any_transfer_encoding_is_refused(void **state)
{
	(void)state;
	assert_header_status(good_post(), "Transfer-Encoding", "chunked", 501);
	assert_header_status(good_post(), "transfer-encoding", "", 501);
	assert_header_status(good_get(), "Transfer-Encoding", "identity", 501);
}

static void
content_encodings_are_refused(void **state)
{
	(void)state;
	assert_header_status(good_post(), "Content-Encoding", "gzip", 415);
}

static void
only_100_continue_may_be_expected(void **state)
{
	struct gate_request q = good_post();

	(void)state;
	assert_header_status(q, "Expect", "100-Continue", 0);
	assert_header_status(q, "Expect", "200-ok", 417);
	assert_header_status(q, "Expect", "", 417);
	add(&q, "Expect", "100-continue");
	assert_header_status(q, "Expect", "100-continue", 417);
}

static void
a_post_needs_its_length(void **state)
{
	struct gate_request q = good_post();

	(void)state;
	q.n_headers--;
	assert_status(&q, 411);
}

static void
two_lengths_are_refused_even_when_equal(void **state)
{
	(void)state;
	assert_header_status(good_post(), "Content-Length", "10", 400);
	assert_header_status(good_post(), "content-length", "11", 400);
}

static void
a_length_is_digits_only(void **state)
{
	static const char *const bad[] = {"", "-1", "+1", "0x10", "1 0", "10 ",
	    "1,1", "1.0", "ten", "\xd9\xa1"};
	struct gate_request q = good_post();

	(void)state;
	q.n_headers--;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_header_status(q, "Content-Length", bad[i], 400);
	assert_header_status(q, "Content-Length", "0", 0);
	assert_header_status(q, "Content-Length", "0010", 0);
}

static void
a_body_has_the_limits_length_at_most(void **state)
{
	struct gate_request q = good_post();
	char n[32];

	(void)state;
	q.n_headers--;
	(void)snprintf(n, sizeof(n), "%zu", LIMIT_FORM_BODY);
	assert_header_status(q, "Content-Length", n, 0);
	(void)snprintf(n, sizeof(n), "%zu", LIMIT_FORM_BODY + 1);
	assert_header_status(q, "Content-Length", n, 413);
	/* 2^64 + 1, and what no integer type holds. */
	assert_header_status(q, "Content-Length", "18446744073709551617", 413);
	assert_header_status(q, "Content-Length",
	    "99999999999999999999999999999999999999999999999999", 413);
}

static void
a_body_that_is_too_large_is_drained_within_reason(void **state)
{
	struct gate_request q = good_post();
	char n[32];

	(void)state;
	q.n_headers--;
	(void)snprintf(n, sizeof(n), "%zu", GATE_DRAIN_MAX);
	add(&q, "Content-Length", n);
	assert_true(gate_judge(&q).drain);
	assert_int_equal(gate_judge(&q).content_length, GATE_DRAIN_MAX);
	add(&q, "Expect", "100-continue");
	assert_false(gate_judge(&q).drain);
	assert_status(&q, 413);

	q = good_post();
	q.n_headers--;
	(void)snprintf(n, sizeof(n), "%zu", GATE_DRAIN_MAX + 1);
	add(&q, "Content-Length", n);
	assert_false(gate_judge(&q).drain);
	assert_status(&q, 413);
}

static void
a_get_has_no_body(void **state)
{
	(void)state;
	assert_header_status(good_get(), "Content-Length", "0", 0);
	assert_header_status(good_get(), "Content-Length", "1", 400);
}

static void
only_forms_are_taken(void **state)
{
	static const char *const good[] = {FORM, FORM "; charset=utf-8",
	    FORM ";charset=UTF-8", "Application/X-WWW-Form-URLEncoded"};
	static const char *const bad[] = {"", "text/plain", FORM ";",
	    FORM "; charset=latin1", FORM "; charset=utf-8; x=y", FORM "x",
	    "application/json", FORM ", text/plain", FORM "; boundary=x"};
	struct gate_request q = {.method = "POST", .version = "HTTP/1.1"};

	(void)state;
	add(&q, "Host", "x");
	add(&q, "Content-Length", "0");
	assert_status(&q, 415);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_header_status(q, "Content-Type", good[i], 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_header_status(q, "Content-Type", bad[i], 415);
	assert_header_status(good_post(), "Content-Type", FORM, 400);
}

#define UPLOAD "multipart/form-data"

static struct gate_verdict
judge_upload(const char *type, const char *length)
{
	struct gate_request q = good_get();

	q.method = "POST";
	add(&q, "Content-Type", type);
	add(&q, "Content-Length", length);
	return gate_judge(&q);
}

static void
assert_boundary(const char *type, const char *expected)
{
	struct gate_verdict v = judge_upload(type, "10");

	assert_int_equal(v.status, 0);
	assert_non_null(v.boundary.data);
	assert_int_equal(v.boundary.len, strlen(expected));
	assert_memory_equal(v.boundary.data, expected, v.boundary.len);
}

static void
the_boundary_is_told_as_browsers_write_it(void **state)
{
	char type[sizeof(UPLOAD "; boundary=") + LIMIT_BOUNDARY];
	char longest[LIMIT_BOUNDARY + 1];

	(void)state;
	assert_boundary(UPLOAD "; boundary=----WebKitFormBoundary7MA4YWxkTrZu",
	    "----WebKitFormBoundary7MA4YWxkTrZu");
	assert_boundary(UPLOAD
	    "; boundary=---------------------------974767299",
	    "---------------------------974767299");
	assert_boundary("Multipart/Form-Data;BOUNDARY=x", "x");
	assert_boundary(
	    UPLOAD "  ;  boundary=\"a b'()+_,-./:=?\"", "a b'()+_,-./:=?");
	memset(longest, 'a', LIMIT_BOUNDARY);
	longest[LIMIT_BOUNDARY] = '\0';
	(void)snprintf(type, sizeof(type), "%s; boundary=%s", UPLOAD, longest);
	assert_boundary(type, longest);
	/* And none of a form without. */
	assert_null(judge_upload(FORM, "10").boundary.data);
}

static void
other_boundaries_are_refused(void **state)
{
	static const char *const bad[] = {UPLOAD, UPLOAD ";",
	    UPLOAD "; boundary", UPLOAD "; boundary=", UPLOAD " boundary=x",
	    UPLOAD "; boundary=\"\"", UPLOAD "; boundary=\"",
	    UPLOAD "; boundary=\"x", UPLOAD "; boundary=x\"",
	    UPLOAD "; boundary=\"x\"y", UPLOAD "; boundary=\"x \"",
	    UPLOAD "; boundary=\"x\\y\"", UPLOAD "; boundary=x y",
	    UPLOAD "; boundary=a/b", UPLOAD "; boundary=a=b",
	    UPLOAD "; boundary=x; charset=utf-8",
	    UPLOAD "; charset=utf-8; boundary=x", UPLOAD "; boundary=\xc3\xa5",
	    UPLOAD "; boundary=x\t", UPLOAD "x; boundary=x",
	    "multipart/mixed; boundary=x",
	    UPLOAD "; boundary=12345678901234567890123456789012345678901234567"
		   "890123456789012345678901"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct gate_verdict v = judge_upload(bad[i], "10");
		assert_int_equal(v.status, 415);
		assert_int_equal(v.problem, PROBLEM_TYPE);
	}
}

static struct gate_verdict
judge_upload_of(size_t length)
{
	char n[32];

	(void)snprintf(n, sizeof(n), "%zu", length);
	return judge_upload(UPLOAD "; boundary=x", n);
}

static void
an_upload_is_kept_whole_as_far_as_its_limit(void **state)
{
	(void)state;
	for (size_t length = 0; length <= LIMIT_UPLOAD;
	     length += LIMIT_UPLOAD / 16) {
		struct gate_verdict v = judge_upload_of(length);
		assert_int_equal(v.status, 0);
		assert_int_equal(v.content_length, length);
		assert_int_equal(v.keep, length);
		assert_int_equal(v.cut, BODY_WHOLE);
	}
}

static void
of_an_upload_that_is_too_large_the_beginning_is_kept(void **state)
{
	static const size_t lengths[] = {
	    LIMIT_UPLOAD + 1, GATE_DRAIN_UPLOAD_MAX};

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct gate_verdict v = judge_upload_of(lengths[i]);
		assert_int_equal(v.status, 0);
		assert_int_equal(v.content_length, lengths[i]);
		assert_int_equal(v.keep, LIMIT_FORM_BODY);
		assert_int_equal(v.cut, BODY_CUT_LARGE);
	}
}

static void
an_upload_beyond_all_reason_is_refused_unread(void **state)
{
	struct gate_verdict v = judge_upload_of(GATE_DRAIN_UPLOAD_MAX + 1);

	(void)state;
	assert_int_equal(v.status, 413);
	assert_false(v.drain);
	v = judge_upload(
	    UPLOAD "; boundary=x", "99999999999999999999999999999999999999");
	assert_int_equal(v.status, 413);
}

static void
who_asks_before_a_large_upload_is_told_before(void **state)
{
	struct gate_request q = good_get();
	char n[32];

	(void)state;
	q.method = "POST";
	add(&q, "Content-Type", UPLOAD "; boundary=x");
	add(&q, "Expect", "100-continue");
	(void)snprintf(n, sizeof(n), "%zu", LIMIT_UPLOAD);
	assert_header_status(q, "Content-Length", n, 0);
	(void)snprintf(n, sizeof(n), "%zu", LIMIT_UPLOAD + 1);
	assert_header_status(q, "Content-Length", n, 413);
	add(&q, "Content-Length", n);
	assert_false(gate_judge(&q).drain);
}

static void
a_base_path_that_does_not_fit_is_refused(void **state)
{
	char base[GATE_PATH_LEN + 2];
	struct gate_paths p;

	(void)state;
	memset(base, 'a', sizeof(base) - 1);
	base[sizeof(base) - 1] = '\0';
	assert_false(gate_paths_init(&p, base));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_a_browser_sends_passes),
	    cmocka_unit_test(other_methods_are_refused),
	    cmocka_unit_test(other_versions_are_refused),
	    cmocka_unit_test(targets_are_compared_as_sent),
	    cmocka_unit_test(unknown_targets_are_not_found_and_bad_ones_bad),
	    cmocka_unit_test(exactly_one_host_is_needed),
	    cmocka_unit_test(header_names_are_tokens),
	    cmocka_unit_test(header_values_hold_no_control_characters),
	    cmocka_unit_test(a_nul_in_a_name_is_seen),
	    cmocka_unit_test(
		as_many_headers_as_the_limit_pass_and_one_more_does_not),
	    cmocka_unit_test(any_transfer_encoding_is_refused),
	    cmocka_unit_test(content_encodings_are_refused),
	    cmocka_unit_test(only_100_continue_may_be_expected),
	    cmocka_unit_test(a_post_needs_its_length),
	    cmocka_unit_test(two_lengths_are_refused_even_when_equal),
	    cmocka_unit_test(a_length_is_digits_only),
	    cmocka_unit_test(a_body_has_the_limits_length_at_most),
	    cmocka_unit_test(a_body_that_is_too_large_is_drained_within_reason),
	    cmocka_unit_test(a_get_has_no_body),
	    cmocka_unit_test(only_forms_are_taken),
	    cmocka_unit_test(the_boundary_is_told_as_browsers_write_it),
	    cmocka_unit_test(other_boundaries_are_refused),
	    cmocka_unit_test(an_upload_is_kept_whole_as_far_as_its_limit),
	    cmocka_unit_test(
		of_an_upload_that_is_too_large_the_beginning_is_kept),
	    cmocka_unit_test(an_upload_beyond_all_reason_is_refused_unread),
	    cmocka_unit_test(who_asks_before_a_large_upload_is_told_before),
	    cmocka_unit_test(a_base_path_that_does_not_fit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
