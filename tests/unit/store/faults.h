/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The system calls by which SQLite writes, counted and made to fail. The test
 * program defines pwrite64, fdatasync and ftruncate64 itself, so the dynamic
 * linker gives these to SQLite as well.
 */
#ifndef INKAST_TESTS_STORE_FAULTS_H
#define INKAST_TESTS_STORE_FAULTS_H

#include <stdbool.h>

struct faults {
	unsigned calls; /* writing calls seen since faults_set */
	unsigned syncs; /* fdatasync among them */
	unsigned fired; /* how many were made to fail */
};

/* From now on the nth writing call fails with error (EIO, ENOSPC); with stuck,
 * so do all after it. nth 0: none fails. */
void faults_set(unsigned nth, int error, bool stuck);

/* What has been seen. */
struct faults faults_seen(void);

#endif
