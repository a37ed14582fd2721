/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * bench-seal: what a text tip (16 KiB, 1 recipient) costs to seal and to open
 * beside the bare primitives. Processor time of the one thread at work: neither
 * side waits for anything, and what others do on the machine is none of it.
 *
 * Issue 3, which set the floors, charges the bare side two HKDFs. The format
 * takes three, for the wrap key, the header's MAC key and the payload's key,
 * the MAC itself, and ChaCha20-Poly1305 around the file key: work that no
 * implementation of age can leave out. Sealing is held to its floor without
 * these; opening, where they are 7 % of everything, with them, and the stricter
 * figure is printed beside.
 */
#include <string.h>

#include "bench.h"
#include "primitives.h"
#include "text_tip.h"

/* About a millisecond a sample, so that the clock itself costs nothing. */
#define BATCH 8
#define SAMPLES 401

struct sides {
	struct text_tip tip;
	struct raw raw;
	uint8_t raw_sealed[TIP_CLASS_MIN + AGE_TAG_LEN];
	uint8_t raw_opened[TIP_CLASS_MIN];
};

static int
seal_raw(void *ctx)
{
	struct sides *s = ctx;

	return raw_seal(&s->raw);
}

static int
open_raw(void *ctx)
{
	struct sides *s = ctx;

	return raw_open(&s->raw);
}

static int
seal_ours(void *ctx)
{
	struct sides *s = ctx;

	return text_tip_seal(&s->tip);
}

static int
open_ours(void *ctx)
{
	struct sides *s = ctx;

	return text_tip_open(&s->tip);
}

static bool
measure(struct sides *s, const char *name, bench_fn raw, bench_fn ours,
    enum raw_extent extent, double floor)
{
	s->raw.extent = extent;
	return bench_ratio(&(struct bench_pair){.name = name,
	    .raw = raw,
	    .ours = ours,
	    .ctx = s,
	    .clock = bench_cpu_us,
	    .batch = BATCH,
	    .samples = SAMPLES,
	    .scale = 1,
	    .floor = floor});
}

int
main(void)
{
	static struct sides s;
	bool good = true;

	if (age_init() != AGE_OK)
		bench_die("libsodium", "it does not start");
	text_tip_init(&s.tip, AGE_X25519, 0);
	s.raw.plain = s.tip.plain;
	s.raw.sealed = s.raw_sealed;
	s.raw.opened = s.raw_opened;
	s.raw.len = sizeof s.tip.plain;
	if (raw_init(&s.raw) != 0)
		bench_die("yardstick", "a primitive failed");
	good &=
	    measure(&s, "seal_16KiB", seal_raw, seal_ours, RAW_TWO_HKDF, 0.90);
	good &= measure(&s, "open_16KiB", open_raw, open_ours, RAW_ALL, 0.90);
	good &= measure(
	    &s, "seal_16KiB_all_primitives", seal_raw, seal_ours, RAW_ALL, 0);
	good &= measure(
	    &s, "open_16KiB_two_hkdfs", open_raw, open_ours, RAW_TWO_HKDF, 0);
	text_tip_check(&s.tip);
	if (memcmp(s.raw_opened, s.tip.plain, sizeof s.raw_opened) != 0)
		bench_die("yardstick", "it did not open what it sealed");
	text_tip_free(&s.tip);
	return good ? 0 : 1;
}
