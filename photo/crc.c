/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * CRC-32, four bits at a time: a table of 16 numbers is short enough to check
 * by eye, and 10 MB take some 50 ms.
 */
#include "photo/crc.h"

/* The remainders of the four-bit numbers, by the polynomial 0xedb88320. */
static const uint32_t remainders[16] = {0x00000000, 0x1db71064, 0x3b6e20c8,
    0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c, 0xedb88320,
    0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278,
    0xbdbdf21c};

uint32_t
crc32_of(struct view v)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < v.len; i++) {
		crc ^= v.data[i];
		crc = crc >> 4 ^ remainders[crc & 15];
		crc = crc >> 4 ^ remainders[crc & 15];
	}
	return ~crc;
}
