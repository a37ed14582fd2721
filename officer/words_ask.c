/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Words on the terminal, and nowhere else.
 */
#include "officer/words_ask.h"

#include <fcntl.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "base/say.h"
#include "cli/passphrase.h"
#include "crypto/core/secret.h"
#include "officer/words.h"

/* Times that it may be mistyped before it is given up: nobody shall learn it by
 * reading it off the screen for ever. */
#define TRIES 5

static const char before[] =
    "\nthis passphrase is shown once; write it down, keep it apart from the "
    "file:\n\n    ";
static const char after[] = "\n\n";
/* Clear the screen and what was scrolled off it. */
static const char clear[] = "\033[H\033[2J\033[3J";

static int
show(int tty, const struct buf *words)
{
	int r = io_write(tty, before, sizeof before - 1);

	if (r == 0)
		r = io_write(tty, words->data, words->len);
	if (r == 0)
		r = io_write(tty, after, sizeof after - 1);
	return r;
}

/* EX_OK when it was typed as it is; EX_DATAERR when not. */
static int
ask_back(const struct buf *words)
{
	const struct passphrase_source terminal = {.fd = -1};
	struct buf typed;

	buf_init(&typed, &secret_mem, PASSPHRASE_MAX);
	int code = passphrase_read(&terminal, "type it now", &typed);
	if (code == EX_OK &&
	    (typed.len != words->len ||
		memcmp(typed.data, words->data, typed.len) != 0)) {
		say("that is not the passphrase");
		code = EX_DATAERR;
	}
	buf_free(&typed);
	return code;
}

static int
show_and_ask(int tty, const struct buf *words)
{
	int code = EX_DATAERR;

	if (show(tty, words) < 0) {
		say("cannot write to the terminal");
		return EX_IOERR;
	}
	for (int i = 0; code == EX_DATAERR && i < TRIES; i++)
		code = ask_back(words);
	if (io_write(tty, clear, sizeof clear - 1) < 0 && code == EX_OK)
		code = EX_IOERR;
	if (code != EX_OK)
		hint("nothing was made; run it again for another passphrase");
	return code;
}

int
words_ask(struct buf *out)
{
	int tty = open("/dev/tty", O_WRONLY | O_NOCTTY | O_CLOEXEC);
	int code;

	if (tty < 0) {
		say("there is no terminal to show a passphrase on");
		hint("use --words at a terminal, or give a passphrase of your "
		     "own with --passphrase-fd");
		return EX_USAGE;
	}
	if (words_passphrase(WORDS_PASSPHRASE, out) < 0) {
		say("no memory that can be locked");
		hint("'ulimit -l' shows how much may be; allow more");
		code = EX_OSERR;
	} else {
		code = show_and_ask(tty, out);
	}
	close(tty);
	return code;
}
