/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What is left of a PNG, chunk by chunk (docs/FORMAT.md, 17.1 to 17.3), what is
 * told of the rest, and what is refused.
 */
#include "made.h"

static struct buf made, want;

enum colour { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };

/* All up to the data: signature, header. */
static void
begin_png(struct buf *b, int depth, int colour)
{
	add(b, BYTES(PNG_SIGNATURE));
	add_header(b, 2, 3, depth, colour);
}

static void
end_png(struct buf *b)
{
	add_chunk(b, "IDAT", BYTES("data"));
	add_chunk(b, "IEND", BYTES(""));
}

static void
what_a_decoder_needs_stays_byte_for_byte(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct buf *b = i == 0 ? &made : &want;
		begin_png(b, 8, PALETTE);
		add_chunk(b, "PLTE", BYTES("abcdef"));
		add_chunk(b, "tRNS", BYTES("\0\x80"));
		add_chunk(b, "IDAT", BYTES("some"));
		add_chunk(b, "IDAT", BYTES(""));
		add_chunk(b, "IDAT", BYTES("more"));
		add_chunk(b, "IEND", BYTES(""));
	}
	becomes_made(&made, &want, 0);
}

static void
size_and_type_are_told(void **state)
{
	struct photo_report r;
	struct buf out;

	(void)state;
	begin_png(&made, 8, RGB);
	end_png(&made);
	assert_int_equal(cleaned(&made, &out, &r), PHOTO_OK);
	assert_int_equal(r.type, PHOTO_PNG);
	assert_int_equal(r.width, 2);
	assert_int_equal(r.height, 3);
	assert_int_equal(r.orientation, 1);
	buf_free(&out);
}

static void
depths_and_colours_that_go_together_are_taken_and_no_others(void **state)
{
	static const uint32_t allowed[8] = {[GREY] = 0x10116,
	    [RGB] = 0x10100,
	    [PALETTE] = 0x116,
	    [GREY_ALPHA] = 0x10100,
	    [RGB_ALPHA] = 0x10100};
	size_t taken = 0;

	(void)state;
	for (int colour = 0; colour < 256; colour++) {
		for (int depth = 0; depth < 256; depth++) {
			begin_png(&made, depth, colour);
			if (colour == PALETTE)
				add_chunk(&made, "PLTE", BYTES("abc"));
			end_png(&made);
			if (colour < 8 && depth <= 16 &&
			    (allowed[colour] >> depth & 1) != 0) {
				add(&want, (const char *)made.data, made.len);
				becomes_made(&made, &want, 0);
				taken++;
			} else {
				refused(&made, PHOTO_E_DAMAGED);
			}
		}
	}
	assert_int_equal(taken, 15);
}

static void
a_transparent_colour_stays_in_grey_and_rgb(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct buf *b = i == 0 ? &made : &want;
		begin_png(b, 8, GREY);
		add_chunk(b, "tRNS", BYTES("\0\1"));
		end_png(b);
	}
	becomes_made(&made, &want, 0);
	for (int i = 0; i < 2; i++) {
		struct buf *b = i == 0 ? &made : &want;
		begin_png(b, 16, RGB);
		add_chunk(b, "tRNS", BYTES("\0\1\0\2\0\3"));
		end_png(b);
	}
	becomes_made(&made, &want, 0);
}

static void
a_palette_that_full_colour_does_not_need_goes(void **state)
{
	(void)state;
	begin_png(&made, 8, RGB);
	add_chunk(&made, "PLTE", BYTES("secret"));
	end_png(&made);
	begin_png(&want, 8, RGB);
	end_png(&want);
	becomes_made(&made, &want, PHOTO_HAD_OTHER);
}

