/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Limits that must be raised while we still may.
 */
#include "base/sandbox.h"

#include <sys/resource.h>

/* At least want, soft and hard; failing that, soft as far as hard. */
static void
raise_limit(int resource, rlim_t want)
{
	struct rlimit now;

	if (getrlimit((__rlimit_resource_t)resource, &now) != 0)
		return;
	struct rlimit wish = now;
	if (wish.rlim_cur < want)
		wish.rlim_cur = want;
	if (wish.rlim_max < want)
		wish.rlim_max = want;
	if (setrlimit((__rlimit_resource_t)resource, &wish) == 0)
		return;
	now.rlim_cur = now.rlim_max;
	(void)setrlimit((__rlimit_resource_t)resource, &now);
}

void
sandbox_limits_raise(size_t lock, size_t files)
{
	raise_limit(RLIMIT_MEMLOCK, lock);
	raise_limit(RLIMIT_NOFILE, files);
}
