/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The frame of a printed page.
 */
#include "officer/paper.h"

#include <string.h>

#include "crypto/core/hash.h"

/* The policy names its digest: nothing else in a page can change its look, and
 * nothing at all is fetched. */
static const char style[] =
    "@page{size:A4;margin:18mm}"
    "body{margin:0 auto;max-width:174mm;color:#000;background:#fff;"
    "font:11pt/1.45 sans-serif;overflow-wrap:anywhere}"
    "h1{font-size:22pt;line-height:1.2;margin:0 0 3mm}"
    "h2{font-size:13pt;margin:5mm 0 1mm}"
    "p{margin:0 0 2mm}ul,ol{margin:0;padding-left:6mm}"
    ".lead{font-size:13pt}"
    ".both{display:flex;align-items:center;justify-content:space-between;"
    "gap:6mm;border:.5mm solid #000;padding:4mm;margin:4mm 0}"
    "pre{font:bold 16pt/1.7 monospace;margin:0}"
    ".long{font:9pt/1.4 monospace}"
    "svg{width:62mm;height:62mm;flex:none}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:1mm 5mm;"
    "margin:3mm 0}"
    "dt{font-weight:bold}dd{margin:0}"
    ".print{font:bold 30pt/1.4 monospace;margin:2mm 0;width:18ch}"
    ".line{border-bottom:.3mm solid #000;height:9mm}"
    "section{break-inside:avoid}"
    "@media screen{body{padding:10mm}}";

void
paper_begin(struct buf *out, const char *title)
{
	uint8_t digest[HASH_LEN];
	char base64[HASH_BASE64_LEN];

	hash_of(style, sizeof style - 1, digest);
	hash_base64(digest, base64);
	buf_add_str(out,
	    "<!DOCTYPE html>\n"
	    "<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'sha256-");
	buf_add_str(out, base64);
	buf_add_str(out, "'\">\n"
			 "<meta name=\"viewport\" "
			 "content=\"width=device-width\">\n<title>");
	paper_str(out, title);
	buf_add_str(out, "</title>\n<style>");
	buf_add_str(out, style);
	buf_add_str(out, "</style>\n</head>\n<body>\n<main>\n<h1>");
	paper_str(out, title);
	buf_add_str(out, "</h1>\n");
}

void
paper_end(struct buf *out)
{
	buf_add_str(out, "</main>\n</body>\n</html>\n");
}

static const char *
reference(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
paper_text(struct buf *out, const void *text, size_t len)
{
	const char *from = text;

	for (size_t i = 0; i < len; i++) {
		const char *harmless = reference(from[i]);
		if (harmless != NULL)
			buf_add_str(out, harmless);
		else
			buf_add(out, &from[i], 1);
	}
}

void
paper_str(struct buf *out, const char *text)
{
	paper_text(out, text, strlen(text));
}

void
paper_term(struct buf *out, const char *term, const char *is)
{
	buf_add_str(out, "<dt>");
	paper_str(out, term);
	buf_add_str(out, "</dt><dd>");
	paper_str(out, is);
	buf_add_str(out, "</dd>\n");
}

void
paper_number(struct buf *out, unsigned n)
{
	unsigned unit = 1;

	while (n / unit >= 10)
		unit *= 10;
	for (; unit > 0; unit /= 10)
		buf_add(out, &"0123456789"[n / unit % 10], 1);
}
