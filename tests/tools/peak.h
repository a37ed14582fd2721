/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How much memory a test's program takes while it works. Nothing is allocated
 * for it.
 */
#ifndef INKAST_TESTS_TOOLS_PEAK_H
#define INKAST_TESTS_TOOLS_PEAK_H

/* Remember what is resident now, but for files that are mapped: what the
 * program itself holds. */
void peak_begin(void);

/* Look again; the most that was seen counts. Does nothing before peak_begin. */
void peak_look(void);

/* Say "held N KiB", the most that was seen beyond the beginning, and "peak N
 * KiB", the most that was ever resident, on standard error. */
void peak_say(void);

#endif
