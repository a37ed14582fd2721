/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Failures that several verbs meet.
 */
#include "officer/failed.h"

#include <errno.h>
#include <sysexits.h>

#include "base/say.h"

int
bundle_open_failed(const char *path, int err)
{
	say_errno("read", path, err);
	if (err == -ESPIPE)
		hint("a bundle is read twice, so that it must be a file");
	else
		hint("BUNDLE is the file inkast-....tar that 'inkast-admin "
		     "export' wrote");
	return err == -EIO ? EX_IOERR : EX_NOINPUT;
}

int
bundle_read_failed(const char *path)
{
	say_errno("read", path, errno);
	hint("the stick or the disk may be failing: copy the bundle again");
	return EX_IOERR;
}
