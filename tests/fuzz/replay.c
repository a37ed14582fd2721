/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The main of a fuzz target in builds without libFuzzer: feeds it every file of
 * the given folders, so that a corpus is a regression test for any compiler.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No target takes a longer input: libFuzzer's own default is 1 MiB too. */
#define INPUT_MAX ((size_t)1024 * 1024)

static void
replay(const char *folder, const char *name)
{
	char path[4096];
	uint8_t *exact, *data;
	size_t len;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "rb");
	data = malloc(INPUT_MAX);
	if (f == NULL || data == NULL) {
		perror(path);
		exit(1);
	}
	len = fread(data, 1, INPUT_MAX, f);
	/* Of the exact size, so that a sanitizer sees a byte too far. */
	exact = malloc(len + (len == 0));
	if (exact == NULL || ferror(f)) {
		perror(path);
		exit(1);
	}
	fclose(f);
	for (size_t i = 0; i < len; i++)
		exact[i] = data[i];
	free(data);
	if (LLVMFuzzerTestOneInput(exact, len) != 0) {
		fprintf(stderr, "%s: the target did not return 0\n", path);
		exit(1);
	}
	free(exact);
}

static size_t
replay_folder(const char *folder)
{
	const struct dirent *entry;
	size_t n = 0;
	DIR *dir = opendir(folder);

	if (dir == NULL) {
		perror(folder);
		exit(1);
	}
	/* One thread, one stream. */
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		replay(folder, entry->d_name);
		n++;
	}
	closedir(dir);
	return n;
}

int
main(int argc, char **argv)
{
	size_t n = 0;

	for (int i = 1; i < argc; i++)
		n += replay_folder(argv[i]);
	if (n == 0) {
		fprintf(stderr, "no input was replayed\n");
		return 1;
	}
	printf("%zu inputs replayed\n", n);
	return 0;
}
