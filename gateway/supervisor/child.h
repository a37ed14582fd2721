/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One role process, from fork to the end, as docs/FORMAT.md, section 4, has it.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_CHILD_H
#define INKAST_GATEWAY_SUPERVISOR_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A role that is to be started. Borrowed for the call; no descriptor is closed
 * here. */
struct role_start {
	char *program;     /* absolute path */
	char *config_path; /* as it was given to inkastd */
	int listen;        /* -1: this role gets none */
	const int *channels;
	size_t n_channels;
};

/* All zero: no process. */
struct child {
	pid_t pid;         /* 0: there is none */
	int ready;         /* reading end of the ready pipe; -1 when done */
	bool is_ready;     /* it said so */
	bool has_given_up; /* a front: it said that its channels are closed */
	/* clock_monotonic_ms at which it is killed; 0: none, it may stay;
	 * UINT64_MAX: it was. */
	uint64_t deadline;
};

/* Fork and exec. 0 or a negated errno. A program that cannot be executed shows
 * as a child that ends at once. */
int child_start(const struct role_start *start, uint64_t deadline,
    struct child *out) __attribute__((nonnull, warn_unused_result));

/* The ready pipe has something to say: note it (FORMAT 4.2), and close the pipe
 * when no more can come. */
void child_hear(struct child *c) __attribute__((nonnull));

/* Ask it to end within seconds, until deadline. An earlier deadline stays. */
void child_ask_to_end(struct child *c, uint64_t deadline)
    __attribute__((nonnull));

/* Ask a front to accept no more and finish what runs until deadline. An earlier
 * deadline stays. */
void child_ask_to_drain(struct child *c, uint64_t deadline)
    __attribute__((nonnull));

/* Give it until deadline without telling it. An earlier deadline stays. */
void child_allow_until(struct child *c, uint64_t deadline)
    __attribute__((nonnull));

/* Kill it if its deadline has passed. */
void child_enforce(struct child *c, uint64_t now) __attribute__((nonnull));

/* It has been reaped: forget it. */
void child_forget(struct child *c) __attribute__((nonnull));

#endif
