/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The configuration: defaults, the round trip, and one test for each kind of
 * mistake, which must be named by file, line and key (docs/FORMAT.md, 6).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/common/colour.h"
#include "gateway/common/config.h"

#define PATH "/etc/inkast/t.conf"
#define SIGNER "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
#define SIGNER_2 "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO4"
#define KEYRING "[keyring]\nsigner = " SIGNER "\n"

static struct config config;
static struct config_error err;

static int
parse(const char *text)
{
	memset(&config, 0, sizeof config);
	memset(&err, 0, sizeof err);
	return config_parse(PATH, text, strlen(text), &config, &err);
}

static void
takes(const char *text)
{
	int r = parse(text);

	if (r != CONFIG_OK)
		fail_msg("%d %s", r, err.text);
}

/* Refused, with a message that begins with the file and the line and holds
 * both other pieces; and the caller's struct stays untouched. */
static void
refuses(const char *text, unsigned line, const char *key, const char *what)
{
	static const struct config untouched;
	char where[64];

	assert_int_equal(parse(text), CONFIG_E_VALUE);
	snprintf(where, sizeof where, PATH ":%u: ", line);
	if (strncmp(err.text, where, strlen(where)) != 0 ||
	    strstr(err.text, key) == NULL || strstr(err.text, what) == NULL)
		fail_msg("expected \"%s ... %s ... %s\", got \"%s\"", where,
		    key, what, err.text);
	assert_non_null(strstr(err.text, "expected"));
	assert_memory_equal(&config, &untouched, sizeof config);
}

static void
every_default_stands_when_only_a_signer_is_given(void **state)
{
	(void)state;
	takes(KEYRING);
	assert_string_equal(config.service_name, "Inkast");
	assert_string_equal(config.base_path, "/");
	assert_string_equal(config.listen, "127.0.0.1:8080");
	assert_string_equal(config.user, "");
	assert_int_equal(config.workers, 8);
	assert_string_equal(config.store_dir, "/etc/inkast/store");
	assert_int_equal(config.reserve_mib, 64);
	assert_int_equal(config.rewrite_minutes, 60);
	assert_string_equal(config.keyring_dir, "/etc/inkast/keyring");
	assert_int_equal(config.n_signers, 1);
	assert_string_equal(config.phone_emergency, "112");
	assert_string_equal(config.phone_police, "114 14");
	assert_string_equal(config.leave_url, "https://www.smhi.se/");
	assert_string_equal(config.owner, "");
	assert_string_equal(config.form_file, "");
	assert_string_equal(config.colour, "#0b3d6b");
	assert_string_equal(config.colour_dark, "#8cc4f5");
	assert_string_equal(config.a11y_status, "partial");
	assert_string_equal(config.a11y_faults, "");
	assert_string_equal(config.a11y_assessed, "");
	assert_string_equal(config.a11y_contact, "");
	assert_string_equal(
	    config.a11y_complaint, "https://www.digg.se/tdosanmalan");
}

