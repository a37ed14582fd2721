/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin init: a folder with a configuration, a signed keyring and an
 * empty store.
 */
#include "admin/init.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/say.h"
#include "crypto/seal/fingerprint.h"

static const char help[] =
    "usage: inkast-admin init DIR --recipient KEY [OPTION]...\n"
    "       inkast-admin init DIR --recipients FILE [OPTION]...\n"
    "       inkast-admin init DIR --keyring FILE --signer KEY... "
    "[OPTION]...\n\n"
    "Makes DIR (or uses an empty one) with a configuration, DIR/inkast.conf,\n"
    "the signed list of public keys that can open tips, DIR/keyring, and an\n"
    "empty store, DIR/store. Everything the instance writes stays below DIR.\n"
    "Never overwrites.\n\n"
    "Given recipients, it makes a keyring of its own for a year and signs it\n"
    "with a key that is then thrown away: nobody can sign another. For keys\n"
    "that are to be rotated, make the keyring first ('inkast-admin keyring').\n"
    "\n"
    "      --recipient KEY    a public key, age1... or age1pq1..., that can "
    "open\n"
    "                         tips; may be repeated, all of one kind\n"
    "      --recipients FILE  a file of such keys, one a line: what\n"
    "                         'inkast-officer keygen' prints\n"
    "      --recovery KEY     a key that is locked away, or a file with it; "
    "may\n"
    "                         be repeated\n"
    "      --keep-signer FILE keep the key that signs the keyring: move it "
    "off\n"
    "                         this machine\n"
    "      --keyring FILE     a keyring of a ceremony, its signatures beside "
    "it\n"
    "      --signer KEY       who signs keyrings: a public key or its file;\n"
    "                         may be repeated\n"
    "      --needed K         how many of them must have signed (default: "
    "all)\n"
    "      --listen ADDR      ADDR:PORT, [ADDR]:PORT or unix:PATH\n"
    "                         (default 127.0.0.1:8080)\n"
    "      --name NAME        the service's name, as pages show it\n"
    "      --user USER        the account that the gateway becomes when root\n"
    "                         starts it; run by root, the store is given to "
    "it\n"
    "      --help             show this and exit\n";

/* Options that stand once, and those that may be repeated, by their place in
 * the request. */
static const struct init_option {
	const char *name;
	size_t once;  /* offset of a const char *, or 0 */
	size_t again; /* offset of a struct init_texts, or 0 */
} init_options[] = {
    {"recipient", 0, offsetof(struct init_request, recipients)},
    {"recipients", offsetof(struct init_request, recipients_file), 0},
    {"recovery", 0, offsetof(struct init_request, recovery)},
    {"keep-signer", offsetof(struct init_request, keep_signer), 0},
    {"keyring", offsetof(struct init_request, keyring), 0},
    {"signer", 0, offsetof(struct init_request, signers)},
    {"needed", offsetof(struct init_request, needed), 0},
    {"listen", offsetof(struct init_request, listen), 0},
    {"name", offsetof(struct init_request, name), 0},
    {"user", offsetof(struct init_request, user), 0},
};
#define INIT_OPTIONS (sizeof init_options / sizeof init_options[0])

/* What getopt_long gives for the first of them. */
#define FIRST 256

