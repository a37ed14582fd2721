/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * From struct config to a file that reads back as the same values. The schema
 * table gives order, help and ranges.
 */
#include "gateway/common/config.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/common/config_schema.h"

/* The struct is cleared whole, so that two of equal content have equal bytes:
 * texts are padded with zeros. */
void
config_defaults(struct config *out)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < config_schema_len; i++) {
		const struct config_key *k = &config_schema[i];
		if (k->fallback == NULL)
			continue;
		if (k->kind == CONFIG_NUMBER)
			*config_number(out, k) =
			    (unsigned)strtoul(k->fallback, NULL, 10);
		else
			memcpy(config_text(out, k), k->fallback,
			    strlen(k->fallback) + 1);
	}
}

/* "# help", and the range and default of what has them. */
static void
dump_help(struct buf *b, const struct config_key *k)
{
	buf_add_str(b, "# ");
	buf_add_str(b, k->help);
	buf_add_str(b, "\n");
	if (k->kind == CONFIG_NUMBER)
		buf_add_fmt(b, "# %u to %u", k->min, k->max);
	else
		buf_add_fmt(b, "# %s", k->expected);
	if (k->fallback != NULL && k->fallback[0] != '\0')
		buf_add_fmt(b, "; default: %s", k->fallback);
	buf_add_str(b, "\n");
}

static void
dump_pair(struct buf *b, const char *key, const char *value)
{
	buf_add_str(b, key);
	buf_add_str(b, value[0] == '\0' ? " =" : " = ");
	buf_add_str(b, value);
	buf_add_str(b, "\n");
}

static void
dump_value(struct buf *b, const struct config_key *k, struct config *c)
{
	if (k->kind == CONFIG_SIGNER) {
		for (size_t i = 0; i < c->n_signers; i++)
			dump_pair(b, k->key, c->signers[i]);
	} else if (k->kind == CONFIG_NUMBER) {
		/* 0 is "not given" for what has no default. */
		if (*config_number(c, k) != 0)
			buf_add_fmt(
			    b, "%s = %u\n", k->key, *config_number(c, k));
	} else {
		dump_pair(b, k->key, config_text(c, k));
	}
}

int
config_dump(const struct config *c, write_fn write, void *ctx)
{
	struct config copy = *c;
	const char *section = "";
	struct buf b;
	int r = CONFIG_E_MEMORY;

	/* Help and values of some twenty keys are below 8 KiB. */
	buf_init(&b, &buf_heap, LIMIT_CONFIG_FILE);
	for (size_t i = 0; i < config_schema_len; i++) {
		const struct config_key *k = &config_schema[i];
		if (strcmp(section, k->section) != 0) {
			section = k->section;
			buf_add_fmt(
			    &b, "%s[%s]\n", i == 0 ? "" : "\n", section);
		}
		dump_help(&b, k);
		dump_value(&b, k, &copy);
	}
	if (b.err == BUF_OK)
		r = write(ctx, b.data, b.len);
	buf_free(&b);
	return r;
}

/* By what they dump, since structs have padding. Without memory they differ:
 * whoever asks then does what a change asks for. */
bool
config_is_same(const struct config *a, const struct config *b)
{
	struct buf one, other;

	buf_init(&one, &buf_heap, LIMIT_CONFIG_FILE);
	buf_init(&other, &buf_heap, LIMIT_CONFIG_FILE);
	bool same = config_dump(a, io_write_to_buf, &one) == 0 &&
		    config_dump(b, io_write_to_buf, &other) == 0 &&
		    one.len == other.len && one.len > 0 &&
		    memcmp(one.data, other.data, one.len) == 0;
	buf_free(&one);
	buf_free(&other);
	return same;
}
