/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How inkastd starts a role: "inkast-front -c FILE" or "inkast-vault -c FILE"
 * with these descriptors open and every other one closed (docs/FORMAT.md,
 * section 4).
 */
#ifndef INKAST_GATEWAY_COMMON_ROLE_H
#define INKAST_GATEWAY_COMMON_ROLE_H

#include <stdbool.h>

/* The control socket. inkastd writes messages (gateway/ipc/control.h), the role
 * a byte for each thing that it has to say. */
#define ROLE_FD_CONTROL 3
/* The front: the listening socket. The vault: closed. */
#define ROLE_FD_LISTEN 4
/* The first channel; there are as many as the config has workers. */
#define ROLE_FD_CHANNEL 5

/* Parse a role's command line: "-c FILE", "--help", "--version". The path, or
 * exits: roles are programs, not libraries, and this is their front door. */
const char *role_config_path(int argc, char **argv, const char *about)
    __attribute__((nonnull));

/* What a role says to inkastd. From any thread; 0 or a negated errno: -EPIPE
 * when inkastd knows already, or is gone. SIGPIPE must be ignored.
 *
 * That it is ready, once; its first message is answered before. */
int role_ready(void) __attribute__((warn_unused_result));

/* The answer to a message: whether that is what counts from now on. */
int role_answer(bool counts) __attribute__((warn_unused_result));

/* The front: tell inkastd, once, that no channel is used any more, so that a
 * vault that hangs is ended (FORMAT 4.2). */
int role_given_up(void) __attribute__((warn_unused_result));

#endif
