/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin check: everything that would keep a gateway from taking tips, or
 * an officer from opening them, as far as it shows without a secret key.
 */
#include "admin/check.h"

#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "admin/config.h"
#include "admin/json.h"
#include "admin/verbs.h"
#include "base/say.h"
#include "web/form.h"

static const char help[] =
    "usage: inkast-admin [-c FILE] check [--json]\n\n"
    "Checks the configuration, the keyring, its signatures and days, who can\n"
    "open tips, the store, its rights and its space. One line for each: ok,\n"
    "warning or failed, and what to do. Exit code 0 when nothing failed, 78\n"
    "when the configuration is wrong, 65 otherwise: also when the form closes\n"
    "within 60 days for want of keys.\n\n"
    "  -c, --config FILE  the instance's configuration\n"
    "      --json         print an object: ok, and checks with name, result, "
    "text\n"
    "      --help         show this and exit\n";

static const char *const result_names[] = {"ok", "warning", "failed"};

/* One check's outcome: the text says what is, and what to do about it. */
void
check_outcome(struct checks *k, const char *name, enum check_result r,
    const char *fmt, ...)
{
	char text[1024]; /* a config error is at most 512 bytes */
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (r == CHECK_FAILED)
		k->failed++;
	if (k->json) {
		json_open(NULL, '{');
		json_text("name", name);
		json_text("result", result_names[r]);
		json_text("text", text);
		json_close('}');
	} else {
		printf("%-7s  %-13s  ", result_names[r], name);
		(void)say_put(stdout, text);
		putchar('\n');
	}
}

/* Who can write there can have the tips of tomorrow sealed to himself. In a
 * folder with the sticky bit only the owner of a file can replace it. */
static bool
others_can_write(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_mode & 0022) != 0 &&
	       !(S_ISDIR(st.st_mode) && (st.st_mode & S_ISVTX) != 0);
}

/* The file and the folder it stands in: the number that is wrong. */
int
check_file_rights(struct checks *k, const char *path)
{
	char folder[PATH_MAX];
	int wrong = 0;

	if (strlen(path) >= sizeof folder)
		return 0; /* stat would take it no more than open did */
	memcpy(folder, path, strlen(path) + 1);
	const char *const paths[] = {path, dirname(folder)};
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		if (others_can_write(paths[i])) {
			check_outcome(k, "config-rights", CHECK_FAILED,
			    "group or others can write to %s and change who "
			    "signs keyrings: compare the signers, then chmod "
			    "go-w %s",
			    paths[i], paths[i]);
			wrong++;
		}
	return wrong;
}

static void
check_config_rights(struct checks *k, const char *path, const struct config *c)
{
	char file[PATH_MAX];
	int wrong = check_file_rights(k, path);

	/* The keyring is signed, but who can take it away closes the form. */
	wrong += check_file_rights(k, c->keyring_dir);
	int n = snprintf(file, sizeof file, "%s/" KEYRING_FILE, c->keyring_dir);
	if (n > 0 && (size_t)n < sizeof file && others_can_write(file)) {
		check_outcome(k, "config-rights", CHECK_FAILED,
		    "group or others can write to %s: chmod go-w %s", file,
		    file);
		wrong++;
	}
	if (wrong == 0)
		check_outcome(
		    k, "config-rights", CHECK_OK, "nobody else can write");
}

static void
check_rights(struct checks *k, const struct config *c)
{
	struct stat st;

	if (stat(c->store_dir, &st) < 0)
		check_outcome(k, "store-rights", CHECK_FAILED,
		    "%s cannot be looked at: run this as root or as the "
		    "gateway's user",
		    c->store_dir);
	else if ((st.st_mode & 0077) != 0)
		check_outcome(k, "store-rights", CHECK_WARNING,
		    "mode %04o lets others in: chmod 0700 %s",
		    (unsigned)st.st_mode & 07777, c->store_dir);
	else
		check_outcome(k, "store-rights", CHECK_OK, "mode %04o",
		    (unsigned)st.st_mode & 07777);
}

static void
check_space(struct checks *k, const struct config *c, const struct store *s)
{
	uint64_t bytes;

	if (store_space(s, &bytes) != STORE_OK) {
		check_outcome(
		    k, "space", CHECK_FAILED, "the disk cannot be asked");
		return;
	}
	uint64_t mib = bytes >> 20;
	if (mib < c->reserve_mib)
		check_outcome(k, "space", CHECK_FAILED,
		    "%" PRIu64 " MiB free, below the reserve of %u MiB: the "
		    "form is closed; free some space",
		    mib, c->reserve_mib);
	else if (mib < 2 * (uint64_t)c->reserve_mib)
		check_outcome(k, "space", CHECK_WARNING,
		    "%" PRIu64 " MiB free; the form closes below %u MiB", mib,
		    c->reserve_mib);
	else
		check_outcome(
		    k, "space", CHECK_OK, "%" PRIu64 " MiB free", mib);
}

static void
check_store(struct checks *k, const struct config *c, const struct installed *i)
{
	struct store *s = NULL;
	int r = store_open(c->store_dir, STORE_ADMIN, &s);

	if (r != STORE_OK) {
		check_outcome(k, "store", CHECK_FAILED, "%s: %s", c->store_dir,
		    store_strerror(r));
		return;
	}
	r = store_check(s);
	if (r == STORE_OK)
		check_outcome(
		    k, "store", CHECK_OK, "%s is whole", c->store_dir);
	else
		check_outcome(k, "store", CHECK_FAILED,
		    "%s: %s; stop the gateway and keep the folder as it is",
		    c->store_dir, store_strerror(r));
	if (i->keyring != NULL)
		check_keyring_serial(k, s, i);
	check_space(k, c, s);
	store_close(&s);
}

/* Nothing can be asked, so nothing else matters. */
static bool
check_form(struct checks *k, const struct config *c)
{
	struct form_message why;
	struct form *f = form_load(c->form_file, &why);

	if (f == NULL) {
		check_outcome(k, "form", CHECK_FAILED, "%s", why.text);
		return false;
	}
	check_outcome(k, "form", CHECK_OK, "version %s, %zu areas", f->version,
	    f->n_areas);
	form_free(&f);
	return true;
}

static int
check_all(struct checks *k, const char *path)
{
	struct config c;
	struct config_error err;
	struct installed i = {.keyring = NULL};

	if (config_load(path, &c, &err) != CONFIG_OK) {
		check_outcome(k, "config", CHECK_FAILED, "%s", err.text);
		return EX_CONFIG;
	}
	check_outcome(k, "config", CHECK_OK, "%s", path);
	if (!check_form(k, &c))
		return EX_CONFIG;
	check_config_rights(k, path, &c);
	check_keyring(k, &c, &i);
	check_rights(k, &c);
	check_store(k, &c, &i);
	installed_free(&i);
	return k->failed == 0 ? EX_OK : EX_DATAERR;
}

int
verb_check(const char *config, int argc, char **argv)
{
	struct admin_options o;
	struct checks k = {0};
	int code = admin_options_parse(&o, config, help, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	if (o.argc != 0)
		return say_bad_operands(argv[0], "no operand");
	k.json = o.json;
	if (k.json) {
		json_open(NULL, '{');
		json_open("checks", '[');
	}
	code = check_all(&k, o.config);
	if (k.json) {
		json_close(']');
		json_bool("ok", code == EX_OK);
		json_close('}');
	}
	return fflush(stdout) == 0 ? code : EX_IOERR;
}
