/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The address to listen on.
 */
#include "gateway/common/listen.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>

/* Digits only, no leading zero, at most 65535. */
static bool
parse_port(const char *s, in_port_t *out)
{
	uint32_t n = 0;
	size_t len = strlen(s);

	if (len < 1 || len > 5 || (s[0] == '0' && len > 1))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		n = n * 10 + (uint32_t)(s[i] - '0');
	}
	if (n > UINT16_MAX)
		return false;
	*out = htons((uint16_t)n);
	return true;
}

static bool
parse_unix(const char *path, struct listen_address *out)
{
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	size_t len = strlen(path);

	if (len < 1 || len >= sizeof un.sun_path)
		return false;
	memcpy(un.sun_path, path, len);
	*out = (struct listen_address){.len = sizeof un};
	memcpy(&out->addr, &un, sizeof un);
	return true;
}

static bool
parse_inet(
    int family, const char *host, const char *port, struct listen_address *out)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	bool four = family == AF_INET;
	in_port_t number;

	if (!parse_port(port, &number))
		return false;
	in.sin_port = number;
	in6.sin6_port = number;
	if (inet_pton(family, host,
		four ? (void *)&in.sin_addr : (void *)&in6.sin6_addr) != 1)
		return false;
	*out = (struct listen_address){.len = four ? sizeof in : sizeof in6};
	memcpy(&out->addr, four ? (void *)&in : (void *)&in6, out->len);
	return true;
}

bool
listen_parse(const char *text, struct listen_address *out)
{
	char host[INET6_ADDRSTRLEN];
	const char *colon = strrchr(text, ':');

	if (strncmp(text, LISTEN_UNIX, strlen(LISTEN_UNIX)) == 0)
		return parse_unix(text + strlen(LISTEN_UNIX), out);
	if (colon == NULL)
		return false;

	bool bracket = text[0] == '[';
	size_t from = bracket ? 1 : 0;
	size_t len = (size_t)(colon - text);
	if (len < 2 * from || len - 2 * from >= sizeof host ||
	    (bracket && text[len - 1] != ']'))
		return false;
	len -= 2 * from;
	memcpy(host, text + from, len);
	host[len] = '\0';
	return parse_inet(bracket ? AF_INET6 : AF_INET, host, colon + 1, out);
}
