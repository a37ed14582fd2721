/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Exif (CIPA DC-008, a TIFF file in the small): its orientation, what it tells,
 * and the smallest one that tells nothing else. Values of tags are not looked
 * at, but for the orientation and where the next directory stands.
 */
#ifndef INKAST_PHOTO_EXIF_H
#define INKAST_PHOTO_EXIF_H

#include <stdint.h>

#include "base/reader.h"

/* A header of 8 bytes, a directory of one entry: 2 + 12 + 4. */
#define EXIF_MINIMAL_LEN 26

struct exif {
	unsigned orientation; /* 1 to 8; 1 when there is none to be found */
	unsigned bits;        /* PHOTO_HAD_: what it told besides that */
};

/* Read what stands after "Exif", NUL, NUL in a JPEG, and is all of the chunk
 * eXIf in a PNG. What is damaged tells less; nothing is an error, since all of
 * it is thrown away. An orientation other than 1 is only found in what is no
 * shorter than EXIF_MINIMAL_LEN. */
struct exif exif_read(struct view tiff);

/* Write the Exif whose only tag is the orientation, 1 to 8. */
void exif_minimal(unsigned orientation, uint8_t out[static EXIF_MINIMAL_LEN])
    __attribute__((nonnull));

#endif
