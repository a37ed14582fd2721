/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What Exif's tags tell, by their numbers.
 */
#ifndef INKAST_PHOTO_EXIF_TAGS_H
#define INKAST_PHOTO_EXIF_TAGS_H

#include <stdint.h>

enum exif_directory {
	EXIF_PICTURE,   /* the 0th IFD */
	EXIF_THUMBNAIL, /* the 1st IFD */
	EXIF_SETTINGS,  /* the Exif IFD */
	EXIF_POSITION,  /* the GPS IFD */
};

/* PHOTO_HAD_ bits; 0 for what every file of the kind has (resolution, versions,
 * size in pixels, orientation). */
unsigned exif_tag_bits(enum exif_directory which, uint16_t tag);

#endif
