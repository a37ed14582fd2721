/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The configuration's file of recipients: what is read, and one test for each
 * kind of mistake, which must be named by file and line (docs/FORMAT.md, 6.5).
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

#include "gateway/common/config.h"

#define RECIPIENT                                                              \
	"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kgwc4pxrsqxjyjm"

static struct config config;
static struct config_error err;

/* A folder with t.conf, which names keys.txt, and keys.txt. */
static void
write_both(const char *conf, const char *keys)
{
	assert_int_equal(
	    io_write_file("t.conf", 0600, 1, conf, strlen(conf)), 0);
	assert_int_equal(
	    io_write_file("keys.txt", 0600, 1, keys, strlen(keys)), 0);
}

static int
in_a_new_folder(void **state)
{
	static char dir[] = "/tmp/inkast-config-XXXXXX";

	*state = dir;
	return mkdtemp(dir) == NULL || chdir(dir) != 0;
}

static int
away_from_that_folder(void **state)
{
	unlink("t.conf");
	unlink("keys.txt");
	return chdir("/") != 0 || rmdir(*state) != 0;
}

static void
recipients_of_a_file_are_loaded_in_its_order(void **state)
{
	char longest[LIMIT_RECIPIENT_TEXT + 8];
	char path[64];

	write_both("[keys]\nrecipients = keys.txt\n",
	    "# desk\n" RECIPIENT "\r\n\n#\n\r\nage1qqqqqqqqqq");
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_OK);
	snprintf(path, sizeof path, "%s/keys.txt", (char *)*state);
	assert_string_equal(config.recipients_file, path);
	assert_int_equal(config.n_recipients, 2);
	assert_string_equal(config.recipients[0], RECIPIENT);
	assert_string_equal(config.recipients[1], "age1qqqqqqqqqq");
	assert_int_equal(config.stanzas, 2);

	/* A post-quantum key in full length, and one character more. */
	memset(longest, 'q', sizeof longest);
	memcpy(longest, "age1pq1", 7);
	longest[LIMIT_RECIPIENT_TEXT - 1] = '\0';
	write_both("[keys]\nrecipients = keys.txt\nstanzas = 4", longest);
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_OK);
	assert_string_equal(config.recipients[0], longest);
	assert_int_equal(config.stanzas, 4);
	longest[LIMIT_RECIPIENT_TEXT - 1] = 'q';
	longest[LIMIT_RECIPIENT_TEXT] = '\0';
	write_both("[keys]\nrecipients = keys.txt\n", longest);
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_E_VALUE);
}

static void
a_dump_names_the_file_of_recipients_and_not_what_it_holds(void **state)
{
	struct config again;
	struct buf b;

	(void)state;
	write_both("[keys]\nrecipients = keys.txt\n", RECIPIENT "\n");
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_OK);
	buf_init(&b, &buf_heap, LIMIT_CONFIG_FILE);
	assert_int_equal(config_dump(&config, io_write_to_buf, &b), 0);
	assert_null(memmem(b.data, b.len, RECIPIENT, strlen(RECIPIENT)));
	assert_int_equal(io_write_file("t.conf", 0600, 1, b.data, b.len), 0);
	assert_int_equal(config_load("t.conf", &again, &err), CONFIG_OK);
	assert_memory_equal(&again, &config, sizeof config);
	buf_free(&b);
}

