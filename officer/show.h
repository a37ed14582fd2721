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

/* Swedish text; nothing in it that a terminal would obey, and everything that
 * the tip holds: what is not known, or not as FORMAT 3 has it, as JSON. number
 * counts the tips that were shown, from 1. json NULL: tip.json could not be
 * read (t->why), and is shown as it stands. */
void show_text(struct output *o, const struct tip *t, json_t *json,
    size_t number) __attribute__((nonnull(1, 2)));

/* One line of JSON (FORMAT 11.1), in ASCII: the same values, and nothing that a
 * terminal would obey. json NULL as above: tip is null. */
void show_json(struct output *o, const struct tip *t, const json_t *json)
    __attribute__((nonnull(1, 2)));

#endif
