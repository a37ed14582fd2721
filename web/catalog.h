/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A compiled catalogue: what web_language.catalog points to. gettext's own
 * functions choose the language of a whole process; these tables serve every
 * language at once.
 */
#ifndef INKAST_WEB_CATALOG_H
#define INKAST_WEB_CATALOG_H

#include <stddef.h>

struct web_message {
	const char *swedish;
	const char *translated;
};

struct web_catalog {
	const struct web_message *messages; /* by strcmp of swedish */
	size_t n;
};

#endif
