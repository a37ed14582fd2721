/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A tip from a bundle: its blob, as it was read; and opened: whether its
 * checksum is right, and what was inside. In memory bounded by the largest size
 * class.
 */
#ifndef INKAST_OFFICER_TIP_H
#define INKAST_OFFICER_TIP_H

#include <jansson.h>

#include "base/buf.h"
#include "crypto/core/tip.h"
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

/* A blob as it was read, or why it could not be; and what was sealed in it. The
 * buffers are used again. */
struct tip_blob {
	int err; /* TIP_OK, TIP_E_DAMAGED with why, TIP_E_MEMORY or TIP_E_IO */
	int saved_errno; /* of TIP_E_IO */
	const char *why;
	struct buf bytes;         /* sealed: may be read by anybody */
	uint8_t digest[HASH_LEN]; /* SHA-256 of bytes */
	bool unsealed;            /* tip_unseal was called */
	int age_err;              /* and said this */
	struct buf plain;         /* secret memory */
};

void tip_blob_init(struct tip_blob *blob) __attribute__((nonnull));
void tip_blob_free(struct tip_blob *blob) __attribute__((nonnull));

/* Read a member of a bundle, and hash it. What was in the blob is wiped. */
void tip_read(struct tip_blob *blob, const struct bundle *b,
    const struct bundle_member *m) __attribute__((nonnull));

/* A blob up to here is small, as most are: its plaintext is of the smallest
 * class, since the next one has as many bytes as this without any seal. Several
 * of them may be open at a time. */
#define TIP_SMALL ((size_t)4 * TIP_CLASS_MIN)

/* Unseal a blob that was read whole. */
void tip_unseal(struct tip_blob *blob, const struct unseal_keys *keys)
    __attribute__((nonnull));

/* Wipe what was unsealed; memory for a large tip is given back. */
void tip_forget(struct tip_blob *blob) __attribute__((nonnull));

/* Wipe it and give its memory back, however small. */
void tip_close(struct tip_blob *blob) __attribute__((nonnull));

struct tip {
	char id[BUNDLE_ID_TEXT];
	struct container container; /* points into the blob's plain */
	const char *why;            /* TIP_E_DAMAGED: for people */
	const char *warning; /* opened, but its checksum cannot vouch for it */
	/* The caller's: what the manifest says; 0: it does not. */
	uint32_t epoch;
};

void tip_init(struct tip *t) __attribute__((nonnull));

/* Look at a member's blob, which was read and, if that was possible, unsealed;
 * it must outlive what is done with the tip. *line is where its checksum should
 * be in SHA256SUMS; it moves on. A blob that opens whole is what was sealed,
 * bit by bit; its checksum tells, besides, whether it is the blob that the
 * gateway put there: when it does not, warning is set. */
int tip_open(struct tip *t, const struct bundle *b,
    const struct bundle_member *m, const struct tip_blob *blob, uint64_t *line)
    __attribute__((nonnull, warn_unused_result));

/* Parse tip.json of an opened tip. NULL, with why set, when it is no JSON
 * object. The caller calls json_decref. */
json_t *tip_json(struct tip *t) __attribute__((nonnull, warn_unused_result));

/* Wipe and free. */
void tip_free(struct tip *t) __attribute__((nonnull));

#endif
