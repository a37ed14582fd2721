/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the fault tests of signing share: a key, its files, a keyring, and the
 * scenarios in which a call fails. In these programs scrypt is always asked for
 * the least work: how much it does is not what they are about.
 */
#ifndef INKAST_TESTS_FAULT_SIGN_RUNS_H
#define INKAST_TESTS_FAULT_SIGN_RUNS_H

#include "tests/fault/fault_run.h"

/* Make what the scenarios need. 0, or an error. */
int sign_runs_begin(void) __attribute__((warn_unused_result));

/* Before a search of all memory: what is secret, and where it is kept. */
void sign_runs_secrets(void);

/* Each gives a MINISIGN_ or KEYRING_ result. */
struct outcome sign_run_new(void);
struct outcome sign_run_read(void);
struct outcome sign_run_read_protected(void);
struct outcome sign_run_read_wrong(void); /* with another passphrase */
struct outcome sign_run_write(void);
struct outcome sign_run_write_protected(void);
struct outcome sign_run_sign(void);
struct outcome sign_run_parse(void);

#endif
