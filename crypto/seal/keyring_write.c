/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A keyring as text, in the one form of docs/FORMAT.md 13.1.
 */
#include "crypto/seal/keyring.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

/* Where it goes, and what came of it: sticky, as in struct buf. */
struct sink {
	write_fn write;
	void *ctx;
	int r;
};

static void
put(struct sink *s, const char *text)
{
	if (s->r == 0)
		s->r = s->write(s->ctx, text, strlen(text));
}

static void put_line(struct sink *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A line of numbers, days and fixed words: short. */
static void
put_line(struct sink *s, const char *fmt, ...)
{
	char line[KEYRING_SERVICE_LEN + 64];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	put(s, line);
}

static void
put_day(struct sink *s, const char *key, int32_t day)
{
	char text[CLOCK_DAY_LEN];

	clock_format_day(day, text);
	put_line(s, "%s = %s\n", key, text);
}

static void
put_recipients(struct sink *s, const struct keyring *k, const char *key,
    const uint16_t *places, size_t n)
{
	char text[RECIPIENT_TEXT_MAX];

	for (size_t i = 0; i < n; i++) {
		recipient_format(&k->recipients[places[i]], text);
		put(s, key);
		put(s, " = ");
		put(s, text);
		put(s, "\n");
	}
}

static void
put_epoch(
    struct sink *s, const struct keyring *k, const struct keyring_epoch *e)
{
	put_line(s, "\n[epoch %u]\n", (unsigned)e->id);
	put_day(s, "from", e->from);
	put_day(s, "until", e->until);
	put_day(s, "destroy-after", e->destroy_after);
	put_recipients(s, k, "recovery", e->recovery, e->n_recovery);
	for (size_t i = 0; i < e->n_areas; i++) {
		const struct keyring_area *a = &e->areas[i];
		char key[sizeof "area " + KEYRING_AREA_LEN];
		(void)snprintf(key, sizeof key, "area %s", a->id);
		put_recipients(s, k, key, a->recipients, a->n);
	}
}

int
keyring_write(const struct keyring *k, write_fn write, void *ctx)
{
	struct sink s = {.write = write, .ctx = ctx};

	put(&s, "# Inkast keyring, docs/FORMAT.md 13\n[keyring]\n");
	put(&s, "format = " KEYRING_FORMAT "\n");
	put_line(&s, "service = %s\n", k->service);
	put_line(&s, "serial = %u\n", (unsigned)k->serial);
	put_day(&s, "issued", k->issued);
	put_day(&s, "expires", k->expires);
	put_line(&s, "stanzas = %u\n", k->stanzas);
	for (size_t i = 0; i < k->n_epochs; i++)
		put_epoch(&s, k, &k->epochs[i]);
	return s.r;
}
