/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * After a share's page is made, its text is nowhere in the memory of the
 * process but where the caller keeps it: not in what libqrencode took and gave
 * back either, as it stood there or shifted into the code's bits. With
 * officer/heap_wipe.c, as in the program.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "crypto/core/age.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"
#include "officer/paper.h"
#include "tests/fault/secrets.h"

static struct {
	uint8_t secret[SHARE_SECRET_LEN];
	struct share shares[2];
	uint8_t text[SHARE_TEXT_LEN];
	uint8_t shifted[SHARE_TEXT_LEN];
} kept;

static int
make_text(void)
{
	struct buf out;
	int err;

	random_bytes(kept.secret, sizeof kept.secret);
	buf_init(&out, &secret_mem, SHARE_TEXT_LEN);
	err = share_split(kept.secret, 2, 2, kept.shares);
	if (err == SHARE_OK)
		err = share_write(&kept.shares[0], &out);
	if (err == SHARE_OK)
		memcpy(kept.text, out.data, sizeof kept.text);
	buf_free(&out);
	/* Behind 12 bits of mode and length. */
	for (size_t i = 1; i < sizeof kept.text; i++)
		kept.shifted[i] =
		    (uint8_t)(kept.text[i - 1] << 4 | kept.text[i] >> 4);
	return err;
}

static void
learn(void)
{
	for (size_t line = 3; line < 7; line++) {
		secrets_learn("text of a share", &kept.text[24 * line + 3], 20);
		secrets_learn(
		    "text in a code", &kept.shifted[24 * line + 4], 16);
	}
}

static int
make_page(void)
{
	volatile uint8_t room[16384];
	const struct paper_share p = {.share = &kept.shares[0],
	    .text = {kept.text, sizeof kept.text},
	    .fingerprint = "12345 67890 12345 67890 12345 67890",
	    .day = "2026-11-22"};
	struct buf page;

	room[0] = 0;
	buf_init(&page, &secret_mem, PAPER_MAX);
	int err = paper_share_html(&p, &page);
	buf_free(&page);
	room[sizeof room - 1] = room[0];
	return err;
}

/* Memory of another size, with what both have room for. */
static uint8_t *
resized(uint8_t *p, size_t size, size_t common)
{
	uint8_t *to = realloc(p, size);

	assert_non_null(to);
	for (size_t i = 0; i < common; i++)
		assert_int_equal(to[i], 0x77);
	return to;
}

static void
memory_that_grows_and_shrinks_keeps_what_it_holds(void **state)
{
	static const size_t sizes[] = {24, 200, 1000, 5000, 100000};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t n = sizes[i];
		uint8_t *p = malloc(n);
		assert_non_null(p);
		memset(p, 0x77, n);
		p = resized(p, 2 * n, n);
		p = resized(p, n / 2, n / 2);
		free(p);
	}
}

static void
no_text_of_a_share_is_left_after_its_page_was_made(void **state)
{
	(void)state;
	assert_int_equal(secrets_anywhere(), 0);
	assert_int_equal(make_page(), BUF_OK);
	assert_int_equal(secrets_anywhere(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(memory_that_grows_and_shrinks_keeps_what_it_holds),
	    cmocka_unit_test(
		no_text_of_a_share_is_left_after_its_page_was_made),
	};

	if (age_init() != AGE_OK || make_text() != SHARE_OK)
		return 1;
	secrets_kept_in(&kept, sizeof kept);
	learn();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
