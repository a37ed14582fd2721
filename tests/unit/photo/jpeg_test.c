/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What is left of a JPEG, byte by byte (docs/FORMAT.md, 17.2 and 17.3), and
 * what is told of the rest.
 */
#include "made.h"

#include "photo/jpeg.h"

static struct buf made;

static void
what_a_decoder_needs_stays_byte_for_byte(void **state)
{
	/* Two quantisers, a Huffman table, restarts, two scans. */
	struct buf want;

	(void)state;
	made_new(&want);
	for (int i = 0; i < 2; i++) {
		struct buf *b = i == 0 ? &made : &want;
		char tables[65 + 129] = {0};
		tables[65] = 0x11;
		add(b, BYTES(SOI JFIF));
		add_segment(b, JPEG_DQT, tables, sizeof tables);
		add(b, BYTES("\xff\xc2\0\x11\x08\0\x08\0\x08\3\1\x22\0\2\x11\1"
			     "\3\x11\1"));
		add_segment(b, JPEG_DHT,
		    BYTES("\x11\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0ab"));
		add_segment(b, JPEG_DRI, BYTES("\0\1"));
		add(b, BYTES("\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0\0\0"));
		add(b, BYTES("\xff\0\xff\xd0\x99\xff\xd1\0"));
		add_segment(
		    b, JPEG_DHT, BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
		add(b, BYTES("\xff\xda\0\x08\1\2\0\1\x3f\0" DATA EOI));
	}
	becomes_made(&made, &want, 0);
	buf_free(&want);
}

static void
size_and_type_are_told(void **state)
{
	struct photo_report r;
	struct buf out;

	(void)state;
	add(&made,
	    BYTES(SOI
		"\xff\xc1\0\x0b\x08\x01\x02\x03\x04\1\1\x11\0" SCAN DATA EOI));
	assert_int_equal(cleaned(&made, &out, &r), PHOTO_OK);
	assert_int_equal(r.type, PHOTO_JPEG);
	assert_int_equal(r.width, 0x0304);
	assert_int_equal(r.height, 0x0102);
	assert_int_equal(r.orientation, 1);
	buf_free(&out);
}

static void
jfif_stays_without_its_thumbnail(void **state)
{
	(void)state;
	add(&made, BYTES(SOI));
	add_segment(&made, JPEG_APP0, BYTES("JFIF\0\1\1\0\0\1\0\1\1\2secret"));
	add(&made, BYTES(PICTURE));
	becomes(&made, BYTES(SOI JFIF PICTURE), PHOTO_HAD_THUMBNAIL);
}

static void
jfif_stays_without_resolution_and_version(void **state)
{
	(void)state;
	add(&made, BYTES(SOI));
	add_segment(&made, JPEG_APP0, BYTES("JFIF\0\1\2\1\1\x2c\1\x2c\0\0"));
	add(&made, BYTES(PICTURE));
	becomes(&made, BYTES(SOI JFIF PICTURE), PHOTO_HAD_OTHER);
}

static void
a_thumbnail_without_a_side_is_none(void **state)
{
	(void)state;
	add(&made, BYTES(SOI));
	add_segment(&made, JPEG_APP0, BYTES("JFIF\0\1\1\0\0\1\0\1\0\5secret"));
	add(&made, BYTES(PICTURE));
	becomes(&made, BYTES(SOI JFIF PICTURE), PHOTO_HAD_OTHER);
}

static void
bytes_behind_jfif_go(void **state)
{
	(void)state;
	add(&made, BYTES(SOI));
	add_segment(&made, JPEG_APP0, BYTES("JFIF\0\1\1\0\0\1\0\1\0\0secret"));
	add(&made, BYTES(PICTURE));
	becomes(&made, BYTES(SOI JFIF PICTURE), PHOTO_HAD_OTHER);
}

static void
a_short_jfif_is_none(void **state)
{
	(void)state;
	add(&made, BYTES(SOI));
	add_segment(&made, JPEG_APP0, BYTES("JFIF\0\1\1\0\0\1\0\1\0"));
	add(&made, BYTES(PICTURE));
	becomes(&made, BYTES(SOI PICTURE), PHOTO_HAD_OTHER);
}

/* What decides the colours stays first, wherever it stood before them. */
static void
jfif_comes_first_and_once(void **state)
{
	(void)state;
	add(&made, BYTES(SOI APP1_BIG FRAME JFIF JFIF SCAN DATA EOI));
	becomes(&made, BYTES(SOI JFIF APP1_BIG PICTURE), 0);
}

static void
jfif_and_adobe_after_the_first_scan_are_not_needed(void **state)
{
	(void)state;
	add(&made, BYTES(SOI FRAME SCAN DATA JFIF));
	add_segment(&made, JPEG_APP14, BYTES("Adobe\0\x64\0\0\0\0\1"));
	add(&made, BYTES(SCAN DATA EOI));
	becomes(
	    &made, BYTES(SOI FRAME SCAN DATA SCAN DATA EOI), PHOTO_HAD_OTHER);
}

static void
adobe_keeps_its_transform_alone(void **state)
{
	(void)state;
	add(&made, BYTES(SOI));
	add_segment(&made, JPEG_APP14, BYTES("Adobe\0\x65\1\2\3\4\1"));
	add_segment(&made, JPEG_APP14, BYTES("Adobe\0\x65\1\2\3\4\2secret"));
	add(&made, BYTES(PICTURE));
	becomes(&made,
	    BYTES(SOI "\xff\xee\0\x0e"
		      "Adobe\0\x64\0\0\0\0\2" PICTURE),
	    PHOTO_HAD_OTHER);
}

static void
an_unknown_adobe_transform_is_refused(void **state)
{
	(void)state;
	add(&made, BYTES(SOI));
	add_segment(&made, JPEG_APP14, BYTES("Adobe\0\x64\0\0\0\0\3"));
	add(&made, BYTES(PICTURE));
	refused(&made, PHOTO_E_DAMAGED);
}

static const struct {
	const char *body;
	size_t n;
	unsigned removed;
	uint8_t marker;
} told[] = {
    {BYTES("a comment"), PHOTO_HAD_TEXT, JPEG_COM},
    {BYTES(""), PHOTO_HAD_TEXT, JPEG_COM},
    {BYTES("JFXX\0\x10..."), PHOTO_HAD_THUMBNAIL, JPEG_APP0},
    {BYTES("AVI1"), PHOTO_HAD_OTHER, JPEG_APP0},
    {BYTES(""), PHOTO_HAD_OTHER, JPEG_APP0},
    {BYTES("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"), PHOTO_HAD_TEXT,
	JPEG_APP1},
    {BYTES("http://ns.adobe.com/xap/1.0/\0 exif:GPSLatitude tiff:Model "
	   "xmp:CreateDate xmpGImg:image"),
	PHOTO_HAD_TEXT | PHOTO_HAD_PLACE | PHOTO_HAD_CAMERA | PHOTO_HAD_TIME |
	    PHOTO_HAD_THUMBNAIL,
	JPEG_APP1},
    {BYTES("http://ns.adobe.com/xmp/extension/\0..."), PHOTO_HAD_TEXT,
	JPEG_APP1},
    {BYTES("Exif\0"), PHOTO_HAD_OTHER, JPEG_APP1},
    {BYTES("Exif\0\0"), PHOTO_HAD_OTHER, JPEG_APP1},
    {BYTES("ICC_PROFILE\0\1\1..."), PHOTO_HAD_PROFILE, JPEG_APP2},
    {BYTES("MPF\0II*\0"), PHOTO_HAD_MORE, JPEG_APP2},
    {BYTES("FPXR\0"), PHOTO_HAD_OTHER, JPEG_APP2},
    {BYTES("a maker's own"), PHOTO_HAD_OTHER, 0xe5},
    {BYTES("JP\0\0 C2PA"), PHOTO_HAD_OTHER, 0xeb},
    {BYTES("Photoshop 3.0\0 8BIM"), PHOTO_HAD_TEXT, JPEG_APP13},
    {BYTES("Adobe"), PHOTO_HAD_OTHER, JPEG_APP14},
    {BYTES("anything"), PHOTO_HAD_OTHER, JPEG_APP15},
};

static void
segments_for_programs_and_people_go_and_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		add(&made, BYTES(SOI JFIF));
		add_segment(&made, told[i].marker, told[i].body, told[i].n);
		add(&made, BYTES(PICTURE));
		becomes(&made, BYTES(SOI JFIF PICTURE), told[i].removed);
	}
}

