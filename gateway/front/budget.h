/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The guarded memory that all requests share: secret_mem with a ceiling. Who
 * finds it used up answers "busy", so that a flood of large forms ends in 503s
 * and never in a failed lock in the middle of somebody's tip.
 */
#ifndef INKAST_GATEWAY_FRONT_BUDGET_H
#define INKAST_GATEWAY_FRONT_BUDGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* The budget that RLIMIT_MEMLOCK leaves beside n_workers sealers: at most
 * LIMIT_FRONT_BUDGET. Pure. */
size_t budget_of(size_t memlock, unsigned n_workers);

/* What bodies may use of a budget while they arrive: the rest is for n_workers
 * to finish ordinary ones, so that a flood of uploads cannot make a tip that
 * has arrived fail. Pure. */
size_t budget_for_uploads(size_t bytes, unsigned n_workers);

/* Set the budget from the limit that is in force now. Before any thread, and
 * before the sandbox: it asks the kernel. Logs a budget below the full one. */
void budget_start(unsigned n_workers);

/* Set it to so many bytes, for so many workers. */
void budget_set(size_t bytes, unsigned n_workers);

/* How memory for photos is had: locked where the limit has room for it beside
 * the budget; unlocked where the machine has no swap that it could go to; else
 * not at all, and photos are refused while text is taken. */
enum budget_photos {
	BUDGET_PHOTOS_NONE,
	BUDGET_PHOTOS_UNLOCKED,
	BUDGET_PHOTOS_LOCKED,
};

/* Set how, and how much. budget_start does, with LIMIT_PHOTO_BUDGET. */
void budget_set_photos(enum budget_photos how, size_t bytes);

/* Whether memory for photos must be locked. */
bool budget_photos_are_locked(void);

/* Bytes in use, without those of photos; and those. */
size_t budget_used(void);
size_t budget_used_by_photos(void);

/* secret_mem within the budget; any thread. */
extern const struct buf_mem budget_mem;

/* A body that arrives grows from so many bytes to so many, both whole pages and
 * from not above to. Its first LIMIT_FORM_BODY are text, within the uploads'
 * part of the budget; what is beyond is photos, within theirs. Whether it may:
 * the memory itself is the caller's to have. Any thread. */
bool budget_take_body(size_t from, size_t to)
    __attribute__((warn_unused_result));

/* It shrinks from high bytes to low. */
void budget_give_body(size_t low, size_t high);

#endif
