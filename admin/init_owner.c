/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Who owns a new instance. Root makes it and the gateway's account uses it:
 * the account may write the store and read the configuration, nothing else.
 */
#include "admin/init.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/say.h"
#include "gateway/store/store.h"

/* Straight from the file: the name service would load modules and ask daemons
 * over sockets, and the account of a daemon is a local one. */
static int
look_up(const char *user, struct owner *out)
{
	struct passwd entry;
	struct passwd *found = NULL;
	char room[4096]; /* a line; longer ones are skipped by the caller */
	FILE *f = fopen("/etc/passwd", "re");

	if (f == NULL)
		return -errno;
	int r = 0;
	while (r == 0 &&
	       (r = fgetpwent_r(f, &entry, room, sizeof room, &found)) == 0)
		if (strcmp(entry.pw_name, user) == 0) {
			out->uid = entry.pw_uid;
			out->gid = entry.pw_gid;
			fclose(f);
			return 0;
		}
	fclose(f);
	return -ENOENT;
}

int
init_owner_find(const char *user, struct owner *out)
{
	struct owner o = {.change = false};

	if (user[0] != '\0') {
		if (look_up(user, &o) < 0) {
			say("no account \"%.32s\" in /etc/passwd", user);
			hint("make it with 'adduser --system --group %.32s'",
			    user);
			return EX_NOUSER;
		}
		o.change = geteuid() == 0;
		if (!o.change && o.uid != geteuid())
			say("warning: the store will belong to you, not to "
			    "%.32s: run this as root to hand it over",
			    user);
	}
	*out = o;
	return EX_OK;
}

static int
give(int dir, const char *name, uid_t uid, gid_t gid)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	int r = fchown(fd, uid, gid) == 0 ? 0 : -errno;
	close(fd);
	return r;
}

int
init_owner_apply(const struct owner *o, int dir)
{
	/* What sqlite may have made beside its database. */
	static const char *const files[] = {
	    STORE_FILE, STORE_FILE "-wal", STORE_FILE "-shm"};

	if (!o->change)
		return 0;
	if (fchown(dir, (uid_t)-1, o->gid) < 0)
		return -errno;
	int r = give(dir, INIT_CONFIG, (uid_t)-1, o->gid);
	int store = openat(dir, INIT_STORE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store < 0)
		return -errno;
	for (size_t i = 0; r == 0 && i < sizeof files / sizeof files[0]; i++) {
		r = give(store, files[i], o->uid, o->gid);
		if (r == -ENOENT && i > 0)
			r = 0;
	}
	if (r == 0 && fchown(store, o->uid, o->gid) < 0)
		r = -errno;
	close(store);
	return r;
}
