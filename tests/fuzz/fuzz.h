/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What fuzz targets share: how a broken property is told.
 */
#ifndef INKAST_TESTS_FUZZ_FUZZ_H
#define INKAST_TESTS_FUZZ_FUZZ_H

#include <stdlib.h>

/* Not assert: a property is checked in every build. */
static inline void
require(int holds)
{
	if (!holds)
		abort();
}

#endif