static void
they_go_wherever_they_stand(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		add(&made, BYTES(SOI FRAME SCAN DATA));
		add_segment(&made, told[i].marker, told[i].body, told[i].n);
		add(&made, BYTES(SCAN DATA));
		add_segment(&made, told[i].marker, told[i].body, told[i].n);
		add(&made, BYTES(EOI));
		becomes(&made, BYTES(SOI FRAME SCAN DATA SCAN DATA EOI),
		    told[i].removed);
	}
}

static void
what_follows_the_end_goes(void **state)
{
	(void)state;
	add(&made, BYTES(SOI PICTURE "\0"));
	becomes(&made, BYTES(SOI PICTURE), PHOTO_HAD_MORE);
	add(&made, BYTES(SOI PICTURE SOI PICTURE));
	becomes(&made, BYTES(SOI PICTURE), PHOTO_HAD_MORE);
	add(&made, BYTES(SOI PICTURE "PK\3\4<script>"));
	becomes(&made, BYTES(SOI PICTURE), PHOTO_HAD_MORE);
}

static void
every_restart_marker_stays(void **state)
{
	static const char all[] =
	    SOI FRAME SCAN "\xff\xd0\1\xff\xd1\xff\xd2\xff\xd3\xff\xd4\xff"
			   "\xd5\xff\xd6\xff\xd7\2" EOI;

	(void)state;
	add(&made, BYTES(all));
	becomes(&made, BYTES(all), 0);
}

