/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A tip from a bundle, opened: its blob, whether its checksum is right, and
 * what was inside. One at a time, in memory bounded by the largest size class.
 */
#ifndef INKAST_OFFICER_TIP_H
#define INKAST_OFFICER_TIP_H

#include <jansson.h>

#include "base/buf.h"
#include "crypto/unseal/unseal.h"
#include "officer/bundle.h"
#include "officer/container.h"

enum tip_err {
	TIP_OK = 0,
	TIP_E_NO_MATCH = -1, /* whole, but sealed to other identities */
	TIP_E_DAMAGED = -2,  /* why says what is wrong with it */
	TIP_E_MEMORY = -3,
	TIP_E_IO = -4, /* reading the bundle failed; errno tells */
};

/* Buffers that are used again for the next tip. */
struct tip {
	char id[BUNDLE_ID_TEXT];
	struct buf blob;
	struct buf plain; /* secret memory */
	struct container container;
	const char *why;     /* TIP_E_DAMAGED: for people */
	const char *warning; /* opened, but its checksum cannot vouch for it */
};

void tip_init(struct tip *t) __attribute__((nonnull));

/* Read a member of a bundle and open it. *line is where its checksum should be
 * in SHA256SUMS; it moves on. A blob that opens whole is what was sealed, bit
 * by bit; its checksum tells, besides, whether it is the blob that the gateway
 * put there: when it does not, warning is set. */
int tip_open(struct tip *t, const struct bundle *b,
    const struct bundle_member *m, const struct unseal_keys *keys,
    uint64_t *line) __attribute__((nonnull, warn_unused_result));

/* Parse tip.json of an opened tip. NULL, with why set, when it is no JSON
 * object. The caller calls json_decref. */
json_t *tip_json(struct tip *t) __attribute__((nonnull, warn_unused_result));

/* Wipe and free. */
void tip_free(struct tip *t) __attribute__((nonnull));

#endif
