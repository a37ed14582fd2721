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

#define BUNDLE_DIGEST_HEX ((size_t)2 * HASH_LEN)

/* "<digest>  tips/<id>.age\n" and "<digest>  MANIFEST\n" (FORMAT 9.3). */
#define BUNDLE_SUM_TIP (BUNDLE_DIGEST_HEX + 2 + 5 + BUNDLE_ID_HEX + 4 + 1)
#define BUNDLE_SUM_LAST (BUNDLE_DIGEST_HEX + 2 + sizeof BUNDLE_MANIFEST_NAME)

/* A line of the manifest: "service " and a name of fewer than 192 bytes is the
 * longest (gateway/common/config.h). */
#define BUNDLE_MANIFEST_LINE 256

#endif
