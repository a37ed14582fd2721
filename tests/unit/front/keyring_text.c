/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Keyrings for the tests of the front.
 */
#include "tests/unit/front/keyring_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct keyring *
keyring_begin(int32_t today)
{
	struct keyring *k = keyring_new();

	assert_non_null(k);
	memcpy(k->service, "Test", sizeof("Test"));
	k->serial = 1;
	k->issued = today;
	k->expires = today + 10;
	k->stanzas = 4;
	return k;
}

struct keyring_epoch *
keyring_epoch_begin(struct keyring *k, uint32_t id, int32_t from, int32_t until)
{
	struct keyring_epoch *e = &k->epochs[k->n_epochs++];

	e->id = id;
	e->from = from;
	e->until = until;
	e->destroy_after = until;
	return e;
}

/* Coordinates of points: small numbers that are none of low order. */
struct recipient
keyring_recipient(uint8_t number)
{
	return (struct recipient){
	    .type = AGE_X25519, .key = {(uint8_t)(number + 1), 7}};
}

static struct keyring_area *
area_of(struct keyring_epoch *e, const char *id)
{
	for (size_t i = 0; i < e->n_areas; i++)
		if (strcmp(e->areas[i].id, id) == 0)
			return &e->areas[i];
	struct keyring_area *a = &e->areas[e->n_areas++];
	strncpy(a->id, id, sizeof(a->id) - 1);
	return a;
}

void
keyring_epoch_give(struct keyring *k, struct keyring_epoch *e, const char *area,
    uint8_t number)
{
	struct recipient r = keyring_recipient(number);
	uint16_t place;

	assert_int_equal(keyring_add_recipient(k, &r, &place), KEYRING_OK);
	if (area == NULL) {
		e->recovery[e->n_recovery++] = place;
		return;
	}
	struct keyring_area *a = area_of(e, area);
	a->recipients[a->n++] = place;
}

void
keyring_text(const struct keyring *k, struct buf *out)
{
	struct keyring_error why = {""};

	if (keyring_check(k, &why) != KEYRING_OK)
		fail_msg("%s", why.text);
	assert_int_equal(keyring_write(k, io_write_to_buf, out), 0);
	assert_int_equal(out->err, BUF_OK);
}
