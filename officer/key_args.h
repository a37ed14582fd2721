/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The command line of verbs that look at identities: public and test.
 */
#ifndef INKAST_OFFICER_KEY_ARGS_H
#define INKAST_OFFICER_KEY_ARGS_H

#include "cli/passphrase.h"

/* Texts are borrowed from the command line. */
struct key_args {
	const char *identity; /* a file or a folder */
	const char *poster;   /* NULL: none; public alone takes it */
	struct passphrase_source source;
};

/* argv[0] is the verb. EX_OK; EX_USAGE after saying why; -1 after the help. */
int key_args_parse(struct key_args *q, const char *help, int argc, char **argv)
    __attribute__((nonnull, warn_unused_result));

#endif
