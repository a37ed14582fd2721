/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The sandbox of builds that measure themselves (sanitizers, coverage): it does
 * nothing, since their runtimes open files, trace and fork. CMake takes this
 * file in place of the others for such a build and for no other; a release has
 * no switch that leads here.
 */
#include "base/sandbox.h"

int
sandbox_drop_privileges(const char *user)
{
	(void)user;
	return 0;
}

int
sandbox_supervisor(void)
{
	return 0;
}

int
sandbox_front_start(void)
{
	return 0;
}

int
sandbox_front_steady(void)
{
	return 0;
}

int
sandbox_vault(int store_dir)
{
	(void)store_dir;
	return 0;
}

int
sandbox_admin(void)
{
	return 0;
}

int
sandbox_officer(void)
{
	return 0;
}

int
sandbox_landlock_abi(void)
{
	return 0;
}