static void
every_key_can_be_set(void **state)
{
	(void)state;
	takes("# a comment\n; another, with [brackets] and = signs\n\n"
	      "[service]\nname = Tipsa Kinda; åäö\n"
	      "owner = Kinda kommun\nbase_path = /tipsa/\n"
	      "[gateway]\nlisten=[::1]:0\nuser\t=\tinkast\nworkers = 64\n"
	      "[store]\ndir = /srv/x\nreserve_mib = 1\nrewrite_minutes = 1440\n"
	      "[contact]\nemergency = 911\npolice = +46 77 114 14 00\n"
	      "leave_url = https://example.org/a?b=c\n"
	      "[form]\nfile = our-form.json\n"
	      "[look]\ncolour = #000000\ncolour_dark = #FFFFFF\n"
	      "[accessibility]\nstatus = full\nfaults = inga\n"
	      "assessed = 2026-11-23\ncontact = a@example.org\n"
	      "complaint = https://example.org/c\n" KEYRING "needed = 1");
	assert_string_equal(config.form_file, "/etc/inkast/our-form.json");
	assert_string_equal(config.colour, "#000000");
	assert_string_equal(config.colour_dark, "#FFFFFF");
	assert_string_equal(config.a11y_status, "full");
	assert_string_equal(config.a11y_faults, "inga");
	assert_string_equal(config.a11y_assessed, "2026-11-23");
	assert_string_equal(config.a11y_contact, "a@example.org");
	assert_string_equal(config.a11y_complaint, "https://example.org/c");
	assert_string_equal(config.owner, "Kinda kommun");
	assert_string_equal(config.service_name, "Tipsa Kinda; åäö");
	assert_string_equal(config.base_path, "/tipsa/");
	assert_string_equal(config.listen, "[::1]:0");
	assert_string_equal(config.user, "inkast");
	assert_int_equal(config.workers, 64);
	assert_string_equal(config.store_dir, "/srv/x");
	assert_int_equal(config.reserve_mib, 1);
	assert_int_equal(config.rewrite_minutes, 1440);
	assert_int_equal(config.signers_needed, 1);
	assert_string_equal(config.phone_emergency, "911");
	assert_string_equal(config.phone_police, "+46 77 114 14 00");
	assert_string_equal(config.leave_url, "https://example.org/a?b=c");
}

/* Dump, parse, dump: the same bytes and the same struct. */
static void
round_trip(const char *text)
{
	struct config first;
	struct buf one, two;

	takes(text);
	first = config;
	buf_init(&one, &buf_heap, LIMIT_CONFIG_FILE);
	buf_init(&two, &buf_heap, LIMIT_CONFIG_FILE);
	assert_int_equal(config_dump(&first, io_write_to_buf, &one), 0);
	int r = config_parse(PATH, one.data, one.len, &config, &err);
	if (r != CONFIG_OK)
		fail_msg("the dump is refused: %s", err.text);
	assert_memory_equal(&first, &config, sizeof config);
	assert_int_equal(config_dump(&config, io_write_to_buf, &two), 0);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	buf_free(&one);
	buf_free(&two);
}

static void
a_dump_reads_back_to_the_same_values(void **state)
{
	(void)state;
	round_trip(KEYRING);
	round_trip(
	    KEYRING "signer = " SIGNER_2 "\nneeded = 2\n"
		    "[gateway]\nlisten = unix:run/front.sock\nworkers = 1\n"
		    "[service]\nname = Ö;ppen\n[store]\ndir = deep/er\n");
	round_trip(KEYRING);
	round_trip(
	    KEYRING "signer = " SIGNER_2 "\nneeded = 1\ndir = /srv/keyring\n");
}

static void
a_failing_writer_ends_the_dump_with_its_error(void **state)
{
	struct buf small;

	(void)state;
	takes(KEYRING);
	buf_init(&small, &buf_heap, 10);
	assert_int_equal(
	    config_dump(&config, io_write_to_buf, &small), BUF_E_MAX);
	buf_free(&small);
}

static void
relative_paths_are_relative_to_the_file(void **state)
{
	(void)state;
	takes(KEYRING "[store]\ndir = a/b\n[gateway]\nlisten = unix:s\n");
	assert_string_equal(config.store_dir, "/etc/inkast/a/b");
	assert_string_equal(config.listen, "unix:/etc/inkast/s");
	takes(KEYRING "[store]\ndir = /a\n[gateway]\nlisten = unix:/s\n");
	assert_string_equal(config.store_dir, "/a");
	assert_string_equal(config.listen, "unix:/s");
	assert_int_equal(
	    config_parse("/t.conf", KEYRING, strlen(KEYRING), &config, &err),
	    0);
	assert_string_equal(config.store_dir, "/store");
}

