/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the fault tests of crypto share: keys, a plaintext, a sealed file of it,
 * and a run for every call that could fail.
 */
#ifndef INKAST_TESTS_FAULT_FAULT_RUN_H
#define INKAST_TESTS_FAULT_FAULT_RUN_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"
#include "tests/fault/crypto_wraps.h"

#define PLAIN_LEN 150000 /* three chunks */
#define RECIPIENTS 2
#define STANZAS 4
#define OUT_MAX ((size_t)1 << 18) /* armored, it fits */
#define NTH_MAX 2000              /* no run makes that many calls of a kind */

extern struct identity fault_ids[RECIPIENTS];
extern struct recipient fault_to[RECIPIENTS];
extern uint8_t fault_plain[PLAIN_LEN];
extern struct buf fault_sealed; /* the plaintext, sealed to the recipients */

/* Make them all, of one kind of key. AGE_OK, or what sealing said. */
int fault_use(enum age_key_type type) __attribute__((warn_unused_result));

/* Run all tests (an array) once for each kind of key; main returns this. */
#define fault_run_all(tests)                                                   \
	(fault_use(AGE_X25519) != AGE_OK ||                                    \
	    cmocka_run_group_tests_name("classic", tests, NULL, NULL) != 0 ||  \
	    fault_use(AGE_HYBRID) != AGE_OK ||                                 \
	    cmocka_run_group_tests_name("hybrid", tests, NULL, NULL) != 0)

/* What a run of a scenario gave. */
struct outcome {
	int err;
	size_t out_len; /* of output that could be taken for something */
};

/* Run a scenario with the first, second, ... call of a kind failing until no
 * call is left that could; for primitives in each way of failing. Each failed
 * run must give that error and no output; none may leak memory, or give back
 * memory with a secret in it. */
void fail_every_call(
    enum fault kind, struct outcome (*run)(void), int expected);

/* Whether the keys are post-quantum: only then some primitives are called. */
bool fault_hybrid(void);

/* The same, once, as seen by the caller: true when the call came. */
bool fail_one_call(enum fault kind, unsigned nth, struct outcome (*run)(void),
    struct outcome *o);

#endif
