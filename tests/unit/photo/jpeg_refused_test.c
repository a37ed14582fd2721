/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What is no JPEG, or one that is not taken (docs/FORMAT.md, 17.1): refused by
 * its own error, with nothing written.
 */
#include "made.h"

#include "photo/jpeg.h"

static struct buf made;

struct bad {
	const char *photo;
	size_t n;
	int err;
};

static void
all_refused(const struct bad *bad, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		add(&made, bad[i].photo, bad[i].n);
		refused(&made, bad[i].err);
	}
}

#define ALL_REFUSED(bad) all_refused(bad, sizeof(bad) / sizeof(bad)[0])

static void
what_is_neither_jpeg_nor_png_is_of_another_type(void **state)
{
	static const struct bad bad[] = {
	    {BYTES(""), PHOTO_E_TYPE},
	    {BYTES("\xff"), PHOTO_E_TYPE},
	    {BYTES("\xff\xd8"), PHOTO_E_TYPE},
	    {BYTES("GIF89a"), PHOTO_E_TYPE},
	    {BYTES("<html>" SOI PICTURE), PHOTO_E_TYPE},
	    {BYTES("PK\3\4" SOI PICTURE), PHOTO_E_TYPE},
	    {BYTES("\xff\xff\xd8" PICTURE), PHOTO_E_TYPE},
	    {BYTES("\0\0\0\x18"
		   "ftypheic"),
		PHOTO_E_TYPE},
	    {BYTES("%PDF-1.7\n" SOI PICTURE), PHOTO_E_TYPE},
	};

	(void)state;
	ALL_REFUSED(bad);
}

static void
truncated_at_every_byte_is_refused(void **state)
{
	static const char whole[] = SOI JFIF APP1_BIG
	    "\xff\xdb\0\2\xff\xc4\0\2\xff\xdd\0\4\0\1"
	    "\xff\xfe\0\5hej" FRAME SCAN "\1\xff\0\xff\xff\xd0\2" SCAN DATA EOI;
	const size_t len = sizeof whole - 1;

	(void)state;
	for (size_t n = 3; n < len; n++) {
		add(&made, whole, n);
		refused(&made, PHOTO_E_TRUNCATED);
	}
}

static void
marker_codes_that_may_not_stand_there_are_damage(void **state)
{
	static const struct bad bad[] = {
	    {BYTES(SOI SOI PICTURE), PHOTO_E_DAMAGED},
	    {BYTES(SOI "\xff\0" PICTURE), PHOTO_E_DAMAGED},
	    {BYTES(SOI "\xff\1" PICTURE), PHOTO_E_DAMAGED},
	    {BYTES(SOI "\xff\xd0" PICTURE), PHOTO_E_DAMAGED},
	    {BYTES(SOI "\xff\xd7" PICTURE), PHOTO_E_DAMAGED},
	    {BYTES(SOI FRAME SCAN DATA SOI), PHOTO_E_DAMAGED},
	    {BYTES(SOI FRAME SCAN DATA "\xff\1"), PHOTO_E_DAMAGED},
	};

	(void)state;
	ALL_REFUSED(bad);
}

static void
bytes_between_segments_are_damage(void **state)
{
	static const struct bad bad[] = {
	    {BYTES(SOI "\xff\xfe\0\5hejsan" PICTURE), PHOTO_E_DAMAGED},
	    {BYTES(SOI FRAME "<script>" SCAN DATA EOI), PHOTO_E_DAMAGED},
	    {BYTES(SOI "\xff\xfe\0\1" PICTURE), PHOTO_E_DAMAGED},
	    {BYTES(SOI "\xff\xfe\0\0" PICTURE), PHOTO_E_DAMAGED},
	};

	(void)state;
	ALL_REFUSED(bad);
}

/* Every SOFn but 0, 1 and 2; JPG, DAC, DNL, DHP, EXP, JPGn, RES. */
static void
kinds_that_next_to_no_viewer_shows_are_of_another_type(void **state)
{
	static const uint8_t others[] = {0xc3, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9,
	    0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xdc, 0xde, 0xdf, 0xf0, 0xfd,
	    0x02, 0xbf};

	(void)state;
	for (size_t i = 0; i < sizeof others; i++) {
		add(&made, BYTES(SOI));
		add_segment(
		    &made, others[i], BYTES("\x08\0\x08\0\x08\1\1\x11\0"));
		add(&made, BYTES(SCAN DATA EOI));
		refused(&made, PHOTO_E_TYPE);
		add(&made, BYTES(SOI FRAME SCAN DATA));
		add_segment(&made, others[i], BYTES("\0\x08"));
		add(&made, BYTES(EOI));
		refused(&made, PHOTO_E_TYPE);
	}
}

