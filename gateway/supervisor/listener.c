/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The listening socket.
 */
#include "gateway/supervisor/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "gateway/common/listen.h"

/* Of what bind would give everybody, leave owner and group reading and
 * writing: a proxy reaches the socket by its group. */
#define SOCKET_UMASK 0117

static const char *
unix_path(const struct config *c)
{
	size_t n = strlen(LISTEN_UNIX);

	return strncmp(c->listen, LISTEN_UNIX, n) == 0 ? c->listen + n : NULL;
}

static int
new_socket(const struct listen_address *a)
{
	int fd = socket(
	    a->addr.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	return fd < 0 ? -errno : fd;
}

/* Remove a socket that no process listens on. Anything else by that name stays,
 * and bind will say so. */
static int
remove_stale(const char *path, const struct listen_address *a)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(st.st_mode))
		return 0;
	int fd = new_socket(a);
	if (fd < 0)
		return fd;
	int r = 0;
	if (connect(fd, (const struct sockaddr *)&a->addr, a->len) == 0 ||
	    errno == EAGAIN)
		r = -EADDRINUSE;
	else if (errno == ECONNREFUSED && unlink(path) != 0)
		r = -errno;
	close(fd);
	return r;
}

static int
bind_and_listen(int fd, const struct listen_address *a)
{
	const int on = 1;
	mode_t before = umask(SOCKET_UMASK);
	int r = 0;

	/* A restart does not wait for old connections' last timeout; and
	 * "[::]" means what it says, on every system. */
	if (a->addr.ss_family != AF_UNIX &&
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
		r = -errno;
	if (r == 0 && a->addr.ss_family == AF_INET6 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0)
		r = -errno;
	if (r == 0 && bind(fd, (const struct sockaddr *)&a->addr, a->len) != 0)
		r = -errno;
	if (r == 0 && listen(fd, SOMAXCONN) != 0)
		r = -errno;
	umask(before);
	return r;
}

int
listener_open(const struct config *c)
{
	struct listen_address a;
	const char *path = unix_path(c);
	int r = 0;

	if (!listen_parse(c->listen, &a))
		return -EINVAL;
	if (path != NULL)
		r = remove_stale(path, &a);
	if (r < 0)
		return r;
	int fd = new_socket(&a);
	if (fd < 0)
		return fd;
	r = bind_and_listen(fd, &a);
	if (r < 0) {
		close(fd);
		return r;
	}
	return fd;
}

void
listener_name(int fd, const struct config *c, char out[LISTENER_NAME_MAX])
{
	char host[INET6_ADDRSTRLEN] = "";
	struct sockaddr_storage addr = {.ss_family = AF_UNSPEC};
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	socklen_t len = sizeof addr;

	if (unix_path(c) != NULL ||
	    getsockname(fd, (struct sockaddr *)&addr, &len) != 0) {
		(void)snprintf(out, LISTENER_NAME_MAX, "%s", c->listen);
		return;
	}
	if (addr.ss_family == AF_INET) {
		memcpy(&in, &addr, sizeof in);
		inet_ntop(AF_INET, &in.sin_addr, host, sizeof host);
		(void)snprintf(out, LISTENER_NAME_MAX, "http://%s:%u%s", host,
		    (unsigned)ntohs(in.sin_port), c->base_path);
	} else {
		memcpy(&in6, &addr, sizeof in6);
		inet_ntop(AF_INET6, &in6.sin6_addr, host, sizeof host);
		(void)snprintf(out, LISTENER_NAME_MAX, "http://[%s]:%u%s", host,
		    (unsigned)ntohs(in6.sin6_port), c->base_path);
	}
}

void
listener_close(int fd, const struct config *c)
{
	const char *path = unix_path(c);

	close(fd);
	/* Left behind, it would be replaced at the next start. */
	if (path != NULL)
		(void)unlink(path);
}
