/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keys of a keyring and what each may hold (docs/FORMAT.md 13.3 to 13.6),
 * and how a wrong one is told.
 */
#include "crypto/seal/keyring_parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

/* ---- errors ---- */

void
parser_fault(struct parser *p, int code, const char *fmt, ...)
{
	va_list args;
	int n;

	if (p->code != KEYRING_OK)
		return;
	p->code = code;
	if (p->epoch != NULL)
		n = snprintf(p->err->text, sizeof p->err->text,
		    "line %u: [epoch %u] ", p->line, (unsigned)p->epoch->id);
	else
		n = snprintf(p->err->text, sizeof p->err->text, "line %u: %s",
		    p->line, p->in_section ? "[keyring] " : "");
	va_start(args, fmt);
	(void)vsnprintf(
	    &p->err->text[n], sizeof p->err->text - (size_t)n, fmt, args);
	va_end(args);
}

void
parser_expected(
    struct parser *p, const char *key, const char *what, struct view v)
{
	char found[PARSER_QUOTE_LEN];

	parser_quote(v, found);
	parser_fault(
	    p, KEYRING_E_SYNTAX, "%s: expected %s, found %s", key, what, found);
}

/* ---- values ---- */

bool
parser_is_plain(struct view v)
{
	if (!text_is_utf8(v.data, v.len))
		return false;
	for (size_t i = 0; i < v.len; i++) {
		uint8_t c = v.data[i];
		if (c < 0x20 || c == 0x7f)
			return false;
		/* C1 controls, U+0080 to U+009F. */
		if (c == 0xc2 && v.data[i + 1] < 0xa0)
			return false;
	}
	return true;
}

bool
parser_number(struct view v, uint32_t max, uint32_t *out)
{
	uint64_t n = 0;

	if (v.len < 1 || v.len > 10 || (v.data[0] == '0' && v.len > 1))
		return false;
	for (size_t i = 0; i < v.len; i++) {
		if (v.data[i] < '0' || v.data[i] > '9')
			return false;
		n = n * 10 + (uint64_t)(v.data[i] - '0');
	}
	if (n < 1 || n > max)
		return false;
	*out = (uint32_t)n;
	return true;
}

static void
take_day(struct parser *p, const char *key, struct view v, int32_t *out)
{
	if (!clock_parse_day((const char *)v.data, v.len, out))
		parser_expected(p, key, "a day as 2026-11-22", v);
}

/* Add a recipient to a list of the epoch. */
static void
take_recipient(struct parser *p, const char *key, struct view v,
    uint16_t *places, size_t *n)
{
	struct recipient r;
	int e = recipient_parse((const char *)v.data, v.len, &r);
	bool upper = v.len > 0 && v.data[0] == 'A';

	if (e == AGE_E_TYPE) {
		parser_fault(p, KEYRING_E_TYPE,
		    "%s: a post-quantum key, which this build cannot use: it "
		    "has no ML-KEM",
		    key);
		return;
	}
	if (e != AGE_OK || upper) {
		char found[PARSER_QUOTE_LEN];
		parser_quote(v, found);
		parser_fault(p, KEYRING_E_TYPE,
		    "%s: expected a public key of a kind that is known, "
		    "age1... or age1pq1..., whole and in lower case; found %s",
		    key, found);
		return;
	}
	if (*n == KEYRING_AREA_RECIPIENTS_MAX) {
		parser_fault(p, KEYRING_E_SYNTAX,
		    "%s: expected at most %d lines", key,
		    KEYRING_AREA_RECIPIENTS_MAX);
		return;
	}
	if (keyring_add_recipient(p->k, &r, &places[*n]) != KEYRING_OK) {
		parser_fault(p, KEYRING_E_SYNTAX,
		    "%s: expected at most %d different recipients in a keyring",
		    key, KEYRING_RECIPIENTS_MAX);
		return;
	}
	(*n)++;
}

/* ---- [keyring] ---- */

static void
read_format(struct parser *p, struct view v)
{
	if (!view_is(v, KEYRING_FORMAT))
		parser_expected(p, "format", KEYRING_FORMAT, v);
}

