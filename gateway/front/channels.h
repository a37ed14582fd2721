/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The front's channels to the vault: as many as there are workers, each lent to
 * one thread at a time. When one breaks, none is lent any more and all are
 * closed (docs/FORMAT.md, 4.7): the vault then sees its last channel close,
 * commits, ends, and inkastd starts a fresh pair.
 */
#ifndef INKAST_GATEWAY_FRONT_CHANNELS_H
#define INKAST_GATEWAY_FRONT_CHANNELS_H

#include <stdbool.h>
#include <stddef.h>

struct channels;

/* Take over the n (at least 1) descriptors from first on. NULL without
 * memory; they are then still the caller's. */
struct channels *channels_new(int first, size_t n)
    __attribute__((warn_unused_result));

/* Have given_up called, once, when the first channel breaks: on the thread that
 * found it, with all that were not lent closed. Before any thread. */
void channels_on_break(struct channels *c, void (*given_up)(void))
    __attribute__((nonnull));

/* Wait for a free channel. Its descriptor, or -1 when one has broken. */
int channels_borrow(struct channels *c)
    __attribute__((nonnull, warn_unused_result));

/* Give it back, in order. */
void channels_return(struct channels *c, int fd) __attribute__((nonnull));

/* Give it back broken. */
void channels_retire(struct channels *c, int fd) __attribute__((nonnull));

/* Whether one has broken. */
bool channels_are_broken(struct channels *c) __attribute__((nonnull));

/* Close all and free; none may be lent. */
void channels_free(struct channels **c) __attribute__((nonnull));

#endif
