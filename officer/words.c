/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Drawing the words of a passphrase.
 */
#include "officer/words.h"

#include <stdint.h>
#include <string.h>

#include "crypto/core/hash.h"
#include "crypto/core/secret.h"

/* So the low bits of a random number are as even as the number is. */
_Static_assert(WORDS_COUNT == 1U << WORDS_BITS, "a power of two");

/* Which words were drawn can be seen in the caches of this computer for a
 * moment; the words themselves are on its screen next. */
int
words_passphrase(size_t n, struct buf *out)
{
	uint16_t drawn;

	for (size_t i = 0; i < n; i++) {
		random_bytes(&drawn, sizeof drawn);
		if (i > 0)
			buf_add(out, " ", 1);
		buf_add_str(out, words_at(drawn % WORDS_COUNT));
	}
	explicit_bzero(&drawn, sizeof drawn);
	secret_stack_wipe();
	return out->err;
}
