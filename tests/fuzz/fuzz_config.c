/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 * link: gw_common base
 *
 * The configuration: no text crashes the parser; what it takes is dumped to a
 * file that gives the same values, and the same file, again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/common/config.h"

#define PATH "/etc/inkast/fuzz.conf"

static void
dump(const struct config *c, struct buf *out)
{
	buf_init(out, &buf_heap, LIMIT_CONFIG_FILE);
	if (config_dump(c, io_write_to_buf, out) != 0)
		abort();
}

static void
dumps_to_itself(const struct config *first)
{
	static struct config second;
	struct config_error err;
	struct buf one, two;

	dump(first, &one);
	if (config_parse(PATH, one.data, one.len, &second, &err) != CONFIG_OK)
		abort();
	if (memcmp(first, &second, sizeof second) != 0)
		abort();
	dump(&second, &two);
	if (one.len != two.len || memcmp(one.data, two.data, one.len) != 0)
		abort();
	buf_free(&one);
	buf_free(&two);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct config config;
	struct config_error err = {.text = ""};
	int r = config_parse(PATH, data, size, &config, &err);

	if (r == CONFIG_OK)
		dumps_to_itself(&config);
	else if (strncmp(err.text, PATH ":", strlen(PATH ":")) != 0)
		/* Every mistake is named by its file. */
		abort();
	return 0;
}
