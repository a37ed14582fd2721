/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * /proc/swaps (proc(5)).
 */
#include "base/swap.h"

#include <string.h>

#include "base/io.h"

/* A line of some 60 bytes for each space, of which there are at most 32. */
#define SWAPS_MAX ((size_t)16 * 1024)

/* A heading, and a line for each space. */
bool
swap_is_listed(const char *swaps)
{
	const char *line = strchr(swaps, '\n');

	return line != NULL && line[1] != '\0';
}

bool
swap_may_be_there(void)
{
	struct buf text;

	buf_init(&text, &buf_heap, SWAPS_MAX);
	bool may = io_read_file("/proc/swaps", &text) != 0 ||
		   buf_add(&text, "", 1) != BUF_OK ||
		   swap_is_listed((const char *)text.data);
	buf_free(&text);
	return may;
}
