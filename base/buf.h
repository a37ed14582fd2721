/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A growing byte buffer with a hard maximum. Where its memory comes from is
 * the caller's choice: buf_heap for what anybody may read (ciphertext, pages
 * without user text), secret_mem (crypto/core/secret.h) for plaintext.
 * Whatever it comes from, a buffer is wiped when it grows and when it is freed.
 */
#ifndef INKAST_BASE_BUF_H
#define INKAST_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

/* Where a buffer's memory comes from. alloc returns NULL when there is none;
 * release gets the size that was asked for and never NULL. */
struct buf_mem {
	void *(*alloc)(size_t size);
	void (*release)(void *p, size_t size);
};

extern const struct buf_mem buf_heap;

enum buf_err {
	BUF_OK = 0,
	BUF_E_MEMORY = -1, /* the allocator had none */
	BUF_E_MAX = -2,    /* the buffer would exceed its maximum */
};

/* Fields may be read; only the functions below change them. The error is
 * sticky: after the first failure every further add returns it, so that a
 * series of adds needs one check at its end. */
struct buf {
	uint8_t *data; /* NULL while len is 0 and nothing was reserved */
	size_t len;
	size_t cap;
	size_t max;
	const struct buf_mem *mem;
	int err;
};

/* An empty buffer of at most max bytes. Allocates nothing. */
void buf_init(struct buf *b, const struct buf_mem *mem, size_t max)
    __attribute__((nonnull));

/* Make room for at least n bytes in all, so that adds up to there do not move
 * the data. An empty buffer gets exactly n: what holds secrets is locked, and
 * an ordinary account may lock little. BUF_OK, BUF_E_MEMORY or BUF_E_MAX. */
int buf_reserve(struct buf *b, size_t n) __attribute__((nonnull));

/* Append n bytes. p may be NULL when n is 0. It must not point into b. */
int buf_add(struct buf *b, const void *p, size_t n) __attribute__((nonnull(1)));

/* Append a string without its NUL. */
int buf_add_str(struct buf *b, const char *s) __attribute__((nonnull));

/* Append n zero bytes. */
int buf_add_zeros(struct buf *b, size_t n) __attribute__((nonnull));

/* Append formatted text. For numbers and fixed words only: a secret or a
 * citizen's text is never formatted (printf keeps copies on the stack). */
int buf_add_fmt(struct buf *b, const char *fmt, ...)
    __attribute__((nonnull(1, 2), format(printf, 2, 3)));

/* Wipe the content and forget the error; the memory is kept. */
void buf_clear(struct buf *b) __attribute__((nonnull));

/* Wipe and give back the memory. The buffer is empty and usable afterwards. */
void buf_free(struct buf *b) __attribute__((nonnull));

#endif
