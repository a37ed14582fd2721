/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The installed keyring: its files are read through one descriptor of their
 * folder, so that a folder that is exchanged meanwhile is read as it was and
 * never half and half.
 */
#include "gateway/keys/installed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A path in a message: the beginning of a long one says enough. */
#define SHOWN "%.200s"

/* "keyring.ini" and ".9.minisig", or what somebody calls a file. */
#define NAME_MAX_LEN 256
#define PATH_LEN (sizeof((struct config *)NULL)->keyring_dir + NAME_MAX_LEN)

/* One reading, from the folder's descriptor to the parsed keyring. */
struct reading {
	const struct config *config;
	int dir;
	const char *dir_path;
	const char *name; /* of the keyring's file in it */
	struct keyring_error *err;
	struct buf text;
	size_t n; /* signatures */
	struct buf signatures[KEYRING_SIGNERS_MAX];
	char names[KEYRING_SIGNERS_MAX][PATH_LEN];
};

static int __attribute__((format(printf, 3, 4)))
fault(struct keyring_error *err, int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	return code;
}

/* A regular file of the folder, at most out's maximum. 0 or a negated errno. */
static int
read_regular(int dir, const char *name, struct buf *out)
{
	struct stat st;
	/* A link could lead out of the folder that was exchanged as a whole; a
	 * pipe would keep inkastd waiting. */
	int fd = openat(dir, name,
	    O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);

	if (fd < 0)
		return errno == ELOOP || errno == ENXIO ? -ENOTSUP : -errno;
	int r = fstat(fd, &st) < 0    ? -errno
		: S_ISREG(st.st_mode) ? io_read_fd(fd, out)
				      : -ENOTSUP;
	close(fd);
	return r;
}

static int
fault_file(const struct reading *g, const char *name, int r, size_t max)
{
	if (r == -EFBIG)
		return fault(g->err, KEYRING_E_SIZE,
		    SHOWN "/%s: expected at most %zu KiB", g->dir_path, name,
		    max / 1024);
	if (r == -ENOTSUP)
		return fault(g->err, KEYRING_E_SYNTAX,
		    SHOWN "/%s: expected a regular file, found a folder, link, "
			  "pipe, device or socket",
		    g->dir_path, name);
	return fault(g->err, r == -ENOMEM ? KEYRING_E_MEMORY : KEYRING_E_SYNTAX,
	    SHOWN "/%s: %s%s", g->dir_path, name, strerror(-r),
	    r == -ENOENT   ? "; expected a signed keyring, as inkast-admin "
			     "keyring install puts it there"
	    : r == -EACCES ? "; expected that the account of the gateway may "
			     "read it"
			   : "");
}

static int
read_text(struct reading *g)
{
	int r = read_regular(g->dir, g->name, &g->text);

	return r == 0 ? KEYRING_OK
		      : fault_file(g, g->name, r, KEYRING_TEXT_MAX);
}

/* The signature files that are there: NAME.minisig, NAME.2.minisig and on. */
static int
read_signatures(struct reading *g)
{
	char name[NAME_MAX_LEN];

	for (unsigned i = 1; i <= KEYRING_SIGNERS_MAX; i++) {
		int len =
		    i == 1 ? snprintf(name, sizeof name, "%s.minisig", g->name)
			   : snprintf(name, sizeof name, "%s.%u.minisig",
				 g->name, i);
		if (len < 0 || (size_t)len >= sizeof name)
			return fault(g->err, KEYRING_E_SYNTAX,
			    SHOWN "/%s: expected a shorter name", g->dir_path,
			    g->name);
		int r = read_regular(g->dir, name, &g->signatures[g->n]);
		if (r == -ENOENT)
			continue;
		if (r < 0)
			return fault_file(g, name, r, MINISIGN_FILE_MAX);
		(void)snprintf(g->names[g->n], sizeof g->names[0], "%s/%s",
		    g->dir_path, name);
		g->n++;
	}
	return KEYRING_OK;
}

/* The signers that the configuration pins. */
static int
parse_pins(const struct config *c, struct minisign_public *pins,
    struct keyring_error *err)
{
	for (size_t i = 0; i < c->n_signers; i++)
		if (minisign_public_parse(c->signers[i], strlen(c->signers[i]),
			&pins[i]) != MINISIGN_OK)
			return fault(err, KEYRING_E_SYNTAX,
			    "[keyring] signer %zu of %zu: expected the second "
			    "line of a minisign public key file, found \"%.8s"
			    "...\"",
			    i + 1, c->n_signers, c->signers[i]);
	if (c->n_signers == 0)
		return fault(err, KEYRING_E_TOO_FEW,
		    "[keyring] signer: expected at least one, the public key "
		    "of who signs keyrings, found none");
	return KEYRING_OK;
}

static struct view
view_of(const struct buf *b)
{
	/* A buffer of nothing has no memory. */
	return (struct view){
	    .data = b->data == NULL ? (const uint8_t *)"" : b->data,
	    .len = b->len};
}

