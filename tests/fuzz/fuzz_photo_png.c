/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 * link: photo base
 *
 * The walk through a PNG, and Exif. Whatever comes in: it is refused with
 * nothing written, or what is written is no longer, is the same every time, and
 * is clean (photos.h). Each input is tried as it is, and with its CRCs made
 * right, which no mutation would find.
 */
#include <stdint.h>

#include "photo/crc.h"
#include "photos.h"

#define SIGNATURE_LEN 8
#define AROUND_DATA 12 /* a chunk's length, type and CRC */

static void
put_u32(uint8_t *p, uint32_t n)
{
	for (size_t i = 0; i < 4; i++)
		p[i] = (uint8_t)(n >> (24 - 8 * i));
}

static void
make_crcs_right(uint8_t *p, size_t size)
{
	size_t at = SIGNATURE_LEN;

	while (at + AROUND_DATA <= size) {
		uint32_t len = (uint32_t)p[at] << 24 |
			       (uint32_t)p[at + 1] << 16 |
			       (uint32_t)p[at + 2] << 8 | p[at + 3];
		if (len > size - at - AROUND_DATA)
			return;
		put_u32(p + at + 8 + len,
		    crc32_of((struct view){p + at + 4, len + 4}));
		at += AROUND_DATA + len;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *right;

	if (size == 0 || size > PHOTO_MAX)
		return 0;
	check_photo((struct view){data, size});
	right = malloc(size);
	require(right != NULL);
	memcpy(right, data, size);
	make_crcs_right(right, size);
	check_photo((struct view){right, size});
	free(right);
	return 0;
}
