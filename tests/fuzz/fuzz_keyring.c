/* link: crypto_seal crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Keyrings: what is read passes the check, is written in one form that is read
 * as the same, and can be asked about every day and area; what is refused has a
 * reason in printable text.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "crypto/seal/keyring.h"
#include "tests/fuzz/fuzz.h"

static void
reason_is_there(int err, const struct keyring_error *why)
{
	size_t n = strlen(why->text);

	require(err == KEYRING_E_SYNTAX || err == KEYRING_E_TYPE ||
		err == KEYRING_E_SIZE);
	require(n > 10 && n < sizeof why->text);
	for (size_t i = 0; i < n; i++)
		require((unsigned char)why->text[i] >= 0x20);
}

static struct buf
written(const struct keyring *k)
{
	struct buf out;

	/* A text of short forms may be longer in the one form. */
	buf_init(&out, &buf_heap, 2 * KEYRING_TEXT_MAX);
	require(keyring_write(k, io_write_to_buf, &out) == 0);
	return out;
}

static void
written_again_it_is_the_same(const struct keyring *k)
{
	struct keyring_error why;
	struct keyring *again;
	struct buf first = written(k);

	if (first.len <= KEYRING_TEXT_MAX) {
		require(keyring_parse(first.data, first.len, &again, &why) ==
			KEYRING_OK);
		require(k->n_recipients == again->n_recipients);
		struct buf second = written(again);
		require(first.len == second.len);
		require(memcmp(first.data, second.data, first.len) == 0);
		buf_free(&second);
		keyring_free(&again);
	}
	buf_free(&first);
}

static void
tips_have_recipients(
    const struct keyring *k, const struct keyring_epoch *e, const char *area)
{
	static struct recipient out[KEYRING_AREA_RECIPIENTS_MAX];
	size_t n = keyring_recipients(k, e, area, strlen(area), out);

	require(n <= k->stanzas);
	for (size_t i = 0; i < n; i++) {
		require(out[i].type == keyring_epoch_type(k, e));
		for (size_t j = 0; j < i; j++)
			require(!recipient_equal(&out[i], &out[j]));
	}
}

static void
every_day_has_an_answer(const struct keyring *k, int32_t day)
{
	const struct keyring_epoch *e;
	enum keyring_state state = keyring_at(k, day, &e);
	int32_t last = keyring_last_day(k, day);

	require((state == KEYRING_USABLE) == (e != NULL));
	require((state == KEYRING_USABLE) == (last >= day));
	require(last <= k->expires || last == day - 1);
	require(keyring_at(k, last + 1, NULL) != KEYRING_USABLE);
	if (e != NULL)
		require(e->from <= day && day <= e->until);
}

static void
can_be_asked(const struct keyring *k)
{
	every_day_has_an_answer(k, k->issued);
	every_day_has_an_answer(k, k->expires);
	every_day_has_an_answer(k, k->expires + 1);
	for (size_t i = 0; i < k->n_epochs; i++) {
		const struct keyring_epoch *e = &k->epochs[i];
		every_day_has_an_answer(k, e->from);
		every_day_has_an_answer(k, e->until + 1);
		require(keyring_epoch_find(k, e->id) == e);
		tips_have_recipients(k, e, "nobody");
		for (size_t j = 0; j < e->n_areas; j++)
			tips_have_recipients(k, e, e->areas[j].id);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keyring_error why = {""};
	struct keyring *k = NULL;
	/* A text from outside is never NULL. */
	int err = keyring_parse(
	    size == 0 ? (const uint8_t *)"" : data, size, &k, &why);

	require((err == KEYRING_OK) == (k != NULL));
	if (err != KEYRING_OK) {
		reason_is_there(err, &why);
		return 0;
	}
	require(keyring_check(k, &why) == KEYRING_OK);
	written_again_it_is_the_same(k);
	can_be_asked(k);
	keyring_free(&k);
	return 0;
}