static void
a_relative_file_is_below_the_working_directory(void **state)
{
	char cwd[512], expect[600];

	(void)state;
	assert_int_equal(chdir("/tmp"), 0);
	assert_non_null(getcwd(cwd, sizeof cwd));
	snprintf(expect, sizeof expect, "%s/store", cwd);
	assert_int_equal(
	    config_parse("t.conf", KEYRING, strlen(KEYRING), &config, &err), 0);
	assert_string_equal(config.store_dir, expect);
	snprintf(expect, sizeof expect, "%s/d/store", cwd);
	assert_int_equal(
	    config_parse("d/t.conf", KEYRING, strlen(KEYRING), &config, &err),
	    0);
	assert_string_equal(config.store_dir, expect);
}

static void
an_unknown_key_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "need = 2\n", 3, "need", "[keyring]");
}

static void
an_unknown_section_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "[front]\nworkers = 2\n", 4, "workers", "[front]");
}

static void
a_key_of_another_section_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "workers = 2\n", 3, "workers", "[keyring]");
}

static void
a_key_before_any_section_is_refused(void **state)
{
	(void)state;
	refuses("workers = 2\n" KEYRING, 1, "workers", "section");
}

static void
a_key_given_twice_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "[gateway]\nworkers = 2\nworkers = 2\n", 5,
	    "[gateway] workers", "once");
}

static void
a_missing_signer_is_refused(void **state)
{
	(void)state;
	refuses("[keyring]\n", 1, "[keyring] signer", "at least one");
	refuses("", 0, "[keyring] signer", "at least one");
}

/* Of a secret key, behind its prefix. */
#define DATA "QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ"

static void
a_secret_key_is_refused_and_not_shown(void **state)
{
	(void)state;
	refuses(
	    "[keyring]\nsigner = AGE-SECRET-KEY-1QQQ\n", 2, "signer", "secret");
	assert_null(strstr(err.text, "QQQ"));
	refuses("[keyring]\nsigner = \"age-secret-key-pq-1qqq\n", 2, "signer",
	    "secret");
	assert_null(strstr(err.text, "qqq"));
}

static void
no_key_shows_what_may_be_a_secret_key(void **state)
{
	static const struct {
		const char *before;
		const char *after;
	} lines[] = {
	    {"[keyring]\nsigner = ", "\n"},
	    {"[keyring]\nsignerz = ", "\n"},
	    {"[keyring]\nneeded = ", "\n"},
	    {"[keyring]\ndir = ", "\n"},
	    {"[gateway]\nlisten = ", "\n"},
	    {"[gateway]\nworkers = ", "\n"},
	    {"[gateway]\n", " = 1\n"},
	    {"[", "]\nworkers = 1\n"},
	    {"[store]\ndir = ", "\n"},
	};
	static const char *const keys[] = {
	    "AGE-SECRET-KEY-1" DATA,
	    "age-secret-key-pq-1" DATA,
	    "GE-SECRET-KEY-1" DATA,
	    "secret-key-1" DATA,
	    DATA,
	    "RWRTY0Iy" DATA "/" DATA,
	    "RWQAAEIyQQQQQ/QQQQ",
	};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
			snprintf(text, sizeof text, "%s%s%s", lines[i].before,
			    keys[k], lines[i].after);
			/* What has lost its prefix may name a path. */
			int r = parse(text);
			if (r == CONFIG_OK && strcmp(keys[k], DATA) == 0)
				continue;
			assert_int_equal(r, CONFIG_E_VALUE);
			if (strstr(err.text, "QQQQ") != NULL)
				fail_msg("%s", err.text);
		}
}

static void
a_keyring_is_beside_the_file_and_all_signers_are_needed_by_default(void **state)
{
	(void)state;
	takes(KEYRING);
	assert_string_equal(config.keyring_dir, "/etc/inkast/keyring");
	assert_int_equal(config.n_signers, 1);
	assert_string_equal(config.signers[0], SIGNER);
	assert_int_equal(config.signers_needed, 0);
	takes(KEYRING "signer = " SIGNER_2 "\nneeded = 1\ndir = of/keys\n");
	assert_string_equal(config.keyring_dir, "/etc/inkast/of/keys");
	/* What is made beside it needs it without the slash. */
	takes(KEYRING "signer = " SIGNER_2 "\nneeded = 1\ndir = of/keys//\n");
	assert_string_equal(config.keyring_dir, "/etc/inkast/of/keys");
	assert_string_equal(config.signers[1], SIGNER_2);
	assert_int_equal(config.signers_needed, 1);
}

