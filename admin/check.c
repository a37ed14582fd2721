/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin check: everything that would keep a gateway from taking tips, or
 * an officer from opening them, as far as it shows without a secret key.
 */
#include "admin/verbs.h"

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
#include "base/say.h"
#include "crypto/seal/seal.h"

static const char help[] =
    "usage: inkast-admin [-c FILE] check [--json]\n\n"
    "Checks the configuration, the recipients and their kind, the store, its\n"
    "rights and its space. One line for each: ok, warning or failed, and "
    "what\n"
    "to do. Exit code 0 when nothing failed, 78 when the configuration is "
    "wrong,\n"
    "65 otherwise.\n\n"
    "  -c, --config FILE  the instance's configuration\n"
    "      --json         print an object: ok, and checks with name, result, "
    "text\n"
    "      --help         show this and exit\n";

enum result { OK, WARNING, FAILED };

static const char *const result_names[] = {"ok", "warning", "failed"};

struct checks {
	int json;
	int failed;
};

/* One check's outcome: the text says what is, and what to do about it. */
static void __attribute__((format(printf, 4, 5)))
outcome(struct checks *k, const char *name, enum result r, const char *fmt, ...)
{
	char text[1024]; /* a config error is at most 512 bytes */
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (r == FAILED)
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

/* What is recorded today can be opened when the mathematics gives way. */
static void
check_kind(struct checks *k, const struct config *c)
{
	if (config_is_post_quantum(c))
		outcome(k, "kind-of-key", OK, "post-quantum");
	else
		outcome(k, "kind-of-key", WARNING,
		    "classic: a tip that is recorded today may be opened by a "
		    "quantum computer one day; make new keys with "
		    "'inkast-officer keygen'");
}

static void
check_recipients(struct checks *k, const struct config *c)
{
	struct recipient ignored;

	for (size_t i = 0; i < c->n_recipients; i++) {
		const char *text = c->recipients[i];
		int r = recipient_parse(text, strlen(text), &ignored);
		if (r != AGE_OK) {
			outcome(k, "recipients", FAILED,
			    r == AGE_E_TYPE
				? "recipient %zu is post-quantum, and this "
				  "build has no ML-KEM: use one that has it"
				: "recipient %zu is not a public key: copy the "
				  "\"age1...\" line of 'inkast-officer "
				  "keygen'",
			    i + 1);
			return;
		}
	}
	if (c->n_recipients == 1)
		outcome(k, "recipients", WARNING,
		    "1: if its identity is lost no tip can be opened; add a "
		    "recovery key");
	else
		outcome(k, "recipients", OK, "%zu", c->n_recipients);
	check_kind(k, c);
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
static int
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
			outcome(k, "config-rights", FAILED,
			    "group or others can write to %s and have tips "
			    "sealed to a key of theirs: compare the "
			    "recipients, then chmod go-w %s",
			    paths[i], paths[i]);
			wrong++;
		}
	return wrong;
}

static void
check_config_rights(struct checks *k, const char *path, const struct config *c)
{
	int wrong = check_file_rights(k, path);

	if (c->recipients_file[0] != '\0')
		wrong += check_file_rights(k, c->recipients_file);
	if (wrong == 0)
		outcome(k, "config-rights", OK, "nobody else can write");
}

static void
check_rights(struct checks *k, const struct config *c)
{
	struct stat st;

	if (stat(c->store_dir, &st) < 0)
		outcome(k, "store-rights", FAILED,
		    "%s cannot be looked at: run this as root or as the "
		    "gateway's user",
		    c->store_dir);
	else if ((st.st_mode & 0077) != 0)
		outcome(k, "store-rights", WARNING,
		    "mode %04o lets others in: chmod 0700 %s",
		    (unsigned)st.st_mode & 07777, c->store_dir);
	else
		outcome(k, "store-rights", OK, "mode %04o",
		    (unsigned)st.st_mode & 07777);
}

static void
check_space(struct checks *k, const struct config *c, const struct store *s)
{
	uint64_t bytes;

	if (store_space(s, &bytes) != STORE_OK) {
		outcome(k, "space", FAILED, "the disk cannot be asked");
		return;
	}
	uint64_t mib = bytes >> 20;
	if (mib < c->reserve_mib)
		outcome(k, "space", FAILED,
		    "%" PRIu64 " MiB free, below the reserve of %u MiB: the "
		    "form is closed; free some space",
		    mib, c->reserve_mib);
	else if (mib < 2 * (uint64_t)c->reserve_mib)
		outcome(k, "space", WARNING,
		    "%" PRIu64 " MiB free; the form closes below %u MiB", mib,
		    c->reserve_mib);
	else
		outcome(k, "space", OK, "%" PRIu64 " MiB free", mib);
}

static void
check_store(struct checks *k, const struct config *c)
{
	struct store *s = NULL;
	int r = store_open(c->store_dir, STORE_ADMIN, &s);

	if (r != STORE_OK) {
		outcome(k, "store", FAILED, "%s: %s", c->store_dir,
		    store_strerror(r));
		return;
	}
	r = store_check(s);
	if (r == STORE_OK)
		outcome(k, "store", OK, "%s is whole", c->store_dir);
	else
		outcome(k, "store", FAILED,
		    "%s: %s; stop the gateway and keep the folder as it is",
		    c->store_dir, store_strerror(r));
	check_space(k, c, s);
	store_close(&s);
}

static int
check_all(struct checks *k, const char *path)
{
	struct config c;
	struct config_error err;

	if (config_load(path, &c, &err) != CONFIG_OK) {
		outcome(k, "config", FAILED, "%s", err.text);
		return EX_CONFIG;
	}
	outcome(k, "config", OK, "%s", path);
	check_config_rights(k, path, &c);
	check_recipients(k, &c);
	check_rights(k, &c);
	check_store(k, &c);
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
