/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * age-parts: one layer of an age file taken apart or put together, for tests
 * that do so and compare.
 *
 *   age-parts header              standard input's header, parsed and written
 *   age-parts armor               standard input in armor
 *   age-parts dearmor             and out of it
 *   age-parts reseal KEY FILE     standard input sealed with the file key KEY
 *                                 (32 hexadecimal digits) and the header and
 *                                 nonce of FILE
 *
 * Exits with 10 more than the error's number, negated; 64 for wrong usage.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "crypto/core/armor.h"
#include "crypto/core/header.h"
#include "crypto/core/kdf.h"
#include "crypto/seal/sealer.h"

#define EXIT_USAGE 64
#define EXIT_ERRORS 10
#define FILE_MAX ((size_t)64 << 20)

static int
write_all(const struct buf *b)
{
	if (b->err != BUF_OK)
		return AGE_E_MEMORY;
	return b->len == 0 || io_write(STDOUT_FILENO, b->data, b->len) == 0
		   ? AGE_OK
		   : AGE_E_IO;
}

/* age_header_stanza takes strings. */
static int
write_stanza(struct buf *out, const struct age_stanza *s)
{
	const char *args[AGE_ARGS_MAX];
	char *copies[AGE_ARGS_MAX];
	uint8_t *body = malloc(s->body_len + 1);

	for (size_t i = 0; i < s->n_args; i++)
		args[i] = copies[i] =
		    strndup((const char *)s->args[i].data, s->args[i].len);
	int err =
	    body == NULL ? AGE_E_MEMORY : age_stanza_body(s, body, s->body_len);
	if (err == AGE_OK)
		age_header_stanza(out, args, s->n_args, body, s->body_len);
	for (size_t i = 0; i < s->n_args; i++)
		free(copies[i]);
	free(body);
	return err;
}

static int
rewrite_header(const struct buf *in, struct buf *out)
{
	struct age_header h;
	int err = age_header_parse(
	    in->data == NULL ? (const uint8_t *)"" : in->data, in->len, &h);

	age_header_begin(out);
	for (size_t i = 0; err == AGE_OK && i < h.n_stanzas; i++)
		err = write_stanza(out, &h.stanzas[i]);
	if (err != AGE_OK)
		return err;
	age_header_mark(out);
	age_header_end(out, h.mac);
	return AGE_OK;
}

static int
wrap_in_armor(const struct buf *in, struct buf *out)
{
	struct armor_writer w;

	armor_writer_init(&w, io_write_to_buf, out);
	if (in->len > 0 && armor_write(&w, in->data, in->len) != 0)
		return AGE_E_IO;
	return armor_writer_end(&w) == 0 ? AGE_OK : AGE_E_IO;
}

static int
take_out_of_armor(const struct buf *in, struct buf *out)
{
	return armor_decode(
	    in->data == NULL ? (const uint8_t *)"" : in->data, in->len, out);
}

/* Standard input through one of the above, to standard output. */
static int
convert(int (*how)(const struct buf *in, struct buf *out))
{
	struct buf in;
	struct buf out;

	buf_init(&in, &buf_heap, FILE_MAX);
	buf_init(&out, &buf_heap, 2 * FILE_MAX);
	int err =
	    io_read_fd(STDIN_FILENO, &in) == 0 ? how(&in, &out) : AGE_E_IO;
	if (err == AGE_OK)
		err = write_all(&out);
	buf_free(&in);
	buf_free(&out);
	return err;
}

static bool
parse_key(const char *hex, uint8_t key[static AGE_FILE_KEY_LEN])
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(hex) != 2 * (size_t)AGE_FILE_KEY_LEN ||
	    strspn(hex, digits) != strlen(hex))
		return false;
	for (size_t i = 0; i < AGE_FILE_KEY_LEN; i++)
		key[i] = (uint8_t)((strchr(digits, hex[2 * i]) - digits) << 4 |
				   (strchr(digits, hex[2 * i + 1]) - digits));
	return true;
}

/* Header and nonce of a file, and the payload's key that they give. */
static int
read_start(const char *path, const uint8_t file_key[static AGE_FILE_KEY_LEN],
    struct buf *start, uint8_t key[static KDF_LEN])
{
	struct buf file;
	struct age_header h;

	buf_init(&file, &buf_heap, FILE_MAX);
	int err = io_read_file(path, &file) == 0 && file.len > 0
		      ? age_header_parse(file.data, file.len, &h)
		      : AGE_E_IO;
	if (err == AGE_OK && file.len - h.len < AGE_NONCE_LEN)
		err = AGE_E_HEADER;
	if (err == AGE_OK)
		err = kdf_payload_key(file_key, &file.data[h.len], key);
	if (err == AGE_OK)
		buf_add(start, file.data, h.len + AGE_NONCE_LEN);
	buf_free(&file);
	return err;
}

static int
reseal(const char *path, const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	static uint8_t piece[10000]; /* no divisor of a chunk, on purpose */
	uint8_t key[KDF_LEN];
	struct sealer *s = NULL;
	struct buf start;
	int out = STDOUT_FILENO;
	ssize_t n = 0;

	buf_init(&start, &buf_heap, 2 * AGE_HEADER_MAX);
	int err = read_start(path, file_key, &start, key);
	if (err == AGE_OK)
		err = sealer_start(&s, &start, key, io_write_to_fd, &out);
	while (err == AGE_OK &&
	       (n = io_read(STDIN_FILENO, piece, sizeof piece)) > 0)
		err = sealer_add(s, piece, (size_t)n);
	if (n < 0)
		err = AGE_E_IO;
	if (err == AGE_OK)
		err = sealer_end(s);
	sealer_free(&s);
	buf_free(&start);
	return err;
}

int
main(int argc, char **argv)
{
	uint8_t file_key[AGE_FILE_KEY_LEN];
	int err;

	if (age_init() != AGE_OK)
		return EXIT_ERRORS - AGE_E_CRYPTO;
	if (argc == 2 && strcmp(argv[1], "header") == 0)
		err = convert(rewrite_header);
	else if (argc == 2 && strcmp(argv[1], "armor") == 0)
		err = convert(wrap_in_armor);
	else if (argc == 2 && strcmp(argv[1], "dearmor") == 0)
		err = convert(take_out_of_armor);
	else if (argc == 4 && strcmp(argv[1], "reseal") == 0 &&
		 parse_key(argv[2], file_key))
		err = reseal(argv[3], file_key);
	else
		return EXIT_USAGE;
	if (err != AGE_OK)
		(void)fprintf(stderr, "age-parts: %s\n", age_strerror(err));
	return err == AGE_OK ? 0 : EXIT_ERRORS - err;
}
