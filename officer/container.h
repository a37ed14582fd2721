/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What is inside a seal: a strict archive, padded to a size class
 * (docs/FORMAT.md, section 2).
 */
#ifndef INKAST_OFFICER_CONTAINER_H
#define INKAST_OFFICER_CONTAINER_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/core/tar.h"

/* A tip and its 4 photos, with room for what later versions add; enough to
 * compare every name with every other. */
#define CONTAINER_MEMBERS_MAX 64

struct container_member {
	char name[TAR_NAME_MAX]; /* checked: FORMAT 2.3 */
	const uint8_t *content;  /* points into the container */
	size_t size;
};

struct container {
	struct container_member members[CONTAINER_MEMBERS_MAX];
	size_t n;
};

/* Read a whole container: data must outlive out. NULL, or what is wrong with
 * it, for people. The first member is tip.json; no name comes twice. */
const char *container_read(const void *data, size_t len, struct container *out)
    __attribute__((nonnull(3), warn_unused_result));

#endif
