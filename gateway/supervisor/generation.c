/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The channels of a generation and its two processes.
 */
#include "gateway/supervisor/generation.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gateway/common/limits.h"

static void
close_all(const int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		close(fds[i]);
}

/* One socket pair per worker. */
static int
open_channels(size_t workers, int *front, int *vault)
{
	for (size_t i = 0; i < workers; i++) {
		int pair[2];
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) !=
		    0) {
			int r = -errno;
			close_all(front, i);
			close_all(vault, i);
			return r;
		}
		front[i] = pair[0];
		vault[i] = pair[1];
	}
	return 0;
}

int
generation_start(const struct supervise *s, unsigned workers, uint64_t deadline,
    struct child *front, struct child *vault)
{
	int to_vault[LIMIT_WORKERS] = {0}, to_front[LIMIT_WORKERS] = {0};
	struct role_start vault_start = {.program = s->vault,
	    .config_path = s->config_path,
	    .listen = -1,
	    .channels = to_front,
	    .n_channels = workers};
	struct role_start front_start = {.program = s->front,
	    .config_path = s->config_path,
	    .listen = s->listen,
	    .channels = to_vault,
	    .n_channels = workers};

	if (workers > LIMIT_WORKERS)
		return -EINVAL;
	int r = open_channels(workers, to_vault, to_front);
	if (r < 0)
		return r;
	r = child_start(&vault_start, deadline, vault);
	if (r == 0)
		r = child_start(&front_start, deadline, front);
	/* Ours are closed in any case: only the roles hold the ends, so that
	 * each sees the other's end. */
	close_all(to_vault, workers);
	close_all(to_front, workers);
	return r;
}
