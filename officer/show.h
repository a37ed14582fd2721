/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * An opened tip on standard output: for people, or for programs.
 */
#ifndef INKAST_OFFICER_SHOW_H
#define INKAST_OFFICER_SHOW_H

#include <jansson.h>

#include "officer/output.h"
#include "officer/tip.h"

/* Swedish text; nothing in it that a terminal would obey. number counts the
 * tips that were shown, from 1. */
void show_text(struct output *o, const struct tip *t, json_t *json,
    size_t number) __attribute__((nonnull));

/* One line of JSON (FORMAT 11.1). For a terminal, all but ASCII is escaped: the
 * same values, and nothing to obey. */
void show_json(struct output *o, const struct tip *t, const json_t *json,
    bool terminal) __attribute__((nonnull));

#endif
