/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Reads a bundle (docs/FORMAT.md, section 9) from a file of any size in the
 * same small memory. A damaged bundle is read as far as its structure holds:
 * after a damaged place, reading goes on at the next header that this project
 * could have written.
 */
#ifndef INKAST_OFFICER_BUNDLE_H
#define INKAST_OFFICER_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/core/hash.h"
#include "crypto/core/tar.h"

#define BUNDLE_ID_LEN 16
#define BUNDLE_ID_HEX ((size_t)2 * BUNDLE_ID_LEN) /* digits */
#define BUNDLE_ID_TEXT (BUNDLE_ID_HEX + 1)        /* and a NUL */

enum bundle_kind { BUNDLE_TIP, BUNDLE_MANIFEST, BUNDLE_SUMS };

struct bundle_member {
	enum bundle_kind kind;
	char name[TAR_NAME_MAX];
	uint8_t id[BUNDLE_ID_LEN]; /* of a tip */
	uint64_t at;               /* where its header begins */
	uint64_t content;          /* where its content begins */
	uint64_t size;
	uint64_t next; /* where the next header should begin */
};

/* Fields may be read. */
struct bundle {
	int fd;
	uint64_t len;
	bool has_manifest;
	bool has_sums; /* and they have the length of some number of lines */
	struct bundle_member
	    manifest; /* the last one, when there are several */
	struct bundle_member sums;
	uint64_t sums_lines; /* tips that the checksums list */
};

/* Results of reading: 1 for a member, 0 for the end, or one of these. */
enum bundle_err {
	BUNDLE_E_HEADER = -1,    /* not a header of ours, or a foreign name */
	BUNDLE_E_TRUNCATED = -2, /* the file ends inside the member */
	BUNDLE_E_IO = -3,        /* reading failed; errno tells */
};

/* Open a file (a pipe will not do: it is read twice) and find its manifest and
 * checksums. 0 or a negated errno; -ESPIPE for what is not a plain file. */
int bundle_open(struct bundle *b, const char *path)
    __attribute__((nonnull, warn_unused_result));
void bundle_close(struct bundle *b) __attribute__((nonnull));

/* Read exactly n bytes at an offset. 0, BUNDLE_E_TRUNCATED or BUNDLE_E_IO. */
int bundle_read(const struct bundle *b, uint64_t at, void *p, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* The member whose header is at an offset. 1; 0 when a block of zeros stands
 * there; or a BUNDLE_E_. With BUNDLE_E_TRUNCATED, out is set and next is the
 * end of the file, or name is empty when the header itself is cut. */
int bundle_member_at(const struct bundle *b, uint64_t at,
    struct bundle_member *out) __attribute__((nonnull, warn_unused_result));

/* From an offset on, the next whole member, wherever it is. 1, 0 when there is
 * none, or BUNDLE_E_IO. */
int bundle_seek(const struct bundle *b, uint64_t from,
    struct bundle_member *out) __attribute__((nonnull, warn_unused_result));

/* SHA-256 of a member's content. 0, BUNDLE_E_TRUNCATED or BUNDLE_E_IO. */
int bundle_hash(const struct bundle *b, const struct bundle_member *m,
    uint8_t digest[static HASH_LEN])
    __attribute__((nonnull, warn_unused_result));

/* A line of SHA256SUMS, by number from 0: those of tips, then the manifest's.
 * 1; 0 when the line is not as FORMAT 9.3 has it; or a BUNDLE_E_. */
struct bundle_sum {
	uint8_t digest[HASH_LEN];
	uint8_t id[BUNDLE_ID_LEN]; /* of a tip */
};
int bundle_sum_at(const struct bundle *b, uint64_t line, struct bundle_sum *out)
    __attribute__((nonnull, warn_unused_result));

/* The checksum line of a tip, looked for from *line on, which becomes its
 * number. Returns as bundle_sum_at; 0 when no line names the tip, or none where
 * one would, the ids being in order. Takes a bounded number of reads, whatever
 * the bundle holds. */
int bundle_sum_find(const struct bundle *b, const uint8_t *id, uint64_t *line,
    struct bundle_sum *out) __attribute__((nonnull, warn_unused_result));

/* The part of a checksum that a bundle's name holds (FORMAT 9.4), from path's
 * last part. False when it is named otherwise. */
#define BUNDLE_NAMED_LEN 8
bool bundle_name_read(const char *path, uint8_t named[static BUNDLE_NAMED_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Something that is not as FORMAT section 9 says. */
struct bundle_problem {
	const char *member; /* a name, or what stands for one */
	uint64_t at;        /* offset in the file */
	const char *text;   /* what is wrong and what was expected */
};

/* Called for each problem, in the order of the file. 0 to go on. */
typedef int (*bundle_problem_fn)(void *ctx, const struct bundle_problem *p);

/* Check everything that shows without a key: structure, order, checksums,
 * manifest. The number of problems (0: the bundle is whole) until report ended
 * it, or BUNDLE_E_IO. path's last part is checked too when it has the form that
 * FORMAT 9.4 gives. */
int bundle_check(const struct bundle *b, const char *path,
    bundle_problem_fn report, void *ctx)
    __attribute__((nonnull(1, 2, 3), warn_unused_result));

/* The same but for the checksums of the tips themselves, for who compares them
 * with the bytes that are opened (tip.h): so these are read once. */
int bundle_check_frame(const struct bundle *b, const char *path,
    bundle_problem_fn report, void *ctx)
    __attribute__((nonnull(1, 2, 3), warn_unused_result));

#endif
