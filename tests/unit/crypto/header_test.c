/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The header's grammar (age, "ABNF definition of file header"): what follows it
 * round-trips, what breaks it in one place is refused.
 */
#include "crypto_test.h"

#include "crypto/core/header.h"

#define V1 "age-encryption.org/v1\n"
#define SHARE "XEl0dJ6y3C7KZkgmgWUicg63EyXJiwBJW8PdYJ/cYBE"
#define BODY "qRS0AMjdjPvZ/WT08U2KL4G+PIooA3hy38SvLpvaC1E"
#define MAC "HK2NmOBN9Dpq0Gw6xMCuhFcQlQLvZ/wQUi/2scLG75s"
#define LINE64 BODY "AAAAAAAAAAAAAAAAAAAAA" /* 43 + 21 characters */
#define STANZA "-> X25519 " SHARE "\n" BODY "\n"
#define END "--- " MAC "\n"
#define GOOD V1 STANZA END /* the example of the specification */

static int
parse(const char *text)
{
	struct age_header h;

	return age_header_parse(text, strlen(text), &h);
}

static void
example_of_the_specification_parses(void **state)
{
	struct age_header h;
	uint8_t body[32];
	uint8_t share[32];

	(void)state;
	assert_int_equal(
	    age_header_parse(GOOD "payload\n", strlen(GOOD "payload\n"), &h),
	    AGE_OK);
	assert_int_equal(h.n_stanzas, 1);
	assert_int_equal(h.len, strlen(GOOD));
	assert_int_equal(h.mac_input.len, strlen(V1 STANZA "---"));
	assert_int_equal(h.stanzas[0].n_args, 2);
	assert_true(view_is(h.stanzas[0].args[0], "X25519"));
	assert_true(view_is(h.stanzas[0].args[1], SHARE));
	assert_int_equal(h.stanzas[0].body_len, 32);
	assert_int_equal(age_stanza_body(&h.stanzas[0], body, 32), AGE_OK);
	assert_int_equal(body[0], 0xa9);
	assert_int_equal(
	    age_arg_bytes(h.stanzas[0].args[1], share, 32), AGE_OK);
	assert_int_equal(share[0], 0x5c);
}

static void
body_or_argument_of_another_length_is_refused(void **state)
{
	struct age_header h;
	uint8_t out[64];

	(void)state;
	assert_int_equal(age_header_parse(GOOD, strlen(GOOD), &h), AGE_OK);
	assert_int_equal(age_stanza_body(&h.stanzas[0], out, 31), AGE_E_HEADER);
	assert_int_equal(age_stanza_body(&h.stanzas[0], out, 33), AGE_E_HEADER);
	assert_int_equal(
	    age_arg_bytes(h.stanzas[0].args[1], out, 31), AGE_E_HEADER);
	assert_int_equal(
	    age_arg_bytes(h.stanzas[0].args[1], out, 33), AGE_E_HEADER);
	assert_int_equal(
	    age_arg_bytes(h.stanzas[0].args[0], out, 5), AGE_E_HEADER);
}

