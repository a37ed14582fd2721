/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The few JSON objects that inkast-admin prints: one line each, to standard
 * output. Members appear in the order of the calls.
 */
#ifndef INKAST_ADMIN_JSON_H
#define INKAST_ADMIN_JSON_H

#include <stdbool.h>
#include <stdint.h>

/* Begin and end the object or a list within it (key NULL: within a list, or the
 * outermost object, which ends its line). */
void json_open(const char *key, char bracket);
void json_close(char bracket);

/* Members; key NULL: an element of a list. A string must be UTF-8; NULL prints
 * null. */
void json_text(const char *key, const char *value);
void json_number(const char *key, uint64_t value);
void json_bool(const char *key, bool value);

#endif