static int
take(struct init_request *q, const struct init_option *o, char *verb)
{
	char expected[80];

	if (o->again != 0) {
		struct init_texts *many =
		    (struct init_texts *)(void *)((char *)q + o->again);
		if (many->n < sizeof many->items / sizeof many->items[0])
			many->items[many->n] = optarg;
		many->n++;
		return EX_OK;
	}
	const char **once = (const char **)(void *)((char *)q + o->once);
	if (*once != NULL) {
		(void)snprintf(expected, sizeof expected, "--%s once", o->name);
		return say_bad_operands(verb, expected);
	}
	*once = optarg;
	return EX_OK;
}

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse(struct init_request *q, int argc, char **argv)
{
	struct option options[INIT_OPTIONS + 2] = {{NULL, 0, NULL, 0}};
	int code = EX_OK;
	int c;

	for (size_t i = 0; i < INIT_OPTIONS; i++)
		options[i] = (struct option){init_options[i].name,
		    required_argument, NULL, FIRST + (int)i};
	options[INIT_OPTIONS] = (struct option){"help", no_argument, NULL, 'h'};
	while (code == EX_OK &&
	       (c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (c >= FIRST)
			code = take(q, &init_options[c - FIRST], argv[0]);
		else if (c == 'h') {
			fputs(help, stdout);
			return -1;
		} else
			return say_bad_option(argv[0], c, argv);
	}
	if (code != EX_OK)
		return code;
	if (argc - optind != 1)
		return say_bad_operands(argv[0], "one folder to make");
	q->dir = argv[optind];
	return EX_OK;
}

static int
set(char out[static CONFIG_TEXT_MAX], const char *option, const char *value)
{
	size_t len = value == NULL ? 0 : strlen(value);

	if (value == NULL)
		return EX_OK;
	if (len >= CONFIG_TEXT_MAX || strpbrk(value, "\r\n") != NULL) {
		say("%s: expected one line of fewer than %d bytes", option,
		    CONFIG_TEXT_MAX);
		hint("'inkast-admin init --help' shows what it takes");
		return EX_USAGE;
	}
	memset(out, 0, CONFIG_TEXT_MAX);
	memcpy(out, value, len + 1);
	return EX_OK;
}

static int
configure(const struct init_request *q, struct config *c)
{
	config_defaults(c);
	int code = set(c->listen, "--listen", q->listen);
	if (code == EX_OK)
		code = set(c->service_name, "--name", q->name);
	if (code == EX_OK)
		code = set(c->user, "--user", q->user);
	/* Relative to the file, so that the folder can be moved. */
	memcpy(c->store_dir, INIT_STORE, sizeof INIT_STORE);
	memcpy(c->keyring_dir, INIT_KEYRING, sizeof INIT_KEYRING);
	return code;
}

/* The configuration's text is read back before anything is made: what the
 * schema would refuse at the gateway's start is refused here. */
static int
write_config(struct init_parts *p)
{
	struct config ignored;
	struct config_error err;

	if (config_dump(&p->config, io_write_to_buf, &p->conf_text) !=
	    CONFIG_OK) {
		say("out of memory");
		return EX_OSERR;
	}
	if (config_parse(p->conf, p->conf_text.data, p->conf_text.len, &ignored,
		&err) != CONFIG_OK) {
		say("%s", err.text);
		hint("nothing was made; the line is the one that init would "
		     "have written");
		return EX_USAGE;
	}
	return EX_OK;
}

static void
report_signer(const struct init_request *q, const struct init_parts *p)
{
	if (q->keyring != NULL)
		return;
	if (q->keep_signer != NULL) {
		say("warning: %s signs keyrings and is not protected: move it "
		    "off this machine",
		    q->keep_signer);
		hint("who has it decides who can open tips");
		return;
	}
	printf("the key that signed it was thrown away: nobody can sign "
	       "another. To change who\ncan open tips, make a signer "
	       "('inkast-admin keyring signer') and write its public\nkey as "
	       "[keyring] signer into %s\n",
	    p->conf);
}

static void
report(const struct init_request *q, const struct init_parts *p)
{
	char print[FINGERPRINT_LEN];

	fingerprint_keyring(keyring_view(&p->files.text), print);
	printf("made %s: the configuration\n"
	       "made %s: who can open tips, signed\n"
	       "made %s: an empty store\n"
	       "keyring %s\n",
	    p->conf, p->keyring, p->store, print);
	(void)keyring_words_diff(stdout, NULL, p->k);
	report_signer(q, p);
	printf("next: inkastd -c %s\n", p->conf);
	(void)fflush(stdout);
	keyring_warn(p->k, clock_today(), "");
}

static int
init(const struct init_request *q, struct init_parts *p)
{
	struct owner owner;
	int code = configure(q, &p->config);

	if (code == EX_OK)
		code = init_keyring(q, p);
	/* No signing key was kept that could be removed by mistake. */
	if (code != EX_OK)
		return code;
	code = write_config(p);
	if (code == EX_OK)
		code = init_owner_find(q->user == NULL ? "" : q->user, &owner);
	if (code == EX_OK)
		code = init_make(q->dir, p, &owner);
	if (code == EX_OK)
		report(q, p);
	else
		init_keyring_undo(q);
	return code;
}

static char *
below(const char *dir, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

static void
begin(const struct init_request *q, struct init_parts *p)
{
	p->conf = below(q->dir, INIT_CONFIG);
	p->keyring = below(q->dir, INIT_KEYRING);
	p->store = below(q->dir, INIT_STORE);
	buf_init(&p->conf_text, &buf_heap, LIMIT_CONFIG_FILE);
	keyring_files_begin(&p->files, p->keyring == NULL ? "" : p->keyring);
}

static void
end(struct init_parts *p)
{
	buf_free(&p->conf_text);
	keyring_files_free(&p->files);
	keyring_free(&p->k);
	free(p->conf);
	free(p->keyring);
	free(p->store);
}

int
verb_init(const char *config, int argc, char **argv)
{
	struct init_request q = {0};
	struct init_parts p = {0};
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	if (config != NULL) {
		say("init makes a configuration in DIR and takes no -c");
		hint("leave -c out");
		return EX_USAGE;
	}
	begin(&q, &p);
	if (p.conf == NULL || p.keyring == NULL || p.store == NULL) {
		say("out of memory");
		code = EX_OSERR;
	} else {
		code = init(&q, &p);
	}
	end(&p);
	return code;
}
