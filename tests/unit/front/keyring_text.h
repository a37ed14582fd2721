/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Keyrings for the tests of the front, as the text that inkastd would hand
 * over.
 */
#ifndef INKAST_TESTS_FRONT_KEYRING_TEXT_H
#define INKAST_TESTS_FRONT_KEYRING_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "crypto/seal/keyring.h"

/* A keyring of serial 1 that counts on today and has no epoch. Freed with
 * keyring_free. Failures end the test. */
struct keyring *keyring_begin(int32_t today);

/* Add an epoch of id that begins on from and ends on until; its areas come
 * after. */
struct keyring_epoch *keyring_epoch_begin(
    struct keyring *k, uint32_t id, int32_t from, int32_t until);

/* Add the recipient of a number (1 to 9) to an area, or, area NULL, to the
 * recovery recipients. */
void keyring_epoch_give(struct keyring *k, struct keyring_epoch *e,
    const char *area, uint8_t number);

/* The recipient of that number. */
struct recipient keyring_recipient(uint8_t number);

/* The text, appended. */
void keyring_text(const struct keyring *k, struct buf *out);

#endif
