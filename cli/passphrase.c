/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Passphrases from terminal or descriptor.
 */
#include "cli/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "base/io.h"
#include "base/say.h"
#include "base/text.h"
#include "base/visible.h"
#include "crypto/core/secret.h"

/* Signals that end or stop a program. While echo is off they are caught, so
 * that it comes back; the program then ends. (They are not raised again: the
 * sandbox lets us signal nobody. So one that would only have stopped us ends
 * us, too: the question cannot go on without its terminal.) */
static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
#define CAUGHT (sizeof caught / sizeof caught[0])

/* What a shell reports for a program that a signal ended, less its number. */
#define SIGNALLED 128

static volatile sig_atomic_t pending;

static void
note(int number)
{
	pending = number;
}

/* Dispositions and mask from before the question. */
struct signals {
	struct sigaction act[CAUGHT];
	sigset_t mask;
	sigset_t waiting; /* the mask, with those we catch let through */
};

/* Blocked but while read_line waits: one that came between a look at pending
 * and the wait would otherwise be forgotten, and the wait go on. */
static void
catch_signals(struct signals *before)
{
	struct sigaction act = {.sa_handler = note};
	sigset_t mask;

	sigemptyset(&act.sa_mask);
	sigemptyset(&mask);
	pending = 0;
	for (size_t i = 0; i < CAUGHT; i++)
		sigaddset(&mask, caught[i]);
	pthread_sigmask(SIG_BLOCK, &mask, &before->mask);
	before->waiting = before->mask;
	for (size_t i = 0; i < CAUGHT; i++) {
		sigdelset(&before->waiting, caught[i]);
		(void)sigaction(caught[i], &act, &before->act[i]);
	}
}

static void
release_signals(const struct signals *before)
{
	for (size_t i = 0; i < CAUGHT; i++)
		(void)sigaction(caught[i], &before->act[i], NULL);
	pthread_sigmask(SIG_SETMASK, &before->mask, NULL);
}

/* Wait until fd can be read, taking signals meanwhile as mask has it (NULL: as
 * now). 0, -EINTR after one of ours, or another negated errno. */
static int
wait_readable(int fd, const sigset_t *mask)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	for (;;) {
		if (pending != 0)
			return -EINTR;
		if (ppoll(&p, 1, NULL, mask) >= 0)
			return p.revents & POLLNVAL ? -EBADF : 0;
		if (errno != EINTR)
			return -errno;
	}
}

/* Read up to LF, which is not kept, byte by byte: what follows the line belongs
 * to somebody else. 0, -EFBIG, -EINTR, -ENODATA at an end without a line, or
 * another negated errno. */
static int
read_line(int fd, const sigset_t *mask, struct buf *out)
{
	uint8_t c = 0;
	int r = 0;

	while (r == 0 && (r = wait_readable(fd, mask)) == 0) {
		ssize_t n = read(fd, &c, 1);
		if (n < 0)
			r = errno == EINTR ? 0 : -errno;
		else if (n == 0)
			r = out->len == 0 ? -ENODATA : 1;
		else if (c == '\n')
			r = 1;
		else if (buf_add(out, &c, 1) != BUF_OK)
			r = out->err == BUF_E_MAX ? -EFBIG : -ENOMEM;
	}
	explicit_bzero(&c, sizeof c);
	if (r == 1 && pending != 0)
		r = -EINTR;
	if (r == 1 && out->len > 0 && out->data[out->len - 1] == '\r')
		out->len--;
	return r == 1 ? 0 : r;
}

