/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Generations: a vault and a front that start together and are replaced
 * together, on one listening socket.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_SUPERVISE_H
#define INKAST_GATEWAY_SUPERVISOR_SUPERVISE_H

#include "gateway/common/config.h"
#include "gateway/supervisor/watch.h"

struct supervise {
	char *config_path;           /* read again for every generation */
	const struct config *config; /* as it was at the start */
	char *front;                 /* absolute paths of the programs */
	char *vault;
	int listen;
	struct watch *watch; /* begun, if perhaps in vain */
	int signals; /* signalfd: SIGCHLD, SIGHUP, SIGINT, SIGTERM, all blocked
		      */
};

/* Run until SIGTERM or SIGINT. Prints the ready line once. The exit code:
 * EX_OK after an orderly end; EX_CONFIG or EX_UNAVAILABLE when the first
 * generation did not become ready; EX_OSERR. */
int supervise(const struct supervise *s) __attribute__((nonnull));

#endif
