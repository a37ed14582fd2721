/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The parts of inkast-admin init.
 */
#ifndef INKAST_ADMIN_INIT_H
#define INKAST_ADMIN_INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "admin/keyring.h"
#include "base/buf.h"
#include "gateway/common/config.h"

/* Names below an instance's folder. */
#define INIT_CONFIG "inkast.conf"
#define INIT_KEYRING "keyring"
#define INIT_STORE "store"

/* An option that is repeated; n counts on beyond the room. */
struct init_texts {
	const char *items[KEYRING_AREA_RECIPIENTS_MAX];
	size_t n;
};

/* What the command line says. */
struct init_request {
	const char *dir;
	struct init_texts recipients; /* keys */
	struct init_texts recovery;   /* keys or files */
	struct init_texts signers;    /* keys or files */
	const char *recipients_file;
	const char *keyring; /* of a ceremony; NULL: make one */
	const char *needed;
	const char *keep_signer;
	const char *listen;
	const char *name;
	const char *user;
};

/* What an instance is made of: where its parts go and what is in them. */
struct init_parts {
	char *conf;
	char *keyring;
	char *store;
	struct config config;
	struct buf conf_text;
	struct keyring_files files;
	struct keyring *k;
};

/* Put those who can open tips into an epoch of k: for every area. EX_OK, or
 * another code of <sysexits.h> after saying which one is wrong and what was
 * expected. A secret key given by mistake is named as such and not repeated. */
int init_recipients_add(const struct init_request *q, struct keyring *k,
    struct keyring_epoch *e) __attribute__((nonnull, warn_unused_result));

/* The keyring of p and who has to have signed it, for p's configuration, which
 * knows its service already: read from a ceremony's files and verified, or made
 * and signed here. EX_OK, or another code after saying why. */
int init_keyring(const struct init_request *q, struct init_parts *p)
    __attribute__((nonnull, warn_unused_result));

/* Remove a signing key that was kept, when all else failed. */
void init_keyring_undo(const struct init_request *q) __attribute__((nonnull));

/* The account that a gateway started by root becomes. */
struct owner {
	bool change; /* hand files over: we are root and there is an account */
	uid_t uid;
	gid_t gid;
};

/* Find the account of a name ("": none) in /etc/passwd. EX_OK, or another code
 * after saying why not. */
int init_owner_find(const char *user, struct owner *out)
    __attribute__((nonnull, warn_unused_result));

/* Give the store's folder and files to the owner, and let its group read the
 * instance's folder and configuration. dir is the instance's folder. 0 or a
 * negated errno. */
int init_owner_apply(const struct owner *o, int dir)
    __attribute__((nonnull, warn_unused_result));

/* Make the folder with all that is in p. EX_OK, or another code after saying
 * why; then nothing is left behind. */
int init_make(const char *path, const struct init_parts *p,
    const struct owner *owner) __attribute__((nonnull, warn_unused_result));

#endif