static void
a_signer_given_twice_or_one_too_many_is_refused(void **state)
{
	char text[1024] = "[keyring]\n";

	(void)state;
	refuses(KEYRING "signer = " SIGNER "\n", 3, "[keyring] signer", "once");
	for (int i = 0; i < 10; i++) {
		char line[80];
		snprintf(line, sizeof line, "signer = %.55s%d\n", SIGNER, i);
		strcat(text, line);
	}
	refuses(text, 11, "[keyring] signer", "at most 9 signers");
}

static void
more_signers_needed_than_there_are_are_refused(void **state)
{
	(void)state;
	refuses(KEYRING "needed = 2\n", 3, "[keyring] needed", "1 signers");
	refuses(KEYRING "needed = 0\n", 3, "[keyring] needed", "1 to 9");
}

static void
a_signer_that_is_no_public_key_is_refused_and_not_shown(void **state)
{
	/* Of a key with a passphrase, and of one without; whole, cut off, and
	 * without its beginning. */
	static const char *const wrong[] = {
	    "RWRTY0IyQQQQ7QQQ/QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",
	    "RWQAAEIyQQQQ7QQQ/QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",
	    "RWRTY0IyQQQQ7QQQ/QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ+",
	    "\"RWQAAEIyQQQQ/QQQQ",
	    "x/QQQQ/QQQQQQQQQQ/QQQQQQQQQQQQQ/QQQQQQQQQ/QQQQQQQQQ/QQQQQ",
	    "RWQQQQ/QQQQQQQQQQ/QQQQQQQQQQQQQ/QQQQQQQQQ/QQQQQQQQQ/QQQQQ=",
	    "untrusted comment: QQQQQQQQQQQQQ",
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		snprintf(
		    text, sizeof text, "[keyring]\nsigner = %s\n", wrong[i]);
		refuses(text, 2, "[keyring] signer", "signer's public key");
		if (strstr(err.text, "QQQQQ") != NULL)
			fail_msg("%s", err.text);
	}
}

static void
a_number_out_of_range_or_not_a_number_is_refused(void **state)
{
	static const char *const wrong[] = {"0", "65", "-1", "+1", "1.0", "8 ",
	    "0x8", "", "eight", "99999999999999999999", "8;"};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		if (strcmp(wrong[i], "8 ") == 0)
			continue; /* white space at the end is not the value */
		snprintf(text, sizeof text, KEYRING "[gateway]\nworkers = %s\n",
		    wrong[i]);
		refuses(text, 4, "[gateway] workers", "from 1 to 64");
	}
	refuses(
	    KEYRING "[store]\nreserve_mib = 0\n", 4, "reserve_mib", "1048576");
	refuses(KEYRING "[store]\nrewrite_minutes = 1441\n", 4,
	    "rewrite_minutes", "1440");
}

static void
an_address_that_is_none_is_refused(void **state)
{
	static const char *const wrong[] = {"", "8080", "127.0.0.1",
	    "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:080", "localhost:80",
	    "::1:80", "[::1:80", "[127.0.0.1]:80", "::1]:80",
	    "unix:", "127.0.0.1:8 0", "[]:80", ":80", "[", "]:1", "[:1"};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		snprintf(text, sizeof text, KEYRING "[gateway]\nlisten = %s\n",
		    wrong[i]);
		refuses(text, 4, "[gateway] listen", "unix:PATH");
	}
}

