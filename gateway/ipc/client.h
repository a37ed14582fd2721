/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The front's half of the channel: one request, one answer, on the calling
 * thread (docs/FORMAT.md, section 4). A channel belongs to one thread at a
 * time. There is no request that returns a tip.
 */
#ifndef INKAST_GATEWAY_IPC_CLIENT_H
#define INKAST_GATEWAY_IPC_CLIENT_H

#include <stddef.h>
#include <stdint.h>

/* Whether the vault takes tips. The numbers go over the wire. */
enum vault_state {
	VAULT_OPEN = 0,
	VAULT_FULL = 1,    /* too little space left on the store's disk */
	VAULT_FAILING = 2, /* the store cannot be written */
};

enum client_err {
	CLIENT_OK = 0,
	CLIENT_E_GONE = -1,    /* the vault is dead, silent, or spoke nonsense:
				  close this channel, it is of no more use */
	CLIENT_E_REFUSED = -2, /* the vault checked the blob and refused it */
	CLIENT_E_STORE = -3, /* the vault could not store it (full, failing) */
};

/* Ask for the state, for LIMIT_VAULT_STATE_SECONDS at most. CLIENT_OK or
 * CLIENT_E_GONE. */
int client_state(int fd, enum vault_state *out)
    __attribute__((nonnull, warn_unused_result));

/* Hand over a sealed blob, in LIMIT_VAULT_SECONDS at most. CLIENT_OK means that
 * it is durable: only then may a citizen be told that the tip was sent. */
int client_add(int fd, uint32_t epoch, const void *blob, size_t len)
    __attribute__((nonnull, warn_unused_result));

#endif
