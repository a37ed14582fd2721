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
#include <sys/types.h>

#include "base/buf.h"
#include "cli/passphrase.h"
#include "crypto/seal/keyring.h"

/* An epoch has at most 32 areas with a few keys each; more files at once is a
 * mistake, and this is where one hurts most. */
#define DOOMED_MAX 64

struct doomed_file {
	const char *path; /* borrowed */
	bool opened;      /* false: whose key it was is not known */
	size_t first;     /* its recipients: n of the list, from here */
	size_t n;
	bool gone;
	dev_t device; /* which file it is, whatever its path */
	ino_t inode;
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

/* Compare with an epoch of a keyring: each key that was opened must be one of
 * it, and of no other epoch that is not over on day today, unless also_others.
 * Says which recipients of the epoch are not among them. EX_OK or another code
 * after saying why. */
int doomed_check(const struct doomed *d, const struct keyring *k,
    uint32_t epoch, bool also_others, int32_t today)
    __attribute__((nonnull, warn_unused_result));

/* The record of those that are gone (FORMAT 16.1), appended to out. epoch 0:
 * none was named. */
void doomed_record(const struct doomed *d, uint32_t epoch, int32_t today,
    struct buf *out) __attribute__((nonnull));

/* To standard output: every file with its fingerprints. */
void doomed_print(const struct doomed *d) __attribute__((nonnull));

void doomed_free(struct doomed *d) __attribute__((nonnull));

#endif
