/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin init: a folder with a configuration and an empty store, whole or
 * not at all.
 */
#include "admin/init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/verbs.h"
#include "base/say.h"
#include "gateway/store/store.h"

static const char help[] =
    "usage: inkast-admin init DIR --recipient KEY [--recipient KEY]...\n"
    "       inkast-admin init DIR --recipients FILE\n\n"
    "Makes DIR (or uses an empty one) with a configuration, DIR/inkast.conf,\n"
    "the public keys that can open tips, DIR/recipients.txt, and an empty "
    "store,\n"
    "DIR/store. Everything the instance writes stays below DIR. Never "
    "overwrites.\n\n"
    "      --recipient KEY    a public key, age1... or age1pq1..., that can "
    "open\n"
    "                         tips; give the desk's and a recovery key, both "
    "of\n"
    "                         one kind\n"
    "      --recipients FILE  a file of such keys, one a line: what\n"
    "                         'inkast-officer keygen' prints\n"
    "      --listen ADDR      ADDR:PORT, [ADDR]:PORT or unix:PATH\n"
    "                         (default 127.0.0.1:8080)\n"
    "      --name NAME        the service's name, as pages show it\n"
    "      --user USER        the account that the gateway becomes when root\n"
    "                         starts it; run by root, the store is given to "
    "it\n"
    "      --help             show this and exit\n";

struct request {
	const char *dir;
	struct init_recipients recipients;
	const char *listen;
	const char *name;
	const char *user;
};

