/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keeper of the store.
 */
#include "gateway/vault/keeper.h"

#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "gateway/common/limits.h"
#include "gateway/common/log.h"

/* Between attempts to open a closed store: long enough for a disk or another
 * process to come back, short beside LIMIT_VAULT_SECONDS. */
#define RETRY_MS 1000

/* Failures in a row after which a fresh process has better chances. */
#define FAILURES_MAX 5

/* How long a write that found no space closes the form, where the file system
 * says that there is some (quota, reserved blocks). */
#define FULL_MS 10000

#define MS_PER_MINUTE 60000
#define BYTES_PER_MIB ((uint64_t)1024 * 1024)

/* A rewrite stops everything else for as long as it takes: measured 75 MB a
 * second on the slower of two disks. The front gives a vault up that does not
 * tell its state in time, and gets another generation for it: so two thirds of
 * that time and no more, here 128 MiB, some 7 500 text tips. On the way out
 * inkastd already waits, or the whole machine: under a second. */
#define REWRITE_MIB_PER_SECOND 71
#define REWRITE_MAX_MIB 128
#define REWRITE_END_MAX_MIB 64
_Static_assert(REWRITE_MAX_MIB * 3 <=
		   REWRITE_MIB_PER_SECOND * LIMIT_VAULT_STATE_SECONDS * 2,
    "a citizen who comes during a rewrite must find the form open");

/* Faults that pass by themselves: space is made, another process ends. The
 * others make the store suspect. */
static bool
is_passing(int r)
{
	return r == STORE_E_FULL || r == STORE_E_BUSY || r == STORE_E_MEMORY;
}

/* A rewrite is owed, in so many minutes. */
static void
set_dirty(struct keeper *k, unsigned minutes)
{
	if (k->dirty)
		return;
	k->dirty = true;
	k->rewrite_at =
	    clock_monotonic_ms() + (uint64_t)minutes * MS_PER_MINUTE;
}

/* Stop accepting: what SQLite and the kernel now hold in memory may not be what
 * is on the disk. Only a store opened anew and checked is trusted again. */
static void
suspect(struct keeper *k, int r)
{
	log_line("store: %s; no tips are taken until it is opened and checked "
		 "again",
	    store_strerror(r));
	store_close(&k->store);
	k->fault = r;
	k->failures++;
	k->retry_at = clock_monotonic_ms() + RETRY_MS;
}

/* What a failed write means for the next one. */
static void
note_failure(struct keeper *k, int r)
{
	if (r == STORE_E_FULL)
		k->full_until = clock_monotonic_ms() + FULL_MS;
	else if (!is_passing(r))
		suspect(k, r);
}

static int
rewrite(struct keeper *k)
{
	int r = store_rewrite(k->store);

	k->dirty = false;
	if (r == STORE_OK)
		return r;
	log_line("store: the order of arrival is not erased yet: %s",
	    store_strerror(r));
	set_dirty(k, k->config->rewrite_minutes);
	return r;
}

/* Whether a rewrite of the store now takes no longer than max MiB do. What
 * cannot be asked is for the rewrite to find out. */
static bool
is_at_most(const struct keeper *k, uint64_t max_mib)
{
	uint64_t bytes;

	return store_size(k->store, &bytes) != STORE_OK ||
	       bytes <= max_mib * BYTES_PER_MIB;
}

/* Do what is owed, or say once that it cannot be done. */
static int
rewrite_if_small(struct keeper *k)
{
	if (is_at_most(k, REWRITE_MAX_MIB))
		return rewrite(k);
	if (!k->told_large)
		log_line("the store is too large to erase the order of "
			 "arrival; export and purge");
	k->told_large = true;
	/* The next tips ask again: it may have been purged by then. */
	k->dirty = false;
	return STORE_OK;
}

int
keeper_open(struct keeper *k, const struct config *config)
{
	*k = (struct keeper){.config = config};
	int r = store_open(config->store_dir, STORE_VAULT, &k->store);

	if (is_passing(r)) {
		log_line("store: %s", store_strerror(r));
		k->fault = r;
		k->retry_at = clock_monotonic_ms() + RETRY_MS;
		return STORE_OK;
	}
	/* What the last vault left undone. Citizens come first. */
	if (r == STORE_OK)
		set_dirty(k, 0);
	return r;
}

int
keeper_close(struct keeper *k)
{
	int r = STORE_OK;

	/* The next start owes what is left. */
	if (k->store != NULL && k->dirty && is_at_most(k, REWRITE_END_MAX_MIB))
		r = rewrite(k);
	store_close(&k->store);
	return r;
}

enum vault_state
keeper_state(const struct keeper *k)
{
	uint64_t space;

	if (k->store == NULL)
		return k->fault == STORE_E_FULL ? VAULT_FULL : VAULT_FAILING;
	if (store_space(k->store, &space) != STORE_OK)
		return VAULT_FAILING;
	if (space / BYTES_PER_MIB < k->config->reserve_mib ||
	    clock_monotonic_ms() < k->full_until)
		return VAULT_FULL;
	return VAULT_OPEN;
}

