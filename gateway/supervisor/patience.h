/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How long inkastd waits for what, in milliseconds.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_PATIENCE_H
#define INKAST_GATEWAY_SUPERVISOR_PATIENCE_H

#include <stdint.h>

#include "gateway/common/limits.h"

/* Until a role is ready. The front takes its memory; the vault opens its store,
 * and if the last one was killed in a rewrite SQLite first reads its log: 128
 * MiB, a second. */
#define START_MS (UINT64_C(30) * 1000)

/* Until a role has answered what it was told. A vault may have to end a rewrite
 * first (VAULT_END_MS), a front reads 256 KiB in milliseconds. */
#ifndef ANSWER_MS
#define ANSWER_MS (UINT64_C(30) * 1000)
#endif

/* Between two looks at the day: somebody reads the warning within the hour.
 * Tests are built with less. */
#ifndef LOOK_MS
#define LOOK_MS (UINT64_C(3600) * 1000)
#endif

/* A front that is replaced finishes its requests, none of which may last
 * longer than this; ten seconds more to say goodbye. */
#define DRAIN_MS ((UINT64_C(10) + LIMIT_UPLOAD_SECONDS) * 1000)

/* At the end of it all nobody waits three minutes: a request that moves is done
 * in seconds. systemd gives 90 s for front and vault together. */
#define STOP_MS (UINT64_C(20) * 1000)

/* A vault whose channels have closed, or that its front has given up, commits
 * what it holds and may have to end a rewrite that it was in: both together
 * take 3 s on a slow disk. Meanwhile citizens see the closed page. Tests are
 * built with less. */
#ifndef VAULT_END_MS
#define VAULT_END_MS (UINT64_C(15) * 1000)
#endif

/* Between a failure and the next try: the first comes before a citizen has read
 * the closed page; the last keeps a broken disk from eating the processor. */
#define BACKOFF_FIRST_MS 200
#define BACKOFF_LAST_MS 5000

/* Having served this long, a failure is a new one. */
#define SERVED_WELL_MS (UINT64_C(10) * 1000)

#endif