/* What an instance is made of: where its parts go and what is in them. */
struct parts {
	char *conf;
	char *recipients;
	char *store;
	struct config config; /* as init was told */
	struct buf conf_text;
	struct buf recipients_text;
};

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse(struct request *q, int argc, char **argv)
{
	static const struct option options[] = {
	    {"recipient", required_argument, NULL, 'r'},
	    {"recipients", required_argument, NULL, 'R'},
	    {"listen", required_argument, NULL, 'l'},
	    {"name", required_argument, NULL, 'n'},
	    {"user", required_argument, NULL, 'u'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	while ((c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (c == 'r') {
			struct init_recipients *r = &q->recipients;
			if (r->n_texts <= LIMIT_RECIPIENTS)
				r->texts[r->n_texts] = optarg;
			r->n_texts++;
		} else if (c == 'R' && q->recipients.file == NULL)
			q->recipients.file = optarg;
		else if (c == 'R')
			return say_bad_operands(
			    argv[0], "--recipients once, with all keys in it");
		else if (c == 'l')
			q->listen = optarg;
		else if (c == 'n')
			q->name = optarg;
		else if (c == 'u')
			q->user = optarg;
		else if (c == 'h') {
			fputs(help, stdout);
			return -1;
		} else
			return say_bad_option(argv[0], c, argv);
	}
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
configure(const struct request *q, struct config *c)
{
	int code;

	config_defaults(c);
	code = init_recipients_add(&q->recipients, c);
	if (code == EX_OK)
		code = set(c->listen, "--listen", q->listen);
	if (code == EX_OK)
		code = set(c->service_name, "--name", q->name);
	if (code == EX_OK)
		code = set(c->user, "--user", q->user);
	/* Relative to the file, so that the folder can be moved. */
	memcpy(c->store_dir, INIT_STORE, sizeof INIT_STORE);
	memcpy(c->recipients_file, INIT_RECIPIENTS, sizeof INIT_RECIPIENTS);
	return code;
}

/* The texts of both files. The configuration's is read back before anything is
 * made: what the schema would refuse at the gateway's start is refused here. */
static int
write_texts(struct parts *p)
{
	struct config ignored;
	struct config_error err;

	init_recipients_text(&p->config, &p->recipients_text);
	if (p->recipients_text.err != BUF_OK ||
	    config_dump(&p->config, io_write_to_buf, &p->conf_text) !=
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

/* Whether an open folder has no entry. */
static bool
is_empty(int dir)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;
	bool empty = d != NULL;

	if (d == NULL && fd >= 0)
		close(fd);
	while (empty && (e = readdir(d)) != NULL)
		empty =
		    strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
	if (d != NULL)
		closedir(d);
	return empty;
}

/* Open the folder, made if need be. 0 or a negated errno; -ENOTEMPTY when
 * something is in it. */
static int
open_dir(const char *path, int *out, bool *made)
{
	/* The gateway's group may pass and read; others need not look. */
	int r = mkdir(path, 0750);

	*made = r == 0;
	if (r < 0 && errno != EEXIST)
		return -errno;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (!*made && !is_empty(fd)) {
		close(fd);
		return -ENOTEMPTY;
	}
	*out = fd;
	return 0;
}

/* What make_instance made, in a folder that was empty before. */
static void
unmake(int dir, const char *path, bool made)
{
	int store = openat(dir, INIT_STORE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = store < 0 ? NULL : fdopendir(store);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL)
		(void)unlinkat(dirfd(d), e->d_name, 0);
	if (d != NULL)
		closedir(d);
	else if (store >= 0)
		close(store);
	(void)unlinkat(dir, INIT_STORE, AT_REMOVEDIR);
	(void)unlinkat(dir, INIT_RECIPIENTS, 0);
	(void)unlinkat(dir, INIT_CONFIG, 0);
	if (made)
		(void)rmdir(path);
}

static int
make_failed(const char *what, int err)
{
	say("cannot make %s: %s", what, strerror(-err));
	hint("nothing was left behind");
	return err == -ENOSPC || err == -EIO ? EX_IOERR : EX_CANTCREAT;
}

/* The configuration comes last: without it, a folder is no instance. */
static int
make_instance(int dir, const struct parts *p, const struct owner *owner)
{
	if (mkdirat(dir, INIT_STORE, 0700) < 0)
		return make_failed(p->store, -errno);
	int r = store_create(p->store);
	if (r != STORE_OK) {
		say("cannot make the store %s: %s", p->store,
		    store_strerror(r));
		hint("nothing was left behind");
		return r == STORE_E_FULL ? EX_IOERR : EX_CANTCREAT;
	}
	r = io_write_file(p->recipients, 0640, 0, p->recipients_text.data,
	    p->recipients_text.len);
	if (r < 0)
		return make_failed(p->recipients, r);
	r = io_write_file(
	    p->conf, 0640, 0, p->conf_text.data, p->conf_text.len);
	if (r == 0)
		r = init_owner_apply(owner, dir);
	return r == 0 ? EX_OK : make_failed(p->conf, r);
}

/* Ctrl-C waits for the few milliseconds that this takes: it must not leave half
 * an instance. */
static int
make_whole(const char *path, const struct parts *p, const struct owner *owner)
{
	sigset_t all;
	sigset_t before;
	bool made = false;
	int dir = -1;
	int code;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int r = open_dir(path, &dir, &made);
	if (r == -ENOTEMPTY) {
		say("%s is not empty: init overwrites nothing", path);
		hint("name a new folder, or an empty one");
		code = EX_CANTCREAT;
	} else if (r < 0) {
		code = make_failed(path, r);
		hint("the folder above it must exist and let you write");
	} else {
		code = make_instance(dir, p, owner);
		if (code != EX_OK)
			unmake(dir, path, made);
		close(dir);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return code;
}

static void
report(const struct parts *p)
{
	printf("made %s: the configuration\n"
	       "made %s: who can open tips\n"
	       "made %s: an empty store\n"
	       "next: inkastd -c %s\n",
	    p->conf, p->recipients, p->store, p->conf);
	if (p->config.n_recipients == 1) {
		say("warning: there is one recipient: if its identity is lost, "
		    "no tip can be opened");
		hint("make a recovery key, keep it locked away from the desk, "
		     "and add it as another line of %s",
		    p->recipients);
	}
	if (!config_is_post_quantum(&p->config)) {
		say("warning: the recipients are classic: a tip that is "
		    "recorded today may be opened by a quantum computer one "
		    "day");
		hint("'inkast-officer keygen' makes post-quantum ones");
	}
}

static int
init(const struct request *q, struct parts *p)
{
	struct owner owner;
	int code = configure(q, &p->config);

	if (code == EX_OK)
		code = write_texts(p);
	if (code == EX_OK)
		code = init_owner_find(q->user == NULL ? "" : q->user, &owner);
	if (code == EX_OK)
		code = make_whole(q->dir, p, &owner);
	if (code == EX_OK)
		report(p);
	return code;
}

static char *
below(const char *dir, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

int
verb_init(const char *config, int argc, char **argv)
{
	struct request q = {0};
	struct parts p = {0};
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	if (config != NULL) {
		say("init makes a configuration in DIR and takes no -c");
		hint("leave -c out");
		return EX_USAGE;
	}
	p.conf = below(q.dir, INIT_CONFIG);
	p.recipients = below(q.dir, INIT_RECIPIENTS);
	p.store = below(q.dir, INIT_STORE);
	buf_init(&p.conf_text, &buf_heap, LIMIT_CONFIG_FILE);
	buf_init(&p.recipients_text, &buf_heap, LIMIT_RECIPIENTS_FILE);
	if (p.conf == NULL || p.recipients == NULL || p.store == NULL) {
		say("out of memory");
		code = EX_OSERR;
	} else {
		code = init(&q, &p);
	}
	buf_free(&p.conf_text);
	buf_free(&p.recipients_text);
	free(p.conf);
	free(p.recipients);
	free(p.store);
	return code;
}
