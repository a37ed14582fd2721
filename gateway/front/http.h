/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The HTTP server: libmicrohttpd's worker pool on a socket that listens
 * already, and its orderly end.
 */
#ifndef INKAST_GATEWAY_FRONT_HTTP_H
#define INKAST_GATEWAY_FRONT_HTTP_H

#include <stdint.h>

#include "gateway/front/request.h"

/* How an end goes: connections without a request get the first time, which is
 * for requests already on their way; running requests get both. */
struct http_patience {
	uint64_t silent_ms;
	uint64_t running_ms;
};

/* Threads, and connections over all of them. */
struct http_size {
	unsigned workers;
	unsigned connections;
};

struct http;

/* Connections that RLIMIT_NOFILE leaves room for, at most LIMIT_CONNECTIONS.
 * Before the sandbox: it asks the kernel. */
unsigned http_connection_limit(unsigned n_workers);

/* Serve on listen_fd. listen_fd stays the caller's: it
 * is never shut down, since the next generation of roles shares it. c must
 * outlive the server. 0 or a negated errno. */
int http_start(struct request_context *c, int listen_fd, struct http_size size,
    struct http **out) __attribute__((nonnull, warn_unused_result));

/* Accept no more; what was accepted goes on. */
void http_stop_accepting(struct http *h) __attribute__((nonnull));

/* Accept no more, let what runs finish, stop the threads, free. *h becomes
 * NULL. */
void http_stop(struct http **h, struct http_patience patience)
    __attribute__((nonnull));

#endif
