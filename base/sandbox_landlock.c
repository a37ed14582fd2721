/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Landlock by raw system call: glibc 2.36 has no wrappers and Debian 12's
 * header knows neither network nor scopes.
 */
#include "base/sandbox_mechanism.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sandbox.h"

/* struct landlock_ruleset_attr as of ABI 6. An older kernel takes it as long as
 * the fields that it does not know are zero. */
struct ruleset_attr {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

/* struct landlock_path_beneath_attr: the kernel's is packed, 12 bytes. */
struct beneath_attr {
	uint64_t rights;
	int32_t parent_fd;
} __attribute__((packed));

#define CREATE_RULESET_VERSION 1U
#define RULE_PATH_BENEATH 1

#define NET_BIND_TCP 1U
#define NET_CONNECT_TCP 2U
#define SCOPE_ABSTRACT_SOCKET 1U
#define SCOPE_SIGNAL 2U

int
sandbox_landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    CREATE_RULESET_VERSION);

	return abi < 0 ? 0 : (int)abi;
}

/* The file rights that an ABI knows. */
static uint64_t
known_rights(int abi)
{
	uint64_t known = LANDLOCK_REFER - 1;

	if (abi >= 2)
		known |= LANDLOCK_REFER;
	if (abi >= 3)
		known |= LANDLOCK_TRUNCATE;
	if (abi >= 5)
		known |= LANDLOCK_IOCTL_DEV;
	return known;
}

static int
add_places(int ruleset, uint64_t handled, const struct landlock_place *places,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct beneath_attr beneath = {
		    .rights = places[i].rights & handled,
		    .parent_fd = places[i].fd,
		};
		if (beneath.rights != 0 &&
		    syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH,
			&beneath, 0U) != 0)
			return -errno;
	}
	return 0;
}

int
landlock_enforce(uint64_t fs, const struct landlock_place *places, size_t n)
{
	int abi = sandbox_landlock_abi();
	struct ruleset_attr attr = {.fs = fs & known_rights(abi)};
	int r;

	if (abi == 0)
		return 0;
	if (abi >= 4)
		attr.net = NET_BIND_TCP | NET_CONNECT_TCP;
	if (abi >= 6)
		attr.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
	/* Nothing that this kernel could take away. */
	if (attr.fs == 0 && attr.net == 0 && attr.scoped == 0)
		return 0;

	int ruleset =
	    (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0U);
	if (ruleset < 0)
		return -errno;
	r = add_places(ruleset, attr.fs, places, n);
	if (r == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0U) != 0)
		r = -errno;
	close(ruleset);
	return r;
}
