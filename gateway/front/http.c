/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * libmicrohttpd's settings, each with its reason.
 */
#include "gateway/front/http.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>

struct http {
	struct MHD_Daemon *daemon;
	struct deadlines *deadlines;
	bool quiet; /* accepts no more */
};

/* Descriptors that are not connections: standard ones, control socket,
 * listening socket, a channel for each worker, and of libmicrohttpd's two for
 * each (epoll, event). */
#define OTHER_FDS 16
#define FDS_PER_WORKER 3

unsigned
http_connection_limit(unsigned n_workers)
{
	rlim_t others = OTHER_FDS + n_workers * FDS_PER_WORKER;
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0 ||
	    files.rlim_cur >= LIMIT_CONNECTIONS + others)
		return LIMIT_CONNECTIONS;
	/* One for each worker at least: it is not ours to refuse to start over
	 * this, accept(2) will just fail at times. */
	if (files.rlim_cur <= others + n_workers)
		return n_workers;
	return (unsigned)(files.rlim_cur - others);
}

static struct MHD_Daemon *
start_daemon(struct request_context *c, int listen_fd, struct http_size size)
{
	/* No MHD_USE_ERROR_LOG: its messages quote requests.
	 * No MHD_ALLOW_SUSPEND_RESUME: 0.9.75 may forget ready connections.
	 * NO_CLOCK: no Date header; what time it is here is nobody's business.
	 * ITC: what MHD_quiesce_daemon needs to wake the workers. */
	const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
			       MHD_USE_SUPPRESS_DATE_NO_CLOCK;

	/* No accept policy: it would be shown addresses. */
	return MHD_start_daemon(flags, 0, NULL, NULL, request_handle, c,
	    MHD_OPTION_LISTEN_SOCKET, listen_fd,
	    /* 1 would ask for no pool at all: then the one thread is the
	     * daemon's own. */
	    MHD_OPTION_THREAD_POOL_SIZE, size.workers > 1 ? size.workers : 0,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)LIMIT_CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
	    size.connections, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)LIMIT_IDLE_SECONDS, MHD_OPTION_NOTIFY_CONNECTION,
	    request_connection, c, MHD_OPTION_URI_LOG_CALLBACK, request_begin,
	    c, MHD_OPTION_NOTIFY_COMPLETED, request_completed, c,
	    MHD_OPTION_END);
}

int
http_start(struct request_context *c, int listen_fd, struct http_size size,
    struct http **out)
{
	struct http *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return -ENOMEM;
	h->deadlines = c->deadlines;
	errno = 0;
	h->daemon = start_daemon(c, listen_fd, size);
	if (h->daemon == NULL) {
		int err = errno != 0 ? errno : EINVAL;
		free(h);
		return -err;
	}
	*out = h;
	return 0;
}

void
http_stop_accepting(struct http *h)
{
	/* Hands the listening socket back: MHD_stop_daemon then leaves it
	 * alone. It is the caller's descriptor, still open and listening. */
	if (!h->quiet)
		(void)MHD_quiesce_daemon(h->daemon);
	h->quiet = true;
}

void
http_stop(struct http **hp, struct http_patience patience)
{
	struct http *h = *hp;

	if (h == NULL)
		return;
	http_stop_accepting(h);
	if (!deadlines_wait_empty(h->deadlines, patience.silent_ms)) {
		deadlines_cut_silent(h->deadlines);
		(void)deadlines_wait_empty(h->deadlines, patience.running_ms);
	}
	MHD_stop_daemon(h->daemon);
	free(h);
	*hp = NULL;
}