static int
set_terminal(int tty, int when, const struct termios *t)
{
	while (tcsetattr(tty, when, t) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

/* Echo goes off before the question appears: what is typed right after it
 * must not be seen, nor thrown away. */
static int
ask_hidden(int tty, const char *what, struct buf *out)
{
	struct signals before;
	struct termios shown;
	struct termios hidden;

	if (tcgetattr(tty, &shown) < 0)
		return -errno;
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_lflag |= ECHONL | ICANON;
	/* Stopped here, the terminal would be left without its echo. */
	hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
	catch_signals(&before);
	int r = set_terminal(tty, TCSAFLUSH, &hidden);
	if (r == 0) /* it may hold a file's name */
		r = visible_write(io_write_to_fd, &tty, what, strlen(what));
	if (r == 0)
		r = io_write(tty, ": ", 2);
	if (r == 0)
		r = read_line(tty, &before.waiting, out);
	/* TCSANOW: a terminal whose output is stopped would hold it up. */
	(void)set_terminal(tty, TCSANOW, &shown);
	release_signals(&before);
	return r;
}

static int
ask(const char *what, struct buf *out)
{
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (tty < 0)
		return -ENOTTY;
	int r = ask_hidden(tty, what, out);
	close(tty);
	return r;
}

static int
refuse(int err)
{
	switch (err) {
	case -ENOTTY:
		say("there is no terminal to ask for the passphrase");
		hint("give --passphrase-fd N, and the passphrase as a line on "
		     "descriptor N");
		return EX_USAGE;
	case -EFBIG:
		say("the passphrase is longer than %d bytes", PASSPHRASE_MAX);
		return EX_DATAERR;
	case -EINTR:
		say("interrupted; nothing was done");
		return SIGNALLED + pending;
	case -ENODATA:
		say("no passphrase was given");
		hint("type it, and Enter; or give it as a line on the "
		     "descriptor of --passphrase-fd");
		return EX_NOINPUT;
	case -ENOMEM:
		say("no memory that can be locked");
		hint("'ulimit -l' shows how much may be; allow more");
		return EX_OSERR;
	case -EBADF:
		say("--passphrase-fd names a descriptor that is not open");
		hint("in a shell: COMMAND --passphrase-fd 3 3<FILE");
		return EX_USAGE;
	default:
		say_errno("read", "the passphrase", err);
		return EX_IOERR;
	}
}

int
passphrase_read(
    const struct passphrase_source *s, const char *what, struct buf *out)
{
	/* All at once, so that the line is not copied while it grows. */
	int r = buf_reserve(out, PASSPHRASE_MAX) == BUF_OK ? 0 : -ENOMEM;

	if (r == 0)
		r = s->fd >= 0 ? read_line(s->fd, NULL, out) : ask(what, out);
	if (r == 0 && out->len == 0)
		r = -ENODATA;
	if (r == 0)
		return EX_OK;
	buf_clear(out);
	return refuse(r);
}

static int
long_enough(const struct buf *p)
{
	if (!text_is_utf8(p->data, p->len) ||
	    text_count(p->data, p->len) >= PASSPHRASE_MIN)
		return EX_OK;
	say("the passphrase has fewer than %d characters", PASSPHRASE_MIN);
	hint("whoever finds the file can try passphrases at leisure: take "
	     "five or more random words");
	return EX_DATAERR;
}

/* On a terminal nobody sees what was typed: ask again and compare. */
static int
ask_again(const struct passphrase_source *s, const struct buf *first)
{
	struct buf second;

	buf_init(&second, &secret_mem, PASSPHRASE_MAX);
	int code = passphrase_read(s, "the same passphrase again", &second);
	if (code == EX_OK &&
	    (first->len != second.len ||
		memcmp(first->data, second.data, first->len) != 0)) {
		say("the two passphrases differ");
		hint("nothing was made; try again");
		code = EX_DATAERR;
	}
	buf_free(&second);
	return code;
}

int
passphrase_read_new(const struct passphrase_source *s, struct buf *out)
{
	int code =
	    passphrase_read(s, "new passphrase (at least 12 characters)", out);

	if (code == EX_OK)
		code = long_enough(out);
	if (code == EX_OK && s->fd < 0)
		code = ask_again(s, out);
	if (code != EX_OK)
		buf_clear(out);
	return code;
}

bool
passphrase_parse_fd(const char *text, int *fd)
{
	/* Descriptors of a shell have one or two digits. */
	size_t len = strlen(text);

	if (len < 1 || len > 4 || strspn(text, "0123456789") != len)
		return false;
	*fd = (int)strtol(text, NULL, 10);
	return true;
}
