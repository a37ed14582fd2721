/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The parts of inkast-admin keyring: one table of sub-verbs and one of options,
 * and what the sub-verbs share.
 */
#ifndef INKAST_ADMIN_KEYRING_H
#define INKAST_ADMIN_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sysexits.h>

#include "base/buf.h"
#include "cli/passphrase.h"
#include "crypto/seal/keyring.h"
#include "gateway/common/config.h"
#include "gateway/keys/installed.h"

/* Options that some sub-verb takes; which, its table says. */
enum keyring_option {
	OPT_SERVICE,
	OPT_STANZAS,
	OPT_EXPIRES,
	OPT_FROM,
	OPT_UNTIL,
	OPT_DESTROY_AFTER,
	OPT_EPOCH,
	OPT_ID,
	OPT_AREA,        /* ID=KEY|FILE, repeated */
	OPT_TO_AREA,     /* ID */
	OPT_RECOVERY,    /* KEY|FILE, repeated */
	OPT_TO_RECOVERY, /* no value */
	OPT_SECRET_KEY,
	OPT_PASSPHRASE_FD,
	OPT_OUTPUT,
	OPT_PLAIN,
	OPT_SIGNER, /* KEY|FILE, repeated */
	OPT_NEEDED,
	OPT_YES,
	OPT_DRY_RUN,
	OPT_JSON,
	OPT_CONFIG,
	OPT_HELP,
	OPTIONS
};

/* An option that is repeated: twice for each of 32 areas; more keys fit into a
 * file. */
#define KEYRING_VALUES_MAX ((size_t)2 * KEYRING_AREAS_MAX)

struct keyring_values {
	const char *items[KEYRING_VALUES_MAX];
	size_t n;
};

/* A command line of a sub-verb. */
struct keyring_request {
	const char *verb;
	const char *config;        /* what -c named, or NULL */
	const char *text[OPTIONS]; /* the value, or "" for a mere option */
	struct keyring_values values[OPTIONS]; /* of those that repeat */
	char **operands;
	int n;
};

struct keyring_verb {
	const char *name;
	const char *synopsis; /* operands and options, for usage */
	const char *summary;
	const char *details;
	uint32_t options; /* KEYRING_OPTION(OPT_...) */
	int least;        /* operands */
	int most;
	const char *expected; /* "one file ..." */
	int (*run)(const struct keyring_request *q);
};
#define KEYRING_OPTION(o) (UINT32_C(1) << (o))

int keyring_verb_new(const struct keyring_request *q);
int keyring_verb_add_epoch(const struct keyring_request *q);
int keyring_verb_add_recipient(const struct keyring_request *q);
int keyring_verb_retire(const struct keyring_request *q);
int keyring_verb_renew(const struct keyring_request *q);
int keyring_verb_sign(const struct keyring_request *q);
int keyring_verb_signer(const struct keyring_request *q);
int keyring_verb_verify(const struct keyring_request *q);
int keyring_verb_install(const struct keyring_request *q);
int keyring_verb_show(const struct keyring_request *q);
int keyring_verb_diff(const struct keyring_request *q);

/* keyring_args.c. All return EX_OK, or another code after saying why. */

/* Parse a sub-verb's options. -1 after its help. */
int keyring_args_parse(const struct keyring_verb *v, const char *config,
    int argc, char **argv, struct keyring_request *out)
    __attribute__((nonnull(1, 4, 5), warn_unused_result));

/* Say that an option is missing, and what it is. */
void keyring_args_say_missing(const struct keyring_request *q,
    enum keyring_option o) __attribute__((nonnull));

/* The same, for a verb to end with. */
static inline int
keyring_args_missing(const struct keyring_request *q, enum keyring_option o)
{
	keyring_args_say_missing(q, o);
	return EX_USAGE;
}

/* A day: YYYY-MM-DD, "today", or +N, N days after since. Not given: *out stays
 * as it is. */
int keyring_args_day(const struct keyring_request *q, enum keyring_option o,
    int32_t since, int32_t *out) __attribute__((nonnull, warn_unused_result));

/* A number from least to most. Not given: *out stays as it is. */
int keyring_args_number(const struct keyring_request *q, enum keyring_option o,
    uint32_t least, uint32_t most, uint32_t *out)
    __attribute__((nonnull, warn_unused_result));

/* keyring_keys.c. Public keys: one itself, or a file of them. *n gets their
 * number, at least 1 and at most KEYRING_AREA_RECIPIENTS_MAX. A secret key is
 * refused and not shown. */
int keyring_args_recipients(const char *text,
    struct recipient out[static KEYRING_AREA_RECIPIENTS_MAX], size_t *n)
    __attribute__((nonnull, warn_unused_result));

/* keyring_file.c: a keyring and the signatures beside it, as files that nobody
 * has verified. */
struct keyring_files {
	const char *path;
	struct buf text;
	size_t n;
	struct buf signatures[KEYRING_SIGNERS_MAX];
	unsigned slots[KEYRING_SIGNERS_MAX]; /* 1: PATH.minisig, 2: .2... */
};

