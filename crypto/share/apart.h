/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * For functions that handle values of a share: kept out of their caller, so
 * that what an optimiser spills from vectors onto the stack lies where the
 * caller's secret_stack_wipe reaches. gcc -O3 did it
 * (tests/fault/share_life_faults.c found 16 bytes).
 */
#ifndef INKAST_CRYPTO_SHARE_APART_H
#define INKAST_CRYPTO_SHARE_APART_H

#define APART __attribute__((noinline)) static

#endif
