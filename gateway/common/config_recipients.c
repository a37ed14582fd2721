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
config_is_post_quantum(const struct config *c)
{
	return begins_with(c->recipients[0], POST_QUANTUM);
}

/* Bech32 is in one case; ours is the lower. */
static void
to_lower(char *s)
{
	if (strpbrk(s, "abcdefghijklmnopqrstuvwxyz") != NULL)
		return; /* of both cases it is wrong, and stays so */
	for (; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
}

/* As config_add_recipient; text is in the case that we keep. */
static const char *
add_text(struct config *c, const char *text)
{
	if (!is_recipient(text))
		return "a public key that begins with age1";
	for (size_t i = 0; i < c->n_recipients; i++)
		if (strcmp(c->recipients[i], text) == 0)
			return "each recipient once";
	if (c->n_recipients == LIMIT_RECIPIENTS)
		return "at most " STRING(LIMIT_RECIPIENTS) " recipients";
	if (c->n_recipients > 0 &&
	    begins_with(text, POST_QUANTUM) != config_is_post_quantum(c))
		return "keys of one kind: all post-quantum (" POST_QUANTUM
		       "...) or none";
	memcpy(c->recipients[c->n_recipients++], text, strlen(text) + 1);
	return NULL;
}

const char *
config_add_recipient(struct config *c, const char *value)
{
	char text[LIMIT_RECIPIENT_TEXT] = "";

	if (config_is_secret_key(value))
		return "a public key, found a secret one: it must never be on "
		       "this machine, make a new pair";
	/* What is too long stays empty, which is no key. */
	if (strlen(value) < sizeof text)
		memcpy(text, value, strlen(value) + 1);
	to_lower(text);
	return add_text(c, text);
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
	if (line.len >= 3 && memcmp(line.data, "\xef\xbb\xbf", 3) == 0)
		return "text without a byte order mark, found one before its "
		       "first character: save the file as plain text";
	if (line.len > 0 &&
	    (out[line.len - 1] == ' ' || out[line.len - 1] == '\t'))
		return "a public key, found a blank after it: remove that";
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
		    expected, CONFIG_FOUND_KEY_MAX, found);
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
	return fault(l, expected, config_may_show(text) ? text : NULL);
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
		(void)snprintf(err->text, sizeof err->text,
		    "%.300s: expected at least one public key, found none",
		    path);
	return c->n_recipients == before ? CONFIG_E_VALUE : CONFIG_OK;
}

/* What reading it ended with: r of io_read_file. */
static int
take_file(const char *path, int r, const struct buf *file, struct config *c,
    struct config_error *err)
{
	if (r == 0)
		return config_parse_recipients(path,
		    file->data == NULL ? "" : (char *)file->data, file->len, c,
		    err);
	(void)snprintf(err->text, sizeof err->text,
	    "file of recipients %.300s: %s", path,
	    r == -EFBIG ? "expected at most 64 KiB" : config_file_fault(r));
	return r == -ENOMEM ? CONFIG_E_MEMORY : CONFIG_E_FILE;
}

static int
add_recipients_of(const char *path, int (*read)(const char *, struct buf *),
    struct config *c, struct config_error *err)
{
	struct buf file;

	if (!config_may_show(path)) {
		(void)snprintf(err->text, sizeof err->text,
		    "file of recipients: expected its path, found %s",
		    config_shown(path));
		return CONFIG_E_VALUE;
	}
	buf_init(&file, &buf_heap, LIMIT_RECIPIENTS_FILE);
	int r = read(path, &file);
	int code = take_file(path, r, &file, c, err);
	buf_free(&file);
	return code;
}

int
config_add_recipients_of(
    const char *path, struct config *c, struct config_error *err)
{
	return add_recipients_of(path, io_read_file, c, err);
}

int
config_load_recipients(struct config *c, struct config_error *err)
{
	return add_recipients_of(c->recipients_file, config_read_file, c, err);
}