static void
fill_bytes_go(void **state)
{
	(void)state;
	add(&made,
	    BYTES(
		SOI "\xff\xff" FRAME "\xff" SCAN
		    "\1\xff\xff\xff\xd0\2\xff\0\xff\xff\xd1\xff\xff\xff\xd9"));
	becomes(&made,
	    BYTES(SOI FRAME SCAN "\1\xff\xd0\2\xff\0\xff\xd1\xff\xd9"), 0);
}

static void
a_stuffed_zero_behind_a_fill_byte_is_refused(void **state)
{
	(void)state;
	add(&made, BYTES(SOI FRAME SCAN "\1\xff\xff\0\2" EOI));
	refused(&made, PHOTO_E_DAMAGED);
}

static void
every_orientation_stays_as_the_only_tag(void **state)
{
	char app1[] = APP1_BIG;
	struct buf want;

	(void)state;
	made_new(&want);
	for (char o = 2; o <= 8; o++) {
		char little[] = TIFF_LITTLE;
		struct photo_report r;
		struct buf out;
		little[18] = o;
		app1[4 + 6 + 19] = o;
		add(&made, BYTES(SOI JFIF "\xff\xe1\0\x22"
					  "Exif\0\0"));
		add(&made, BYTES(little));
		add(&made, BYTES(PICTURE));
		assert_int_equal(cleaned(&made, &out, &r), PHOTO_OK);
		assert_int_equal(r.orientation, o);
		buf_free(&out);
		add(&want, BYTES(SOI JFIF));
		add(&want, BYTES(app1));
		add(&want, BYTES(PICTURE));
		becomes_made(&made, &want, 0);
	}
	buf_free(&want);
}

