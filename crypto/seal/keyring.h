/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring: who tips are sealed to, by area and by day (docs/FORMAT.md,
 * section 13). Verified before parsed: what comes from outside goes through
 * keyring_open; keyring_parse by itself is for who edits one that is not signed
 * yet.
 */
#ifndef INKAST_CRYPTO_SEAL_KEYRING_H
#define INKAST_CRYPTO_SEAL_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/io.h"
#include "base/reader.h"
#include "crypto/core/minisign.h"
#include "crypto/seal/seal.h"

/* The value of format, and limits. FORMAT 13.1, 13.3 to 13.6 give the reasons
 * in the small; in the large: 130 post-quantum recipients fit into the text,
 * enough for 10 areas of 3 and a recovery key over 4 epochs. */
#define KEYRING_FORMAT "inkast-keyring/1"
#define KEYRING_TEXT_MAX ((size_t)256 * 1024)
#define KEYRING_LINE_MAX 2047
#define KEYRING_SERIAL_MAX 2147483647
#define KEYRING_EPOCHS_MAX 32
#define KEYRING_AREAS_MAX 32
#define KEYRING_RECIPIENTS_MAX 256
#define KEYRING_AREA_RECIPIENTS_MAX 16 /* with the recovery recipients */
#define KEYRING_STANZAS_MAX 16
#define KEYRING_SIGNERS_MAX 9
/* 80 characters of four bytes and a NUL. */
#define KEYRING_SERVICE_LEN 321
/* An id of 40 characters, or "*", and a NUL. */
#define KEYRING_AREA_LEN 41
#define KEYRING_ANY_AREA "*"

enum keyring_err {
	KEYRING_OK = 0,
	KEYRING_E_SIZE = -1,    /* beyond KEYRING_TEXT_MAX */
	KEYRING_E_SIGNED = -2,  /* a signature is not good */
	KEYRING_E_TOO_FEW = -3, /* signed by fewer than needed */
	KEYRING_E_TWICE = -4,   /* two signatures by the same signer */
	KEYRING_E_SYNTAX = -5,  /* the text breaks FORMAT 13 */
	KEYRING_E_TYPE = -6,    /* a recipient that this build cannot use */
	KEYRING_E_MEMORY = -7,
	KEYRING_E_FULL = -8, /* editing: no more room of this sort */
};

/* Why, for people: "line 12: [epoch 2] until: expected ..., found ...". Never
 * holds what may be a secret key. */
struct keyring_error {
	char text[512];
};

/* Recipients are numbers of places in struct keyring's list. */
struct keyring_area {
	char id[KEYRING_AREA_LEN];
	size_t n;
	uint16_t recipients[KEYRING_AREA_RECIPIENTS_MAX];
};

struct keyring_epoch {
	uint32_t id;
	int32_t from; /* days since 1970-01-01 UTC; both ends included */
	int32_t until;
	int32_t destroy_after;
	size_t n_recovery;
	uint16_t recovery[KEYRING_AREA_RECIPIENTS_MAX];
	size_t n_areas;
	struct keyring_area areas[KEYRING_AREAS_MAX];
};

struct keyring {
	char service[KEYRING_SERVICE_LEN];
	uint32_t serial;
	int32_t issued;
	int32_t expires;
	unsigned stanzas;
	size_t n_epochs;
	struct keyring_epoch epochs[KEYRING_EPOCHS_MAX]; /* ids ascend */
	size_t n_recipients;
	struct recipient recipients[KEYRING_RECIPIENTS_MAX]; /* all differ */
};

/* An empty one, zeroed: some 400 KB. NULL without memory. */
struct keyring *keyring_new(void) __attribute__((warn_unused_result));
void keyring_free(struct keyring **k) __attribute__((nonnull));

/* Whether enough pinned signers have signed text (FORMAT 14.5). signatures are
 * whole signature files; names, for messages, what they are called. which, if
 * not NULL, gets the index of each one's signer. */
int keyring_verify(struct view text, const struct view *signatures,
    const char *const *names, size_t n_signatures,
    const struct minisign_public *pins, size_t n_pins, size_t needed,
    size_t *which, struct keyring_error *err)
    __attribute__((nonnull(5, 9), warn_unused_result));

/* Parse and check (FORMAT 13.1 to 13.6). *out is the caller's to free. */
int keyring_parse(const void *text, size_t len, struct keyring **out,
    struct keyring_error *err) __attribute__((nonnull, warn_unused_result));

/* keyring_verify, and only then keyring_parse. */
int keyring_open(struct view text, const struct view *signatures,
    const char *const *names, size_t n_signatures,
    const struct minisign_public *pins, size_t n_pins, size_t needed,
    struct keyring **out, struct keyring_error *err)
    __attribute__((nonnull(5, 8, 9), warn_unused_result));

/* What a file cannot express is right by construction; this checks the rest of
 * 13.3 to 13.6, for a keyring that was made or edited in memory. KEYRING_OK,
 * KEYRING_E_SYNTAX. */
int keyring_check(const struct keyring *k, struct keyring_error *err)
    __attribute__((nonnull, warn_unused_result));

/* Write k in the form of FORMAT 13.1: keyring_parse reads back the same, and
 * writing that gives the same bytes. 0 or what write returned. */
int keyring_write(const struct keyring *k, write_fn write, void *ctx)
    __attribute__((nonnull(1, 2), warn_unused_result));

/* The place of a recipient in k's list, added if need be. KEYRING_OK or
 * KEYRING_E_FULL. */
int keyring_add_recipient(struct keyring *k, const struct recipient *r,
    uint16_t *place) __attribute__((nonnull, warn_unused_result));

/* The kind of an epoch's recipients (13.6). */
enum age_key_type keyring_epoch_type(const struct keyring *k,
    const struct keyring_epoch *e) __attribute__((nonnull));

/* By id, or NULL. */
const struct keyring_epoch *keyring_epoch_find(
    const struct keyring *k, uint32_t id) __attribute__((nonnull));

/* How a keyring stands on a day. */
enum keyring_state {
	KEYRING_USABLE,
	KEYRING_EARLY,    /* the clock is behind the day of issue */
	KEYRING_EXPIRED,  /* its last day is over */
	KEYRING_NO_EPOCH, /* no epoch covers the day */
};

/* *epoch, if not NULL, gets the one that tips of that day are sealed to (13.4),
 * or NULL. */
enum keyring_state keyring_at(const struct keyring *k, int32_t day,
    const struct keyring_epoch **epoch) __attribute__((nonnull(1)));

/* The last day, from day on, until which it is usable without a gap; day - 1
 * when it is not usable on day. */
int32_t keyring_last_day(const struct keyring *k, int32_t day)
    __attribute__((nonnull));

/* Whom a tip of an area is sealed to: the area's recipients (or those of "*")
 * and the recovery recipients, none twice. id is len bytes. Their number, 0 if
 * the epoch has none for this area. */
size_t keyring_recipients(const struct keyring *k,
    const struct keyring_epoch *e, const char *id, size_t len,
    struct recipient out[static KEYRING_AREA_RECIPIENTS_MAX])
    __attribute__((nonnull));

/* Of n areas the first that nobody could open tips of, in the first epoch in
 * which that is so and which is not over on day. NULL when there is none;
 * otherwise *epoch is the epoch's id. */
const char *keyring_gap(const struct keyring *k, int32_t day,
    const char *const *areas, size_t n, uint32_t *epoch)
    __attribute__((nonnull(1, 5), warn_unused_result));

#endif
