/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What a tip's files are, as text for people.
 */
#ifndef INKAST_OFFICER_SHOW_FILES_H
#define INKAST_OFFICER_SHOW_FILES_H

#include <stdbool.h>

#include <jansson.h>

#include "officer/container.h"
#include "officer/output.h"

/* Whether attachments (FORMAT 3.6) describes the members behind tip.json: each
 * in turn, as it is, in words that are known, and nothing besides. Then all
 * that it says is shown with them. */
bool show_files_described(const json_t *attachments, const struct container *c)
    __attribute__((nonnull(2), warn_unused_result));

/* The members behind tip.json: name and size, and what attachments says of
 * them, unless that is NULL. */
void show_files(struct output *o, const struct container *c,
    const json_t *attachments) __attribute__((nonnull(1, 2)));

#endif
