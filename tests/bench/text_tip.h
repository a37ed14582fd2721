/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A text tip to seal and to open, over and over: 16 KiB for 1 recipient.
 */
#ifndef INKAST_TESTS_BENCH_TEXT_TIP_H
#define INKAST_TESTS_BENCH_TEXT_TIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "crypto/core/tip.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"

struct text_tip {
	struct identity *identity;
	struct recipient recipient;
	size_t stanzas; /* 0: one, and no throw-away ones */
	uint8_t plain[TIP_CLASS_MIN];
	struct buf sealed; /* used again each time, as a program does */
	struct buf opened;
};

/* A new key of a kind. Ends the program when there is none. */
void text_tip_init(struct text_tip *t, enum age_key_type type, size_t stanzas)
    __attribute__((nonnull));
void text_tip_free(struct text_tip *t) __attribute__((nonnull));

/* A bench_fn each; ctx is a struct text_tip. What was sealed last is opened. */
int text_tip_seal(void *ctx);
int text_tip_open(void *ctx);

/* End the program unless what was opened last is what was sealed. */
void text_tip_check(const struct text_tip *t) __attribute__((nonnull));

#endif