static void
read_service(struct parser *p, struct view v)
{
	size_t n = text_count(v.data, v.len);

	if (v.len >= sizeof p->k->service || n < 1 || n > 80)
		parser_expected(p, "service", "1 to 80 characters", v);
	else
		memcpy(p->k->service, v.data, v.len);
}

static void
read_serial(struct parser *p, struct view v)
{
	if (!parser_number(v, KEYRING_SERIAL_MAX, &p->k->serial))
		parser_expected(
		    p, "serial", "a number from 1 to 2147483647", v);
}

static void
read_issued(struct parser *p, struct view v)
{
	take_day(p, "issued", v, &p->k->issued);
}

static void
read_expires(struct parser *p, struct view v)
{
	take_day(p, "expires", v, &p->k->expires);
}

static void
read_stanzas(struct parser *p, struct view v)
{
	uint32_t n;

	if (parser_number(v, KEYRING_STANZAS_MAX, &n))
		p->k->stanzas = n;
	else
		parser_expected(p, "stanzas", "a number from 1 to 16", v);
}

/* ---- [epoch ID] ---- */

static void
read_from(struct parser *p, struct view v)
{
	take_day(p, "from", v, &p->epoch->from);
}

static void
read_until(struct parser *p, struct view v)
{
	take_day(p, "until", v, &p->epoch->until);
}

static void
read_destroy_after(struct parser *p, struct view v)
{
	take_day(p, "destroy-after", v, &p->epoch->destroy_after);
}

static void
read_recovery(struct parser *p, struct view v)
{
	take_recipient(
	    p, "recovery", v, p->epoch->recovery, &p->epoch->n_recovery);
}

/* FORMAT 7.2, or "*". */
bool
parser_is_area(struct view v)
{
	if (view_is(v, KEYRING_ANY_AREA))
		return true;
	if (v.len < 1 || v.len >= KEYRING_AREA_LEN)
		return false;
	for (size_t i = 0; i < v.len; i++) {
		uint8_t c = v.data[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '-')
			return false;
	}
	return true;
}

static struct keyring_area *
find_area(struct parser *p, struct view id)
{
	struct keyring_epoch *e = p->epoch;

	for (size_t i = 0; i < e->n_areas; i++)
		if (view_is(id, e->areas[i].id))
			return &e->areas[i];
	if (e->n_areas == KEYRING_AREAS_MAX) {
		parser_fault(p, KEYRING_E_SYNTAX,
		    "area: expected at most %d areas", KEYRING_AREAS_MAX);
		return NULL;
	}
	struct keyring_area *a = &e->areas[e->n_areas++];
	memcpy(a->id, id.data, id.len);
	return a;
}

void
parser_read_area(struct parser *p, struct view id, struct view v)
{
	char key[sizeof "area " + KEYRING_AREA_LEN];

	if (!parser_is_area(id)) {
		parser_expected(
		    p, "area", "an area's id, a to z, 0 to 9 and -, or *", id);
		return;
	}
	struct keyring_area *a = find_area(p, id);
	if (a == NULL)
		return;
	(void)snprintf(key, sizeof key, "area %s", a->id);
	take_recipient(p, key, v, a->recipients, &a->n);
}

/* ---- tables ---- */

const struct parser_key parser_keyring_keys[] = {
    {"format", false, read_format},
    {"service", false, read_service},
    {"serial", false, read_serial},
    {"issued", false, read_issued},
    {"expires", false, read_expires},
    {"stanzas", false, read_stanzas},
};
const size_t parser_keyring_keys_len =
    sizeof parser_keyring_keys / sizeof parser_keyring_keys[0];

const struct parser_key parser_epoch_keys[] = {
    {"from", false, read_from},
    {"until", false, read_until},
    {"destroy-after", false, read_destroy_after},
    {"recovery", true, read_recovery},
};
const size_t parser_epoch_keys_len =
    sizeof parser_epoch_keys / sizeof parser_epoch_keys[0];
