/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The grammar of one line of the configuration, checked before inih sees it:
 * inih takes inline comments, continued lines, "key: value" and "[section" in
 * silence, or cuts them. We take one way to write each thing. Private to
 * gateway/common.
 */
#ifndef INKAST_GATEWAY_COMMON_CONFIG_LINE_H
#define INKAST_GATEWAY_COMMON_CONFIG_LINE_H

#include "base/reader.h"

/* NULL when line (without its LF) is blank, a comment, "[section]" or "key =
 * value"; otherwise what was expected, for people. */
const char *config_line_fault(struct view line);

#endif