static void
a_socket_path_longer_than_the_kernel_takes_is_refused(void **state)
{
	char text[512];
	char path[109];

	(void)state;
	memset(path, 'a', sizeof path);
	path[0] = '/';
	path[107] = '\0';
	snprintf(
	    text, sizeof text, KEYRING "[gateway]\nlisten = unix:%s\n", path);
	takes(text);
	path[107] = 'a';
	path[108] = '\0';
	snprintf(
	    text, sizeof text, KEYRING "[gateway]\nlisten = unix:%s\n", path);
	refuses(text, 4, "listen", "unix:PATH");
	/* Short in the file, too long once the folder stands before it. */
	path[100] = '\0';
	snprintf(text, sizeof text, KEYRING "[gateway]\nlisten = unix:%s\n",
	    path + 1);
	refuses(text, 4, "listen", "absolute");
}

static void
a_store_path_that_no_dump_could_hold_is_refused(void **state)
{
	char path[300];

	(void)state;
	memset(path, 'a', sizeof path);
	path[0] = '/';
	memcpy(path + 200, "/t.conf", sizeof "/t.conf");
	assert_int_equal(
	    config_parse(path, KEYRING, strlen(KEYRING), &config, &err),
	    CONFIG_E_VALUE);
	assert_non_null(strstr(err.text, "dir: expected"));
	assert_int_equal(config_parse("/a ;b/t.conf", KEYRING, strlen(KEYRING),
			     &config, &err),
	    CONFIG_E_VALUE);
	assert_int_equal(config_parse("/a\nb/t.conf", KEYRING, strlen(KEYRING),
			     &config, &err),
	    CONFIG_E_VALUE);
}

static void
a_base_path_that_is_none_is_refused(void **state)
{
	static const char *const wrong[] = {"", "tips/", "/tips", "//", "/a//",
	    "/a b/", "/å/", "/../", "/a/./", "/<x>/", "/?/"};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		snprintf(text, sizeof text,
		    KEYRING "[service]\nbase_path = %s\n", wrong[i]);
		refuses(text, 4, "[service] base_path", "begins and ends");
	}
}

static void
other_values_that_are_none_are_refused(void **state)
{
	(void)state;
	refuses(KEYRING "[service]\nname =\n", 4, "name", "80 characters");
	refuses(KEYRING "[gateway]\nuser = Root User\n", 4, "user", "account");
	refuses(KEYRING "[gateway]\nuser = 0\n", 4, "user", "account");
	refuses(KEYRING "[gateway]\nuser = -x\n", 4, "user", "account");
	refuses(
	    KEYRING "[contact]\npolice = call us\n", 4, "police", "telephone");
	refuses(
	    KEYRING "[contact]\nemergency =\n", 4, "emergency", "telephone");
	refuses(KEYRING "[contact]\nemergency = ---\n", 4, "emergency",
	    "telephone");
	refuses(KEYRING "[contact]\nleave_url = http://x/\n", 4, "leave_url",
	    "https://");
	refuses(
	    KEYRING "[contact]\nleave_url = https://\n", 4, "leave_url", "");
	refuses(KEYRING "[contact]\nleave_url = https://x/\"<\n", 4,
	    "leave_url", "");
	refuses(KEYRING "[store]\ndir =\n", 4, "dir", "folder");
}

static void
a_comment_after_a_value_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "[gateway]\nworkers = 8 ; as many as cores\n", 4, "",
	    "their own line");
	refuses(KEYRING "[service]\nname = ;x\n", 4, "", "their own line");
	refuses(KEYRING "[service]\nname = a\t;x\n", 4, "", "their own line");
	refuses(KEYRING "[service]\nname =;x\n", 4, "", "their own line");
}

static void
a_continued_line_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING " age1qqqqqqqqqqq\n", 3, "", "first column");
	refuses(KEYRING "\tx\n", 3, "", "first column");
	refuses(KEYRING " # an indented comment\n", 3, "", "first column");
	takes(KEYRING "  \t \n");
}

static void
a_colon_instead_of_an_equals_sign_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "[gateway]\nworkers: 8\n", 4, "", "key = value");
	refuses(KEYRING "[gateway]\nworkers : 8 = 9\n", 4, "", "key = value");
}