static void
other_stanzas_of_the_grammar_parse(void **state)
{
	static const char *const good[] = {
	    V1 "-> a\n\n" END,
	    V1 "-> !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ b c\n\n" END,
	    V1 "-> a\n" LINE64 "\n\n" END,
	    V1 "-> a\n" LINE64 "\n" LINE64 "\nAA\n" END,
	    V1 "-> -> ---\nAAA\n" END,
	    V1 "-> a\n\n" STANZA STANZA END,
	    V1 "-> 1 2 3 4 5 6 7 8\n\n" END,
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_int_equal(parse(good[i]), AGE_OK);
}

static void
each_breach_of_the_grammar_is_refused(void **state)
{
	static const struct {
		const char *what;
		const char *text;
	} bad[] = {
	    {"nothing", ""},
	    {"another version", "age-encryption.org/v2\n" STANZA END},
	    {"version with more", "age-encryption.org/v1 \n" STANZA END},
	    {"CR LF after the version", "age-encryption.org/v1\r\n" STANZA END},
	    {"a byte before", " " GOOD},
	    {"no stanza", V1 END},
	    {"empty line for a stanza", V1 "\n" STANZA END},
	    {"no arguments", V1 "->\n\n" END},
	    {"empty argument only", V1 "-> \n\n" END},
	    {"two spaces", V1 "-> a  b\n\n" END},
	    {"leading space", V1 "->  a\n\n" END},
	    {"trailing space", V1 "-> a \n\n" END},
	    {"tab", V1 "-> a\tb\n\n" END},
	    {"DEL", V1 "-> a\x7f\n\n" END},
	    {"no ASCII", V1 "-> \xc3\xa5\n\n" END},
	    {"CR in arguments", V1 "-> a\r\n\n" END},
	    {"no space after the arrow", V1 "->a\n\n" END},
	    {"no body line", V1 "-> a\n" END},
	    {"full line last", V1 "-> a\n" LINE64 "\n" END},
	    {"line of 65", V1 "-> a\n" LINE64 "A\n\n" END},
	    {"two short lines", V1 "-> a\nAA\nAA\n" END},
	    {"empty line, then another", V1 "-> a\n\n\n" END},
	    {"padding in the body", V1 "-> a\nAA==\n" END},
	    {"trailing bits in the body", V1 "-> a\nAB\n" END},
	    {"one character in the body", V1 "-> a\nA\n" END},
	    {"space in the body", V1 "-> a\nAA \n" END},
	    {"CR in the body", V1 "-> a\nAA\r\n" END},
	    {"URL alphabet", V1 "-> a\n-_-_\n" END},
	    {"no MAC", V1 STANZA "---\n"},
	    {"empty MAC", V1 STANZA "--- \n"},
	    {"no space before the MAC", V1 STANZA "---" MAC "\n"},
	    {"two spaces before the MAC", V1 STANZA "---  " MAC "\n"},
	    {"space after the MAC", V1 STANZA "--- " MAC " \n"},
	    {"CR after the MAC", V1 STANZA "--- " MAC "\r\n"},
	    {"padding of the MAC", V1 STANZA "--- " MAC "=\n"},
	    {"longer MAC", V1 STANZA "--- " MAC "A\n"},
	    {"MAC of 31 bytes",
		V1 STANZA "--- "
			  "HK2NmOBN9Dpq0Gw6xMCuhFcQlQLvZ/wQUi/2scLG7w"
			  "\n"},
	    {"trailing bits in the MAC",
		V1 STANZA "--- "
			  "HK2NmOBN9Dpq0Gw6xMCuhFcQlQLvZ/wQU"
			  "i/2scLG75t\n"},
	    {"two dashes", V1 STANZA "-- " MAC "\n"},
	    {"something between", V1 STANZA "x\n" END},
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		if (parse(bad[i].text) != AGE_E_HEADER)
			fail_msg("%s was accepted", bad[i].what);
	}
}

static void
every_truncation_is_refused(void **state)
{
	(void)state;
	for (size_t len = 0; len < strlen(GOOD); len++) {
		struct age_header h;
		/* A copy of that size, so that a sanitizer sees any overrun. */
		char *cut = malloc(len + 1);
		assert_non_null(cut);
		memcpy(cut, GOOD, len);
		assert_int_equal(age_header_parse(cut, len, &h), AGE_E_HEADER);
		free(cut);
	}
}

static void
nul_bytes_are_refused_everywhere(void **state)
{
	char text[] = GOOD;

	(void)state;
	for (size_t i = 0; i < strlen(GOOD); i++) {
		struct age_header h;
		char was = text[i];
		text[i] = '\0';
		assert_int_equal(
		    age_header_parse(text, strlen(GOOD), &h), AGE_E_HEADER);
		text[i] = was;
	}
}

/* A header of n empty stanzas. */
static struct buf
many_stanzas(size_t n)
{
	static const char *const args[] = {"a"};
	uint8_t mac[AGE_MAC_LEN] = {0};
	struct buf b;

	buf_init(&b, &buf_heap, TEST_MAX);
	age_header_begin(&b);
	for (size_t i = 0; i < n; i++)
		age_header_stanza(&b, args, 1, NULL, 0);
	age_header_mark(&b);
	age_header_end(&b, mac);
	return b;
}

static void
stanzas_and_arguments_beyond_the_limits_are_told_apart(void **state)
{
	struct age_header h;
	struct buf b = many_stanzas(AGE_STANZAS_MAX);

	(void)state;
	assert_int_equal(age_header_parse(b.data, b.len, &h), AGE_OK);
	assert_int_equal(h.n_stanzas, AGE_STANZAS_MAX);
	buf_free(&b);
	b = many_stanzas(AGE_STANZAS_MAX + 1);
	assert_int_equal(age_header_parse(b.data, b.len, &h), AGE_E_LIMIT);
	buf_free(&b);
	assert_int_equal(parse(V1 "-> 1 2 3 4 5 6 7 8 9\n\n" END), AGE_E_LIMIT);
}

/* A header whose one stanza has an argument of n characters. */
static struct buf
long_argument(size_t n)
{
	struct buf b;

	buf_init(&b, &buf_heap, TEST_MAX);
	buf_add_str(&b, V1 "-> ");
	for (size_t i = 0; i < n; i++)
		buf_add_str(&b, "a");
	buf_add_str(&b, "\n\n" END);
	return b;
}

static void
header_of_the_largest_size_parses_and_one_byte_more_does_not(void **state)
{
	struct age_header h;
	size_t other = strlen(V1 "-> \n\n" END);
	struct buf b = long_argument(AGE_HEADER_MAX - other);

	(void)state;
	assert_int_equal(b.len, AGE_HEADER_MAX);
	assert_int_equal(age_header_parse(b.data, b.len, &h), AGE_OK);
	/* A payload behind it changes nothing. */
	buf_add_zeros(&b, 1);
	assert_int_equal(age_header_parse(b.data, b.len, &h), AGE_OK);
	buf_free(&b);
	b = long_argument(AGE_HEADER_MAX - other + 1);
	assert_int_equal(age_header_parse(b.data, b.len, &h), AGE_E_LIMIT);
	buf_free(&b);
	b = long_argument(2 * (size_t)AGE_HEADER_MAX);
	assert_int_equal(age_header_parse(b.data, b.len, &h), AGE_E_LIMIT);
	buf_free(&b);
}

static void
bodies_of_any_length_round_trip(void **state)
{
	static const char *const args[] = {"type", "arg"};
	uint8_t mac[AGE_MAC_LEN] = {1, 2, 3};
	uint8_t *body = pattern(200);
	uint8_t back[200];

	(void)state;
	for (size_t n = 0; n <= 200; n++) {
		struct age_header h;
		struct buf b;
		buf_init(&b, &buf_heap, TEST_MAX);
		age_header_begin(&b);
		age_header_stanza(&b, args, 2, body, n);
		age_header_mark(&b);
		size_t mac_input = b.len;
		age_header_end(&b, mac);
		assert_int_equal(b.err, BUF_OK);
		assert_int_equal(age_header_parse(b.data, b.len, &h), AGE_OK);
		assert_int_equal(h.mac_input.len, mac_input);
		assert_memory_equal(h.mac, mac, sizeof mac);
		assert_int_equal(h.stanzas[0].body_len, n);
		assert_int_equal(
		    age_stanza_body(&h.stanzas[0], back, n), AGE_OK);
		assert_memory_equal(back, body, n);
		buf_free(&b);
	}
	free(body);
}

static void
writing_beyond_the_buffer_is_told_by_the_buffer(void **state)
{
	static const char *const args[] = {"type"};
	uint8_t body[100] = {0};
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, 100);
	age_header_begin(&b);
	age_header_stanza(&b, args, 1, body, sizeof body);
	age_header_mark(&b);
	assert_int_equal(b.err, BUF_E_MAX);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(example_of_the_specification_parses),
	    cmocka_unit_test(body_or_argument_of_another_length_is_refused),
	    cmocka_unit_test(other_stanzas_of_the_grammar_parse),
	    cmocka_unit_test(each_breach_of_the_grammar_is_refused),
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(nul_bytes_are_refused_everywhere),
	    cmocka_unit_test(
		stanzas_and_arguments_beyond_the_limits_are_told_apart),
	    cmocka_unit_test(
		header_of_the_largest_size_parses_and_one_byte_more_does_not),
	    cmocka_unit_test(bodies_of_any_length_round_trip),
	    cmocka_unit_test(writing_beyond_the_buffer_is_told_by_the_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