/* Put the path before what crypto/seal found, which knows none: but for the
 * signatures, whose names it was given. */
static int
place_fault(const struct reading *g, int r)
{
	struct keyring_error found = *g->err;

	if (r == KEYRING_E_SIGNED || r == KEYRING_E_TWICE)
		return r;
	return fault(
	    g->err, r, SHOWN "/%s: %.300s", g->dir_path, g->name, found.text);
}

static int
verify(struct reading *g, struct installed *out)
{
	const struct config *c = g->config;
	struct minisign_public pins[LIMIT_SIGNERS];
	struct view signatures[KEYRING_SIGNERS_MAX];
	const char *names[KEYRING_SIGNERS_MAX];
	size_t needed =
	    c->signers_needed == 0 ? c->n_signers : c->signers_needed;
	int r = parse_pins(c, pins, g->err);

	if (r != KEYRING_OK)
		return r;
	for (size_t i = 0; i < g->n; i++) {
		signatures[i] = view_of(&g->signatures[i]);
		names[i] = g->names[i];
	}
	r = keyring_verify(view_of(&g->text), signatures, names, g->n, pins,
	    c->n_signers, needed, out->signers, g->err);
	return r == KEYRING_OK ? r : place_fault(g, r);
}

/* Verified before it is parsed (FORMAT 13.7). */
static int
take(struct reading *g, struct installed *out)
{
	struct view text = view_of(&g->text);
	int r = verify(g, out);

	if (r != KEYRING_OK)
		return r;
	r = keyring_parse(text.data, text.len, &out->keyring, g->err);
	if (r != KEYRING_OK)
		return place_fault(g, r);
	if (strcmp(out->keyring->service, g->config->service_name) != 0) {
		r = fault(g->err, KEYRING_E_SYNTAX,
		    SHOWN "/%s: expected a keyring of \"%s\", the [service] "
			  "name of the configuration, found one of \"%.80s\"",
		    g->dir_path, g->name, g->config->service_name,
		    out->keyring->service);
		keyring_free(&out->keyring);
		return r;
	}
	hash_of(text.data, text.len, out->digest);
	out->n_signatures = g->n;
	out->text = g->text;
	buf_init(&g->text, &buf_heap, KEYRING_TEXT_MAX);
	return KEYRING_OK;
}

static void
begin(struct reading *g)
{
	buf_init(&g->text, &buf_heap, KEYRING_TEXT_MAX);
	for (size_t i = 0; i < KEYRING_SIGNERS_MAX; i++)
		buf_init(&g->signatures[i], &buf_heap, MINISIGN_FILE_MAX);
}

static void
end(struct reading *g)
{
	buf_free(&g->text);
	for (size_t i = 0; i < KEYRING_SIGNERS_MAX; i++)
		buf_free(&g->signatures[i]);
}

/* A keyring and its signatures in a folder. */
static int
read_from(const struct config *c, const char *dir_path, const char *name,
    struct installed *out, struct keyring_error *err)
{
	struct installed found = {.keyring = NULL};
	struct reading *g = calloc(1, sizeof *g);

	if (g == NULL)
		return fault(err, KEYRING_E_MEMORY, "out of memory");
	*g = (struct reading){.config = c,
	    .dir = open(dir_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
	    .dir_path = dir_path,
	    .name = name,
	    .err = err};
	begin(g);
	int r = g->dir < 0 ? fault_file(g, name, -errno, 0) : KEYRING_OK;
	if (r == KEYRING_OK)
		r = read_text(g);
	if (r == KEYRING_OK)
		r = read_signatures(g);
	if (r == KEYRING_OK)
		r = take(g, &found);
	if (r == KEYRING_OK)
		*out = found;
	if (g->dir >= 0)
		close(g->dir);
	end(g);
	free(g);
	return r;
}

int
installed_read(
    const struct config *c, struct installed *out, struct keyring_error *err)
{
	return read_from(c, c->keyring_dir, KEYRING_FILE, out, err);
}

int
installed_read_file(const struct config *c, const char *path,
    struct installed *out, struct keyring_error *err)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL   ? strdup(".")
		    : slash == path ? strdup("/")
				    : strndup(path, (size_t)(slash - path));

	if (!config_may_show(path)) {
		free(dir);
		return fault(err, KEYRING_E_SYNTAX,
		    "expected the path of a keyring, found what may be a "
		    "secret key: not shown");
	}
	if (dir == NULL)
		return fault(err, KEYRING_E_MEMORY, "out of memory");
	int r = read_from(c, dir, slash == NULL ? path : slash + 1, out, err);
	free(dir);
	return r;
}

void
installed_free(struct installed *i)
{
	keyring_free(&i->keyring);
	/* Begun as zeros, a buffer was never made. */
	if (i->text.mem != NULL)
		buf_free(&i->text);
	*i = (struct installed){.keyring = NULL};
}
