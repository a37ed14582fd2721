/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The address to listen on, as the config writes it: "127.0.0.1:8080",
 * "[::1]:8080" or "unix:/run/inkast/front.sock". Numbers only: a name would
 * have to be looked up, and the gateway makes no request of its own.
 */
#ifndef INKAST_GATEWAY_COMMON_LISTEN_H
#define INKAST_GATEWAY_COMMON_LISTEN_H

#include <stdbool.h>
#include <sys/socket.h>

#define LISTEN_UNIX "unix:"

struct listen_address {
	struct sockaddr_storage addr;
	socklen_t len;
};

/* False, and out untouched, when text is none of the three. A port is 0 to
 * 65535 without leading zeros; a path fits sun_path (107 bytes). */
bool listen_parse(const char *text, struct listen_address *out)
    __attribute__((nonnull, warn_unused_result));

#endif