static void
a_mistake_in_the_file_of_recipients_is_named_by_its_line(void **state)
{
	static const struct {
		const char *keys;
		const char *where;
		const char *what;
	} cases[] = {
	    {"", "keys.txt: ", "at least one public key"},
	    {"# nobody\n\n", "keys.txt: ", "at least one public key"},
	    {"\xef\xbb\xbf" RECIPIENT, "keys.txt:1: ", "byte order mark"},
	    {RECIPIENT " ", "keys.txt:1: ", "blank after it"},
	    {RECIPIENT "\t\r\n", "keys.txt:1: ", "blank after it"},
	    {RECIPIENT "\n" RECIPIENT, "keys.txt:2: ", "once"},
	    {RECIPIENT "\nage1pq1qqqqqqq", "keys.txt:2: ", "one kind"},
	    {" " RECIPIENT, "keys.txt:1: ", "white space"},
	    {"x\ty", "keys.txt:1: ", "control characters"},
	    {"# \xff\n\xff", "keys.txt:2: ", "expected text"},
	    {"#\n\nnobody", "keys.txt:3: ", "found \"nobody\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		write_both("[keys]\nrecipients = keys.txt\n", cases[i].keys);
		assert_int_equal(
		    config_load("t.conf", &config, &err), CONFIG_E_VALUE);
		if (strstr(err.text, cases[i].where) == NULL ||
		    strstr(err.text, cases[i].what) == NULL)
			fail_msg("%zu: %s", i, err.text);
	}
}

/* Of a secret key, what may be left in a line and is no prefix. */
#define DATA "QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ"

static void
a_mutilated_secret_key_in_the_file_is_not_shown(void **state)
{
	static const char *const lines[] = {"AGE-SECRET-KEY-1" DATA,
	    "GE-SECRET-KEY-1" DATA, "KEY-1" DATA, DATA, "x: " DATA "QQQQQ"};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		write_both("[keys]\nrecipients = keys.txt\n", lines[i]);
		assert_int_equal(
		    config_load("t.conf", &config, &err), CONFIG_E_VALUE);
		if (strstr(err.text, "QQQQQQQQQ") != NULL)
			fail_msg("%s", err.text);
	}
	write_both("", "");
	assert_int_equal(
	    config_add_recipients_of("AGE-SECRET-KEY-1" DATA, &config, &err),
	    CONFIG_E_VALUE);
	assert_null(strstr(err.text, "QQQQ"));
}

/* Nobody writes to these pipes: who waited would wait for ever. */
static void
a_pipe_is_no_configuration_and_no_file_of_recipients(void **state)
{
	(void)state;
	write_both("[keys]\nrecipients = keys.txt\n", "");
	unlink("keys.txt");
	assert_int_equal(mkfifo("keys.txt", 0600), 0);
	(void)alarm(60);
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_E_FILE);
	assert_non_null(strstr(err.text, "keys.txt: expected a regular file"));
	assert_int_equal(config_load("keys.txt", &config, &err), CONFIG_E_FILE);
	assert_non_null(strstr(err.text, "expected a regular file"));
	(void)alarm(0);
	unlink("keys.txt");
}

static void
too_many_recipients_of_a_file_or_too_few_stanzas_are_refused(void **state)
{
	char keys[4096] = "";
	char line[64];

	(void)state;
	for (size_t i = 0; i <= LIMIT_RECIPIENTS; i++) {
		snprintf(line, sizeof line, "age1qqqqqqqq%c\n",
		    "qpzry9x8gf2tvdw0s"[i]);
		strcat(keys, line);
	}
	write_both("[keys]\nrecipients = keys.txt\n", keys);
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_E_VALUE);
	assert_non_null(strstr(err.text, "keys.txt:17: expected at most 16"));
	write_both("[keys]\nrecipients = keys.txt\nstanzas = 1\n",
	    RECIPIENT "\nage1qqqqqqqqqq\n");
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_E_VALUE);
	assert_non_null(strstr(err.text, "t.conf: [keys] stanzas: expected"));
}

static void
a_file_of_recipients_that_cannot_be_read_is_named(void **state)
{
	(void)state;
	write_both("[keys]\nrecipients = keys.txt\n", RECIPIENT);
	assert_int_equal(truncate("keys.txt", LIMIT_RECIPIENTS_FILE + 1), 0);
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_E_FILE);
	assert_non_null(strstr(err.text, "keys.txt: expected at most 64 KiB"));
	unlink("keys.txt");
	assert_int_equal(config_load("t.conf", &config, &err), CONFIG_E_FILE);
	assert_non_null(strstr(err.text, "keys.txt: No such file"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(recipients_of_a_file_are_loaded_in_its_order),
	    cmocka_unit_test(
		a_dump_names_the_file_of_recipients_and_not_what_it_holds),
	    cmocka_unit_test(
		a_mistake_in_the_file_of_recipients_is_named_by_its_line),
	    cmocka_unit_test(
		too_many_recipients_of_a_file_or_too_few_stanzas_are_refused),
	    cmocka_unit_test(a_file_of_recipients_that_cannot_be_read_is_named),
	    cmocka_unit_test(a_mutilated_secret_key_in_the_file_is_not_shown),
	    cmocka_unit_test(
		a_pipe_is_no_configuration_and_no_file_of_recipients),
	};

	return cmocka_run_group_tests(
	    tests, in_a_new_folder, away_from_that_folder);
}
