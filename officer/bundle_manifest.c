/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The manifest of a bundle (FORMAT 9.2), read line by line. Its ids are
 * compared with those of SHA256SUMS, which were compared with the tips.
 */
#include <inttypes.h>
#include <string.h>

#include "base/reader.h"
#include "base/text.h"
#include "base/visible.h"
#include "officer/bundle_check.h"
#include "officer/bundle_lines.h"
#include "officer/bundle_manifest.h"

int
manifest_next(struct manifest_lines *l, struct reader *out)
{
	uint64_t left = l->end - l->at;
	size_t n = left < sizeof l->text ? (size_t)left : sizeof l->text;
	int r = bundle_read(l->b, l->at, l->text, n);
	struct reader all = reader_of(l->text, n);
	struct view line;

	if (r < 0)
		return r;
	if (!reader_line(&all, n, &line))
		return 0;
	l->at += line.len + 1;
	*out = reader_of(line.data, line.len);
	return 1;
}

/* A number as printf writes it: no leading zero, at most max. */
static bool
take_number(struct reader *r, uint64_t max, uint64_t *out)
{
	struct view digits;
	uint64_t value = 0;
	size_t n = reader_left(r);

	/* 19 digits fit 64 bits. */
	if (n < 1 || n > 19 || !reader_take(r, n, &digits))
		return false;
	if (n > 1 && digits.data[0] == '0')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(digits.data[i] - '0');
	}
	if (value > max)
		return false;
	*out = value;
	return true;
}

static bool
is_day(unsigned year, unsigned month, unsigned day)
{
	static const unsigned days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return false;
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

/* "YYYY-MM-DD", a day that there is. */
static bool
take_day(struct reader *r)
{
	static const char shape[] = "yyyy-mm-dd";
	unsigned fields[3] = {0};
	struct view day;
	size_t field = 0;

	if (!reader_take(r, strlen(shape), &day))
		return false;
	for (size_t i = 0; i < day.len; i++) {
		uint8_t c = day.data[i];
		if (shape[i] == '-' ? c != '-' : c < '0' || c > '9')
			return false;
		if (c == '-')
			field++;
		else
			fields[field] =
			    fields[field] * 10 + (unsigned)(c - '0');
	}
	return is_day(fields[0], fields[1], fields[2]);
}

/* "service " and a name that can be shown. */
static bool
service_line(struct reader r)
{
	struct view name;
	struct visible v;

	if (!reader_literal(&r, "service ") || reader_left(&r) == 0 ||
	    !reader_take(&r, reader_left(&r), &name))
		return false;
	struct visible_text t = visible_of(name.data, name.len);
	while (visible_next(&t, &v))
		if (v.text.data == (const uint8_t *)v.number)
			return false;
	return true;
}

bool
manifest_tip(struct reader r, uint8_t id[static BUNDLE_ID_LEN], uint32_t *epoch)
{
	struct view hex;
	uint64_t number;

	if (!(reader_take(&r, BUNDLE_ID_HEX, &hex) &&
		text_unhex(
		    (const char *)hex.data, hex.len, id, BUNDLE_ID_LEN) &&
		reader_literal(&r, " ") && take_day(&r) &&
		reader_literal(&r, " ") &&
		take_number(&r, UINT32_MAX, &number)))
		return false;
	*epoch = (uint32_t)number;
	return true;
}

/* The three lines before the tips. 1 when they are right, 0 after a report. */
static int
check_head(struct check *k, struct manifest_lines *l, uint64_t *tips)
{
	struct reader line;
	uint64_t at = l->at;
	int r = manifest_next(l, &line);

	if (r == 1 && (!reader_literal(&line, "inkast-bundle/1") ||
			  reader_left(&line) > 0))
		r = 0;
	if (r == 0)
		check_problem(k, BUNDLE_MANIFEST_NAME, at,
		    "expected the line inkast-bundle/1");
	if (r == 1) {
		at = l->at;
		r = manifest_next(l, &line);
		if (r == 1 && !service_line(line))
			r = 0;
		if (r == 0)
			check_problem(k, BUNDLE_MANIFEST_NAME, at,
			    "expected a line with the service's name");
	}
	if (r == 1) {
		at = l->at;
		r = manifest_next(l, &line);
		if (r == 1 && (!reader_literal(&line, "tips ") ||
				  !take_number(&line, INT64_MAX, tips)))
			r = 0;
		if (r == 0)
			check_problem(k, BUNDLE_MANIFEST_NAME, at,
			    "expected a line with the number of tips");
	}
	return r;
}

static int
check_tip_line(struct check *k, struct manifest_lines *l, uint64_t i)
{
	uint8_t id[BUNDLE_ID_LEN];
	struct bundle_sum sum;
	struct reader line;
	uint32_t epoch;
	uint64_t at = l->at;
	int r = manifest_next(l, &line);

	if (r < 0)
		return r;
	if (r == 0 || !manifest_tip(line, id, &epoch)) {
		check_problem(k, BUNDLE_MANIFEST_NAME, at,
		    "expected a tip's id, day and epoch in line %" PRIu64,
		    i + 4);
		return 0;
	}
	r = bundle_sum_at(k->b, i, &sum);
	if (r == 1 && memcmp(sum.id, id, BUNDLE_ID_LEN) != 0) {
		check_problem(k, BUNDLE_MANIFEST_NAME, at,
		    "line %" PRIu64 " names another tip than SHA256SUMS",
		    i + 4);
		return 0;
	}
	return r < 0 ? r : 1;
}

int
check_manifest(struct check *k, const struct bundle_member *m)
{
	struct manifest_lines l = {
	    .b = k->b, .at = m->content, .end = m->content + m->size};
	uint64_t listed = 0;
	uint64_t expected = k->b->has_sums ? k->b->sums_lines : k->tips;
	int r = check_head(k, &l, &listed);

	if (r != 1)
		return r;
	if (listed != expected)
		return check_problem(k, m->name, m->content,
		    "it counts %" PRIu64 " tips, expected %" PRIu64, listed,
		    expected);
	for (uint64_t i = 0; i < listed; i++) {
		r = check_tip_line(k, &l, i);
		if (r != 1)
			return r;
	}
	if (l.at != l.end)
		return check_problem(k, m->name, l.at,
		    "expected no more than a line for each tip");
	return 0;
}
