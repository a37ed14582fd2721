/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The absolute deadline of connections. libmicrohttpd's timeout counts idle
 * time only, so one byte now and then would hold a connection for ever. Here
 * every connection is cut (shutdown(2), which wakes libmicrohttpd) when its
 * time is over, whatever it does.
 */
#ifndef INKAST_GATEWAY_FRONT_DEADLINE_H
#define INKAST_GATEWAY_FRONT_DEADLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct deadlines;
struct deadline; /* one connection's */

/* Every connection gets limit_ms, to begin with. NULL without memory. */
struct deadlines *deadlines_new(uint64_t limit_ms)
    __attribute__((warn_unused_result));

/* Start the thread that cuts. 0 or a negated errno. */
int deadlines_start(struct deadlines *d)
    __attribute__((nonnull, warn_unused_result));

/* A connection began at now_ms (clock_monotonic_ms; never earlier than the one
 * added before). fd stays the caller's and must stay open until
 * deadline_remove. NULL without memory: refuse the connection. */
struct deadline *deadline_add(struct deadlines *d, int fd, uint64_t now_ms)
    __attribute__((nonnull, warn_unused_result));

/* Its request has begun: deadlines_cut_silent leaves it alone. */
void deadline_mark_begun(struct deadlines *d, struct deadline *one)
    __attribute__((nonnull));

/* It gets so much more: for what it has sent. */
void deadline_extend(struct deadlines *d, struct deadline *one,
    uint64_t more_ms) __attribute__((nonnull));

/* It ends. When this returns, its descriptor is not touched any more. */
void deadline_remove(struct deadlines *d, struct deadline *one)
    __attribute__((nonnull));

/* Cut what is due at now_ms. Milliseconds until the next is due, or UINT64_MAX.
 * The thread's step; by itself for tests. */
uint64_t deadlines_cut(struct deadlines *d, uint64_t now_ms)
    __attribute__((nonnull));

/* Cut the connections that have not sent a request line. */
void deadlines_cut_silent(struct deadlines *d) __attribute__((nonnull));

/* Wait until there is no connection, at most wait_ms. Whether there is none. */
bool deadlines_wait_empty(struct deadlines *d, uint64_t wait_ms)
    __attribute__((nonnull));

/* End the thread, if started, and free. No connection may be left. */
void deadlines_free(struct deadlines **d) __attribute__((nonnull));

#endif
