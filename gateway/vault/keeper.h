/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keeper of the store: whether tips are taken, what happens when the disk
 * fails, and when the order of arrival is erased.
 */
#ifndef INKAST_GATEWAY_VAULT_KEEPER_H
#define INKAST_GATEWAY_VAULT_KEEPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"
#include "gateway/common/config.h"
#include "gateway/ipc/client.h"
#include "gateway/store/store.h"

struct keeper_tip {
	uint32_t epoch;
	struct view blob; /* checked by the caller (FORMAT 1.4) */
};

/* Fields are the keeper's own. Times are clock_monotonic_ms. */
struct keeper {
	const struct config *config;
	struct store *store; /* NULL: closed, to be opened at retry_at */
	int fault;           /* store_err for which it is closed */
	unsigned failures;   /* since the last commit that held */
	uint64_t retry_at;   /* when a closed store is opened again */
	uint64_t full_until; /* a write found no space: full until then */
	bool dirty;          /* a rewrite is owed */
	bool told_large;     /* that the store is too large for one */
	uint64_t rewrite_at; /* when dirty: erase the order from then on */
	uint32_t serial;     /* of the keyring that counts; 0: none */
	uint8_t digest[STORE_DIGEST_LEN];
	bool noted;       /* the store has both; else before the next tip */
	uint64_t note_at; /* when it is tried again */
};

/* Open the store of the config (borrowed). The order of arrival that the last
 * vault may have left is erased in the first idle moment (keeper_tend). A full
 * or busy store is not an error: the keeper then says so by its state and tries
 * again. STORE_OK or what cannot be helped by waiting. */
int keeper_open(struct keeper *k, const struct config *config)
    __attribute__((nonnull, warn_unused_result));

/* Erase the order of arrival where that is owed and done within a second, and
 * close. STORE_OK or why the order is still there. */
int keeper_close(struct keeper *k) __attribute__((nonnull, warn_unused_result));

/* Whether tips are taken now. */
enum vault_state keeper_state(const struct keeper *k) __attribute__((nonnull));

/* A keyring is to count: note it in the store (FORMAT 5.6). STORE_OK: it is
 * noted, or, where the store takes nothing now, it will be before the next tip.
 * STORE_E_OLD: a newer one was served, and nothing has changed. */
int keeper_note_keyring(struct keeper *k, uint32_t serial,
    const uint8_t digest[static STORE_DIGEST_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Store n tips in one transaction, all or none. STORE_OK only when they are
 * durable. After an I/O error the store is suspect and no longer open. */
int keeper_add(struct keeper *k, const struct keeper_tip *tips, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Milliseconds until there is something for keeper_tend to do without being
 * asked, as poll takes them: -1 for never. */
int keeper_wait(const struct keeper *k) __attribute__((nonnull));

/* Do what is due, between requests; idle: no request is waiting. STORE_OK, or
 * the fault that repeated opening did not cure: then the vault must end, so
 * that inkastd starts a fresh one. */
int keeper_tend(struct keeper *k, bool idle)
    __attribute__((nonnull, warn_unused_result));

#endif
