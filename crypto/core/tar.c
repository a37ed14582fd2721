/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Writing the ustar subset (docs/FORMAT.md 2.1 to 2.5), and reading back a
 * header by writing it again.
 */
#include "crypto/core/tar.h"

#include <string.h>

/* POSIX.1-2017 pax, "ustar Interchange Format": where each field stands. */
enum {
	AT_NAME = 0,
	AT_MODE = 100,
	AT_UID = 108,
	AT_GID = 116,
	AT_SIZE = 124,
	AT_MTIME = 136,
	AT_CHECKSUM = 148,
	AT_TYPE = 156,
	AT_MAGIC = 257,
	AT_VERSION = 263,
	AT_DEVMAJOR = 329,
	AT_DEVMINOR = 337,
};

#define SIZE_DIGITS 11
#define CHECKSUM_DIGITS 6

static const struct {
	enum tar_err err;
	const char *text;
} tar_texts[] = {
    {TAR_OK, "success"},
    {TAR_E_HEADER, "a member's header is not as Inkast writes it"},
    {TAR_E_NAME, "a member's name is not allowed"},
    {TAR_E_TRUNCATED, "the archive ends inside a member"},
    {TAR_E_TRAILER, "something other than zeros stands where zeros belong"},
    {TAR_E_SIZE, "a member is larger than the format takes"},
    {TAR_E_IO, "writing the archive failed"},
};

const char *
tar_strerror(int err)
{
	for (size_t i = 0; i < sizeof tar_texts / sizeof tar_texts[0]; i++) {
		if ((int)tar_texts[i].err == err)
			return tar_texts[i].text;
	}
	return "unknown error";
}

static bool
name_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/* FORMAT 2.3. No part begins with '.', so there is no "..", and the first part
 * is not empty, so there is no leading '/'. */
static bool
name_allowed(const char *name)
{
	bool part_begins = true;

	if (strnlen(name, TAR_NAME_MAX) == TAR_NAME_MAX)
		return false;
	for (const char *c = name; *c != '\0'; c++) {
		if (*c == '/' ? part_begins : !name_char(*c))
			return false;
		if (part_begins && *c == '.')
			return false;
		part_begins = *c == '/';
	}
	return !part_begins;
}

/* digits octal digits; the NUL that follows is there already. */
static void
put_octal(uint8_t *field, size_t digits, uint64_t value)
{
	for (size_t i = digits; i-- > 0; value >>= 3)
		field[i] = (uint8_t)('0' + (value & 7));
}

static void
put_checksum(uint8_t block[static TAR_BLOCK])
{
	uint64_t sum = 0;

	memset(&block[AT_CHECKSUM], ' ', CHECKSUM_DIGITS + 2);
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += block[i];
	put_octal(&block[AT_CHECKSUM], CHECKSUM_DIGITS, sum);
	block[AT_CHECKSUM + CHECKSUM_DIGITS] = '\0';
}

int
tar_header(const char *name, uint64_t size, uint8_t block[static TAR_BLOCK])
{
	if (!name_allowed(name))
		return TAR_E_NAME;
	if (size > TAR_SIZE_MAX)
		return TAR_E_SIZE;
	memset(block, 0, TAR_BLOCK);
	for (size_t i = 0; name[i] != '\0'; i++)
		block[AT_NAME + i] = (uint8_t)name[i];
	put_octal(&block[AT_MODE], 7, 0600);
	put_octal(&block[AT_UID], 7, 0);
	put_octal(&block[AT_GID], 7, 0);
	put_octal(&block[AT_SIZE], SIZE_DIGITS, size);
	put_octal(&block[AT_MTIME], 11, 0);
	block[AT_TYPE] = '0';
	memcpy(&block[AT_MAGIC], "ustar", 6);
	block[AT_VERSION] = '0';
	block[AT_VERSION + 1] = '0';
	put_octal(&block[AT_DEVMAJOR], 7, 0);
	put_octal(&block[AT_DEVMINOR], 7, 0);
	put_checksum(block);
	return TAR_OK;
}

static bool
all_zero(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] != 0)
			return false;
	}
	return true;
}

int
tar_header_read(const uint8_t block[static TAR_BLOCK],
    char name[static TAR_NAME_MAX], uint64_t *size, bool *end)
{
	uint8_t again[TAR_BLOCK];
	char found[TAR_NAME_MAX];
	uint64_t n = 0;

	if (all_zero(block, TAR_BLOCK)) {
		*end = true;
		return TAR_OK;
	}
	/* Whatever is wrong with the two fields shows when they are written
	 * again, so nothing about them is checked here. */
	memcpy(found, &block[AT_NAME], TAR_NAME_MAX);
	for (size_t i = 0; i < SIZE_DIGITS; i++)
		n = n << 3 | (block[AT_SIZE + i] & 7);
	if (tar_header(found, n, again) != TAR_OK ||
	    memcmp(again, block, TAR_BLOCK) != 0)
		return TAR_E_HEADER;
	memcpy(name, found, TAR_NAME_MAX);
	*size = n;
	*end = false;
	return TAR_OK;
}

size_t
tar_padding(uint64_t size)
{
	return (TAR_BLOCK - (size_t)(size % TAR_BLOCK)) % TAR_BLOCK;
}

static const uint8_t zeros[2 * TAR_BLOCK];

int
tar_member(write_fn write, void *ctx, const char *name, const void *content,
    size_t size)
{
	uint8_t block[TAR_BLOCK];
	size_t padding = tar_padding(size);
	int r = tar_header(name, size, block);

	if (r != TAR_OK)
		return r;
	if (write(ctx, block, sizeof block) < 0 ||
	    (size > 0 && write(ctx, content, size) < 0) ||
	    (padding > 0 && write(ctx, zeros, padding) < 0))
		return TAR_E_IO;
	return TAR_OK;
}

int
tar_end(write_fn write, void *ctx)
{
	return write(ctx, zeros, sizeof zeros) < 0 ? TAR_E_IO : TAR_OK;
}
