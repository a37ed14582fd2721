/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The built inkast-vault as a child, started as inkastd starts it (FORMAT 4.1).
 */
#ifndef INKAST_TESTS_STORE_VAULT_CHILD_H
#define INKAST_TESTS_STORE_VAULT_CHILD_H

#include <stddef.h>
#include <sys/types.h>

#define VAULT_CHANNELS 4

struct vault_child {
	pid_t pid;
	int channels[VAULT_CHANNELS]; /* the front's ends */
};

/* Write a config for the store dir and start the vault; returns when it is
 * ready. reserve_mib as in the config. */
void vault_start(struct vault_child *v, const char *dir, unsigned reserve_mib);

/* Close all channels and wait: the exit status, or -signal. */
int vault_stop(struct vault_child *v);

/* SIGKILL, now. */
void vault_kill(struct vault_child *v);

#endif