static const struct {
	const char *type;
	const char *data;
	size_t n;
	unsigned removed;
} told[] = {
    {"tEXt", BYTES("Comment\0hello"), PHOTO_HAD_TEXT},
    {"tEXt", BYTES(""), PHOTO_HAD_TEXT},
    {"tEXt", BYTES("date:create\0"), PHOTO_HAD_TEXT | PHOTO_HAD_TIME},
    {"tEXt", BYTES("Software\0x"), PHOTO_HAD_TEXT | PHOTO_HAD_CAMERA},
    {"zTXt", BYTES("Raw profile type exif\0\0x"), PHOTO_HAD_TEXT},
    {"iTXt", BYTES("XML:com.adobe.xmp\0\0\0\0\0exif:GPSLongitude"),
	PHOTO_HAD_TEXT | PHOTO_HAD_PLACE},
    {"tIME", BYTES("\7\xea\1\1\0\0\0"), PHOTO_HAD_TIME},
    {"iCCP", BYTES("icc\0\0x"), PHOTO_HAD_PROFILE},
    {"cICP", BYTES("\1\2\3\4"), PHOTO_HAD_PROFILE},
    {"sRGB", BYTES("\0"), PHOTO_HAD_PROFILE},
    {"gAMA", BYTES("\0\0\xb1\x8f"), PHOTO_HAD_PROFILE},
    {"cHRM", BYTES("x"), PHOTO_HAD_PROFILE},
    {"mDCV", BYTES("x"), PHOTO_HAD_PROFILE},
    {"cLLI", BYTES("x"), PHOTO_HAD_PROFILE},
    {"acTL", BYTES("\0\0\0\1\0\0\0\0"), PHOTO_HAD_MORE},
    {"fcTL", BYTES("x"), PHOTO_HAD_MORE},
    {"fdAT", BYTES("x"), PHOTO_HAD_MORE},
    {"pHYs", BYTES("x"), PHOTO_HAD_OTHER},
    {"bKGD", BYTES("x"), PHOTO_HAD_OTHER},
    {"sBIT", BYTES("x"), PHOTO_HAD_OTHER},
    {"sPLT", BYTES("x"), PHOTO_HAD_OTHER},
    {"caBX", BYTES("x"), PHOTO_HAD_OTHER},
    {"prVt", BYTES("anything"), PHOTO_HAD_OTHER},
    {"eXIf", BYTES("x"), PHOTO_HAD_OTHER},
    {"eXIf", BYTES("MM\0*\0\0\0\x08\0\1\1\x0f\0\2\0\0\0\4abc\0\0\0\0\0"),
	PHOTO_HAD_CAMERA},
};

static void
chunks_that_a_decoder_may_skip_go_and_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		begin_png(&made, 8, RGB);
		add_chunk(&made, told[i].type, told[i].data, told[i].n);
		end_png(&made);
		begin_png(&want, 8, RGB);
		end_png(&want);
		becomes_made(&made, &want, told[i].removed);
	}
}

static void
they_go_behind_the_data_too(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		begin_png(&made, 8, RGB);
		add_chunk(&made, "IDAT", BYTES("data"));
		add_chunk(&made, told[i].type, told[i].data, told[i].n);
		add_chunk(&made, "IEND", BYTES(""));
		begin_png(&want, 8, RGB);
		end_png(&want);
		becomes_made(&made, &want, told[i].removed);
	}
}

static void
what_follows_the_end_goes(void **state)
{
	(void)state;
	begin_png(&made, 8, RGB);
	end_png(&made);
	add(&want, (const char *)made.data, made.len);
	add_chunk(&made, "IDAT", BYTES("of the picture before it was cut"));
	becomes_made(&made, &want, PHOTO_HAD_MORE);
}

static void
every_orientation_stays_as_the_only_tag(void **state)
{
	(void)state;
	for (char o = 2; o <= 8; o++) {
		char little[] = TIFF_LITTLE, big[] = TIFF_BIG;
		struct photo_report r;
		struct buf out;
		little[18] = o;
		big[19] = o;
		begin_png(&made, 8, PALETTE);
		add_chunk(&made, "PLTE", BYTES("abc"));
		add_chunk(&made, "IDAT", BYTES("data"));
		add_chunk(&made, "eXIf", BYTES(little));
		add_chunk(&made, "IEND", BYTES(""));
		assert_int_equal(cleaned(&made, &out, &r), PHOTO_OK);
		assert_int_equal(r.orientation, o);
		buf_free(&out);
		begin_png(&want, 8, PALETTE);
		add_chunk(&want, "eXIf", BYTES(big));
		add_chunk(&want, "PLTE", BYTES("abc"));
		end_png(&want);
		becomes_made(&made, &want, 0);
	}
}

static void
the_first_exif_tells_the_orientation(void **state)
{
	char second[] = TIFF_BIG;

	(void)state;
	second[19] = 3;
	begin_png(&made, 8, RGB);
	add_chunk(&made, "eXIf", BYTES(TIFF_BIG));
	add_chunk(&made, "eXIf", BYTES(second));
	end_png(&made);
	begin_png(&want, 8, RGB);
	add_chunk(&want, "eXIf", BYTES(TIFF_BIG));
	end_png(&want);
	becomes_made(&made, &want, 0);
}

static void
truncated_at_every_byte_is_refused(void **state)
{
	struct buf whole;

	(void)state;
	made_new(&whole);
	begin_png(&whole, 8, RGB);
	add_chunk(&whole, "tEXt", BYTES("Comment\0hello"));
	end_png(&whole);
	for (size_t n = 8; n < whole.len; n++) {
		add(&made, (const char *)whole.data, n);
		refused(&made, PHOTO_E_TRUNCATED);
	}
	for (size_t n = 0; n < 8; n++) {
		add(&made, (const char *)whole.data, n);
		refused(&made, PHOTO_E_TYPE);
	}
	buf_free(&whole);
}

