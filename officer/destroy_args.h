/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The command line of inkast-officer destroy.
 */
#ifndef INKAST_OFFICER_DESTROY_ARGS_H
#define INKAST_OFFICER_DESTROY_ARGS_H

#include <stddef.h>

#include "cli/passphrase.h"
#include "crypto/seal/keyring.h"
#include "officer/doomed.h"

/* Texts are borrowed from the command line. */
struct destroy_request {
	const char *files[DOOMED_MAX];
	size_t n_files;
	const char *record;
	const char *sign;
	const char *keyring;
	unsigned long epoch; /* 0: none */
	const char *signers[KEYRING_SIGNERS_MAX];
	size_t n_signers;
	size_t needed; /* 0: all */
	int also_others;
	int also_in_use;
	int unopened;
	int dry_run;
	int yes;
	struct passphrase_source source;
};

/* EX_OK; EX_USAGE after saying why; -1 after the help. */
int destroy_parse(struct destroy_request *q, int argc, char **argv)
    __attribute__((nonnull, warn_unused_result));

#endif
