/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A sorted array. A hash table would tell, by who stands in whose place, who
 * came first; an insertion here moves half a MiB in a full table, once for each
 * tip that a disk has synced.
 */
#include "gateway/front/token_spent.h"

#include <stdlib.h>
#include <string.h>

bool
spent_init(struct spent *s, size_t max)
{
	s->entries = calloc(max, sizeof(s->entries[0]));
	s->n = 0;
	s->max = max;
	return s->entries != NULL;
}

void
spent_clear(struct spent *s)
{
	if (s->n > 0)
		explicit_bzero(s->entries, s->n * sizeof(s->entries[0]));
	s->n = 0;
}

void
spent_free(struct spent *s)
{
	spent_clear(s);
	free(s->entries);
	s->entries = NULL;
}

/* Not in constant time: names are keyed hashes, and how they sort tells nothing
 * of what they were made from.
 *
 * The first entry that does not come before name; n when all do. */
static size_t
place_of(const struct spent *s, const uint8_t name[static SPENT_HASH])
{
	size_t low = 0;
	size_t high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (memcmp(s->entries[middle].name, name, SPENT_HASH) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct spent_entry *
spent_find(const struct spent *s, const uint8_t name[static SPENT_HASH])
{
	size_t at = place_of(s, name);

	if (at == s->n || memcmp(s->entries[at].name, name, SPENT_HASH) != 0)
		return NULL;
	return &s->entries[at];
}

void
spent_add(struct spent *s, const struct spent_entry *entry)
{
	size_t at = place_of(s, entry->name);

	memmove(&s->entries[at + 1], &s->entries[at],
	    (s->n - at) * sizeof(s->entries[0]));
	s->entries[at] = *entry;
	s->n++;
}
