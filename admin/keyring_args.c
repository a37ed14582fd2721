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
	int letter;        /* 0: none */
	const char *value; /* what it is called; NULL: takes none */
	bool repeats;
	const char *help; /* lines after the first begin with "\n" */
} options[OPTIONS] = {
    [OPT_SERVICE] = {"service", 0, "NAME", false,
	"[service] name of the gateway, to the letter"},
    [OPT_STANZAS] = {"stanzas", 0, "N", false,
	"stanzas of every tip, the same for all areas:\nleaves room for more "
	"recipients (default: as\nmany as there are)"},
    [OPT_EXPIRES] = {"expires", 0, "DAY", false,
	"the last day on which the keyring counts"},
    [OPT_FROM] = {"from", 0, "DAY", false, "the epoch's first day"},
    [OPT_UNTIL] = {"until", 0, "DAY", false, "the epoch's last day"},
    [OPT_DESTROY_AFTER] = {"destroy-after", 0, "DAY", false,
	"the day until which its identities are kept"},
    [OPT_EPOCH] = {"epoch", 0, "N", false, "the epoch's id"},
    [OPT_ID] = {"id", 0, "N", false,
	"the epoch's id (default: one more than the last)"},
    [OPT_AREA] = {"area", 0, "ID=KEY|FILE", true,
	"an area of the form, or * for all that are not\nnamed, and who opens "
	"its tips; may be repeated"},
    [OPT_TO_AREA] = {"area", 0, "ID", false,
	"the area, or * for all that are not named"},
    [OPT_RECOVERY] = {"recovery", 0, "KEY|FILE", true,
	"who can open the tips of every area as well; may\nbe repeated"},
    [OPT_TO_RECOVERY] = {"recovery", 0, NULL, false,
	"to every area of the epoch"},
    [OPT_SECRET_KEY] = {"secret-key", 's', "SECRETKEY", false,
	"the signer's key, of 'keyring signer' or\n'minisign -G'"},
    [OPT_PASSPHRASE_FD] = {"passphrase-fd", 0, "N", false,
	"read the passphrase as a line from descriptor N\ninstead of asking"},
    [OPT_OUTPUT] = {"output", 'o', "FILE", false,
	"where to write the key; never overwritten"},
    [OPT_PLAIN] = {"plain", 0, NULL, false,
	"without a passphrase: for rehearsals"},
    [OPT_SIGNER] = {"signer", 0, "KEY|FILE", true,
	"a signer's public key; may be repeated"},
    [OPT_NEEDED] = {"needed", 0, "K", false,
	"how many of them must have signed (default: all)"},
    [OPT_YES] = {"yes", 0, NULL, false, "do not ask"},
    [OPT_DRY_RUN] = {"dry-run", 0, NULL, false,
	"say what would change, and change nothing"},
    [OPT_JSON] = {"json", 0, NULL, false, "print an object"},
    [OPT_CONFIG] = {"config", 'c', "FILE", false,
	"the instance's configuration"},
    [OPT_HELP] = {"help", 0, NULL, false, "show this and exit"},
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
		say("%s: expected --%s at most %d times", q->verb,
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

int
keyring_args_missing(const struct keyring_request *q, enum keyring_option o)
{
	const struct keyring_option_info *i = &options[o];

	say("%s: expected --%s %s: %.*s", q->verb, i->name,
	    i->value == NULL ? "" : i->value, (int)strcspn(i->help, "\n;"),
	    i->help);
	hint("'inkast-admin keyring %s --help' shows all of it", q->verb);
	return EX_USAGE;
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
