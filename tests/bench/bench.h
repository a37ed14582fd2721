/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How the benchmarks measure: two ways of doing a thing, one right after the
 * other, many times, so that whatever disturbs the machine disturbs both. What
 * counts is the median of the ratios of neighbours.
 *
 * A failure to measure is said on standard error and ends the program; what it
 * made on disk it removes at exit (atexit).
 */
#ifndef INKAST_TESTS_BENCH_BENCH_H
#define INKAST_TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

/* One run of one side: 0, or anything else for a failure, which ends it all. */
typedef int (*bench_fn)(void *ctx);

/* Time in microseconds. Of this thread on a processor, kernel included: what
 * other programs do meanwhile is not counted. And of the clock on the wall. */
double bench_cpu_us(void);
double bench_wall_us(void);

struct bench_pair {
	const char *name;      /* of the lines that are printed */
	bench_fn raw;          /* the yardstick */
	bench_fn ours;         /* what is measured */
	void *ctx;             /* handed to both */
	double (*clock)(void); /* one of the two above */
	size_t batch;          /* runs between two looks at the clock */
	size_t samples;        /* of each side; at most BENCH_SAMPLES_MAX */
	double scale;          /* how many of ours one run of raw stands for */
	double floor;          /* 0: for information */
};

#define BENCH_SAMPLES_MAX 4000

/* Measure. Prints "NAME_raw MEDIAN us", "NAME MEDIAN us" and "ratio NAME VALUE
 * floor FLOOR" (without a floor, "NAME_ratio VALUE of_raw"); VALUE is the
 * yardstick's time by ours, so that 1 is its speed and less is slower: the
 * median over all pairs of neighbours. No pair is left out, and none measured
 * again because of what it showed. Whether the floor holds. */
bool bench_ratio(const struct bench_pair *p)
    __attribute__((nonnull, warn_unused_result));

/* The median time of one run. */
double bench_time(bench_fn run, void *ctx, double (*clock)(void), size_t batch,
    size_t samples) __attribute__((nonnull(1, 3)));

/* Print "NAME VALUE UNIT". */
void bench_line(const char *name, double value, const char *unit)
    __attribute__((nonnull));

/* Say what failed and end with exit code 1. */
_Noreturn void bench_die(const char *what, const char *why)
    __attribute__((nonnull));

#endif
