/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What Exif's tags tell. Numbers and names: CIPA DC-008 (Exif 2.32), 4.6.4 to
 * 4.6.6; TIFF 6.0; the XP tags are Windows'.
 */
#include "photo/exif_tags.h"

#include <stddef.h>

#include "photo/photo.h"

struct tags {
	uint16_t first, last;
	unsigned bits;
};

/* Of the picture's own directory; what is not here is PHOTO_HAD_OTHER. */
static const struct tags picture[] = {
    {0x0100, 0x0106, 0},                 /* size, bits, compression, colours */
    {0x010e, 0x010e, PHOTO_HAD_TEXT},    /* ImageDescription */
    {0x010f, 0x0110, PHOTO_HAD_CAMERA},  /* Make, Model */
    {0x0112, 0x0112, 0},                 /* Orientation */
    {0x0115, 0x011c, 0},                 /* samples, resolution, planes */
    {0x0128, 0x0128, 0},                 /* ResolutionUnit */
    {0x0131, 0x0131, PHOTO_HAD_CAMERA},  /* Software */
    {0x0132, 0x0132, PHOTO_HAD_TIME},    /* DateTime */
    {0x013b, 0x013b, PHOTO_HAD_TEXT},    /* Artist */
    {0x013c, 0x013c, PHOTO_HAD_CAMERA},  /* HostComputer */
    {0x0211, 0x0214, 0},                 /* how YCbCr is meant */
    {0x02bc, 0x02bc, PHOTO_HAD_TEXT},    /* XMP */
    {0x8298, 0x8298, PHOTO_HAD_TEXT},    /* Copyright */
    {0x83bb, 0x83bb, PHOTO_HAD_TEXT},    /* IPTC */
    {0x8769, 0x8769, 0},                 /* where the settings stand */
    {0x8773, 0x8773, PHOTO_HAD_PROFILE}, /* ICC profile */
    {0x8825, 0x8825, 0},                 /* where the position stands */
    {0x9c9b, 0x9c9f, PHOTO_HAD_TEXT},    /* XPTitle to XPSubject */
};

/* Of the settings; what is not here is PHOTO_HAD_CAMERA. */
static const struct tags settings[] = {
    {0x9000, 0x9000, 0},               /* ExifVersion */
    {0x9003, 0x9004, PHOTO_HAD_TIME},  /* DateTimeOriginal, -Digitized */
    {0x9010, 0x9012, PHOTO_HAD_TIME},  /* their time zones */
    {0x9101, 0x9102, 0},               /* components, bits a pixel */
    {0x9286, 0x9286, PHOTO_HAD_TEXT},  /* UserComment */
    {0x9290, 0x9292, PHOTO_HAD_TIME},  /* their parts of a second */
    {0xa000, 0xa003, 0},               /* version, colour space, size */
    {0xa005, 0xa005, 0},               /* where Interoperability stands */
    {0xa420, 0xa420, PHOTO_HAD_OTHER}, /* ImageUniqueID */
    {0xa436, 0xa439, PHOTO_HAD_TEXT},  /* title, photographer, editors */
};

/* Of the position; what is not here is PHOTO_HAD_PLACE. */
static const struct tags position[] = {
    {0x0000, 0x0000, 0},              /* GPSVersionID: no position yet */
    {0x0007, 0x0007, PHOTO_HAD_TIME}, /* GPSTimeStamp */
    {0x001d, 0x001d, PHOTO_HAD_TIME}, /* GPSDateStamp */
};

/* Of a thumbnail's directory everything is one. */
static const struct {
	const struct tags *tags;
	size_t n;
	unsigned other;
} directories[] = {
    [EXIF_PICTURE] = {picture, sizeof picture / sizeof picture[0],
	PHOTO_HAD_OTHER},
    [EXIF_THUMBNAIL] = {NULL, 0, PHOTO_HAD_THUMBNAIL},
    [EXIF_SETTINGS] = {settings, sizeof settings / sizeof settings[0],
	PHOTO_HAD_CAMERA},
    [EXIF_POSITION] = {position, sizeof position / sizeof position[0],
	PHOTO_HAD_PLACE},
};

unsigned
exif_tag_bits(enum exif_directory which, uint16_t tag)
{
	const struct tags *t = directories[which].tags;

	for (size_t i = 0; i < directories[which].n; i++)
		if (tag >= t[i].first && tag <= t[i].last)
			return t[i].bits;
	return directories[which].other;
}
