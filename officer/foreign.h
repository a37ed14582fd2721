/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Tips that no identity at hand opens: how many, and of which key periods, so
 * that the officer knows which key to fetch.
 */
#ifndef INKAST_OFFICER_FOREIGN_H
#define INKAST_OFFICER_FOREIGN_H

#include <stddef.h>
#include <stdint.h>

/* As many as a keyring has; of a bundle with more, the rest is not named. */
#define FOREIGN_EPOCHS_MAX 32

/* Begin zeroed. */
struct foreign {
	uint64_t tips;
	size_t n; /* key periods below */
	struct {
		uint32_t id;
		uint64_t tips;
	} epochs[FOREIGN_EPOCHS_MAX];
};

/* epoch 0: the bundle does not say. */
void foreign_note(struct foreign *f, uint32_t epoch) __attribute__((nonnull));

/* Say what was noted, and what to do. */
void foreign_say(const struct foreign *f) __attribute__((nonnull));

#endif
