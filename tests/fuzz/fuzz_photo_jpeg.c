/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 * link: photo base
 *
 * The walk through a JPEG, and Exif. Whatever comes in: it is refused with
 * nothing written, or what is written is no longer, is the same every time, and
 * is clean (photos.h).
 */
#include <stdint.h>

#include "photos.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size <= PHOTO_MAX)
		check_photo((struct view){data, size});
	return 0;
}
