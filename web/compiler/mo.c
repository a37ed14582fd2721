/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The MO file reader. The file comes from our own build, but a reader that
 * checks its bounds costs no more than one that does not.
 */
#include "web/compiler/mo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MO_MAGIC 0x950412deU /* in the machine's own byte order */

static int
number_at(const struct buf *f, size_t at, uint32_t *out)
{
	if (at > f->len || f->len - at < sizeof *out)
		return -1;
	memcpy(out, f->data + at, sizeof *out);
	return 0;
}

/* The string whose length and offset stand at that place. */
static const char *
string_at(const struct buf *f, size_t at)
{
	uint32_t len;
	uint32_t begin;

	if (number_at(f, at, &len) != 0 || number_at(f, at + 4, &begin) != 0)
		return NULL;
	if (begin >= f->len || f->len - begin <= len)
		return NULL;
	const char *s = (const char *)f->data + begin;
	return memchr(s, '\0', (size_t)len + 1) == s + len ? s : NULL;
}

int
mo_parse(const struct buf *file, struct mo *out)
{
	uint32_t head[5]; /* magic, revision, count, two tables */

	for (size_t i = 0; i < 5; i++)
		if (number_at(file, i * 4, &head[i]) != 0)
			return -1;
	if (head[0] != MO_MAGIC || head[2] == 0 || head[2] > file->len / 16)
		return -1;
	struct mo m = {0};
	m.messages = (struct web_message *)calloc(head[2], sizeof *m.messages);
	if (m.messages == NULL)
		return -1;
	for (size_t i = 0; i < head[2]; i++) {
		const char *id = string_at(file, (size_t)head[3] + i * 8);
		const char *text = string_at(file, (size_t)head[4] + i * 8);
		if (id == NULL || text == NULL) {
			mo_free(&m);
			return -1;
		}
		if (id[0] == '\0')
			m.header = text;
		else
			m.messages[m.n++] = (struct web_message){id, text};
	}
	*out = m;
	return 0;
}

int
mo_header(const struct mo *m, const char *name, char *out, size_t n)
{
	size_t len = strlen(name);

	for (const char *line = m->header; line != NULL && *line != '\0';) {
		size_t end = strcspn(line, "\n");
		if (end > len + 2 && strncmp(line, name, len) == 0 &&
		    strncmp(line + len, ": ", 2) == 0) {
			size_t v = end - len - 2;
			v = v < n ? v : n - 1;
			memcpy(out, line + len + 2, v);
			out[v] = '\0';
			return 0;
		}
		line += end + (line[end] == '\n' ? 1 : 0);
	}
	return -1;
}

void
mo_free(struct mo *m)
{
	free(m->messages);
	*m = (struct mo){0};
}
