/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What inkast-officer destroy is about to destroy: identity files, and whose
 * keys they are.
 */
#ifndef INKAST_OFFICER_DOOMED_H
#define INKAST_OFFICER_DOOMED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "cli/passphrase.h"
#include "crypto/core/hash.h"
#include "crypto/seal/keyring.h"
#include "officer/wipe.h"

/* An epoch has at most 32 areas with a few keys each; more files at once is a
 * mistake, and this is where one hurts most. */
#define DOOMED_MAX 64

struct doomed_file {
	const char *path; /* borrowed */
	bool opened;      /* false: whose key it was is not known */
	size_t first;     /* its recipients: n of the list, from here */
	size_t n;
	bool gone;
	bool has_name;    /* gone, but for its name */
	struct wipe wipe; /* held open until then */
};

/* Begin zeroed; doomed_free. */
struct doomed {
	struct doomed_file files[DOOMED_MAX];
	size_t n_files;
	struct recipient *recipients; /* of all files */
	size_t n_recipients;
};

/* Look at a file: that it can be destroyed, and whose key it is, for which its
 * passphrase is asked; unopened: it is not opened. EX_OK, or another code of
 * <sysexits.h> after saying why. */
int doomed_add(struct doomed *d, const char *path, bool unopened,
    const struct passphrase_source *source)
    __attribute__((nonnull, warn_unused_result));

/* What the files are compared with. */
struct doomed_epoch {
	struct keyring *keyring; /* NULL: none was named */
	uint32_t id;
	bool also_others; /* keys that other epochs need */
	bool also_in_use; /* the epoch that tips are sealed to today */
	int32_t today;
};

/* Compare with an epoch of a keyring: each key that was opened must be one of
 * it, and of no other that is kept today. Says which recipients of the epoch
 * are not among them. EX_OK or another code after saying why. */
int doomed_check(const struct doomed *d, const struct doomed_epoch *e)
    __attribute__((nonnull, warn_unused_result));

/* Where it is known from which epoch they are. */
struct doomed_source {
	const struct doomed_epoch *epoch; /* keyring NULL: none was named */
	uint8_t digest[HASH_LEN];         /* of the keyring's bytes */
	bool verified;
};

/* The record of those that are gone (FORMAT 16.1), appended to out; all: as if
 * all were. */
void doomed_record(const struct doomed *d, const struct doomed_source *from,
    bool all, struct buf *out) __attribute__((nonnull));

/* To standard output: files with their fingerprints; all, or those that are
 * gone. */
void doomed_print(const struct doomed *d, bool all) __attribute__((nonnull));

/* For the parts of this alone: whether an epoch has a recipient; the last part
 * of a path. */
bool doomed_epoch_has(const struct keyring *k, const struct keyring_epoch *e,
    const struct recipient *r) __attribute__((nonnull));
const char *doomed_name(const char *path) __attribute__((nonnull));

void doomed_free(struct doomed *d) __attribute__((nonnull));

#endif
