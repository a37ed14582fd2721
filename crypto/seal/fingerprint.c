/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Fingerprints in groups of digits (docs/FORMAT.md 13.9).
 */
#include "crypto/seal/fingerprint.h"

#include <stdio.h>
#include <string.h>

#include "crypto/core/hash.h"

#define GROUPS 6
#define GROUP_BYTES 5 /* 40 bits: a group of five digits is within 2^-23 */
#define GROUP_RANGE 100000

_Static_assert(GROUPS *GROUP_BYTES <= HASH_LEN, "a hash has enough bytes");
_Static_assert(GROUPS * 6 == FINGERPRINT_LEN, "five digits and a separator");

static void
format(const uint8_t digest[static HASH_LEN], char out[static FINGERPRINT_LEN])
{
	for (size_t g = 0; g < GROUPS; g++) {
		uint64_t n = 0;
		for (size_t i = 0; i < GROUP_BYTES; i++)
			n = n << 8 | digest[g * GROUP_BYTES + i];
		(void)snprintf(
		    &out[g * 6], 6, "%05u", (unsigned)(n % GROUP_RANGE));
		out[g * 6 + 5] = g + 1 < GROUPS ? ' ' : '\0';
	}
}

static void
fingerprint(const char *label, const void *p, size_t n,
    char out[static FINGERPRINT_LEN])
{
	uint8_t digest[HASH_LEN];
	struct hash h;

	hash_init(&h);
	hash_add(&h, label, strlen(label));
	hash_add(&h, p, n);
	hash_end(&h, digest);
	format(digest, out);
}

void
fingerprint_recipient(
    const struct recipient *r, char out[static FINGERPRINT_LEN])
{
	char text[RECIPIENT_TEXT_MAX];

	recipient_format(r, text);
	fingerprint("inkast-fingerprint/1\n", text, strlen(text), out);
}

void
fingerprint_keyring(struct view text, char out[static FINGERPRINT_LEN])
{
	fingerprint("inkast-keyring-fingerprint/1\n", text.data, text.len, out);
}
