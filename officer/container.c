/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The reader of containers: hostile, although it was sealed. Anybody can seal
 * to a public key.
 */
#include "officer/container.h"

#include <string.h>

#include "crypto/core/tip.h"

static const char *
add(struct container *c, const struct container_member *m)
{
	if (c->n == CONTAINER_MEMBERS_MAX)
		return "its container has too many members";
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->members[i].name, m->name) == 0)
			return "its container has a name twice";
	if (c->n == 0 && strcmp(m->name, TIP_MEMBER) != 0)
		return "its container does not begin with tip.json";
	c->members[c->n++] = *m;
	return NULL;
}

/* Bytes of the archive before its padding (FORMAT 2.1). No sum overflows: the
 * members lie in memory one behind the other. */
static size_t
archive_len(const struct container *c)
{
	size_t len = (size_t)2 * TAR_BLOCK;

	for (size_t i = 0; i < c->n; i++)
		len += TAR_BLOCK + c->members[i].size +
		       tar_padding(c->members[i].size);
	return len;
}

const char *
container_read(const void *data, size_t len, struct container *out)
{
	struct tar_walk walk = {.data = data, .len = len};
	struct container_member m;
	const char *wrong = NULL;
	int r;

	out->n = 0;
	while (wrong == NULL &&
	       (r = tar_walk_next(&walk, m.name, &m.content, &m.size)) == 1)
		wrong = add(out, &m);
	if (wrong == NULL && r < 0)
		wrong = tar_strerror(r);
	if (wrong == NULL && out->n == 0)
		wrong = "its container is empty";
	if (wrong == NULL && tip_class(archive_len(out)) != len)
		wrong = "its container is not padded to a size class "
			"(FORMAT 2.2)";
	return wrong;
}