static void
a_line_that_is_no_pair_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "needed\n", 3, "", "key = value");
	refuses(KEYRING "= 3\n", 3, "", "key = value");
	refuses(KEYRING "Needed = 3\n", 3, "", "key = value");
}

static void
a_section_without_its_bracket_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "[gateway\nworkers = 8\n", 3, "", "closing bracket");
	refuses(KEYRING "[]\n", 3, "", "closing bracket");
	refuses(KEYRING "[gateway] workers = 8\n", 3, "", "nothing after");
	takes(KEYRING "[gateway]  \nworkers = 8\n");
}

static void
a_line_too_long_is_refused_and_the_longest_is_whole(void **state)
{
	char line[LIMIT_CONFIG_LINE + 2];
	char text[1024];

	(void)state;
	memset(line, '#', sizeof line);
	line[LIMIT_CONFIG_LINE] = '\0';
	snprintf(text, sizeof text, "%s\n" KEYRING, line);
	takes(text);
	line[LIMIT_CONFIG_LINE] = '#';
	line[LIMIT_CONFIG_LINE + 1] = '\0';
	snprintf(text, sizeof text, "%s\n" KEYRING, line);
	refuses(text, 1, "", "at most 190 bytes");

	/* A path that fills its line comes out whole. */
	memset(line, 'a', sizeof line);
	memcpy(line, "dir = /", 7);
	line[LIMIT_CONFIG_LINE] = '\0';
	snprintf(text, sizeof text, KEYRING "[store]\n%s\n", line);
	takes(text);
	assert_string_equal(config.store_dir, line + 6);
}

static void
control_characters_are_refused(void **state)
{
	static const char nul[] = KEYRING "[service]\nname = a\0b\n";

	(void)state;
	refuses(
	    KEYRING "[service]\r\nname = a\r\n", 3, "", "control characters");
	refuses(KEYRING "[service]\nname = a\033[1m\n", 4, "", "control");
	refuses(KEYRING "[service]\nname = a\tb\n", 4, "name", "control");
	refuses(KEYRING "[service]\nname = a\177\n", 4, "", "control");
	refuses(KEYRING "[service]\nname = a\xc2\x85q\n", 4, "name", "control");
	assert_int_equal(config_parse(PATH, nul, sizeof nul - 1, &config, &err),
	    CONFIG_E_VALUE);
}

static void
bytes_that_are_no_utf8_are_refused(void **state)
{
	(void)state;
	refuses(KEYRING "[service]\nname = \xff\n", 4, "", "UTF-8");
	refuses("# \xe5\xe4\xf6\n" KEYRING, 1, "", "UTF-8");
	refuses("\xef\xbb\xbf" KEYRING, 1, "", "key = value");
}

static void
a_file_too_large_is_refused(void **state)
{
	char *text = malloc(LIMIT_CONFIG_FILE + 1);

	(void)state;
	assert_non_null(text);
	memset(text, '\n', LIMIT_CONFIG_FILE + 1);
	assert_int_equal(
	    config_parse(PATH, text, LIMIT_CONFIG_FILE + 1, &config, &err),
	    CONFIG_E_FILE);
	memcpy(text, KEYRING, strlen(KEYRING));
	assert_int_equal(
	    config_parse(PATH, text, LIMIT_CONFIG_FILE, &config, &err),
	    CONFIG_OK);
	free(text);
}

static void
the_first_of_two_mistakes_is_reported(void **state)
{
	(void)state;
	refuses(
	    "[gateway]\nworkers = 0\nlisten = x\n" KEYRING, 2, "workers", "");
}

