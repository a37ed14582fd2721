/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Files that inkast-webc built in: the form definition's text.
 */
#ifndef INKAST_WEB_BUILTIN_H
#define INKAST_WEB_BUILTIN_H

#include <stddef.h>

extern const char *const web_form_json;
extern const size_t web_form_json_len;

#endif
