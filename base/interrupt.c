/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signals that end a program, remembered.
 */
#include "base/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* What a shell reports for a program that a signal ended, less its number. */
#define SIGNALLED 128

static volatile sig_atomic_t pending;

static void
note(int number)
{
	pending = number;
}

void
interrupt_catch(void)
{
	static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	/* Without SA_RESTART: a read that waits for a person returns. */
	struct sigaction act = {
	    .sa_handler = note, .sa_flags = (int)SA_RESETHAND};
	struct sigaction before;

	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
		if (sigaction(caught[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			(void)sigaction(caught[i], &act, NULL);
}

int
interrupt_pending(void)
{
	return pending;
}

int
interrupt_code(void)
{
	return SIGNALLED + pending;
}