static void
a_file_is_loaded_and_a_missing_one_is_named(void **state)
{
	char path[] = "/tmp/inkast-config-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(
	    write(fd, KEYRING, strlen(KEYRING)), (int)strlen(KEYRING));
	close(fd);
	assert_int_equal(config_load(path, &config, &err), CONFIG_OK);
	assert_string_equal(config.store_dir, "/tmp/store");
	assert_int_equal(truncate(path, LIMIT_CONFIG_FILE + 1), 0);
	assert_int_equal(config_load(path, &config, &err), CONFIG_E_FILE);
	assert_non_null(strstr(err.text, path));
	assert_non_null(strstr(err.text, "256 KiB"));
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(config_load(path, &config, &err), CONFIG_E_VALUE);
	unlink(path);
	assert_int_equal(config_load(path, &config, &err), CONFIG_E_FILE);
	assert_non_null(strstr(err.text, "No such file"));
}

/* Nobody writes to it: who waited would wait for ever. */
static void
a_pipe_is_no_configuration(void **state)
{
	char path[] = "/tmp/inkast-config-XXXXXX";
	char pipe[64];

	(void)state;
	assert_non_null(mkdtemp(path));
	snprintf(pipe, sizeof pipe, "%s/t.conf", path);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	(void)alarm(60);
	assert_int_equal(config_load(pipe, &config, &err), CONFIG_E_FILE);
	assert_non_null(strstr(err.text, "expected a regular file"));
	(void)alarm(0);
	unlink(pipe);
	rmdir(path);
}

/* By value, whatever stands in their padding. */
static void
two_configurations_are_the_same_or_differ(void **state)
{
	static struct config other;

	(void)state;
	takes(KEYRING);
	memset(&other, 0xff, sizeof other);
	assert_int_equal(
	    config_parse(PATH, KEYRING, strlen(KEYRING), &other, &err),
	    CONFIG_OK);
	assert_true(config_is_same(&config, &other));
	assert_null(config_add_signer(&other, SIGNER_2));
	assert_false(config_is_same(&config, &other));
	takes(KEYRING "[gateway]\nworkers = 7\n");
	assert_int_equal(
	    config_parse(PATH, KEYRING, strlen(KEYRING), &other, &err),
	    CONFIG_OK);
	assert_false(config_is_same(&config, &other));
}

static void
the_defaults_dump_as_a_sample_that_lacks_only_signers(void **state)
{
	struct buf b;

	(void)state;
	config_defaults(&config);
	buf_init(&b, &buf_heap, LIMIT_CONFIG_FILE);
	assert_int_equal(config_dump(&config, io_write_to_buf, &b), 0);
	assert_int_equal(
	    config_parse(PATH, b.data, b.len, &config, &err), CONFIG_E_VALUE);
	assert_non_null(strstr(err.text, "[keyring] signer"));
	buf_free(&b);
}

/* Values from the examples of WCAG's working group, and the extremes. */
static void
contrast_is_what_wcag_says(void **state)
{
	static const struct {
		const char *a, *b;
		double ratio;
	} known[] = {{"#000000", "#ffffff", 21}, {"#777777", "#ffffff", 4.48},
	    {"#767676", "#FFFFFF", 4.54}, {"#ff0000", "#ffffff", 4.0},
	    {"#123456", "#123456", 1}};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		assert_float_equal(colour_contrast(known[i].a, known[i].b),
		    known[i].ratio, 0.01);
		assert_float_equal(colour_contrast(known[i].b, known[i].a),
		    known[i].ratio, 0.01);
	}
}

static void
a_colour_that_is_none_or_hard_to_read_is_refused(void **state)
{
	static const char *const light[] = {"", "0b3d6b", "#0b3d6", "#0b3d6bb",
	    "#0b3d6g", "blue", "#ffffff", "#7a8fa3", "#767676"};
	static const char *const dark[] = {"#000000", "#5b6f82", "rgb(1,2,3)"};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof light / sizeof *light; i++) {
		(void)snprintf(text, sizeof text,
		    KEYRING "[look]\ncolour = %s\n", light[i]);
		refuses(text, 4, "[look] colour",
		    "#rrggbb with a contrast of at least 4.5 to #eef4fa");
	}
	for (size_t i = 0; i < sizeof dark / sizeof *dark; i++) {
		(void)snprintf(text, sizeof text,
		    KEYRING "[look]\ncolour_dark = %s\n", dark[i]);
		refuses(text, 4, "[look] colour_dark", "to #1a2733");
	}
}

