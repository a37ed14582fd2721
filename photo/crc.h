/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The CRC-32 of PNG's chunks (W3C PNG, annex D; ISO 3309).
 */
#ifndef INKAST_PHOTO_CRC_H
#define INKAST_PHOTO_CRC_H

#include <stdint.h>

#include "base/reader.h"

uint32_t crc32_of(struct view v);

#endif
