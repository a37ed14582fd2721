/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The parts of a JPEG (ITU-T T.81, annex B), one file for each kind: those a
 * decoder needs are checked to hold what the standard gives them and not a byte
 * more, those that only programs or people read are told and left out.
 */
#ifndef INKAST_PHOTO_JPEG_H
#define INKAST_PHOTO_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"
#include "photo/photo.h"
#include "photo/walk.h"

/* Table B.1. */
enum jpeg_marker {
	JPEG_SOF0 = 0xc0, /* baseline */
	JPEG_SOF2 = 0xc2, /* progressive; 0xc1 is extended */
	JPEG_DHT = 0xc4,
	JPEG_RST0 = 0xd0,
	JPEG_RST7 = 0xd7,
	JPEG_SOI = 0xd8,
	JPEG_EOI = 0xd9,
	JPEG_SOS = 0xda,
	JPEG_DQT = 0xdb,
	JPEG_DRI = 0xdd,
	JPEG_APP0 = 0xe0,
	JPEG_APP1 = 0xe1,
	JPEG_APP2 = 0xe2,
	JPEG_APP13 = 0xed,
	JPEG_APP14 = 0xee,
	JPEG_APP15 = 0xef,
	JPEG_COM = 0xfe,
	JPEG_TEM = 0x01,
};

#define JPEG_COMPONENTS_MAX 4

/* A scan is decoded over the whole picture, so thousands of tiny ones keep a
 * viewer busy for hours. libjpeg writes 10 for a progressive picture, and
 * programs that search for the best split need fewer than 40. */
#define JPEG_SCANS_MAX 100

/* What the first walk finds and the second writes. */
struct jpeg_facts {
	bool jfif;         /* there is an APP0 JFIF */
	bool adobe;        /* there is an APP14 Adobe, and */
	uint8_t transform; /* its colour transform: 0, 1 or 2 */
	bool exif;         /* there is an Exif, and */
	unsigned orientation;
};

struct jpeg {
	struct reader in;
	const struct photo_out *out;
	struct photo_report *report;
	struct jpeg_facts facts;
	bool looking; /* this is the first walk */
	/* Of this walk. */
	size_t scans;
	size_t components; /* 0 before the frame header */
	uint8_t ids[JPEG_COMPONENTS_MAX];
};

/* What the handlers of segments are given: the segment behind its length.
 * PHOTO_OK, or a PHOTO_E_. */
int jpeg_quantisers(struct jpeg *j, uint8_t marker, struct view body);
int jpeg_huffman(struct jpeg *j, uint8_t marker, struct view body);
int jpeg_restart(struct jpeg *j, uint8_t marker, struct view body);
int jpeg_frame(struct jpeg *j, uint8_t marker, struct view body);
int jpeg_scan(struct jpeg *j, uint8_t marker, struct view body);
int jpeg_application(struct jpeg *j, uint8_t marker, struct view body);
int jpeg_comment(struct jpeg *j, uint8_t marker, struct view body);

/* Take and write the entropy-coded data behind a scan header, up to the next
 * marker that is no restart. PHOTO_OK, a PHOTO_E_, or what write returned. */
int jpeg_entropy(struct jpeg *j) __attribute__((nonnull, warn_unused_result));

/* Write what a first walk's facts make of the applications' segments. */
int jpeg_put_facts(const struct jpeg *j)
    __attribute__((nonnull, warn_unused_result));

#endif