static void
an_accessibility_statement_of_another_kind_is_refused(void **state)
{
	(void)state;
	refuses(KEYRING "[accessibility]\nstatus = nearly\n", 4,
	    "[accessibility] status", "full, partial or none");
	refuses(KEYRING "[accessibility]\nassessed = yesterday\n", 4,
	    "[accessibility] assessed", "YYYY-MM-DD, or nothing");
	refuses(KEYRING "[accessibility]\ncomplaint = digg.se\n", 4,
	    "[accessibility] complaint", "an address with https://");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_default_stands_when_only_a_signer_is_given),
	    cmocka_unit_test(every_key_can_be_set),
	    cmocka_unit_test(a_dump_reads_back_to_the_same_values),
	    cmocka_unit_test(a_failing_writer_ends_the_dump_with_its_error),
	    cmocka_unit_test(relative_paths_are_relative_to_the_file),
	    cmocka_unit_test(a_relative_file_is_below_the_working_directory),
	    cmocka_unit_test(an_unknown_key_is_refused),
	    cmocka_unit_test(an_unknown_section_is_refused),
	    cmocka_unit_test(a_key_of_another_section_is_refused),
	    cmocka_unit_test(a_key_before_any_section_is_refused),
	    cmocka_unit_test(a_key_given_twice_is_refused),
	    cmocka_unit_test(a_missing_signer_is_refused),
	    cmocka_unit_test(a_secret_key_is_refused_and_not_shown),
	    cmocka_unit_test(no_key_shows_what_may_be_a_secret_key),
	    cmocka_unit_test(
		a_keyring_is_beside_the_file_and_all_signers_are_needed_by_default),
	    cmocka_unit_test(a_signer_given_twice_or_one_too_many_is_refused),
	    cmocka_unit_test(more_signers_needed_than_there_are_are_refused),
	    cmocka_unit_test(
		a_signer_that_is_no_public_key_is_refused_and_not_shown),
	    cmocka_unit_test(a_number_out_of_range_or_not_a_number_is_refused),
	    cmocka_unit_test(an_address_that_is_none_is_refused),
	    cmocka_unit_test(
		a_socket_path_longer_than_the_kernel_takes_is_refused),
	    cmocka_unit_test(a_store_path_that_no_dump_could_hold_is_refused),
	    cmocka_unit_test(a_base_path_that_is_none_is_refused),
	    cmocka_unit_test(other_values_that_are_none_are_refused),
	    cmocka_unit_test(a_comment_after_a_value_is_refused),
	    cmocka_unit_test(a_continued_line_is_refused),
	    cmocka_unit_test(a_colon_instead_of_an_equals_sign_is_refused),
	    cmocka_unit_test(a_line_that_is_no_pair_is_refused),
	    cmocka_unit_test(a_section_without_its_bracket_is_refused),
	    cmocka_unit_test(
		a_line_too_long_is_refused_and_the_longest_is_whole),
	    cmocka_unit_test(control_characters_are_refused),
	    cmocka_unit_test(bytes_that_are_no_utf8_are_refused),
	    cmocka_unit_test(a_file_too_large_is_refused),
	    cmocka_unit_test(the_first_of_two_mistakes_is_reported),
	    cmocka_unit_test(a_file_is_loaded_and_a_missing_one_is_named),
	    cmocka_unit_test(a_pipe_is_no_configuration),
	    cmocka_unit_test(two_configurations_are_the_same_or_differ),
	    cmocka_unit_test(
		the_defaults_dump_as_a_sample_that_lacks_only_signers),
	    cmocka_unit_test(contrast_is_what_wcag_says),
	    cmocka_unit_test(a_colour_that_is_none_or_hard_to_read_is_refused),
	    cmocka_unit_test(
		an_accessibility_statement_of_another_kind_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