static void
an_upright_photo_needs_no_tag(void **state)
{
	char app1[] = APP1_BIG;

	(void)state;
	app1[4 + 6 + 19] = 1;
	add(&made, BYTES(SOI));
	add(&made, BYTES(app1));
	add(&made, BYTES(PICTURE));
	becomes(&made, BYTES(SOI PICTURE), 0);
}

static void
the_byte_behind_exifs_name_is_not_looked_at(void **state)
{
	char app1[] = APP1_BIG;

	(void)state;
	app1[4 + 5] = (char)0xff;
	add(&made, BYTES(SOI));
	add(&made, BYTES(app1));
	add(&made, BYTES(PICTURE));
	becomes(&made, BYTES(SOI APP1_BIG PICTURE), 0);
}

static void
the_first_exif_before_the_scans_tells_the_orientation(void **state)
{
	char second[] = APP1_BIG;

	(void)state;
	second[4 + 6 + 19] = 3;
	add(&made, BYTES(SOI APP1_BIG));
	add(&made, BYTES(second));
	add(&made, BYTES(PICTURE));
	becomes(&made, BYTES(SOI APP1_BIG PICTURE), 0);
	add(&made, BYTES(SOI FRAME SCAN DATA APP1_BIG EOI));
	becomes(&made, BYTES(SOI PICTURE), 0);
}

static int
write_some(void *ctx, const void *p, size_t n)
{
	size_t *left = ctx;

	assert_non_null(p);
	assert_true(n > 0);
	return (*left)-- == 0 ? -77 : 0;
}

static void
what_write_returns_is_handed_back_wherever_it_fails(void **state)
{
	size_t pieces = 0;
	struct photo_report r;

	(void)state;
	add(&made, BYTES(SOI JFIF APP1_BIG FRAME));
	add(&made, BYTES("\xff\xee\0\x0e"
			 "Adobe\0\x64\0\0\0\0\1"));
	/* The second scan begins with a fill byte: nothing stands before it. */
	add(&made, BYTES(SCAN "\1\xff\xff\xd0\2" SCAN "\xff\xff\xd1" EOI));
	for (int err = -77; err != PHOTO_OK; pieces++) {
		size_t left = pieces;
		err = photo_clean(
		    (struct view){made.data, made.len}, write_some, &left, &r);
		assert_true(err == -77 || err == PHOTO_OK);
	}
	/* SOI, JFIF, Exif in two, Adobe, frame and scan in two each, data in
	 * two; a scan in two and its data; EOI; and the run that went well. */
	assert_int_equal(pieces, 1 + 1 + 2 + 1 + 2 + 2 + 2 + 2 + 1 + 1 + 1);
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
	    T(what_a_decoder_needs_stays_byte_for_byte),
	    T(size_and_type_are_told),
	    T(jfif_stays_without_its_thumbnail),
	    T(jfif_stays_without_resolution_and_version),
	    T(a_thumbnail_without_a_side_is_none),
	    T(bytes_behind_jfif_go),
	    T(every_restart_marker_stays),
	    T(a_short_jfif_is_none),
	    T(jfif_comes_first_and_once),
	    T(jfif_and_adobe_after_the_first_scan_are_not_needed),
	    T(adobe_keeps_its_transform_alone),
	    T(an_unknown_adobe_transform_is_refused),
	    T(segments_for_programs_and_people_go_and_are_told),
	    T(they_go_wherever_they_stand),
	    T(what_follows_the_end_goes),
	    T(fill_bytes_go),
	    T(a_stuffed_zero_behind_a_fill_byte_is_refused),
	    T(every_orientation_stays_as_the_only_tag),
	    T(an_upright_photo_needs_no_tag),
	    T(the_byte_behind_exifs_name_is_not_looked_at),
	    T(the_first_exif_before_the_scans_tells_the_orientation),
	    T(what_write_returns_is_handed_back_wherever_it_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
