/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How much memory a test's program takes, as proc(5) has it. VmHWM, because
 * what getrusage(2) gives includes the parent that forked the program; RssAnon,
 * because which pages of a library are mapped says nothing of what is held.
 */
#include "peak.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int status = -1;
static unsigned long first;
static unsigned long most;

static unsigned long
kib_of(const char *field)
{
	static char text[8192];
	ssize_t n = pread(status, text, sizeof text - 1, 0);

	if (n < 0)
		return 0;
	text[n] = '\0';
	const char *at = strstr(text, field);
	return at == NULL ? 0 : strtoul(at + strlen(field), NULL, 10);
}

void
peak_begin(void)
{
	status = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	first = most = kib_of("RssAnon:");
}

void
peak_look(void)
{
	if (status < 0)
		return;
	unsigned long now = kib_of("RssAnon:");
	most = now > most ? now : most;
}

void
peak_say(void)
{
	if (status >= 0)
		(void)fprintf(stderr, "held %lu KiB\npeak %lu KiB\n",
		    most - first, kib_of("VmHWM:"));
}
