/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One role process, from fork to the end, as docs/FORMAT.md, section 4, has it.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_CHILD_H
#define INKAST_GATEWAY_SUPERVISOR_CHILD_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/reader.h"
#include "gateway/ipc/message.h"

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
	int control;       /* our end of its control socket; -1: it has none */
	bool is_ready;     /* it said so */
	bool has_given_up; /* a front: it said that its channels are closed */
	/* clock_monotonic_ms at which it is killed; 0: none, it may stay;
	 * UINT64_MAX: it was. */
	uint64_t deadline;
	bool is_dismissed; /* by us: how it ends is no news */
	/* What it was told; the versions are the caller's, 0 is none. */
	struct buf words; /* on their way, from n_sent on */
	size_t n_sent;
	bool awaits;        /* the answer has not come yet */
	uint64_t answer_by; /* then it is killed */
	unsigned told;      /* version of the last message */
	unsigned held;      /* of the last that it took */
	bool has_refused;   /* the last one; the caller clears this */
};

/* Fork and exec. 0 or a negated errno. A program that cannot be executed shows
 * as a child that ends at once. */
int child_start(const struct role_start *start, uint64_t deadline,
    struct child *out) __attribute__((nonnull, warn_unused_result));

/* Its control socket has something to say, or has ended: note it (FORMAT 4.2).
 * After nonsense the socket is closed. */
void child_hear(struct child *c) __attribute__((nonnull));

/* Tell it a new state, which it has until answer_by to answer. Never waits:
 * what the socket does not take now, child_push sends later. Not while awaits.
 * 0 or -ENOMEM. */
int child_tell(struct child *c, enum message_type type, struct view body,
    unsigned version, uint64_t answer_by)
    __attribute__((nonnull, warn_unused_result));

/* Whether words are left to send, and to send what the socket takes now. */
bool child_has_words(const struct child *c) __attribute__((nonnull));
void child_push(struct child *c) __attribute__((nonnull));

/* What to poll its control socket for, and what follows from what poll said. */
struct pollfd child_poll(const struct child *c) __attribute__((nonnull));
void child_note(struct child *c, short revents) __attribute__((nonnull));

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

/* It is of no use: kill it when it is next looked at. */
void child_dismiss(struct child *c, uint64_t now) __attribute__((nonnull));

/* Kill it if its deadline, or that of its answer, has passed. */
void child_enforce(struct child *c, uint64_t now) __attribute__((nonnull));

/* What waitpid said of one, for the log: nothing after an orderly end. */
void child_log_end(const char *role, int status) __attribute__((nonnull));

/* It has been reaped: forget it. */
void child_forget(struct child *c) __attribute__((nonnull));

#endif
