/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 * link: officer_parts crypto_core base
 *
 * A bundle from a stick that somebody else had: its check, and the walk that
 * open makes over what is left of a damaged one.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "officer/bundle.h"

static int
ignore(void *ctx, const struct bundle_problem *p)
{
	(void)ctx;
	if (p->text[0] == '\0' || p->member[0] == '\0')
		abort();
	return 0;
}

static void
walk(const struct bundle *b)
{
	struct bundle_member m;
	struct bundle_sum sum;
	uint64_t line = 0;
	uint64_t at = 0;

	while (bundle_seek(b, at, &m) == 1) {
		if (m.next <= at || m.next > b->len)
			abort();
		at = m.next;
		if (m.kind == BUNDLE_TIP &&
		    bundle_sum_find(b, m.id, &line, &sum) == 1)
			line++;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	struct bundle b;
	int fd = memfd_create("bundle", MFD_CLOEXEC);

	if (fd < 0)
		abort();
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (io_write(fd, data, size) == 0 && bundle_open(&b, path) == 0) {
		if (bundle_check(&b, path, ignore, NULL) < 0)
			abort();
		walk(&b);
		bundle_close(&b);
	}
	close(fd);
	return 0;
}
