/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What every verb but init begins with: the configuration and the store. What
 * fails is said here, with what to do about it.
 */
#ifndef INKAST_ADMIN_CONFIG_H
#define INKAST_ADMIN_CONFIG_H

#include "gateway/common/config.h"
#include "gateway/store/store.h"

/* Options that check, status and export share. */
struct admin_options {
	const char *config; /* never NULL */
	int json;
	int argc; /* operands */
	char **argv;
};

/* Parse -c, --json and --help. EX_OK, EX_USAGE (said), or -1: help was printed
 * and there is nothing more to do. config is what stood before the verb. */
int admin_options_parse(struct admin_options *o, const char *config,
    const char *help, int argc, char **argv)
    __attribute__((nonnull(1, 3, 5), warn_unused_result));

/* Load the configuration. EX_OK, or EX_CONFIG after saying what is wrong. */
int admin_config(const char *path, struct config *c)
    __attribute__((nonnull, warn_unused_result));

/* Open its store for reading. EX_OK, or another code of <sysexits.h> after
 * saying what is wrong. */
int admin_open(const struct config *c, struct store **s)
    __attribute__((nonnull, warn_unused_result));

/* Say why a store function failed and what to do; the exit code for it. */
int admin_store_failed(const char *dir, int err) __attribute__((nonnull));

#endif
