/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the tests of crypto share: cmocka, a fixed key, and sealing without
 * error handling of its own.
 */
#ifndef INKAST_TESTS_UNIT_CRYPTO_CRYPTO_TEST_H
#define INKAST_TESTS_UNIT_CRYPTO_CRYPTO_TEST_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/core/age.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"

/* age, "The X25519 recipient type": the example, 32 bytes of 0x42. */
#define EXAMPLE_IDENTITY                                                       \
	"AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZ"     \
	"GFPQ4EGAEX"
#define EXAMPLE_RECIPIENT                                                      \
	"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

#define TEST_MAX ((size_t)64 << 20)

static inline struct identity
example_identity(void)
{
	struct identity id;

	assert_int_equal(
	    identity_parse(EXAMPLE_IDENTITY, strlen(EXAMPLE_IDENTITY), &id),
	    AGE_OK);
	return id;
}

static inline struct recipient
example_recipient(void)
{
	struct recipient r;

	assert_int_equal(
	    recipient_parse(EXAMPLE_RECIPIENT, strlen(EXAMPLE_RECIPIENT), &r),
	    AGE_OK);
	return r;
}

/* len bytes that differ from place to place. */
static inline uint8_t *
pattern(size_t len)
{
	uint8_t *p = malloc(len + 1);

	assert_non_null(p);
	for (size_t i = 0; i < len; i++)
		p[i] = (uint8_t)(i * 31 + (i >> 8));
	return p;
}

/* len bytes of the pattern, sealed to the example; freed with buf_free. */
static inline struct buf
sealed_pattern(size_t len, size_t stanzas)
{
	struct recipient r = example_recipient();
	struct buf out;
	uint8_t *p = pattern(len);

	buf_init(&out, &buf_heap, TEST_MAX);
	assert_int_equal(seal(&r, 1, stanzas, p, len, &out), AGE_OK);
	free(p);
	return out;
}

#endif
