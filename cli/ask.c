/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Questions, asked where the person is: a redirected standard input must not
 * answer them by accident.
 */
#include "cli/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "base/io.h"
#include "base/say.h"
#include "base/visible.h"

/* Longer than any word that is asked for: a terminal gives a line at a time. */
#define ANSWER_MAX 256

/* One line, without its end. 0, -ENODATA at the end of input, or another
 * negated errno. */
static int
read_answer(int tty, char out[static ANSWER_MAX])
{
	ssize_t n;

	do
		n = read(tty, out, ANSWER_MAX - 1);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	if (n == 0)
		return -ENODATA;
	out[n] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	return 0;
}

/* What was typed before the question was seen is no answer to it. */
static int
ask(const char *question, const char *end, char out[static ANSWER_MAX])
{
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (tty < 0)
		return -ENOTTY;
	(void)tcflush(tty, TCIFLUSH);
	int r = visible_write(io_write_to_fd, &tty, question, strlen(question));
	if (r == 0)
		r = io_write(tty, end, strlen(end));
	if (r == 0)
		r = read_answer(tty, out);
	close(tty);
	return r;
}

static int
failed(int err)
{
	if (err == -ENOTTY) {
		say("there is no terminal to ask on; nothing was done");
		hint("--yes answers yes, for scripts; look with --dry-run "
		     "first");
		return EX_USAGE;
	}
	if (err == -ENODATA) {
		say("no answer was given; nothing was done");
		hint("type it, and Enter");
		return EX_NOPERM;
	}
	say_errno("ask on", "the terminal", err);
	hint("nothing was done");
	return EX_IOERR;
}

static int
declined(const char *expected)
{
	say("nothing was done: the answer was not %s", expected);
	hint("run it again when you are sure");
	return EX_NOPERM;
}

int
ask_yes(const char *question, bool yes)
{
	/* The people asked work in Swedish. */
	static const char *const affirmations[] = {"y", "yes", "j", "ja"};
	char answer[ANSWER_MAX];

	if (yes)
		return EX_OK;
	int r = ask(question, " [y/N] ", answer);
	if (r < 0)
		return failed(r);
	for (size_t i = 0; i < sizeof affirmations / sizeof affirmations[0];
	     i++)
		if (strcasecmp(answer, affirmations[i]) == 0)
			return EX_OK;
	return declined("yes");
}

int
ask_word(const char *question, const char *word, bool yes)
{
	char answer[ANSWER_MAX];

	if (yes)
		return EX_OK;
	int r = ask(question, " ", answer);
	if (r < 0)
		return failed(r);
	return strcmp(answer, word) == 0 ? EX_OK : declined("the word");
}
