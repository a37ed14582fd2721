/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Where crypto can be made to fail: the linker sends its calls here
 * (-Wl,--wrap), and the Nth call of one kind fails.
 */
#ifndef INKAST_TESTS_FAULT_CRYPTO_WRAPS_H
#define INKAST_TESTS_FAULT_CRYPTO_WRAPS_H

#include <stdbool.h>
#include <stddef.h>

enum fault {
	FAULT_NONE,
	FAULT_MALLOC,
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
	FAULT_WRITE, /* the test's own callbacks */
	FAULT_READ,
};

/* From now on the call number nth (0: the next) of this kind fails, once. */
void fault_arm(enum fault kind, unsigned nth);

/* Disarm. Whether the armed call came. */
bool fault_disarm(void);

/* For callbacks: whether this call shall fail. */
bool fault_now(enum fault kind);

/* Blocks of memory that are allocated and not given back. */
int fault_live_blocks(void);

#endif
