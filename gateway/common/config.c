/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * From the configuration's text to struct config. inih splits the lines; which
 * lines it gets, and what their values may be, is decided here and in the
 * schema.
 */
#include "gateway/common/config.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/reader.h"
#include "gateway/common/config_line.h"
#include "gateway/common/config_schema.h"
#include "gateway/common/listen.h"

struct parse {
	struct reader text;
	unsigned line;    /* the one inih has now; 1 is the first */
	uint64_t seen;    /* bit i: key i of the schema was given */
	const char *path; /* for messages and relative paths */
	struct config config;
	struct config_error *err;
	int result; /* sticky: the first mistake is the one reported */
};

/* Record the first mistake and end the parse. Returns 0: inih's failure. */
static int __attribute__((format(printf, 2, 3)))
fault(struct parse *p, const char *fmt, ...)
{
	char *text = p->err->text;
	size_t room = sizeof p->err->text;
	va_list ap;

	if (p->result != CONFIG_OK)
		return 0;
	p->result = CONFIG_E_VALUE;
	int n = snprintf(text, room, "%.200s:%u: ", p->path, p->line);
	if (n < 0 || (size_t)n >= room)
		return 0;
	va_start(ap, fmt);
	(void)vsnprintf(text + n, room - (size_t)n, fmt, ap);
	va_end(ap);
	return 0;
}

static int
fault_value(struct parse *p, const struct config_key *k, const char *found)
{
	if (k->kind == CONFIG_NUMBER)
		return fault(p,
		    "[%s] %s: expected a whole number from %u to %u, found "
		    "\"%.*s\"",
		    k->section, k->key, k->min, k->max, CONFIG_FOUND_MAX,
		    config_shown(found));
	return fault(p, "[%s] %s: expected %s, found \"%.*s\"", k->section,
	    k->key, k->expected, CONFIG_FOUND_MAX, config_shown(found));
}

static const struct config_key *
find_key(const char *section, const char *key)
{
	for (size_t i = 0; i < config_schema_len; i++)
		if (strcmp(config_schema[i].section, section) == 0 &&
		    strcmp(config_schema[i].key, key) == 0)
			return &config_schema[i];
	return NULL;
}

static bool
is_section(const char *section)
{
	for (size_t i = 0; i < config_schema_len; i++)
		if (strcmp(config_schema[i].section, section) == 0)
			return true;
	return false;
}

static int
set_signer(struct parse *p, const struct config_key *k, const char *value)
{
	const char *expected = config_add_signer(&p->config, value);

	if (expected == NULL)
		return 1;
	if (!config_may_show(value))
		return fault(
		    p, "[%s] %s: expected %s", k->section, k->key, expected);
	/* The end of a signer's secret key looks like nothing at all. */
	return fault(p, "[%s] %s: expected %s, found \"%.*s\"", k->section,
	    k->key, expected, CONFIG_FOUND_KEY_MAX, value);
}

static int
set_value(struct parse *p, const struct config_key *k, const char *value)
{
	unsigned number;

	if (k->kind == CONFIG_SIGNER)
		return set_signer(p, k, value);
	if (k->kind == CONFIG_NUMBER) {
		if (!config_parse_number(k, value, &number))
			return fault_value(p, k, value);
		*config_number(&p->config, k) = number;
		return 1;
	}
	/* Taken as a path or a name, it would be shown by others. */
	if (config_is_secret_key(value) || !k->valid(value) ||
	    strlen(value) >= config_text_room(k))
		return fault_value(p, k, value);
	memset(config_text(&p->config, k), 0, config_text_room(k));
	memcpy(config_text(&p->config, k), value, strlen(value));
	return 1;
}

/* inih's handler: one key = value of a section. 0 is a mistake. */
static int
take_pair(void *ctx, const char *section, const char *key, const char *value)
{
	struct parse *p = ctx;
	const struct config_key *k = find_key(section, key);

	if (!is_section(section))
		return fault(p,
		    "%s: expected a key inside a known [section], "
		    "found it in [%.*s]",
		    config_shown(key), CONFIG_FOUND_MAX, config_shown(section));
	if (k == NULL)
		return fault(p,
		    "[%s] %.*s: expected a key that inkastd "
		    "--dump-config lists",
		    section, CONFIG_FOUND_MAX, config_shown(key));

	uint64_t bit = UINT64_C(1) << (k - config_schema);
	if ((p->seen & bit) != 0 && k->kind != CONFIG_SIGNER)
		return fault(
		    p, "[%s] %s: expected once, found again", section, key);
	p->seen |= bit;
	if (!config_writable(value))
		return fault(p,
		    "[%s] %s: expected text without control "
		    "characters",
		    section, key);
	return set_value(p, k, value);
}

/* inih's reader, as fgets: the next line that our grammar takes, or the end. */
static char *
next_line(char *to, int room, void *ctx)
{
	struct parse *p = ctx;
	struct view line;

	if (p->result != CONFIG_OK || reader_left(&p->text) == 0)
		return NULL;
	p->line++;
	/* The last line may lack its LF. */
	if (!reader_line(&p->text, reader_left(&p->text), &line) &&
	    !reader_take(&p->text, reader_left(&p->text), &line))
		return NULL;

	const char *wrong = config_line_fault(line);
	if (wrong == NULL && line.len + 1 >= (size_t)room)
		wrong = "expected a shorter line";
	if (wrong != NULL) {
		fault(p, "%s", wrong);
		return NULL;
	}
	memcpy(to, line.data, line.len);
	to[line.len] = '\0';
	return to;
}

