/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inotify on the folder that holds the keyring's.
 */
#include "gateway/supervisor/watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "gateway/common/log.h"

int
watch_open(struct watch *w)
{
	*w = (struct watch){
	    .fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK), .mark = -1};
	return w->fd < 0 ? -errno : 0;
}

void
watch_close(struct watch *w)
{
	if (w->fd >= 0)
		close(w->fd);
	*w = (struct watch){.fd = -1, .mark = -1};
}

/* Paths of the configuration are absolute. */
static const char *
last_part(const char *dir)
{
	const char *slash = strrchr(dir, '/');

	return slash == NULL ? dir : slash + 1;
}

int
watch_folder(struct watch *w, const char *dir)
{
	size_t len = (size_t)(last_part(dir) - dir);

	if (w->fd < 0)
		return -EBADF;
	if (w->mark >= 0)
		(void)inotify_rm_watch(w->fd, w->mark);
	/* With its slash, so that a link to the folder is followed. */
	char *holder = len == 0 ? strdup(".") : strndup(dir, len);
	if (holder == NULL)
		return -ENOMEM;
	/* What appears under its name whole, by a rename; what is being copied
	 * there is not ready to be read. */
	w->mark = inotify_add_watch(w->fd, holder, IN_MOVED_TO | IN_ONLYDIR);
	int r = w->mark < 0 ? -errno : 0;
	free(holder);
	return r;
}

void
watch_keyring(struct watch *w, const char *dir)
{
	int r = watch_folder(w, dir);

	if (r < 0)
		log_line("cannot watch for %s: %s; send SIGHUP after a keyring "
			 "was installed",
		    dir, strerror(-r));
}

bool
watch_hear(struct watch *w, const char *dir)
{
	/* Aligned for its first event; NAME_MAX is in any of them. */
	union {
		struct inotify_event event;
		char bytes[4096];
	} got;
	const char *name = last_part(dir);
	bool is_new = false;
	ssize_t n;

	while ((n = read(w->fd, got.bytes, sizeof got.bytes)) > 0) {
		size_t at = 0;
		while (at + sizeof got.event <= (size_t)n) {
			struct inotify_event e;
			memcpy(&e, got.bytes + at, sizeof e);
			at += sizeof e;
			if ((e.mask & IN_Q_OVERFLOW) != 0 ||
			    (e.len > 0 && strcmp(got.bytes + at, name) == 0))
				is_new = true;
			at += e.len;
		}
	}
	return is_new;
}
