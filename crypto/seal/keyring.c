/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring in memory: its life, its list of recipients, and what is looked
 * up in it.
 */
#include "crypto/seal/keyring.h"

#include <stdlib.h>
#include <string.h>

/* Public keys only: ordinary memory. */
struct keyring *
keyring_new(void)
{
	return calloc(1, sizeof(struct keyring));
}

void
keyring_free(struct keyring **k)
{
	free(*k);
	*k = NULL;
}

int
keyring_add_recipient(
    struct keyring *k, const struct recipient *r, uint16_t *place)
{
	for (size_t i = 0; i < k->n_recipients; i++) {
		if (recipient_equal(&k->recipients[i], r)) {
			*place = (uint16_t)i;
			return KEYRING_OK;
		}
	}
	if (k->n_recipients == KEYRING_RECIPIENTS_MAX)
		return KEYRING_E_FULL;
	k->recipients[k->n_recipients] = *r;
	*place = (uint16_t)k->n_recipients++;
	return KEYRING_OK;
}

enum age_key_type
keyring_epoch_type(const struct keyring *k, const struct keyring_epoch *e)
{
	return k->recipients[e->areas[0].recipients[0]].type;
}

const struct keyring_epoch *
keyring_epoch_find(const struct keyring *k, uint32_t id)
{
	for (size_t i = 0; i < k->n_epochs; i++)
		if (k->epochs[i].id == id)
			return &k->epochs[i];
	return NULL;
}

/* FORMAT 13.5: the area's own lines, or those of "*". */
static const struct keyring_area *
find_area(const struct keyring_epoch *e, const char *id, size_t len)
{
	const struct keyring_area *any = NULL;

	for (size_t i = 0; i < e->n_areas; i++) {
		const struct keyring_area *a = &e->areas[i];
		if (strlen(a->id) == len && memcmp(a->id, id, len) == 0)
			return a;
		if (strcmp(a->id, KEYRING_ANY_AREA) == 0)
			any = a;
	}
	return any;
}

size_t
keyring_recipients(const struct keyring *k, const struct keyring_epoch *e,
    const char *id, size_t len,
    struct recipient out[static KEYRING_AREA_RECIPIENTS_MAX])
{
	const struct keyring_area *a = find_area(e, id, len);
	size_t n = 0;

	/* keyring_check sees to it that both together fit and differ. */
	if (a == NULL || a->n + e->n_recovery > KEYRING_AREA_RECIPIENTS_MAX)
		return 0;
	for (size_t i = 0; i < a->n; i++)
		out[n++] = k->recipients[a->recipients[i]];
	for (size_t i = 0; i < e->n_recovery; i++)
		out[n++] = k->recipients[e->recovery[i]];
	return n;
}

const char *
keyring_gap(const struct keyring *k, int32_t day, const char *const *areas,
    size_t n, uint32_t *epoch)
{
	struct recipient ignored[KEYRING_AREA_RECIPIENTS_MAX];

	for (size_t i = 0; i < k->n_epochs; i++) {
		const struct keyring_epoch *e = &k->epochs[i];
		if (e->until < day)
			continue;
		for (size_t a = 0; a < n; a++) {
			if (keyring_recipients(
				k, e, areas[a], strlen(areas[a]), ignored) > 0)
				continue;
			*epoch = e->id;
			return areas[a];
		}
	}
	return NULL;
}
