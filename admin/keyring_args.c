/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The command lines of inkast-admin keyring: one table of options, of which
 * each sub-verb takes some; days and numbers as people type them.
 */
#include "admin/keyring.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "base/clock.h"
#include "base/say.h"

#define SECONDS_PER_DAY 86400
/* The days that FORMAT 13.2 can name: to 9999-12-31. */
#define DAY_MAX 2932896

static const struct keyring_option_info {
	const char *name;
	const char *value; /* what it is called; NULL: takes none */
	const char *help;  /* lines end with "\n" but for the last */
	int letter;        /* 0: none */
	bool repeats;
} options[OPTIONS] = {
    [OPT_SERVICE] = {"service", "NAME",
	"[service] name of the gateway, to the letter", 0, false},
    [OPT_STANZAS] = {"stanzas", "N",
	"stanzas of every tip, the same for all areas:\nleaves room for more "
	"recipients (default: as\nmany as there are)",
	0, false},
    [OPT_EXPIRES] = {"expires", "DAY",
	"the last day on which the keyring counts", 0, false},
    [OPT_FROM] = {"from", "DAY", "the epoch's first day", 0, false},
    [OPT_UNTIL] = {"until", "DAY", "the epoch's last day", 0, false},
    [OPT_DESTROY_AFTER] = {"destroy-after", "DAY",
	"the day until which its identities are kept", 0, false},
    [OPT_EPOCH] = {"epoch", "N", "the epoch's id", 0, false},
    [OPT_ID] = {"id", "N", "the epoch's id (default: one more than the last)",
	0, false},
    [OPT_AREA] = {"area", "ID=KEY|FILE",
	"an area of the form, or * for all that are not\nnamed, and who opens "
	"its tips; may be repeated",
	0, true},
    [OPT_TO_AREA] = {"area", "ID", "the area, or * for all that are not named",
	0, false},
    [OPT_RECOVERY] = {"recovery", "KEY|FILE",
	"who can open the tips of every area as well; may\nbe repeated", 0,
	true},
    [OPT_TO_RECOVERY] = {"recovery", NULL, "to every area of the epoch", 0,
	false},
    [OPT_SECRET_KEY] = {"secret-key", "SECRETKEY",
	"the signer's key, of 'keyring signer' or\n'minisign -G'", 's', false},
    [OPT_PASSPHRASE_FD] = {"passphrase-fd", "N",
	"read the passphrase as a line from descriptor N\ninstead of asking", 0,
	false},
    [OPT_OUTPUT] = {"output", "FILE",
	"where to write the key; never overwritten", 'o', false},
    [OPT_PLAIN] = {"plain", NULL, "without a passphrase: for rehearsals", 0,
	false},
    [OPT_SIGNER] = {"signer", "KEY|FILE",
	"a signer's public key; may be repeated", 0, true},
    [OPT_NEEDED] = {"needed", "K",
	"how many of them must have signed (default: all)", 0, false},
    [OPT_YES] = {"yes", NULL, "do not ask", 0, false},
    [OPT_DRY_RUN] = {"dry-run", NULL,
	"say what would change, and change nothing", 0, false},
    [OPT_JSON] = {"json", NULL, "print an object", 0, false},
    [OPT_CONFIG] = {"config", "FILE", "the instance's configuration", 'c',
	false},
    [OPT_HELP] = {"help", NULL, "show this and exit", 0, false},
};

/* getopt_long gives this much more than the option, so as not to give what
 * may be a letter. */
#define LONG 256

static void
print_option(const struct keyring_option_info *i)
{
	char left[40];
	const char *line = i->help;

	if (i->letter != 0)
		(void)snprintf(left, sizeof left, "-%c, --%s%s%s",
		    (char)i->letter, i->name, i->value == NULL ? "" : " ",
		    i->value == NULL ? "" : i->value);
	else
		(void)snprintf(left, sizeof left, "    --%s%s%s", i->name,
		    i->value == NULL ? "" : " ",
		    i->value == NULL ? "" : i->value);
	for (;;) {
		size_t len = strcspn(line, "\n");
		printf("  %-26s  %.*s\n", left, (int)len, line);
		left[0] = '\0';
		if (line[len] == '\0')
			return;
		line += len + 1;
	}
}

static void
print_help(const struct keyring_verb *v)
{
	const uint32_t days = KEYRING_OPTION(OPT_FROM) |
			      KEYRING_OPTION(OPT_UNTIL) |
			      KEYRING_OPTION(OPT_EXPIRES);

	printf("usage: inkast-admin %skeyring %s %s\n\n%s\n",
	    (v->options & KEYRING_OPTION(OPT_CONFIG)) != 0 ? "[-c FILE] " : "",
	    v->name, v->synopsis, v->details);
	if ((v->options & days) != 0)
		printf("A DAY is YYYY-MM-DD (UTC), 'today', or +N: N days "
		       "after %s.\nDays count whole.\n",
		    (v->options & KEYRING_OPTION(OPT_FROM)) != 0
			? "the epoch's first"
			: "today");
	putchar('\n');
	for (int o = 0; o < OPTIONS; o++)
		if ((v->options & KEYRING_OPTION(o)) != 0)
			print_option(&options[o]);
}

/* Those that the sub-verb takes, as getopt_long wants them. letters has room
 * for ":" and two characters for each. */
static void
list_options(uint32_t mask, struct option out[static OPTIONS + 1],
    char letters[static 2 * OPTIONS + 2])
{
	size_t n = 0;
	size_t l = 0;

	letters[l++] = ':';
	for (int o = 0; o < OPTIONS; o++) {
		if ((mask & KEYRING_OPTION(o)) == 0)
			continue;
		const struct keyring_option_info *i = &options[o];
		out[n++] = (struct option){i->name,
		    i->value == NULL ? no_argument : required_argument, NULL,
		    LONG + o};
		if (i->letter != 0) {
			letters[l++] = (char)i->letter;
			letters[l++] = ':';
		}
	}
	letters[l] = '\0';
	out[n] = (struct option){NULL, 0, NULL, 0};
}

