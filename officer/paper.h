/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Pages for the printer: HTML for A4 in Swedish that needs nothing but itself,
 * without scripts. The adds are struct buf's: one check of out->err at the end.
 * A page with a secret is built in secret_mem.
 */
#ifndef INKAST_OFFICER_PAPER_H
#define INKAST_OFFICER_PAPER_H

#include <stddef.h>

#include "base/buf.h"
#include "crypto/share/share.h"

/* Room for a page: head and style take 2 KiB, the largest code 30 KiB. */
#define PAPER_MAX ((size_t)64 * 1024)

/* Up to where the content goes; title is also the heading. paper_end ends it.
 */
void paper_begin(struct buf *out, const char *title) __attribute__((nonnull));
void paper_end(struct buf *out) __attribute__((nonnull));

/* Text, with what HTML would take for its own made harmless. */
void paper_text(struct buf *out, const void *text, size_t len)
    __attribute__((nonnull));
void paper_str(struct buf *out, const char *text) __attribute__((nonnull));

/* A term and what it is, of a list of terms. */
void paper_term(struct buf *out, const char *term, const char *is)
    __attribute__((nonnull));

/* A number from 0 up. Not through printf, which would keep a copy. */
void paper_number(struct buf *out, unsigned n) __attribute__((nonnull));

/* A code that a telephone reads off paper: version 17-M, 85 modules wide. */
#define PAPER_QR_MAX 504

/* A QR code (ISO/IEC 18004) of len bytes as an image in the page; 15 % of it
 * may be damaged (level M). label is what it is, for who cannot see it. BUF_OK;
 * BUF_E_MEMORY; BUF_E_MAX when the text is empty or longer than PAPER_QR_MAX,
 * or the page too long for its buffer. */
int paper_qr(struct buf *out, const void *text, size_t len, const char *label)
    __attribute__((nonnull, warn_unused_result));

/* What a share's page says besides the share itself. Borrowed. */
struct paper_share {
	const struct share *share;
	struct view text;        /* its lines (share_write) */
	const char *fingerprint; /* of the recipient that the identity has */
	const char *day;         /* when it was made */
	const char *contact;     /* whom to call; NULL: lines to write on */
};

/* The whole page, appended to out, and the same as a text. BUF_OK or what the
 * buffer says. */
int paper_share_html(const struct paper_share *s, struct buf *out)
    __attribute__((nonnull, warn_unused_result));
int paper_share_txt(const struct paper_share *s, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

#endif
