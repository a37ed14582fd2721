/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Where crypto can be made to fail: the linker sends its calls here
 * (-Wl,--wrap), and the Nth call of one kind fails. Keys that pass are learnt
 * as secrets (secrets.h), and every block of memory that is given back is
 * searched for them.
 */
#ifndef INKAST_TESTS_FAULT_CRYPTO_WRAPS_H
#define INKAST_TESTS_FAULT_CRYPTO_WRAPS_H

#include <stdbool.h>
#include <stddef.h>

enum fault {
	FAULT_NONE,
	FAULT_MALLOC,
	FAULT_CALLOC,        /* sign_runs.c */
	FAULT_SECRET_MALLOC, /* sodium_malloc */
	FAULT_LOCK,          /* sodium_mlock */
	FAULT_SCALARMULT,
	FAULT_SCALARMULT_BASE,
	FAULT_ENCRYPT,
	FAULT_DECRYPT,
	FAULT_HMAC_INIT,
	FAULT_HMAC_UPDATE,
	FAULT_HMAC_FINAL,
	FAULT_SCRYPT_MEMORY,
	FAULT_SCRYPT,
	FAULT_MLKEM_KEYPAIR, /* from here to HPKE: hybrid_wraps.c */
	FAULT_MLKEM_ENCAPSULATE,
	FAULT_MLKEM_DECAPSULATE,
	FAULT_SHA3,
	FAULT_SHAKE,
	FAULT_COMBINE,
	FAULT_HPKE,
	FAULT_SIGN_KEYPAIR, /* from here to SIGN_SCRYPT: sign_runs.c */
	FAULT_SIGN_PAIR,
	FAULT_SIGN,
	FAULT_BLAKE2,
	FAULT_SIGN_SCRYPT,
	FAULT_INIT,  /* sodium_init */
	FAULT_WRITE, /* the test's own callbacks */
	FAULT_READ,
};

/* What a failing primitive does to its output, besides saying that it failed.
 */
enum fault_way {
	FAULT_UNTOUCHED,
	FAULT_GARBAGE,
	FAULT_DONE, /* the right result stands there */
	FAULT_WAYS,
};

/* From now on the call number nth (0: the next) of this kind fails, once. */
void fault_arm(enum fault kind, unsigned nth);

/* How, from now on. */
void fault_set_way(enum fault_way way);

/* Disarm. Whether the armed call came. */
bool fault_disarm(void);

/* For callbacks and wrappers: whether this call shall fail. */
bool fault_now(enum fault kind);

/* For wrappers whose call shall fail: whether the result shall stand there, and
 * garbage where that is the way. */
bool fault_done(void);
void fault_spoil(void *out, size_t n);

/* For wrappers that allocate: a block that free will give back. */
void *fault_count(void *p);

/* Blocks of memory that are allocated and not given back. */
int fault_live_blocks(void);

/* Blocks that were given back with a secret in them, so far. */
size_t fault_dirty_blocks(void);

#endif
