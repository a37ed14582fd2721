/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The installed keyring's folder, exchanged as a whole (docs/FORMAT.md 13.8):
 * whoever reads it meanwhile reads one keyring or the other, and a loss of
 * power leaves one of them.
 */
#include "admin/keyring.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "base/say.h"

/* Public keys and signatures: nothing in it is secret, everything is signed,
 * and the account of the gateway, whichever it is, has to read it. */
#define FOLDER_MODE 0755
#define FILE_MODE 0644

static char *
beside(const char *dir, const char *end)
{
	char *path = NULL;

	return asprintf(&path, "%s%s", dir, end) < 0 ? NULL : path;
}

/* A folder of files, and the folder. What is in it that is no file stays, and
 * the folder then, too. A link is not followed: it could lead to any folder,
 * and root may be installing. */
static void
remove_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;

	if (d == NULL && fd >= 0)
		close(fd);
	if (d == NULL) {
		(void)unlink(path);
		return;
	}
	while ((e = readdir(d)) != NULL)
		(void)unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	(void)rmdir(path);
}

static int
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	int r = fsync(fd) == 0 ? 0 : -errno;
	close(fd);
	return r;
}

static int
write_open(const char *folder, const char *name, const struct buf *content)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return -ENOMEM;
	int r = io_write_file(path, FILE_MODE, 0, content->data, content->len);
	/* Whatever the umask of the account is that installs. */
	if (r == 0 && chmod(path, FILE_MODE) < 0)
		r = -errno;
	free(path);
	return r;
}

static int
write_files(const char *folder, const struct keyring_files *f)
{
	int r = write_open(folder, KEYRING_FILE, &f->text);

	for (size_t i = 0; r == 0 && i < f->n; i++) {
		char *name = keyring_file_signature(KEYRING_FILE, f->slots[i]);
		r = name == NULL ? -ENOMEM
				 : write_open(folder, name, &f->signatures[i]);
		free(name);
	}
	return r;
}

/* What was written is what was verified, whoever writes to the source
 * meanwhile. */
static int
verify_again(const struct config *c, const char *folder,
    const uint8_t digest[static HASH_LEN])
{
	struct installed i = {.keyring = NULL};
	struct keyring_error err;
	char *path = beside(folder, "/" KEYRING_FILE);
	int r = path == NULL ? KEYRING_E_MEMORY
			     : installed_read_file(c, path, &i, &err);
	int code = EX_OK;

	if (r != KEYRING_OK || memcmp(i.digest, digest, HASH_LEN) != 0) {
		say("the keyring's files changed while they were copied");
		hint("nothing was installed; find out who writes to them");
		code = EX_DATAERR;
	}
	installed_free(&i);
	free(path);
	return code;
}

/* 0 or a negated errno. The one before becomes previous. */
static int
exchange(const char *fresh, const char *dir, const char *previous)
{
	if (renameat2(AT_FDCWD, fresh, AT_FDCWD, dir, RENAME_EXCHANGE) == 0) {
		remove_folder(previous);
		(void)rename(fresh, previous);
		return 0;
	}
	if (errno != ENOENT)
		return -errno;
	return rename(fresh, dir) == 0 ? 0 : -errno;
}

static int
failed(const char *path, int err)
{
	say_errno("write", path, err);
	hint("the folder above it must exist and let you write: run this as "
	     "who made the instance; nothing was installed");
	return err == -ENOSPC || err == -EIO ? EX_IOERR : EX_CANTCREAT;
}

int
keyring_folder_make(const char *folder, const struct keyring_files *f)
{
	if (mkdir(folder, FOLDER_MODE) < 0)
		return -errno;
	int r = chmod(folder, FOLDER_MODE) == 0 ? 0 : -errno;
	if (r == 0)
		r = write_files(folder, f);
	return r == 0 ? sync_folder(folder) : r;
}

static int
put(const struct config *c, const struct keyring_files *f, const char *fresh,
    const char *previous, const uint8_t digest[static HASH_LEN])
{
	/* Of an attempt that was cut off. */
	remove_folder(fresh);
	int r = keyring_folder_make(fresh, f);
	int code = r == 0 ? verify_again(c, fresh, digest) : failed(fresh, r);
	if (code != EX_OK) {
		remove_folder(fresh);
		return code;
	}
	r = exchange(fresh, c->keyring_dir, previous);
	if (r < 0) {
		remove_folder(fresh);
		return failed(c->keyring_dir, r);
	}
	char *above = strdup(c->keyring_dir);
	if (above == NULL || sync_folder(dirname(above)) < 0)
		say("warning: it is installed, but may not outlast a loss of "
		    "power yet");
	free(above);
	return EX_OK;
}

int
keyring_folder_lock(const struct config *c, int *lock)
{
	char *path = strdup(c->keyring_dir);
	int fd = path == NULL
		     ? -1
		     : open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0 ? errno : 0;

	free(path);
	if (r == 0) {
		*lock = fd;
		return EX_OK;
	}
	if (fd >= 0)
		close(fd);
	if (r == EWOULDBLOCK) {
		say("another install is at work");
		hint("nothing was installed; run it again when that has ended");
		return EX_TEMPFAIL;
	}
	return failed(c->keyring_dir, -r);
}

int
keyring_folder_put(const struct config *c, const char *path,
    const uint8_t digest[static HASH_LEN])
{
	struct keyring_files f;
	char *fresh = beside(c->keyring_dir, ".new");
	char *previous = beside(c->keyring_dir, ".previous");
	int code = keyring_files_read(path, &f);

	if (code == EX_OK && (fresh == NULL || previous == NULL)) {
		say("out of memory");
		code = EX_OSERR;
	}
	if (code == EX_OK)
		code = put(c, &f, fresh, previous, digest);
	keyring_files_free(&f);
	free(fresh);
	free(previous);
	return code;
}
