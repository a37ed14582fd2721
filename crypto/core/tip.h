/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The shape of a sealed tip (docs/FORMAT.md, section 2): its size classes, and
 * how long a sealed blob of a class is. The vault checks what it is handed
 * against this; the front and the officer's tool build and read by it.
 */
#ifndef INKAST_CRYPTO_CORE_TIP_H
#define INKAST_CRYPTO_CORE_TIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "crypto/core/age.h"

#define TIP_CLASS_MIN 16384                      /* a text tip */
#define TIP_CLASS_MAX ((size_t)16 * 1024 * 1024) /* 10 MB of photos fit */
#define TIP_MEMBER "tip.json"                    /* always the first member */

/* The smallest class of at least len bytes: 16 KiB, 64 KiB, 256 KiB, 1 MiB,
 * 4 MiB, 16 MiB. 0 when len is beyond the largest. */
size_t tip_class(size_t len);

/* Append zeros to a finished archive up to its class. AGE_OK, AGE_E_LIMIT
 * (beyond the largest class) or AGE_E_MEMORY. */
int tip_pad(struct buf *archive) __attribute__((nonnull, warn_unused_result));

/* Bytes of payload (nonce, chunks, tags) of a plaintext of len bytes. */
size_t age_payload_len(size_t len);

struct age_header;

/* Whether a parsed header's stanzas are all of one type, X25519 with a 32-byte
 * share or mlkem768x25519 with a 1120-byte encapsulated key, each with a
 * 32-byte body (FORMAT 1.2). AGE_OK or AGE_E_HEADER. */
int tip_check_stanzas(const struct age_header *h)
    __attribute__((nonnull, warn_unused_result));

/* Check a sealed blob without a key: header grammar, exactly stanzas recipient
 * stanzas, all for keys of that type and shaped as tip_check_stanzas has it,
 * and a payload length that one of the classes gives. AGE_OK, AGE_E_HEADER,
 * AGE_E_LIMIT or AGE_E_PAYLOAD (length). */
int tip_check_blob(const void *blob, size_t len, size_t stanzas,
    enum age_key_type type) __attribute__((nonnull, warn_unused_result));

#endif
