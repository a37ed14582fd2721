/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Failures that several verbs meet, said once.
 */
#ifndef INKAST_OFFICER_FAILED_H
#define INKAST_OFFICER_FAILED_H

/* bundle_open failed. Says why; the exit code for it. */
int bundle_open_failed(const char *path, int err) __attribute__((nonnull));

/* Reading a bundle failed; errno tells. Says so; the exit code for it. */
int bundle_read_failed(const char *path) __attribute__((nonnull));

#endif