/* A signature file's name; to be freed. NULL without memory. */
char *keyring_file_signature(const char *path, unsigned slot)
    __attribute__((nonnull, warn_unused_result));

/* None yet, of this path; to be freed. */
void keyring_files_begin(struct keyring_files *f, const char *path)
    __attribute__((nonnull));

/* Begin, and read them. EX_OK, or another code after saying why; f is to be
 * freed in either case. */
int keyring_files_read(const char *path, struct keyring_files *f)
    __attribute__((nonnull, warn_unused_result));
void keyring_files_free(struct keyring_files *f) __attribute__((nonnull));

/* What the text says, also when it has no epoch yet. The same codes. */
int keyring_files_parse(const struct keyring_files *f, struct keyring **out)
    __attribute__((nonnull, warn_unused_result));

/* Verified against pinned signers, and only then parsed, from memory. which
 * gets each signature's signer. KEYRING_OK, or a KEYRING_E_ with err set. */
int keyring_files_open(const struct keyring_files *f,
    const struct minisign_public *pins, size_t n_pins, size_t needed,
    size_t *which, struct keyring **out, struct keyring_error *err)
    __attribute__((nonnull, warn_unused_result));

/* The text of a view, as a buffer has it. */
struct view keyring_view(const struct buf *b) __attribute__((nonnull));

/* keyring_draft.c: a keyring that is being edited. */
struct keyring_draft {
	const struct keyring_request *q;
	struct keyring_files files;
	struct keyring *before; /* NULL: a new one */
	struct keyring *after;
};

/* Read the file that the first operand names into before and after. The same
 * codes; d is to be freed in either case. */
int keyring_draft_read(const struct keyring_request *q, struct keyring_draft *d)
    __attribute__((nonnull, warn_unused_result));

/* Raise the serial where that is due, set the day of issue, check, say what
 * changes, ask, write, and remove the signatures that no longer fit. */
int keyring_draft_finish(struct keyring_draft *d)
    __attribute__((nonnull, warn_unused_result));
void keyring_draft_free(struct keyring_draft *d) __attribute__((nonnull));

/* keyring_words.c: what stands in a keyring, in words for people. */

/* What differs, one line for each thing; before NULL: all of after. False when
 * nothing does. */
bool keyring_words_diff(FILE *to, const struct keyring *before,
    const struct keyring *after) __attribute__((nonnull(1, 3)));

/* "area narcotics" or "every other area". */
void keyring_words_area(const char *id, char *out, size_t size)
    __attribute__((nonnull));

/* keyring_areas.c: a keyring against the form and the day. form_file is the
 * configuration's, "" for the built-in form. */

/* An area of the form that somebody can choose and nobody could open, in an
 * epoch that is not over on day. True when there is one, or when the form
 * cannot be read (epoch 0); its first is put into *out. */
struct keyring_gap {
	uint32_t epoch;
	char area[KEYRING_AREA_LEN];
};
bool keyring_areas_gap(const struct keyring *k, int32_t day,
    const char *form_file, struct keyring_gap *out)
    __attribute__((nonnull, warn_unused_result));

/* The same, said. EX_OK or EX_DATAERR. */
int keyring_areas_check(const struct keyring *k, int32_t day,
    const char *form_file) __attribute__((nonnull, warn_unused_result));

/* Whether an area has one key only, with those for recovery. */
bool keyring_has_lonely_area(const struct keyring_epoch *e)
    __attribute__((nonnull));

/* Refused: a keyring with which a gateway would close its form on day. path is
 * what the keyring is called. EX_OK or EX_DATAERR. */
int keyring_days_check(const char *path, const struct keyring *k, int32_t day)
    __attribute__((nonnull, warn_unused_result));

/* Warned of: areas that the form does not have, an area with a single
 * recipient, no recovery recipient, classic keys, and an end that is near. */
void keyring_warn(const struct keyring *k, int32_t day, const char *form_file)
    __attribute__((nonnull));

/* keyring_show.c */

/* The keyring that -c's configuration has installed, and that configuration.
 * EX_OK, or another code after saying why. */
int keyring_installed(const char *config, struct config *c,
    struct installed *out) __attribute__((nonnull(2, 3), warn_unused_result));

/* Say why a keyring is refused, and what to do; the exit code for it. */
int keyring_refused(int err, const struct keyring_error *e)
    __attribute__((nonnull));

/* Hold the folder that the keyring's stands in: one install at a time, from its
 * look at the serial on. Until *lock is closed. EX_OK, or another code after
 * saying why. */
int keyring_folder_lock(const struct config *c, int *lock)
    __attribute__((nonnull, warn_unused_result));

/* keyring_folder.c: put a keyring where the gateway looks, as a whole (FORMAT
 * 13.8). It is verified again where it was written, before it takes the place
 * of the one before: it must have this digest. */
int keyring_folder_put(const struct config *c, const char *path,
    const uint8_t digest[static HASH_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Make a folder of a keyring and its signatures, synced. 0 or a negated errno;
 * what was begun is the caller's to remove. */
int keyring_folder_make(const char *folder, const struct keyring_files *f)
    __attribute__((nonnull, warn_unused_result));

#endif
