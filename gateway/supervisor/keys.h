/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring in inkastd's memory and its way to the roles (docs/FORMAT.md
 * 4.2): read and verified here, offered to the vault, which knows whether a
 * newer one was served before, and only then to the front.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_KEYS_H
#define INKAST_GATEWAY_SUPERVISOR_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/common/config.h"
#include "gateway/keys/installed.h"
#include "gateway/supervisor/child.h"

/* A keyring, or none, by a number of its own: what roles are told again and
 * again after crashes is told by number whether they have it. */
struct known {
	unsigned version; /* 0: nothing */
	struct installed installed;
};

/* Begin with keys_init. */
struct keys {
	struct known *offered;  /* what the roles are to have */
	struct known *counting; /* what the last front took; may be the same, or
				 * nothing */
	unsigned last_version;
	int level;        /* keys_warning that was said last; -1: none yet */
	uint64_t look_at; /* clock_monotonic_ms of the next look at the day */
};

/* With no keyring. False without memory. */
bool keys_init(struct keys *k) __attribute__((nonnull, warn_unused_result));
void keys_free(struct keys *k) __attribute__((nonnull));

enum keys_found {
	KEYS_NEW,  /* offered from now on */
	KEYS_SAME, /* the one that is offered */
	KEYS_BAD,  /* nothing changes; why was logged */
};

/* Read the folder that c names. */
enum keys_found keys_read(struct keys *k, const struct config *c)
    __attribute__((nonnull));

/* Whether tips are sealed to some keyring, usable today or not. */
bool keys_are_counting(const struct keys *k) __attribute__((nonnull));

/* Hear what the roles have answered, tell them what they are to have next. To
 * be called whenever something happened. */
void keys_step(struct keys *k, struct child *vault, struct child *front,
    uint64_t now) __attribute__((nonnull));

/* Say how soon somebody has to act: when it is time to look, and the level is
 * another than was said last. */
void keys_look(struct keys *k, uint64_t now) __attribute__((nonnull));

/* Say it at the next look, which is now. */
void keys_look_again(struct keys *k) __attribute__((nonnull));

#endif
