/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One line to stderr, in one write, so that lines of several processes do not
 * mix.
 */
#include "gateway/common/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"

/* A path of 255 bytes and a sentence; below PIPE_BUF (4096), so that a line
 * written to a pipe stays whole. */
#define LOG_LINE 400

/* The one thing that log.c remembers. Set once, before threads start. */
static const char *log_program = "inkast";

void
log_name(const char *program)
{
	log_program = program;
}

/* What a terminal would obey must not get there through a file's name. */
static void
hide_controls(char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
}

void
log_line(const char *fmt, ...)
{
	char line[LOG_LINE];
	va_list ap;
	int head = snprintf(line, sizeof line, "%s: ", log_program);
	size_t len = head < 0 ? 0 : (size_t)head;

	if (len > sizeof line / 2)
		len = sizeof line / 2;
	va_start(ap, fmt);
	/* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is, above */
	int body = vsnprintf(line + len, sizeof line - len, fmt, ap);
	va_end(ap);
	if (body < 0)
		return;
	len += (size_t)body;
	if (len > sizeof line - 1)
		len = sizeof line - 1;
	hide_controls(line, len);
	line[len] = '\n';
	/* There is nowhere to report a failure to. */
	if (io_write(STDERR_FILENO, line, len + 1) < 0)
		return;
}