static int
add_all(struct store *s, const struct keeper_tip *tips, size_t n)
{
	int32_t today = clock_today();
	int r = store_begin(s);

	for (size_t i = 0; i < n && r == STORE_OK; i++)
		r = store_add(s, tips[i].epoch, today, tips[i].blob.data,
		    tips[i].blob.len);
	if (r == STORE_OK)
		return store_commit(s);
	store_rollback(s);
	return r;
}

/* Whether a keyring was replaced by what the store has, as far as is known: a
 * store that cannot be written may be read. */
static bool
is_replaced(struct keeper *k, uint32_t serial, const uint8_t *digest)
{
	uint8_t noted[STORE_DIGEST_LEN];
	uint32_t last;

	if (k->store == NULL ||
	    store_keyring(k->store, &last, noted) != STORE_OK)
		return false;
	return serial < last ||
	       (serial == last && memcmp(digest, noted, sizeof noted) != 0);
}

/* Write what is owed of the keyring. What turns out to be replaced only now,
 * because the store could not be asked before, ends the vault: a fresh one says
 * so in time. */
static int
note_keyring(struct keeper *k)
{
	if (k->noted || k->serial == 0)
		return STORE_OK;
	int r = store_keyring_note(k->store, k->serial, k->digest);
	k->noted = r == STORE_OK;
	k->note_at = clock_monotonic_ms() + RETRY_MS;
	if (r == STORE_E_OLD) {
		log_line("keyring: %s", store_strerror(r));
		store_close(&k->store);
		k->fault = r;
		k->failures = FAILURES_MAX;
	} else if (r != STORE_OK) {
		note_failure(k, r);
	}
	return r;
}

int
keeper_note_keyring(struct keeper *k, uint32_t serial,
    const uint8_t digest[static STORE_DIGEST_LEN])
{
	int r = k->store == NULL ? k->fault
				 : store_keyring_note(k->store, serial, digest);

	if (r == STORE_E_OLD ||
	    (r != STORE_OK && is_replaced(k, serial, digest)))
		return STORE_E_OLD;
	k->serial = serial;
	memcpy(k->digest, digest, sizeof k->digest);
	k->noted = r == STORE_OK;
	k->note_at = clock_monotonic_ms() + RETRY_MS;
	/* Full or failing, which closes the form by itself. */
	if (k->store != NULL && r != STORE_OK)
		note_failure(k, r);
	return STORE_OK;
}

int
keeper_add(struct keeper *k, const struct keeper_tip *tips, size_t n)
{
	if (k->store == NULL)
		return k->fault;
	int r = note_keyring(k);
	if (r != STORE_OK)
		return r;
	r = add_all(k->store, tips, n);
	/* Also after a failure: what was written then is in the files. */
	set_dirty(k, k->config->rewrite_minutes);
	if (r == STORE_OK)
		k->failures = 0;
	else
		note_failure(k, r);
	return r;
}

static bool
owes_note(const struct keeper *k)
{
	return k->serial != 0 && !k->noted;
}

int
keeper_wait(const struct keeper *k)
{
	uint64_t now = clock_monotonic_ms();
	uint64_t due = UINT64_MAX;

	if (k->store == NULL)
		due = k->retry_at;
	else if (k->dirty)
		due = k->rewrite_at;
	if (k->store != NULL && owes_note(k) && k->note_at < due)
		due = k->note_at;
	if (due == UINT64_MAX)
		return -1;
	if (due <= now)
		return 0;
	return due - now > INT_MAX ? INT_MAX : (int)(due - now);
}

/* Open a closed store again, and believe it only when it checks. */
static int
reopen(struct keeper *k)
{
	int r = store_open(k->config->store_dir, STORE_VAULT, &k->store);

	if (r == STORE_OK)
		r = store_check(k->store);
	if (r == STORE_OK) {
		log_line("store: opened again");
		set_dirty(k, 0);
		return r;
	}
	store_close(&k->store);
	k->fault = r;
	k->retry_at = clock_monotonic_ms() + RETRY_MS;
	if (is_passing(r))
		return STORE_OK;
	return ++k->failures < FAILURES_MAX ? STORE_OK : r;
}

/* Due, and nobody waits; or so long overdue that somebody must, for as long as
 * REWRITE_MAX_MIB take. */
static bool
is_rewrite_due(const struct keeper *k, bool idle)
{
	uint64_t now = clock_monotonic_ms();
	uint64_t grace = (uint64_t)k->config->rewrite_minutes * MS_PER_MINUTE;

	if (!k->dirty || now < k->rewrite_at)
		return false;
	return idle || now - k->rewrite_at >= grace;
}

int
keeper_tend(struct keeper *k, bool idle)
{
	if (k->store == NULL && k->failures >= FAILURES_MAX)
		return k->fault;
	if (k->store == NULL)
		return clock_monotonic_ms() < k->retry_at ? STORE_OK
							  : reopen(k);
	if (owes_note(k) && clock_monotonic_ms() >= k->note_at &&
	    note_keyring(k) == STORE_E_OLD)
		return k->fault;
	if (k->store == NULL)
		return STORE_OK;
	int r = store_settle(k->store);
	if (r == STORE_OK && is_rewrite_due(k, idle))
		r = rewrite_if_small(k);
	if (r != STORE_OK)
		note_failure(k, r);
	return STORE_OK;
}
