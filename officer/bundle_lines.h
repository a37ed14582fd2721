/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How long the lines of a bundle's lists are, and what they are called.
 */
#ifndef INKAST_OFFICER_BUNDLE_LINES_H
#define INKAST_OFFICER_BUNDLE_LINES_H

#include "crypto/core/hash.h"
#include "officer/bundle.h"

#define BUNDLE_MANIFEST_NAME "MANIFEST"
#define BUNDLE_SUMS_NAME "SHA256SUMS"

/* "<digest>  tips/<id>.age\n" and "<digest>  MANIFEST\n" (FORMAT 9.3). */
#define BUNDLE_SUM_TIP                                                         \
	(2 * HASH_LEN + 2 + 5 + 2 * (size_t)BUNDLE_ID_LEN + 4 + 1)
#define BUNDLE_SUM_LAST (2 * HASH_LEN + 2 + sizeof BUNDLE_MANIFEST_NAME)

/* A line of the manifest: "service " and a name of fewer than 192 bytes is the
 * longest (gateway/common/config.h). */
#define BUNDLE_MANIFEST_LINE 256

#endif
