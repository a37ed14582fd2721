/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The form definition that a configuration names, as a front is about to read
 * it (docs/FORMAT.md 6.6). inkastd serves no page: it looks so that a reload
 * with a bad one changes nothing, and one with another is noticed.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_FORM_H
#define INKAST_GATEWAY_SUPERVISOR_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/core/hash.h"
#include "crypto/seal/keyring.h"
#include "gateway/common/config.h"

/* Whether it can be served. Otherwise false, and the log says why. */
bool form_is_good(const struct config *config) __attribute__((nonnull));

/* Whether somebody can open the tips of each of its areas in every epoch that
 * is not over on the day: a front takes no other keyring. Otherwise false, and
 * the log says which is missing. */
bool form_is_covered(const struct config *config, const struct keyring *keyring,
    int32_t day) __attribute__((nonnull));

/* SHA-256 of its file; zeros for the built-in one and for a file that cannot be
 * read. */
void form_digest(const struct config *config, uint8_t out[static HASH_LEN])
    __attribute__((nonnull));

#endif
