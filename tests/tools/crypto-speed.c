/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * crypto-speed: how long one tip takes to seal and to open, in one thread.
 *
 *   crypto-speed [ROUNDS]
 *
 * Prints "NAME VALUE UNIT" lines: the median and the 99th of 100 of ROUNDS
 * (1000) tips of 16 KiB, for 2 recipients among 4 stanzas.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crypto/core/secret.h"
#include "crypto/core/tip.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"

#define RECIPIENTS 2

struct bench {
	struct identity *id;
	struct recipient r[RECIPIENTS];
	uint8_t tip[TIP_CLASS_MIN];
	size_t stanzas;
	struct buf blob;
	struct buf plain;
};

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int
run_seal(struct bench *b)
{
	buf_clear(&b->blob);
	return seal(
	    b->r, RECIPIENTS, b->stanzas, b->tip, sizeof b->tip, &b->blob);
}

static int
run_unseal(struct bench *b)
{
	struct unseal_keys keys = {.identities = b->id, .n_identities = 1};

	buf_clear(&b->plain);
	return unseal(&keys, b->blob.data, b->blob.len, &b->plain);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

static int
measure(const char *name, int (*run)(struct bench *), struct bench *b,
    size_t rounds)
{
	double *us = calloc(rounds, sizeof *us);

	if (us == NULL)
		return AGE_E_MEMORY;
	for (size_t i = 0; i < rounds; i++) {
		double from = now_us();
		int err = run(b);
		if (err != AGE_OK) {
			free(us);
			return err;
		}
		us[i] = now_us() - from;
	}
	qsort(us, rounds, sizeof *us, by_value);
	printf("%s_%zu_stanzas_median %.1f us\n", name, b->stanzas,
	    us[rounds / 2]);
	printf("%s_%zu_stanzas_p99 %.1f us\n", name, b->stanzas,
	    us[rounds * 99 / 100]);
	free(us);
	return AGE_OK;
}

static int
prepare(struct bench *b)
{
	b->id = secret_alloc(RECIPIENTS * sizeof *b->id);
	if (b->id == NULL)
		return AGE_E_MEMORY;
	for (size_t i = 0; i < RECIPIENTS; i++) {
		int err = identity_generate(AGE_X25519, &b->id[i]);
		if (err != AGE_OK)
			return err;
		b->r[i].type = AGE_X25519;
		memcpy(b->r[i].key, b->id[i].public, X25519_LEN);
	}
	buf_init(&b->blob, &buf_heap, 65536);
	buf_init(&b->plain, &secret_mem, 65536);
	return AGE_OK;
}

int
main(int argc, char **argv)
{
	static struct bench b;
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	int err = age_init();

	if (err == AGE_OK)
		err = prepare(&b);
	for (b.stanzas = RECIPIENTS; b.stanzas <= 4 && err == AGE_OK;
	     b.stanzas += 2) {
		err = measure("seal_16KiB", run_seal, &b, rounds);
		if (err == AGE_OK)
			err = measure("unseal_16KiB", run_unseal, &b, rounds);
	}
	buf_free(&b.blob);
	buf_free(&b.plain);
	secret_free(b.id);
	if (err != AGE_OK)
		(void)fprintf(stderr, "crypto-speed: %s\n", age_strerror(err));
	return err == AGE_OK ? 0 : 1;
}