/* Each bit of each byte behind the signature is under a CRC, or is one, or is
 * a length, and then nothing fits. */
static void
any_bit_that_is_not_as_it_was_is_noticed(void **state)
{
	struct buf whole, out;
	struct photo_report r;

	(void)state;
	made_new(&whole);
	begin_png(&whole, 8, RGB);
	end_png(&whole);
	for (size_t i = 8 * 8; i < whole.len * 8; i++) {
		add(&made, (const char *)whole.data, whole.len);
		made.data[i / 8] ^= (uint8_t)(1 << i % 8);
		int err = cleaned(&made, &out, &r);
		assert_true(err == PHOTO_E_DAMAGED || err == PHOTO_E_TRUNCATED);
		assert_int_equal(out.len, 0);
		buf_free(&out);
		buf_free(&made);
		made_new(&made);
	}
	buf_free(&whole);
}

static void
sizes_that_no_photo_has_are_refused(void **state)
{
	static const uint32_t sizes[][2] = {{0, 1}, {1, 0}, {30001, 1},
	    {1, 30001}, {10000, 10001}, {0x7fffffff, 0x7fffffff},
	    {0xffffffff, 0xffffffff}, {0x10000, 0x10000}};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		add(&made, BYTES(PNG_SIGNATURE));
		add_header(&made, sizes[i][0], sizes[i][1], 8, RGB);
		end_png(&made);
		refused(&made, PHOTO_E_DIMENSIONS);
	}
	for (int i = 0; i < 2; i++) {
		struct buf *b = i == 0 ? &made : &want;
		add(b, BYTES(PNG_SIGNATURE));
		add_header(b, 10000, 10000, 8, RGB);
		end_png(b);
	}
	becomes_made(&made, &want, 0);
}

static void
critical_chunks_that_are_not_known_are_of_another_type(void **state)
{
	(void)state;
	begin_png(&made, 8, RGB);
	add_chunk(&made, "NEWC", BYTES("x"));
	end_png(&made);
	refused(&made, PHOTO_E_TYPE);
	/* Apple's own kind of PNG, which browsers do not show. */
	add(&made, BYTES(PNG_SIGNATURE));
	add_chunk(&made, "CgBI", BYTES("\x50\0\x20\2"));
	add_header(&made, 2, 3, 8, RGB);
	end_png(&made);
	refused(&made, PHOTO_E_TYPE);
}

struct piece {
	const char *type, *data;
	size_t n;
};

/* A PNG of these chunks behind its header is refused as damaged. */
static void
damaged(int colour, const struct piece *pieces, size_t n)
{
	begin_png(&made, 8, colour);
	for (size_t i = 0; i < n; i++)
		add_chunk(&made, pieces[i].type, pieces[i].data, pieces[i].n);
	refused(&made, PHOTO_E_DAMAGED);
}

#define DAMAGED(colour, ...)                                                   \
	damaged(colour, (const struct piece[]){__VA_ARGS__},                   \
	    sizeof((const struct piece[]){__VA_ARGS__}) /                      \
		sizeof(struct piece))
#define P(type, data)                                                          \
	{                                                                      \
		type, BYTES(data)                                              \
	}
#define IDAT P("IDAT", "data")
#define IEND P("IEND", "")

static void
chunks_out_of_their_order_are_damage(void **state)
{
	(void)state;
	/* Data in two places; none; a second header; an end that holds. */
	DAMAGED(RGB, IDAT, P("tEXt", "x"), IDAT, IEND);
	DAMAGED(RGB, IEND);
	DAMAGED(RGB, P("IHDR", "\0\0\0\1\0\0\0\1\x08\2\0\0\0"), IDAT, IEND);
	DAMAGED(RGB, IDAT, P("IEND", "x"));
	/* Palettes: none, late, two, of no colour, of half a one, unasked. */
	DAMAGED(PALETTE, IDAT, IEND);
	DAMAGED(PALETTE, IDAT, P("PLTE", "abc"), IEND);
	DAMAGED(PALETTE, P("PLTE", "abc"), P("PLTE", "abc"), IDAT, IEND);
	DAMAGED(PALETTE, P("PLTE", ""), IDAT, IEND);
	DAMAGED(PALETTE, P("PLTE", "abcd"), IDAT, IEND);
	DAMAGED(GREY, P("PLTE", "abc"), IDAT, IEND);
	DAMAGED(GREY_ALPHA, P("PLTE", "abc"), IDAT, IEND);
	/* Transparency: before its palette, of more colours than that, of
	 * none, late, two, of another length, where there is alpha. */
	DAMAGED(PALETTE, P("tRNS", "\0"), P("PLTE", "abc"), IDAT, IEND);
	DAMAGED(PALETTE, P("PLTE", "abc"), P("tRNS", "\0\0"), IDAT, IEND);
	DAMAGED(PALETTE, P("PLTE", "abc"), P("tRNS", ""), IDAT, IEND);
	DAMAGED(RGB, IDAT, P("tRNS", "\0\0\0\0\0\0"), IEND);
	DAMAGED(RGB, P("tRNS", "\0\0\0\0\0\0"), P("PLTE", "abc"), IDAT, IEND);
	DAMAGED(GREY, P("tRNS", "\0\0"), P("tRNS", "\0\0"), IDAT, IEND);
	DAMAGED(GREY, P("tRNS", "\0\0\0"), IDAT, IEND);
	DAMAGED(RGB, P("tRNS", "\0\0"), IDAT, IEND);
	DAMAGED(GREY_ALPHA, P("tRNS", "\0\0"), IDAT, IEND);
	DAMAGED(RGB_ALPHA, P("tRNS", "\0\0\0\0\0\0"), IDAT, IEND);
}

