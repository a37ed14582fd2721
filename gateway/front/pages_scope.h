/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the scopes of pages_view*.c share. For those files alone.
 */
#ifndef INKAST_GATEWAY_FRONT_PAGES_SCOPE_H
#define INKAST_GATEWAY_FRONT_PAGES_SCOPE_H

#include <stdbool.h>
#include <string.h>

#include "gateway/front/pages_view.h"

/* For chains: whether the renderer asks for this name. */
static inline bool
is(const char *name, const char *known)
{
	return strcmp(name, known) == 0;
}

static inline const struct page *
page_of(const struct view_scope *s)
{
	return (const struct page *)s->data;
}

#endif
