/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The gateway's voice: one line to stderr, "program: text". No time (the init
 * system's journal has one, and tips must not get one from us), no address,
 * nothing that a citizen sent, nothing per tip.
 */
#ifndef INKAST_GATEWAY_COMMON_LOG_H
#define INKAST_GATEWAY_COMMON_LOG_H

/* The name before the colon: a string literal. */
void log_name(const char *program) __attribute__((nonnull));

/* One line, cut at 400 bytes. Formats only what is ours: file names of the
 * config, errno texts, counts of processes. */
void log_line(const char *fmt, ...)
    __attribute__((nonnull, format(printf, 1, 2)));

#endif
