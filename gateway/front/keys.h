/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring that the front seals to, replaced while requests run: each
 * request borrows what counts when it begins to seal, and keeps it to its end.
 */
#ifndef INKAST_GATEWAY_FRONT_KEYS_H
#define INKAST_GATEWAY_FRONT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/reader.h"
#include "crypto/seal/fingerprint.h"
#include "crypto/seal/keyring.h"
#include "web/form.h"

struct keys;

/* Without a keyring: closed. NULL without memory. form is borrowed. */
struct keys *keys_new(const struct form *form)
    __attribute__((nonnull, warn_unused_result));
void keys_free(struct keys **k) __attribute__((nonnull));

/* Replace the keyring by the text of a verified one; empty: by none. False, and
 * the old one stays, when it cannot be parsed or leaves an area of the form
 * without recipients in an epoch that is not over (on day today); why gets the
 * reason, for the log. Requests that have borrowed the old one are not
 * disturbed. From one thread at a time. */
bool keys_replace(struct keys *k, struct view text, int32_t today,
    struct keyring_error *why) __attribute__((nonnull, warn_unused_result));

/* Whether tips can be sealed on this day. Any thread. */
bool keys_are_usable(struct keys *k, int32_t today)
    __attribute__((nonnull, warn_unused_result));

/* The keyring that counts, as people compare it with what the police published
 * (FORMAT 13.9). */
struct keys_about {
	bool counts; /* there is one; the rest is only filled in then */
	uint32_t serial;
	char issued[CLOCK_DAY_LEN];
	char expires[CLOCK_DAY_LEN];
	char fingerprint[FINGERPRINT_LEN];
};

/* Any thread. */
void keys_tell(struct keys *k, struct keys_about *out) __attribute__((nonnull));

/* What one tip is sealed to, taken in one moment. */
struct keys_choice {
	uint32_t epoch;
	size_t stanzas;
	size_t n_recipients;
	struct recipient recipients[KEYRING_AREA_RECIPIENTS_MAX]; /* public */
};

/* For an area on a day. False: closed by now. Any thread. */
bool keys_choose(struct keys *k, const char *area, int32_t today,
    struct keys_choice *out) __attribute__((nonnull, warn_unused_result));

#endif
