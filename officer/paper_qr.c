/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * QR codes by libqrencode, as an image in a page.
 */
#include "officer/paper.h"

#include <qrencode.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define QUIET 4U /* modules of white around a code, as its standard asks */

/* The lowest bit of a module says that it is dark. */
static bool
dark(const QRcode *code, unsigned x, unsigned y)
{
	return (code->data[(size_t)y * (unsigned)code->width + x] & 1) != 0;
}

/* A rectangle for each run of dark modules in a row. */
static void
add_row(struct buf *out, const QRcode *code, unsigned y)
{
	unsigned width = (unsigned)code->width;
	unsigned end;

	for (unsigned x = 0; x < width; x = end) {
		end = x + 1;
		if (!dark(code, x, y))
			continue;
		while (end < width && dark(code, end, y))
			end++;
		buf_add_str(out, "M");
		paper_number(out, x + QUIET);
		buf_add_str(out, " ");
		paper_number(out, y + QUIET);
		buf_add_str(out, "h");
		paper_number(out, end - x);
		buf_add_str(out, "v1h-");
		paper_number(out, end - x);
		buf_add_str(out, "z");
	}
}

static void
add_image(struct buf *out, const QRcode *code, const char *label)
{
	unsigned side = (unsigned)code->width + 2 * QUIET;

	buf_add_str(out, "<svg role=\"img\" shape-rendering=\"crispEdges\" "
			 "aria-label=\"");
	paper_str(out, label);
	buf_add_str(out, "\" viewBox=\"0 0 ");
	paper_number(out, side);
	buf_add_str(out, " ");
	paper_number(out, side);
	buf_add_str(out, "\"><path d=\"");
	for (unsigned y = 0; y < (unsigned)code->width; y++)
		add_row(out, code, y);
	buf_add_str(out, "\"/></svg>\n");
}

/* The library keeps the text, its bits and the code in the heap, not locked.
 * The code is wiped here. What the library itself gives back on its way is
 * wiped by heap_wipe.c, in the program; in a build with a sanitizer it is
 * not, and stays until that memory is used again. */
int
paper_qr(struct buf *out, const void *text, size_t len, const char *label)
{
	if (len == 0 || len > PAPER_QR_MAX)
		return BUF_E_MAX;
	QRcode *code = QRcode_encodeData((int)len, text, 0, QR_ECLEVEL_M);
	if (code == NULL)
		return BUF_E_MEMORY;
	add_image(out, code, label);
	explicit_bzero(
	    code->data, (size_t)(unsigned)code->width * (unsigned)code->width);
	QRcode_free(code);
	return out->err;
}
