/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * clean-photo: a photo cleaned, to standard output, for tests.
 *
 *   clean-photo FILE
 *
 * What was found goes to standard error, as JSON: {"type", "width", "height",
 * "orientation", "removed": [words]}, or {"error": word}. As the gateway does
 * it, the photo is cleaned twice; both have to be of the same length. Exits
 * with 1 for a refused photo, 64 for wrong usage, 70 for a broken promise.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "photo/photo.h"

#define EXIT_REFUSED 1
#define EXIT_USAGE 64
#define EXIT_BROKEN 70
/* More than a form may hold (10 MB), for pictures that tests make. */
#define FILE_MAX ((size_t)64 << 20)

static const char *const words[] = {
    "place", "camera", "time", "thumbnail", "text", "profile", "more", "other"};

static int
count(void *ctx, const void *p, size_t n)
{
	size_t *len = ctx;

	(void)p;
	*len += n;
	return 0;
}

static const char *
error_word(int err)
{
	switch (err) {
	case PHOTO_E_TYPE:
		return "type";
	case PHOTO_E_TRUNCATED:
		return "truncated";
	case PHOTO_E_DAMAGED:
		return "damaged";
	case PHOTO_E_DIMENSIONS:
		return "dimensions";
	default:
		return "write";
	}
}

static void
print_report(const struct photo_report *r)
{
	const char *comma = "";

	(void)fprintf(stderr,
	    "{\"type\":\"%s\",\"width\":%u,\"height\":%u,"
	    "\"orientation\":%u,\"removed\":[",
	    r->type == PHOTO_JPEG ? "jpeg" : "png", r->width, r->height,
	    r->orientation);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if ((r->removed >> i & 1) == 0)
			continue;
		(void)fprintf(stderr, "%s\"%s\"", comma, words[i]);
		comma = ",";
	}
	(void)fprintf(stderr, "]}\n");
}

static int
clean(struct view photo)
{
	struct photo_report first, report;
	struct buf cleaned;
	size_t len = 0;
	int r = photo_clean(photo, count, &len, &first);

	if (r != PHOTO_OK) {
		(void)fprintf(stderr, "{\"error\":\"%s\"}\n", error_word(r));
		return EXIT_REFUSED;
	}
	buf_init(&cleaned, &buf_heap, FILE_MAX);
	r = photo_clean(photo, io_write_to_buf, &cleaned, &report);
	int code = r == PHOTO_OK && cleaned.len == len && len <= photo.len
		       ? 0
		       : EXIT_BROKEN;
	if (code == 0 && io_write(STDOUT_FILENO, cleaned.data, cleaned.len) < 0)
		code = EXIT_BROKEN;
	if (code == 0)
		print_report(&report);
	buf_free(&cleaned);
	return code;
}

int
main(int argc, char **argv)
{
	struct buf photo;
	int code;

	if (argc != 2)
		return EXIT_USAGE;
	buf_init(&photo, &buf_heap, FILE_MAX);
	int r = io_read_file(argv[1], &photo);
	if (r != 0) {
		(void)fprintf(stderr, "clean-photo: cannot read %s\n", argv[1]);
		code = EXIT_BROKEN;
	} else {
		code = clean((struct view){photo.data, photo.len});
	}
	buf_free(&photo);
	return code;
}