/* The option that getopt_long gave, or OPTIONS. */
static int
option_of(int c)
{
	if (c >= LONG)
		return c - LONG;
	for (int o = 0; o < OPTIONS; o++)
		if (options[o].letter != 0 && options[o].letter == c)
			return o;
	return OPTIONS;
}

static int
take(struct keyring_request *q, int o, const char *value)
{
	struct keyring_values *many = &q->values[o];

	if (!options[o].repeats && q->text[o] != NULL &&
	    options[o].value != NULL) {
		say("%s: --%s is given twice", q->verb, options[o].name);
		hint("once is right");
		return EX_USAGE;
	}
	q->text[o] = value == NULL ? "" : value;
	if (!options[o].repeats)
		return EX_OK;
	if (many->n == KEYRING_VALUES_MAX) {
		say("%s: expected --%s at most %zu times", q->verb,
		    options[o].name, KEYRING_VALUES_MAX);
		hint("a file may hold several keys");
		return EX_USAGE;
	}
	many->items[many->n++] = q->text[o];
	return EX_OK;
}

int
keyring_args_parse(const struct keyring_verb *v, const char *config, int argc,
    char **argv, struct keyring_request *out)
{
	struct option list[OPTIONS + 1];
	char letters[2 * OPTIONS + 2];
	int code = EX_OK;
	int c;

	*out = (struct keyring_request){.verb = v->name, .config = config};
	list_options(v->options, list, letters);
	optind = 0;
	while (code == EX_OK &&
	       (c = getopt_long(argc, argv, letters, list, NULL)) != -1) {
		int o = option_of(c);
		if (o == OPTIONS)
			return say_bad_option(v->name, c, argv);
		if (o == OPT_HELP) {
			print_help(v);
			return -1;
		}
		code = take(out, o, options[o].value == NULL ? NULL : optarg);
	}
	if (code != EX_OK)
		return code;
	if (out->text[OPT_CONFIG] != NULL)
		out->config = out->text[OPT_CONFIG];
	out->operands = argv + optind;
	out->n = argc - optind;
	if (out->n < v->least || out->n > v->most)
		return say_bad_operands(v->name, v->expected);
	return EX_OK;
}

void
keyring_args_say_missing(const struct keyring_request *q, enum keyring_option o)
{
	const struct keyring_option_info *i = &options[o];

	say("%s: expected --%s %s: %.*s", q->verb, i->name,
	    i->value == NULL ? "" : i->value, (int)strcspn(i->help, "\n;"),
	    i->help);
	hint("'inkast-admin keyring %s --help' shows all of it", q->verb);
}

/* Exactly YYYY-MM-DD, and a day that there is. */
static bool
parse_date(const char *s, int32_t *out)
{
	struct tm tm = {0};
	char again[CLOCK_DAY_LEN];

	if (strlen(s) != CLOCK_DAY_LEN - 1 ||
	    strspn(s, "0123456789-") != CLOCK_DAY_LEN - 1)
		return false;
	const char *end = strptime(s, "%Y-%m-%d", &tm);
	if (end == NULL || *end != '\0')
		return false;
	time_t t = timegm(&tm);
	if (t < 0 || t / SECONDS_PER_DAY > DAY_MAX)
		return false;
	int32_t day = (int32_t)(t / SECONDS_PER_DAY);
	/* The thirty-first of February has become a day of March. */
	clock_format_day(day, again);
	if (strcmp(s, again) != 0)
		return false;
	*out = day;
	return true;
}

/* Digits only, at most nine of them. */
static bool
parse_number(const char *s, uint32_t *out)
{
	size_t len = strlen(s);

	if (len < 1 || len > 10 || strspn(s, "0123456789") != len)
		return false;
	unsigned long long n = strtoull(s, NULL, 10);
	if (n > UINT32_MAX)
		return false;
	*out = (uint32_t)n;
	return true;
}

static bool
parse_day(const char *s, int32_t since, int32_t *out)
{
	uint32_t n;

	if (strcmp(s, "today") == 0) {
		*out = clock_today();
		return true;
	}
	if (s[0] != '+')
		return parse_date(s, out);
	if (!parse_number(s + 1, &n) || n > DAY_MAX ||
	    since + (int32_t)n > DAY_MAX)
		return false;
	*out = since + (int32_t)n;
	return true;
}

int
keyring_args_day(const struct keyring_request *q, enum keyring_option o,
    int32_t since, int32_t *out)
{
	const char *s = q->text[o];

	if (s == NULL || parse_day(s, since, out))
		return EX_OK;
	say("%s: --%s: expected a day, as 2026-12-31, 'today' or +180, found "
	    "\"%.40s\"",
	    q->verb, options[o].name, s);
	hint("days are of the calendar in UTC, from 1970-01-01 to 9999-12-31");
	return EX_USAGE;
}

int
keyring_args_number(const struct keyring_request *q, enum keyring_option o,
    uint32_t least, uint32_t most, uint32_t *out)
{
	const char *s = q->text[o];
	uint32_t n;

	if (s == NULL)
		return EX_OK;
	if (parse_number(s, &n) && n >= least && n <= most) {
		*out = n;
		return EX_OK;
	}
	say("%s: --%s: expected a number from %u to %u, found \"%.40s\"",
	    q->verb, options[o].name, least, most, s);
	hint("'inkast-admin keyring %s --help' says what it is", q->verb);
	return EX_USAGE;
}