#define SOF(rest) SOI "\xff\xc0" rest SCAN DATA EOI

static void
frames_that_break_their_rules_are_refused(void **state)
{
	static const struct bad bad[] = {
	    /* A length that is not 8 + 3 a component. */
	    {BYTES(SOF("\0\x0c\x08\0\x08\0\x08\1\1\x11\0!")), PHOTO_E_DAMAGED},
	    {BYTES(SOF("\0\x0a\x08\0\x08\0\x08\1\1\x11")), PHOTO_E_DAMAGED},
	    {BYTES(SOF("\0\7\x08\0\x08\0\x08")), PHOTO_E_DAMAGED},
	    {BYTES(SOF("\0\2")), PHOTO_E_DAMAGED},
	    /* 12 bits a sample; no component; five. */
	    {BYTES(SOF("\0\x0b\x0c\0\x08\0\x08\1\1\x11\0")), PHOTO_E_TYPE},
	    {BYTES(SOF("\0\x08\x08\0\x08\0\x08\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOF("\0\x17\x08\0\x08\0\x08\5\1\x11\0\2\x11\0\3\x11\0"
		       "\4\x11\0\5\x11\0")),
		PHOTO_E_TYPE},
	    /* Sampling of 0 and of 5, the fifth quantiser. */
	    {BYTES(SOF("\0\x0b\x08\0\x08\0\x08\1\1\x01\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOF("\0\x0b\x08\0\x08\0\x08\1\1\x10\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOF("\0\x0b\x08\0\x08\0\x08\1\1\x51\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOF("\0\x0b\x08\0\x08\0\x08\1\1\x15\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOF("\0\x0b\x08\0\x08\0\x08\1\1\x11\4")), PHOTO_E_DAMAGED},
	    /* Two components of one name; two frames. */
	    {BYTES(SOF("\0\x0e\x08\0\x08\0\x08\2\1\x11\0\1\x11\0")),
		PHOTO_E_DAMAGED},
	    {BYTES(SOI FRAME FRAME SCAN DATA EOI), PHOTO_E_DAMAGED},
	    {BYTES(SOI "\xff\xc0\0\x0b\x08\0\x08\0\x08\1\2\x11\0" PICTURE),
		PHOTO_E_DAMAGED},
	    {BYTES(SOI "\xff\xc0\0\x08\x08\0\x08\0\x08\0" PICTURE),
		PHOTO_E_DAMAGED},
	    {BYTES(SOI FRAME SCAN DATA FRAME SCAN DATA EOI), PHOTO_E_DAMAGED},
	};

	(void)state;
	ALL_REFUSED(bad);
}

static void
sizes_that_no_photo_has_are_refused(void **state)
{
	static const struct bad bad[] = {
	    {BYTES(SOF("\0\x0b\x08\0\0\0\x08\1\1\x11\0")), PHOTO_E_DIMENSIONS},
	    {BYTES(SOF("\0\x0b\x08\0\x08\0\0\1\1\x11\0")), PHOTO_E_DIMENSIONS},
	    /* 30 001 across, and down; 65 535 both; 10 000 by 10 001. */
	    {BYTES(SOF("\0\x0b\x08\0\x08\x75\x31\1\1\x11\0")),
		PHOTO_E_DIMENSIONS},
	    {BYTES(SOF("\0\x0b\x08\x75\x31\0\x08\1\1\x11\0")),
		PHOTO_E_DIMENSIONS},
	    {BYTES(SOF("\0\x0b\x08\xff\xff\xff\xff\1\1\x11\0")),
		PHOTO_E_DIMENSIONS},
	    {BYTES(SOF("\0\x0b\x08\x27\x10\x27\x11\1\1\x11\0")),
		PHOTO_E_DIMENSIONS},
	};
	/* 30 000 by 3 333, and 10 000 by 10 000. */
	static const struct bad good[] = {
	    {BYTES(SOF("\0\x0b\x08\x75\x30\x0d\x05\1\1\x11\0")), PHOTO_OK},
	    {BYTES(SOF("\0\x0b\x08\x27\x10\x27\x10\1\1\x11\0")), PHOTO_OK},
	};

	(void)state;
	ALL_REFUSED(bad);
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		add(&made, good[i].photo, good[i].n);
		becomes(&made, good[i].photo, good[i].n, 0);
	}
}

#define SOS(rest) SOI FRAME "\xff\xda" rest DATA EOI

static void
scans_that_break_their_rules_are_refused(void **state)
{
	static const struct bad bad[] = {
	    {BYTES(SOS("\0\x09\1\1\0\0\x3f\0!")), PHOTO_E_DAMAGED},
	    {BYTES(SOS("\0\7\1\1\0\0\x3f")), PHOTO_E_DAMAGED},
	    {BYTES(SOS("\0\2")), PHOTO_E_DAMAGED},
	    /* No component, one too many, an unknown one. */
	    {BYTES(SOS("\0\6\0\0\x3f\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOS("\0\x0a\2\1\0\1\0\0\x3f\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOS("\0\x08\1\2\0\0\x3f\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOS("\0\3\1")), PHOTO_E_DAMAGED},
	    /* The fifth Huffman table. */
	    {BYTES(SOS("\0\x08\1\1\x40\0\x3f\0")), PHOTO_E_DAMAGED},
	    {BYTES(SOS("\0\x08\1\1\x04\0\x3f\0")), PHOTO_E_DAMAGED},
	    /* A scan before the frame; no scan. */
	    {BYTES(SOI SCAN DATA FRAME EOI), PHOTO_E_DAMAGED},
	    {BYTES(SOI FRAME EOI), PHOTO_E_DAMAGED},
	    {BYTES(SOI EOI), PHOTO_E_DAMAGED},
	};

	(void)state;
	ALL_REFUSED(bad);
}

/* Nothing rides along behind a table. */
static void
tables_of_another_length_than_theirs_are_refused(void **state)
{
	static const char zeros[300] = {0};
	char counts[1 + 16 + 257] = {0};
	char fifth[65] = {4}, precise[129] = {0x20};

	(void)state;
	const struct {
		uint8_t marker;
		const char *body;
		size_t n;
	} bad[] = {
	    {JPEG_DQT, zeros, 64},
	    {JPEG_DQT, zeros, 66},
	    {JPEG_DQT, fifth, sizeof fifth},
	    {JPEG_DQT, precise, sizeof precise},
	    {JPEG_DHT, zeros, 16},
	    {JPEG_DHT, zeros, 18},
	    {JPEG_DHT, BYTES("\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")},
	    {JPEG_DHT, BYTES("\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")},
	    {JPEG_DHT, BYTES("\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")},
	    {JPEG_DHT, counts, sizeof counts},
	    {JPEG_DRI, zeros, 1},
	    {JPEG_DRI, zeros, 3},
	};

	/* 255 and 2: 257 values. */
	counts[15] = (char)255;
	counts[16] = 2;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		add(&made, BYTES(SOI));
		add_segment(&made, bad[i].marker, bad[i].body, bad[i].n);
		add(&made, BYTES(PICTURE));
		refused(&made, PHOTO_E_DAMAGED);
	}
}

static void
a_hundred_scans_are_taken_and_one_more_is_refused(void **state)
{
	struct buf out;
	struct photo_report r;

	(void)state;
	for (size_t scans = 100; scans <= 101; scans++) {
		add(&made, BYTES(SOI FRAME));
		for (size_t i = 0; i < scans; i++)
			add(&made, BYTES(SCAN DATA));
		add(&made, BYTES(EOI));
		if (scans == 101) {
			refused(&made, PHOTO_E_TYPE);
			continue;
		}
		assert_int_equal(cleaned(&made, &out, &r), PHOTO_OK);
		assert_int_equal(out.len, made.len);
		buf_free(&out);
		buf_free(&made);
		made_new(&made);
	}
}

static int
begin(void **state)
{
	(void)state;
	made_new(&made);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	buf_free(&made);
	return 0;
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(what_is_neither_jpeg_nor_png_is_of_another_type),
	    T(truncated_at_every_byte_is_refused),
	    T(marker_codes_that_may_not_stand_there_are_damage),
	    T(bytes_between_segments_are_damage),
	    T(kinds_that_next_to_no_viewer_shows_are_of_another_type),
	    T(frames_that_break_their_rules_are_refused),
	    T(sizes_that_no_photo_has_are_refused),
	    T(scans_that_break_their_rules_are_refused),
	    T(tables_of_another_length_than_theirs_are_refused),
	    T(a_hundred_scans_are_taken_and_one_more_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
