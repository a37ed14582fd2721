/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The folder of a new instance: whole, or not at all.
 */
#include "admin/init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "base/say.h"
#include "gateway/store/store.h"

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

/* A folder of files below an open one. */
static void
remove_below(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL)
		(void)unlinkat(dirfd(d), e->d_name, 0);
	if (d != NULL)
		closedir(d);
	else if (fd >= 0)
		close(fd);
	(void)unlinkat(dir, name, AT_REMOVEDIR);
}

/* What make_instance made, in a folder that was empty before. */
static void
unmake(int dir, const char *path, bool made)
{
	remove_below(dir, INIT_STORE);
	remove_below(dir, INIT_KEYRING);
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
make_instance(int dir, const struct init_parts *p, const struct owner *owner)
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
	r = keyring_folder_make(p->keyring, &p->files);
	if (r < 0)
		return make_failed(p->keyring, r);
	r = io_write_file(
	    p->conf, 0640, 0, p->conf_text.data, p->conf_text.len);
	if (r == 0)
		r = init_owner_apply(owner, dir);
	return r == 0 ? EX_OK : make_failed(p->conf, r);
}

/* Ctrl-C waits for the few milliseconds that this takes: it must not leave half
 * an instance. */
int
init_make(
    const char *path, const struct init_parts *p, const struct owner *owner)
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
