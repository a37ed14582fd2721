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

#include "base/buf.h"
#include "gateway/common/config.h"

/* What the command line says of who can open tips. */
struct init_recipients {
	const char *texts[LIMIT_RECIPIENTS + 1];
	size_t n_texts;   /* counts on beyond the room */
	const char *file; /* NULL: none */
};

/* Check them and put them into c. EX_OK, or another code of <sysexits.h> after
 * saying which one is wrong and what was expected. A secret key given by
 * mistake is named as such and not repeated. */
int init_recipients_add(const struct init_recipients *q, struct config *c)
    __attribute__((nonnull, warn_unused_result));

/* The recipients of c as a file that config_load, and age -R, read; appended to
 * out, whose errors are the buffer's. */
void init_recipients_text(const struct config *c, struct buf *out)
    __attribute__((nonnull));

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
 * instance's folder, configuration and recipients. dir is the instance's
 * folder. 0 or a negated errno. */
int init_owner_apply(const struct owner *o, int dir)
    __attribute__((nonnull, warn_unused_result));

/* Names below an instance's folder. */
#define INIT_CONFIG "inkast.conf"
#define INIT_RECIPIENTS "recipients.txt"
#define INIT_STORE "store"

#endif