static void
a_palette_has_no_more_colours_than_its_depth_can_name(void **state)
{
	static const char colours[257 * 3] = {0};

	(void)state;
	begin_png(&made, 1, PALETTE);
	add_chunk(&made, "PLTE", colours, 3 * 3);
	end_png(&made);
	refused(&made, PHOTO_E_DAMAGED);
	begin_png(&made, 8, RGB);
	add_chunk(&made, "PLTE", colours, 257 * 3);
	end_png(&made);
	refused(&made, PHOTO_E_DAMAGED);
}

static void
headers_that_break_their_rules_are_refused(void **state)
{
	static const struct piece bad[] = {
	    P("IHDR", "\0\0\0\1\0\0\0\1\x08\2\1\0\0"),
	    P("IHDR", "\0\0\0\1\0\0\0\1\x08\2\0\1\0"),
	    P("IHDR", "\0\0\0\1\0\0\0\1\x08\2\0\0\2"),
	    P("IHDR", "\0\0\0\1\0\0\0\1\x08\2\0\0"),
	    P("IHDR", "\0\0\0\1\0\0\0\1\x08\2\0\0\0\0"),
	    P("IHDR", ""),
	    P("IDAT", "data"),
	    P("tEXt", "x"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		add(&made, BYTES(PNG_SIGNATURE));
		add_chunk(&made, bad[i].type, bad[i].data, bad[i].n);
		end_png(&made);
		refused(&made, PHOTO_E_DAMAGED);
	}
}

static void
types_are_letters_and_lengths_below_two_gigabytes(void **state)
{
	static const char *const types[] = {
	    "tEX1", "\0EXt", "t Xt", "tEX[", "tEX@", "tE\xd8t"};

	(void)state;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		begin_png(&made, 8, RGB);
		add_chunk(&made, types[i], BYTES("x"));
		end_png(&made);
		refused(&made, PHOTO_E_DAMAGED);
	}
	begin_png(&made, 8, RGB);
	add(&made, BYTES("\x80\0\0\0tEXt"));
	refused(&made, PHOTO_E_DAMAGED);
	begin_png(&made, 8, RGB);
	add(&made, BYTES("\x7f\xff\xff\xfftEXt"));
	refused(&made, PHOTO_E_TRUNCATED);
}

static int
begin(void **state)
{
	(void)state;
	made_new(&made);
	made_new(&want);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	buf_free(&made);
	buf_free(&want);
	return 0;
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(what_a_decoder_needs_stays_byte_for_byte),
	    T(size_and_type_are_told),
	    T(depths_and_colours_that_go_together_are_taken_and_no_others),
	    T(a_transparent_colour_stays_in_grey_and_rgb),
	    T(a_palette_that_full_colour_does_not_need_goes),
	    T(chunks_that_a_decoder_may_skip_go_and_are_told),
	    T(they_go_behind_the_data_too),
	    T(what_follows_the_end_goes),
	    T(every_orientation_stays_as_the_only_tag),
	    T(the_first_exif_tells_the_orientation),
	    T(truncated_at_every_byte_is_refused),
	    T(any_bit_that_is_not_as_it_was_is_noticed),
	    T(sizes_that_no_photo_has_are_refused),
	    T(critical_chunks_that_are_not_known_are_of_another_type),
	    T(chunks_out_of_their_order_are_damage),
	    T(a_palette_has_no_more_colours_than_its_depth_can_name),
	    T(headers_that_break_their_rules_are_refused),
	    T(types_are_letters_and_lengths_below_two_gigabytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