/* The folder of path, absolute, as a new string; NULL without memory. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path);
	char *out = NULL;

	if (slash == path)
		return strdup("");
	if (path[0] == '/')
		return strndup(path, len);
	char *cwd = getcwd(NULL, 0);
	if (cwd == NULL)
		return NULL;
	int r = slash == NULL ? asprintf(&out, "%s", cwd)
			      : asprintf(&out, "%s/%.*s", cwd, (int)len, path);
	free(cwd);
	return r < 0 ? NULL : out;
}

/* Make what stands at text (room bytes), after a prefix of skip bytes, an
 * absolute path that a line "key = value" of the dump can hold. */
static void
make_absolute(
    struct parse *p, const char *key, char *text, size_t room, size_t skip)
{
	char full[LIMIT_CONFIG_LINE];
	const char *path = text + skip;
	char *folder = NULL;
	int n;

	if (path[0] != '/') {
		folder = folder_of(p->path);
		if (folder == NULL) {
			p->result = CONFIG_E_MEMORY;
			return;
		}
	}
	n = snprintf(full, sizeof full, "%.*s%s%s%s", (int)skip, text,
	    folder == NULL ? "" : folder, folder == NULL ? "" : "/", path);
	free(folder);
	if (n < 0 || (size_t)n >= room ||
	    strlen(key) + strlen(" = ") + (size_t)n > LIMIT_CONFIG_LINE) {
		fault(p,
		    "%s: expected a path that fits a line once it is "
		    "absolute; give a shorter one",
		    key);
		return;
	}
	if (!config_writable(full)) {
		fault(p, "%s: expected a folder whose name is plain text", key);
		return;
	}
	memcpy(text, full, (size_t)n + 1);
}

static void
check_keyring(struct parse *p)
{
	const struct config *c = &p->config;

	if (c->n_signers == 0)
		fault(p, "[keyring] signer: expected at least one, the public "
			 "key of who signs keyrings, found none");
	else if (c->signers_needed > c->n_signers)
		fault(p,
		    "[keyring] needed: expected at most the %zu signers that "
		    "there are, found \"%u\"",
		    c->n_signers, c->signers_needed);
}

/* A folder is the same with a slash behind it; what is made beside it is not.
 */
static void
strip_slashes(char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
}

/* Mistakes that no single line shows. */
static void
check_whole(struct parse *p)
{
	struct config *c = &p->config;
	struct listen_address ignored;

	check_keyring(p);
	if (p->result != CONFIG_OK)
		return;
	strip_slashes(c->store_dir);
	strip_slashes(c->keyring_dir);
	make_absolute(p, "dir", c->store_dir, sizeof c->store_dir, 0);
	if (p->result == CONFIG_OK)
		make_absolute(
		    p, "dir", c->keyring_dir, sizeof c->keyring_dir, 0);
	if (p->result == CONFIG_OK && c->form_file[0] != '\0')
		make_absolute(p, "file", c->form_file, sizeof c->form_file, 0);
	if (p->result == CONFIG_OK &&
	    strncmp(c->listen, LISTEN_UNIX, strlen(LISTEN_UNIX)) == 0)
		make_absolute(p, "listen", c->listen, sizeof c->listen,
		    strlen(LISTEN_UNIX));
	if (p->result == CONFIG_OK && !listen_parse(c->listen, &ignored))
		fault(p, "[gateway] listen: expected a socket path of at most "
			 "107 bytes once it is absolute; give a shorter one");
}

int
config_parse(const char *path, const void *text, size_t len, struct config *out,
    struct config_error *err)
{
	struct parse p = {.path = path, .err = err};

	if (len > LIMIT_CONFIG_FILE) {
		(void)snprintf(err->text, sizeof err->text,
		    "%.200s: expected at most %zu bytes", path,
		    LIMIT_CONFIG_FILE);
		return CONFIG_E_FILE;
	}
	p.text = reader_of(text, len);
	config_defaults(&p.config);
	int r = ini_parse_stream(next_line, &p, take_pair, &p);
	/* A line that we took and inih did not would be a mistake of ours. */
	if (r != 0)
		fault(&p, "expected key = value");
	if (p.result == CONFIG_OK)
		check_whole(&p);
	if (p.result == CONFIG_E_MEMORY)
		(void)snprintf(
		    err->text, sizeof err->text, "%.200s: out of memory", path);
	if (p.result == CONFIG_OK)
		*out = p.config;
	return p.result;
}

int
config_load(const char *path, struct config *out, struct config_error *err)
{
	struct buf text;
	int result;

	buf_init(&text, &buf_heap, LIMIT_CONFIG_FILE);
	int r = config_read_file(path, &text);
	if (r < 0) {
		(void)snprintf(err->text, sizeof err->text, "%.200s: %s", path,
		    r == -EFBIG ? "expected at most 256 KiB"
				: config_file_fault(r));
		result = r == -ENOMEM ? CONFIG_E_MEMORY : CONFIG_E_FILE;
	} else {
		result = config_parse(path,
		    text.data == NULL ? "" : (char *)text.data, text.len, out,
		    err);
	}
	buf_free(&text);
	return result;
}
