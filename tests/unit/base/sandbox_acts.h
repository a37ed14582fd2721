/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One table of acts: for which roles each is forbidden, and for which needed.
 * Those in neither column are open to the role and of no concern.
 */
#ifndef INKAST_TESTS_SANDBOX_ACTS_H
#define INKAST_TESTS_SANDBOX_ACTS_H

enum {
	SUPERVISOR = 1,
	FRONT_START = 2,
	FRONT_STEADY = 4,
	VAULT = 8,
	TOOLS = 16,
	FRONT = FRONT_START | FRONT_STEADY,
	ROLES = FRONT | VAULT,
	EVERYBODY = SUPERVISOR | ROLES | TOOLS,
};

struct act {
	const char *name;
	int (*act)(void); /* 0 when it worked, otherwise errno */
	unsigned forbidden;
	unsigned needed;
};

/* Ended by a NULL name. */
extern const struct act acts[];

/* A temporary folder with what the acts need; for the test group. */
int acts_set_up(void **state);
int acts_tear_down(void **state);

const char *acts_dir(void);
const char *acts_roots_file(void); /* mode 0600 */
int acts_store_dir(void);          /* an open descriptor */

int acts_open_outside(void);
int acts_signal_parent(void);

/* Start a thread, enter the second stage, let the thread try. 0: refused. */
int acts_thread_is_confined(int (*second_stage)(void));

#endif
