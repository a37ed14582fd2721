/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sampling, medians, and the lines that benchmarks print.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct medians {
	double raw; /* times of one run */
	double ours;
	double ratio;
};

_Noreturn void
bench_die(const char *what, const char *why)
{
	(void)fprintf(stderr, "%s: %s\n", what, why);
	exit(1);
}

static double
clock_us(clockid_t which)
{
	struct timespec t;

	if (clock_gettime(which, &t) != 0)
		bench_die("clock", "it cannot be read");
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double
bench_cpu_us(void)
{
	return clock_us(CLOCK_THREAD_CPUTIME_ID);
}

double
bench_wall_us(void)
{
	return clock_us(CLOCK_MONOTONIC);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, size_t n)
{
	qsort(values, n, sizeof *values, by_value);
	return n % 2 == 1 ? values[n / 2]
			  : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static double
sample(bench_fn run, void *ctx, double (*clock)(void), size_t batch)
{
	double from = clock();

	for (size_t i = 0; i < batch; i++) {
		if (run(ctx) != 0)
			bench_die("benchmark", "what is measured failed");
	}
	return (clock() - from) / (double)batch;
}

static struct medians
measure(const struct bench_pair *p)
{
	static double raw[BENCH_SAMPLES_MAX];
	static double ours[BENCH_SAMPLES_MAX];
	static double ratio[BENCH_SAMPLES_MAX];

	/* Each side is first in half of the pairs: neither always finds the
	 * caches as the other left them. */
	for (size_t i = 0; i < p->samples; i++) {
		if (i % 2 == 0)
			raw[i] = sample(p->raw, p->ctx, p->clock, p->batch);
		ours[i] = sample(p->ours, p->ctx, p->clock, p->batch);
		if (i % 2 == 1)
			raw[i] = sample(p->raw, p->ctx, p->clock, p->batch);
		ratio[i] = raw[i] * p->scale / ours[i];
	}
	return (struct medians){.raw = median(raw, p->samples),
	    .ours = median(ours, p->samples),
	    .ratio = median(ratio, p->samples)};
}

static void
warm_up(const struct bench_pair *p)
{
	(void)sample(p->raw, p->ctx, p->clock, 1);
	(void)sample(p->ours, p->ctx, p->clock, 1);
}

/* INKAST_BENCH_TOLERANCE: the share of a floor that a build server's noise may
 * take before the program fails. By itself a floor is a floor. */
static double
tolerance(void)
{
	const char *text = getenv("INKAST_BENCH_TOLERANCE");
	double share = text == NULL ? 0 : strtod(text, NULL);

	return share > 0 && share < 1 ? share : 0;
}

bool
bench_ratio(const struct bench_pair *p)
{
	char name[128];

	if (p->samples == 0 || p->samples > BENCH_SAMPLES_MAX)
		bench_die(p->name, "number of samples");
	warm_up(p);
	struct medians m = measure(p);
	(void)snprintf(name, sizeof name, "%s_raw", p->name);
	bench_line(name, m.raw, "us");
	bench_line(p->name, m.ours, "us");
	if (p->floor > 0) {
		printf(
		    "ratio %s %.3f floor %.2f\n", p->name, m.ratio, p->floor);
	} else {
		printf("%s_ratio %.3f of_raw\n", p->name, m.ratio);
	}
	(void)fflush(stdout);
	if (m.ratio < p->floor)
		(void)fprintf(stderr, "%s: %.3f is below its floor, %.2f\n",
		    p->name, m.ratio, p->floor);
	return m.ratio >= p->floor * (1 - tolerance());
}

double
bench_time(bench_fn run, void *ctx, double (*clock)(void), size_t batch,
    size_t samples)
{
	static double us[BENCH_SAMPLES_MAX];

	if (samples == 0 || samples > BENCH_SAMPLES_MAX)
		bench_die("benchmark", "number of samples");
	(void)sample(run, ctx, clock, 1);
	for (size_t i = 0; i < samples; i++)
		us[i] = sample(run, ctx, clock, batch);
	return median(us, samples);
}

void
bench_line(const char *name, double value, const char *unit)
{
	printf("%s %.1f %s\n", name, value, unit);
	(void)fflush(stdout);
}
