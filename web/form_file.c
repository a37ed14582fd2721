/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A form definition from a file, or the built-in one.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "web/form.h"

struct form *
form_load(const char *path, struct form_message *why)
{
	struct form_error err;
	struct form *f = NULL;
	struct buf text;

	if (path[0] == '\0') {
		f = form_builtin();
		if (f == NULL)
			(void)snprintf(
			    why->text, sizeof why->text, "out of memory");
		return f;
	}
	buf_init(&text, &buf_heap, FORM_FILE_MAX);
	int r = io_read_file(path, &text);
	if (r < 0)
		(void)snprintf(why->text, sizeof why->text, "%.400s: %s", path,
		    r == -EFBIG ? "expected at most 1 MiB"
				: strerrordesc_np(-r));
	else if ((f = form_parse((const char *)text.data, text.len, &err)) ==
		 NULL)
		(void)snprintf(why->text, sizeof why->text, "%.400s:%u: %s",
		    path, err.line, err.text);
	buf_free(&text);
	return f;
}
