/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Looking up a translation in the tables that inkast-webc wrote.
 */
#include "web/language.h"

#include <stdlib.h>
#include <string.h>

#include "web/catalog.h"

static int
compare(const void *key, const void *item)
{
	const struct web_message *m = (const struct web_message *)item;

	return strcmp((const char *)key, m->swedish);
}

const char *
web_text(const struct web_language *lang, const char *swedish)
{
	const struct web_catalog *c = (const struct web_catalog *)lang->catalog;

	if (c == NULL || c->n == 0)
		return swedish;
	const struct web_message *m = (const struct web_message *)bsearch(
	    swedish, c->messages, c->n, sizeof *c->messages, compare);
	return m != NULL ? m->translated : swedish;
}
