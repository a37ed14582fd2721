/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * readme-example: a program around the examples of crypto/README.md.
 *
 *   readme-example seal RECIPIENT     standard input, sealed
 *   readme-example open FILE          standard input, opened with an identity
 *   readme-example errors             each error's number and text
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "crypto/core/secret.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"

#define EXIT_USAGE 64
#define EXIT_ERRORS 10 /* and the error's number, negated */
#define FILE_MAX 4096

int seal_stream(const char *recipient, int in, int out);
int open_stream(const struct identity *id, int in, int out);

static int
read_identity(const char *path, struct identity *id)
{
	struct buf text;
	size_t n, line;
	int err = AGE_E_IO;

	buf_init(&text, &secret_mem, FILE_MAX);
	if (io_read_file(path, &text) == 0)
		err =
		    identity_file_parse(text.data, text.len, id, 1, &n, &line);
	buf_free(&text);
	return err;
}

static int
open_with(const char *path)
{
	struct identity *id = secret_alloc(sizeof *id);

	if (id == NULL)
		return AGE_E_MEMORY;
	int err = read_identity(path, id);
	if (err == AGE_OK)
		err = open_stream(id, STDIN_FILENO, STDOUT_FILENO);
	secret_free(id);
	return err;
}

static int
print_errors(void)
{
	for (int err = AGE_OK; err >= AGE_E_MIXED; err--)
		if (printf("%d %s\n", err, age_strerror(err)) < 0)
			return AGE_E_IO;
	return fflush(stdout) == 0 ? AGE_OK : AGE_E_IO;
}

int
main(int argc, char **argv)
{
	int err = age_init();

	if (err == AGE_OK && argc == 3 && strcmp(argv[1], "seal") == 0)
		err = seal_stream(argv[2], STDIN_FILENO, STDOUT_FILENO);
	else if (err == AGE_OK && argc == 3 && strcmp(argv[1], "open") == 0)
		err = open_with(argv[2]);
	else if (err == AGE_OK && argc == 2 && strcmp(argv[1], "errors") == 0)
		err = print_errors();
	else
		return EXIT_USAGE;
	return err == AGE_OK ? 0 : EXIT_ERRORS - err;
}
