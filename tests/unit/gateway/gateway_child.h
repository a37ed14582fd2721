/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkastd with stand-in roles: a temporary bin/ and libexec/, the config beside
 * them. What happened is read from standard error, line by line, never awaited
 * by sleeping. Failures end the test.
 */
#ifndef INKAST_TESTS_GATEWAY_CHILD_H
#define INKAST_TESTS_GATEWAY_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tests/unit/gateway/keyring_fixture.h"

struct gateway {
	char dir[64];
	char config[96];
	pid_t pid;
	int voice; /* inkastd's standard error */
	char pending[8192];
	size_t n_pending;
	char line[2048]; /* the last line read */
	char address[256];
};

/* cmocka's set-up and tear-down; *state is a struct gateway, not started. */
int gateway_set_up(void **state);
int gateway_tear_down(void **state);

/* The path of a name in the gateway's folder; good for two more calls. */
const char *in_dir(struct gateway *g, const char *name);

void put_file(struct gateway *g, const char *name, const char *text);
void put_program(struct gateway *g, const char *from, const char *name);
void put_config(struct gateway *g, const char *listen, unsigned workers);

/* Install a keyring as inkast-admin does: the folder is exchanged. */
void put_keyring(struct gateway *g, const struct keyring_wish *wish);

void start(struct gateway *g);

/* The next line of inkastd and its roles into g->line; false at the end. */
bool next_line(struct gateway *g);

/* Read on until a line holds text. */
const char *await(struct gateway *g, const char *text);

/* The process number in "stand-in ROLE PID ...". */
pid_t await_pid(struct gateway *g, const char *text);

void await_end_of(struct gateway *g, pid_t front);
void await_ready(struct gateway *g);

/* Read all lines, wait: the exit code. */
int end_of(struct gateway *g);

void stop_in_order(struct gateway *g);
int connect_to(struct gateway *g);

/* "open" or "closed" and the front that said so. */
pid_t read_answer(int fd, const char *word);
pid_t ask(struct gateway *g, const char *word);

bool is_alive(pid_t pid);

#define GATEWAY_TEST(f)                                                        \
	cmocka_unit_test_setup_teardown(f, gateway_set_up, gateway_tear_down)

#endif
