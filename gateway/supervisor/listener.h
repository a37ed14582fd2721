/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The listening socket, which inkastd opens once and keeps: fronts come and go
 * on it, and connections wait in its queue meanwhile.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_LISTENER_H
#define INKAST_GATEWAY_SUPERVISOR_LISTENER_H

#include <stddef.h>

#include "gateway/common/config.h"

/* "http://[ADDR]:PORT" or "unix:" and a path, a base path, and a NUL. */
#define LISTENER_NAME_MAX ((size_t)2 * CONFIG_TEXT_MAX)

/* Bind and listen at c's address. The descriptor, non-blocking and closed on
 * exec, or a negated errno. A unix socket that nobody listens on any more is
 * replaced; a new one has mode 0660. */
int listener_open(const struct config *c)
    __attribute__((nonnull, warn_unused_result));

/* How people reach it: "http://127.0.0.1:8080/" with the base path and the
 * port that is really bound, or "unix:PATH". */
void listener_name(int fd, const struct config *c, char out[LISTENER_NAME_MAX])
    __attribute__((nonnull));

/* Close it, and remove a unix socket's name. */
void listener_close(int fd, const struct config *c) __attribute__((nonnull));

#endif
