/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * minisign-tool: our half of what minisign does, for tests.
 *
 *   minisign-tool new KEY PUBLIC [WORDS]       makes a key, protected by WORDS
 *   minisign-tool sign KEY [WORDS] <TEXT       writes a signature file
 *   minisign-tool public KEY [WORDS]           writes the 56 characters
 *   minisign-tool verify PUBLIC SIGNATURE <TEXT  writes the trusted comment
 *
 * Exits with 10 more than the error's number, negated; 64 for wrong usage.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "crypto/sign/sign.h"

#define EXIT_USAGE 64
#define EXIT_IO 74
#define EXIT_ERRORS 10
#define TEXT_MAX ((size_t)1 << 20)

static int
fail(int err)
{
	(void)fprintf(stderr, "minisign-tool: %s\n", minisign_strerror(err));
	return EXIT_ERRORS - err;
}

static int
read_key(const char *path, const char *words, struct sign_key **k)
{
	struct buf b;

	buf_init(&b, &secret_mem, SIGN_KEY_FILE_MAX);
	if (io_read_file(path, &b) != 0)
		return MINISIGN_E_FORM;
	int r = sign_key_read(b.data, b.len, words, strlen(words), k);
	buf_free(&b);
	return r;
}

static int
print(const struct buf *b)
{
	return io_write(STDOUT_FILENO, b->data, b->len) == 0 ? 0 : EXIT_IO;
}

static int
write_pair(const struct sign_key *k, const char *key, const char *public,
    const char *words)
{
	struct minisign_public p;
	char text[MINISIGN_PUBLIC_TEXT_LEN];
	struct buf b;

	buf_init(&b, &secret_mem, SIGN_KEY_FILE_MAX);
	int r = sign_key_write(k, words, strlen(words), &b);
	if (r != MINISIGN_OK)
		return fail(r);
	r = io_write_file(key, 0600, 0, b.data, b.len);
	buf_free(&b);
	buf_init(&b, &buf_heap, SIGN_KEY_FILE_MAX);
	sign_key_public(k, &p);
	minisign_public_format(&p, text);
	buf_add_fmt(&b, "untrusted comment: ours\n%s\n", text);
	if (r == 0)
		r = io_write_file(public, 0600, 0, b.data, b.len);
	buf_free(&b);
	return r == 0 ? 0 : EXIT_IO;
}

static int
run_new(const char *key, const char *public, const char *words)
{
	struct sign_key *k;
	int r = sign_key_new(&k);

	if (r != MINISIGN_OK)
		return fail(r);
	r = write_pair(k, key, public, words);
	sign_key_free(&k);
	return r;
}

static int
run_sign(const char *key, const char *words, const struct buf *text)
{
	struct sign_key *k;
	struct buf out;
	int r = read_key(key, words, &k);

	if (r != MINISIGN_OK)
		return fail(r);
	buf_init(&out, &buf_heap, MINISIGN_FILE_MAX);
	r = sign_text(k, (struct view){.data = text->data, .len = text->len},
	    "inkast keyring serial 2, 2026-11-22", &out);
	sign_key_free(&k);
	r = r == MINISIGN_OK ? print(&out) : fail(r);
	buf_free(&out);
	return r;
}

static int
run_public(const char *key, const char *words)
{
	struct minisign_public p;
	char text[MINISIGN_PUBLIC_TEXT_LEN];
	struct sign_key *k;
	int r = read_key(key, words, &k);

	if (r != MINISIGN_OK)
		return fail(r);
	sign_key_public(k, &p);
	sign_key_free(&k);
	minisign_public_format(&p, text);
	return puts(text) < 0 ? EXIT_IO : 0;
}

static int
verify(const struct buf *text, const struct buf *public,
    const struct buf *signature)
{
	struct minisign_public p;
	struct view comment;
	size_t which;
	int r = minisign_public_file_parse(public->data, public->len, &p);

	if (r == MINISIGN_OK)
		r = minisign_verify(
		    (struct view){.data = text->data, .len = text->len},
		    (struct view){
			.data = signature->data, .len = signature->len},
		    &p, 1, &which, &comment);
	if (r != MINISIGN_OK)
		return fail(r);
	return io_write(STDOUT_FILENO, comment.data, comment.len) == 0
		   ? 0
		   : EXIT_IO;
}

static int
run_verify(const char *public, const char *signature, const struct buf *text)
{
	struct buf p;
	struct buf s;
	int r = EXIT_IO;

	buf_init(&p, &buf_heap, SIGN_KEY_FILE_MAX);
	buf_init(&s, &buf_heap, MINISIGN_FILE_MAX);
	if (io_read_file(public, &p) == 0 && io_read_file(signature, &s) == 0)
		r = verify(text, &p, &s);
	buf_free(&p);
	buf_free(&s);
	return r;
}

int
main(int argc, char **argv)
{
	const char *verb = argc > 2 ? argv[1] : "";
	struct buf text;
	int r = EXIT_USAGE;

	if (age_init() != AGE_OK)
		return fail(MINISIGN_E_CRYPTO);
	if (strcmp(verb, "new") == 0 && argc >= 4)
		return run_new(argv[2], argv[3], argc > 4 ? argv[4] : "");
	if (strcmp(verb, "public") == 0)
		return run_public(argv[2], argc > 3 ? argv[3] : "");
	buf_init(&text, &buf_heap, TEXT_MAX);
	if (io_read_fd(STDIN_FILENO, &text) != 0)
		r = EXIT_IO;
	else if (strcmp(verb, "sign") == 0)
		r = run_sign(argv[2], argc > 3 ? argv[3] : "", &text);
	else if (strcmp(verb, "verify") == 0 && argc == 4)
		r = run_verify(argv[2], argv[3], &text);
	buf_free(&text);
	return r;
}
