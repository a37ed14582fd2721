/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The built inkast-vault as a child.
 */
#include "tests/unit/store/vault_child.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "gateway/common/role.h"
#include "gateway/ipc/message.h"
#include "gateway/ipc/rules.h"
#include "tests/unit/store/support.h"

/* Descriptors wait above this while the low ones are laid out. */
#define HIGH_FD 64

/* A signer as good as any: the vault does not ask. */
static void
write_config(const char *path, const char *dir, unsigned reserve_mib)
{
	char text[1024];
	int n = snprintf(text, sizeof(text),
	    "[gateway]\nworkers = %d\n"
	    "[store]\ndir = %s\nreserve_mib = %u\n"
	    "[keyring]\nsigner = RWR9h3GvxuQKNbftPLZey3PS7jvIp4TdqYAMRE67idqSu"
	    "TAXZZ5yz0qv\n",
	    VAULT_CHANNELS, dir, reserve_mib);

	assert_true(n > 0 && (size_t)n < sizeof(text));
	assert_int_equal(io_write_file(path, 0600, 1, text, (size_t)n), 0);
}

static _Noreturn void
become_vault(const char *config, int control, const int *channels)
{
	/* execle takes no const; it changes nothing. */
	static char path[] = "PATH=/usr/bin:/bin";
	static char zone[] = "TZ=UTC";
	char *const env[] = {path, zone, NULL};
	int high[VAULT_CHANNELS];
	int high_control = fcntl(control, F_DUPFD, HIGH_FD);

	for (int i = 0; i < VAULT_CHANNELS; i++)
		high[i] = fcntl(channels[i], F_DUPFD, HIGH_FD);
	close_range(3, HIGH_FD - 1, 0);
	dup2(high_control, ROLE_FD_CONTROL);
	for (int i = 0; i < VAULT_CHANNELS; i++)
		dup2(high[i], ROLE_FD_CHANNEL + i);
	close_range(HIGH_FD, ~0U, 0);
	execle(INKAST_VAULT, "inkast-vault", "-c", config, (char *)NULL, env);
	_exit(127);
}

static void
make_pair(int pair[static 2])
{
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
}

static void
give_rules(int control)
{
	uint8_t head[MESSAGE_HEADER_LEN];
	struct rules rules;
	struct buf body;

	rules_make(&rules);
	buf_init(&body, &buf_heap, 1024);
	rules_write(&rules, &body);
	message_header_write(MESSAGE_RULES, (uint32_t)body.len, head);
	assert_int_equal(io_write(control, head, sizeof(head)), 0);
	assert_int_equal(io_write(control, body.data, body.len), 0);
	buf_free(&body);
}

static void
expect_words(int control, const char *words)
{
	for (; *words != '\0'; words++) {
		char word = 0;
		assert_int_equal(io_read(control, &word, 1), 1);
		assert_int_equal(word, *words);
	}
}

void
vault_start(struct vault_child *v, const char *dir, unsigned reserve_mib)
{
	char config[TEST_PATH_MAX + 16];
	int theirs[VAULT_CHANNELS];
	int pair[2];
	int control;

	/* Beside the store, not in it. */
	snprintf(config, sizeof(config), "%s.conf", dir);
	write_config(config, dir, reserve_mib);
	for (int i = 0; i < VAULT_CHANNELS; i++) {
		make_pair(pair);
		v->channels[i] = pair[0];
		theirs[i] = pair[1];
	}
	make_pair(pair);
	control = pair[0];
	v->pid = fork();
	assert_true(v->pid >= 0);
	if (v->pid == 0)
		become_vault(config, pair[1], theirs);
	close(pair[1]);
	for (int i = 0; i < VAULT_CHANNELS; i++)
		close(theirs[i]);
	give_rules(control);
	expect_words(control, "KR");
	close(control);
	unlink(config);
}

static int
wait_for_end(struct vault_child *v)
{
	int status;

	assert_int_equal(waitpid(v->pid, &status, 0), v->pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int
vault_stop(struct vault_child *v)
{
	for (int i = 0; i < VAULT_CHANNELS; i++)
		close(v->channels[i]);
	return wait_for_end(v);
}

void
vault_kill(struct vault_child *v)
{
	assert_int_equal(kill(v->pid, SIGKILL), 0);
	for (int i = 0; i < VAULT_CHANNELS; i++)
		close(v->channels[i]);
	assert_int_equal(wait_for_end(v), -SIGKILL);
}
