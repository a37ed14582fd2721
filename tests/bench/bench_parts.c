/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * bench-parts: figures without a floor. Text tips by kind of key and number of
 * stanzas, ML-KEM, parsing a header, armor. Processor time, as in bench-seal.
 */
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "bench.h"
#include "crypto/core/armor.h"
#include "crypto/core/hash.h"
#include "crypto/core/header.h"
#include "crypto/core/mlkem.h"
#include "text_tip.h"

#define BATCH 8
#define SAMPLES 201
#define MIB ((size_t)1024 * 1024)

static void
measure(const char *name, bench_fn run, void *ctx)
{
	bench_line(
	    name, bench_time(run, ctx, bench_cpu_us, BATCH, SAMPLES), "us");
}

static int
parse_header(void *ctx)
{
	const struct text_tip *t = ctx;
	struct age_header h;

	return age_header_parse(t->sealed.data, t->sealed.len, &h);
}

static void
measure_tip(const char *kind, enum age_key_type type, size_t stanzas)
{
	static struct text_tip t;
	char name[64];

	text_tip_init(&t, type, stanzas);
	(void)snprintf(
	    name, sizeof name, "seal_16KiB_%s_%zu_stanzas", kind, stanzas);
	measure(name, text_tip_seal, &t);
	/* Opened is each time the file that was sealed last: its stanzas are
	 * in one order of several. */
	(void)snprintf(
	    name, sizeof name, "open_16KiB_%s_%zu_stanzas", kind, stanzas);
	measure(name, text_tip_open, &t);
	text_tip_check(&t);
	(void)snprintf(
	    name, sizeof name, "parse_header_%s_%zu_stanzas", kind, stanzas);
	measure(name, parse_header, &t);
	text_tip_free(&t);
}

struct kem {
	uint8_t seed[MLKEM_SEED_LEN];
	uint8_t coins[MLKEM_COINS_LEN];
	uint8_t public_key[MLKEM_PUBLIC_LEN];
	uint8_t secret_key[MLKEM_SECRET_LEN];
	uint8_t ct[MLKEM_CT_LEN];
	uint8_t sent[MLKEM_SHARED_LEN];
	uint8_t received[MLKEM_SHARED_LEN];
};

static int
make_pair(void *ctx)
{
	struct kem *k = ctx;

	return mlkem_keypair(k->seed, k->public_key, k->secret_key);
}

static int
encapsulate(void *ctx)
{
	struct kem *k = ctx;

	return mlkem_encapsulate(k->public_key, k->coins, k->ct, k->sent);
}

static int
decapsulate(void *ctx)
{
	struct kem *k = ctx;

	return mlkem_decapsulate(k->ct, k->secret_key, k->received);
}

static void
measure_mlkem(void)
{
	static struct kem k;

	random_bytes(k.seed, sizeof k.seed);
	random_bytes(k.coins, sizeof k.coins);
	measure("mlkem768_keypair", make_pair, &k);
	measure("mlkem768_encapsulate", encapsulate, &k);
	measure("mlkem768_decapsulate", decapsulate, &k);
	if (memcmp(k.sent, k.received, sizeof k.sent) != 0)
		bench_die("mlkem768", "the two sides differ");
}

struct text {
	struct buf bytes;
	struct buf armored;
	struct buf back;
};

static int
write_armor(void *ctx)
{
	struct text *t = ctx;
	struct armor_writer w;

	buf_clear(&t->armored);
	armor_writer_init(&w, io_write_to_buf, &t->armored);
	int r = armor_write(&w, t->bytes.data, t->bytes.len);
	return r != 0 ? r : armor_writer_end(&w);
}

static int
read_armor(void *ctx)
{
	struct text *t = ctx;

	buf_clear(&t->back);
	return armor_decode(t->armored.data, t->armored.len, &t->back);
}

static void
measure_armor(void)
{
	struct text t;
	const size_t len = 4 * MIB;

	buf_init(&t.bytes, &buf_heap, len);
	buf_init(&t.armored, &buf_heap, 2 * len);
	buf_init(&t.back, &buf_heap, 2 * len);
	if (buf_add_zeros(&t.bytes, len) != BUF_OK)
		bench_die("armor", "no memory");
	random_bytes(t.bytes.data, len);
	/* A byte a microsecond is a megabyte a second. */
	double us = bench_time(write_armor, &t, bench_cpu_us, 1, 9);
	bench_line("armor_write", (double)len / us, "MB/s");
	us = bench_time(read_armor, &t, bench_cpu_us, 1, 9);
	bench_line("armor_read", (double)len / us, "MB/s");
	if (t.back.len != len || memcmp(t.back.data, t.bytes.data, len) != 0)
		bench_die("armor", "it did not come out as it went in");
	buf_free(&t.bytes);
	buf_free(&t.armored);
	buf_free(&t.back);
}

int
main(void)
{
	if (age_init() != AGE_OK)
		bench_die("libsodium", "it does not start");
	for (size_t stanzas = 1; stanzas <= 4; stanzas += 3)
		measure_tip("x25519", AGE_X25519, stanzas);
	if (mlkem_available()) {
		for (size_t stanzas = 1; stanzas <= 4; stanzas += 3)
			measure_tip("hybrid", AGE_HYBRID, stanzas);
		measure_mlkem();
	} else {
		puts("mlkem768 0 left_out");
	}
	measure_armor();
	return 0;
}
