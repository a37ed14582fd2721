/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The recipients of the configuration, as texts: which may stand together, and
 * the file that holds those that are too long for a line. Whether one is a key
 * at all is for crypto/seal to say.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/reader.h"
#include "gateway/common/config_schema.h"

/* The data part of Bech32 (BIP 173): no 1, b, i, o. */
#define BECH32 "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
/* Of which 6 are the checksum; fewer cannot be a key of any kind. */
#define BECH32_CHECKSUM 6

#define CLASSIC "age1"
#define POST_QUANTUM "age1pq1"

#define STRING_OF(n) #n
#define STRING(n) STRING_OF(n)

/* A file, as it is read. */
struct lines {
	const char *path;
	unsigned n; /* of the line; 1 is the first */
	struct config_error *err;
};

static bool
begins_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* A public key is told from everything else, a secret key above all. */
static bool
is_recipient(const char *value)
{
	size_t len = strlen(value);
	const char *data = value + strlen(CLASSIC);

	return begins_with(value, CLASSIC) && len < LIMIT_RECIPIENT_TEXT &&
	       data[strspn(data, BECH32 "1")] == '\0' &&
	       strlen(data) > BECH32_CHECKSUM;
}

bool
config_is_secret_key(const char *value)
{
	/* In either case, since Bech32 allows both; and anywhere, since who
	 * mistakes one for the other may have put quotes around it. */
	return strcasestr(value, "age-secret-key-") != NULL;
}

bool
config_is_post_quantum(const struct config *c)
{
	return begins_with(c->recipients[0], POST_QUANTUM);
}

const char *
config_add_recipient(struct config *c, const char *value)
{
	if (config_is_secret_key(value))
		return "a public key, found a secret one: it must never be on "
		       "this machine, make a new pair";
	if (!is_recipient(value))
		return "a public key that begins with age1";
	for (size_t i = 0; i < c->n_recipients; i++)
		if (strcmp(c->recipients[i], value) == 0)
			return "each recipient once";
	if (c->n_recipients == LIMIT_RECIPIENTS)
		return "at most " STRING(LIMIT_RECIPIENTS) " recipients";
	if (c->n_recipients > 0 &&
	    begins_with(value, POST_QUANTUM) != config_is_post_quantum(c))
		return "keys of one kind: all post-quantum (" POST_QUANTUM
		       "...) or none";
	memcpy(c->recipients[c->n_recipients++], value, strlen(value) + 1);
	return NULL;
}

/* Take a line as a string. NULL, or what was expected. */
static const char *
take_text(struct view line, char out[static LIMIT_RECIPIENT_TEXT])
{
	/* CR LF ends a line as well. */
	if (line.len > 0 && line.data[line.len - 1] == '\r')
		line.len--;
	if (line.len >= LIMIT_RECIPIENT_TEXT)
		return "a public key of at most 1959 characters";
	memcpy(out, line.data, line.len);
	out[line.len] = '\0';
	if (strlen(out) != line.len || !config_writable(out))
		return "text without control characters and white space at its "
		       "ends";
	return NULL;
}

/* What is wrong with a line; what was found, unless it is NULL. */
static int
fault(const struct lines *l, const char *expected, const char *found)
{
	char *text = l->err->text;
	size_t room = sizeof l->err->text;

	if (found == NULL)
		(void)snprintf(text, room, "%.300s:%u: expected %s", l->path,
		    l->n, expected);
	else
		(void)snprintf(text, room,
		    "%.300s:%u: expected %s, found \"%.*s\"", l->path, l->n,
		    expected, CONFIG_FOUND_MAX, found);
	return CONFIG_E_VALUE;
}

static int
take_line(const struct lines *l, struct config *c, struct view line)
{
	char text[LIMIT_RECIPIENT_TEXT];
	const char *expected;

	if (line.len > 0 && line.data[0] == '#')
		return CONFIG_OK;
	expected = take_text(line, text);
	if (expected != NULL)
		return fault(l, expected, NULL);
	if (text[0] == '\0')
		return CONFIG_OK;
	expected = config_add_recipient(c, text);
	if (expected == NULL)
		return CONFIG_OK;
	return fault(l, expected, config_is_secret_key(text) ? NULL : text);
}

int
config_parse_recipients(const char *path, const void *text, size_t len,
    struct config *c, struct config_error *err)
{
	struct lines l = {.path = path, .err = err};
	struct reader r = reader_of(text, len);
	size_t before = c->n_recipients;
	struct view line;

	while (reader_left(&r) > 0) {
		l.n++;
		/* The last line may lack its LF. */
		if (!reader_line(&r, reader_left(&r), &line) &&
		    !reader_take(&r, reader_left(&r), &line))
			break;
		int code = take_line(&l, c, line);
		if (code != CONFIG_OK)
			return code;
	}
	if (c->n_recipients == before)
		return fault(&l, "at least one public key", NULL);
	return CONFIG_OK;
}

int
config_add_recipients_of(
    const char *path, struct config *c, struct config_error *err)
{
	struct buf file;
	int code;

	buf_init(&file, &buf_heap, LIMIT_RECIPIENTS_FILE);
	int r = io_read_file(path, &file);
	if (r < 0) {
		(void)snprintf(err->text, sizeof err->text,
		    "file of recipients %.300s: %s", path,
		    r == -EFBIG ? "expected at most 64 KiB" : strerror(-r));
		code = r == -ENOMEM ? CONFIG_E_MEMORY : CONFIG_E_FILE;
	} else {
		code = config_parse_recipients(path,
		    file.data == NULL ? "" : (char *)file.data, file.len, c,
		    err);
	}
	buf_free(&file);
	return code;
}
