/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 * link: gw_common base
 *
 * The file of recipients: no text crashes its parser; what it takes is at most
 * LIMIT_RECIPIENTS texts, of one kind, no two the same, and read back from a
 * file of just those it is the same again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "gateway/common/config.h"

#define PATH "/etc/inkast/fuzz.txt"

static void
differ(const struct config *c)
{
	for (size_t i = 0; i < c->n_recipients; i++) {
		if (strncmp(c->recipients[i], "age1", 4) != 0)
			abort();
		if ((strncmp(c->recipients[i], "age1pq1", 7) == 0) !=
		    config_is_post_quantum(c))
			abort();
		for (size_t k = 0; k < i; k++)
			if (strcmp(c->recipients[i], c->recipients[k]) == 0)
				abort();
	}
}

static void
read_back(const struct config *first)
{
	static struct config second;
	struct config_error err;
	struct buf text;

	memset(&second, 0, sizeof second);
	buf_init(&text, &buf_heap, LIMIT_RECIPIENTS_FILE);
	for (size_t i = 0; i < first->n_recipients; i++) {
		buf_add_str(&text, first->recipients[i]);
		buf_add_str(&text, "\n");
	}
	if (text.err != BUF_OK ||
	    config_parse_recipients(PATH, text.data, text.len, &second, &err) !=
		CONFIG_OK ||
	    second.n_recipients != first->n_recipients)
		abort();
	for (size_t i = 0; i < first->n_recipients; i++)
		if (strcmp(first->recipients[i], second.recipients[i]) != 0)
			abort();
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct config config;
	struct config_error err = {.text = ""};

	memset(&config, 0, sizeof config);
	int r = config_parse_recipients(
	    PATH, data == NULL ? (const void *)"" : data, size, &config, &err);
	if (config.n_recipients > LIMIT_RECIPIENTS)
		abort();
	differ(&config);
	if (r == CONFIG_OK)
		read_back(&config);
	else if (strncmp(err.text, PATH ":", strlen(PATH ":")) != 0)
		/* Every mistake is named by its file. */
		abort();
	return 0;
}
