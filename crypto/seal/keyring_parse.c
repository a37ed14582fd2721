/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A keyring from text (docs/FORMAT.md 13.1, 13.2): line by line through the
 * bounded reader, every line a section, a key of one of two tables, or an
 * error. Nothing is guessed.
 */
#include <stdio.h>
#include <string.h>

#include "crypto/seal/keyring_parser.h"

struct value {
	struct view key;
	struct view text;
};

/* Every key of the section that just ended was given. */
static void
end_section(struct parser *p)
{
	const struct parser_key *keys =
	    p->epoch == NULL ? parser_keyring_keys : parser_epoch_keys;
	size_t n =
	    p->epoch == NULL ? parser_keyring_keys_len : parser_epoch_keys_len;

	if (!p->in_section)
		return;
	for (size_t i = 0; i < n; i++)
		if (!keys[i].repeats && (p->seen & 1U << i) == 0)
			parser_fault(p, KEYRING_E_SYNTAX,
			    "%s is missing in the section that ends here",
			    keys[i].name);
}

static void
begin_epoch(struct parser *p, struct view id)
{
	struct keyring *k = p->k;
	uint32_t n;

	if (!parser_number(id, KEYRING_SERIAL_MAX, &n)) {
		parser_expected(
		    p, "epoch", "a number from 1 to 2147483647", id);
		return;
	}
	if (k->n_epochs > 0 && n <= k->epochs[k->n_epochs - 1].id) {
		parser_fault(p, KEYRING_E_SYNTAX,
		    "expected an epoch above %u, found %u: each once, in "
		    "ascending order",
		    (unsigned)k->epochs[k->n_epochs - 1].id, (unsigned)n);
		return;
	}
	if (k->n_epochs == KEYRING_EPOCHS_MAX) {
		parser_fault(p, KEYRING_E_SYNTAX, "expected at most %d epochs",
		    KEYRING_EPOCHS_MAX);
		return;
	}
	p->epoch = &k->epochs[k->n_epochs++];
	p->epoch->id = n;
	p->seen = 0;
}

static void
read_section(struct parser *p, struct view name)
{
	struct reader r = reader_of(name.data, name.len);
	struct view id;

	end_section(p);
	if (!p->in_section && view_is(name, "keyring")) {
		p->in_section = true;
		p->seen = 0;
	} else if (p->in_section && reader_literal(&r, "epoch ") &&
		   reader_take(&r, reader_left(&r), &id)) {
		begin_epoch(p, id);
	} else {
		parser_expected(p, "section",
		    p->in_section ? "[epoch ID], and [keyring] once"
				  : "[keyring] first",
		    name);
	}
}

static const struct parser_key *
find_key(struct parser *p, struct view name)
{
	const struct parser_key *keys =
	    p->epoch == NULL ? parser_keyring_keys : parser_epoch_keys;
	size_t n =
	    p->epoch == NULL ? parser_keyring_keys_len : parser_epoch_keys_len;

	for (size_t i = 0; i < n; i++) {
		if (!view_is(name, keys[i].name))
			continue;
		if (!keys[i].repeats && (p->seen & 1U << i) != 0)
			parser_fault(p, KEYRING_E_SYNTAX, "%s is given twice",
			    keys[i].name);
		p->seen |= 1U << i;
		return &keys[i];
	}
	return NULL;
}

static struct view
trim(struct view v)
{
	while (v.len > 0 && v.data[0] == ' ') {
		struct reader r = reader_of(v.data, v.len);
		struct view space;
		if (!reader_take(&r, 1, &space) ||
		    !reader_take(&r, reader_left(&r), &v))
			break;
	}
	while (v.len > 0 && v.data[v.len - 1] == ' ')
		v.len--;
	return v;
}

static bool
split(struct view line, struct value *out)
{
	struct reader r = reader_of(line.data, line.len);
	const uint8_t *at = memchr(line.data, '=', line.len);
	struct view equals;

	if (at == NULL ||
	    !reader_take(&r, (size_t)(at - line.data), &out->key) ||
	    !reader_take(&r, 1, &equals) ||
	    !reader_take(&r, reader_left(&r), &out->text))
		return false;
	out->key = trim(out->key);
	out->text = trim(out->text);
	return true;
}

static void
read_key(struct parser *p, struct view line)
{
	struct value v;

	if (!p->in_section || !split(line, &v)) {
		parser_expected(p, "line",
		    p->in_section ? "[section] or key = value" : "[keyring]",
		    line);
		return;
	}
	struct reader r = reader_of(v.key.data, v.key.len);
	struct view id;
	if (p->epoch != NULL && reader_literal(&r, "area ") &&
	    reader_take(&r, reader_left(&r), &id)) {
		parser_read_area(p, id, v.text);
		return;
	}
	const struct parser_key *key = find_key(p, v.key);
	if (key == NULL)
		parser_expected(p, "key", "one of FORMAT 13.1", v.key);
	else if (p->code == KEYRING_OK)
		key->read(p, v.text);
}

static void
read_line(struct parser *p, struct view line)
{
	if (line.len > 0 && line.data[line.len - 1] == '\r')
		line.len--;
	if (!parser_is_plain(line)) {
		parser_fault(p, KEYRING_E_SYNTAX,
		    "expected text without control characters, in UTF-8");
		return;
	}
	if (line.len == 0 || line.data[0] == '#')
		return;
	if (line.data[0] != '[') {
		read_key(p, line);
		return;
	}
	struct reader r = reader_of(line.data, line.len);
	struct view name;
	if (!reader_literal(&r, "[") || reader_left(&r) < 1 ||
	    line.data[line.len - 1] != ']' ||
	    !reader_take(&r, reader_left(&r) - 1, &name))
		parser_expected(p, "line", "[section]", line);
	else
		read_section(p, name);
}

static void
read_lines(struct parser *p, const void *text, size_t len)
{
	struct reader r = reader_of(text, len);
	struct view line;

	while (p->code == KEYRING_OK && reader_left(&r) > 0) {
		p->line++;
		if (!reader_line(&r, KEYRING_LINE_MAX + 1, &line))
			parser_fault(p, KEYRING_E_SYNTAX,
			    "expected a line that ends within %d bytes: the "
			    "text may be cut off",
			    KEYRING_LINE_MAX);
		else
			read_line(p, line);
	}
	if (p->code == KEYRING_OK && !p->in_section)
		parser_fault(p, KEYRING_E_SYNTAX, "expected [keyring]");
	end_section(p);
}

int
keyring_parse(const void *text, size_t len, struct keyring **out,
    struct keyring_error *err)
{
	struct parser p = {.err = err};

	if (len > KEYRING_TEXT_MAX) {
		(void)snprintf(err->text, sizeof err->text,
		    "expected at most 256 KiB (FORMAT 13.1)");
		return KEYRING_E_SIZE;
	}
	p.k = keyring_new();
	if (p.k == NULL) {
		(void)snprintf(err->text, sizeof err->text, "out of memory");
		return KEYRING_E_MEMORY;
	}
	read_lines(&p, text, len);
	if (p.code == KEYRING_OK)
		p.code = keyring_check(p.k, err);
	if (p.code == KEYRING_OK)
		*out = p.k;
	else
		keyring_free(&p.k);
	return p.code;
}
