/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Without memory: whichever piece is refused, there is a message in place of a
 * form, and nothing stays behind.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "web/form.h"

void *__wrap_calloc(size_t n, size_t size);
void *__real_calloc(size_t n, size_t size);

static size_t asked; /* for pieces of memory, so far */
static size_t fails; /* the one that is refused; 0: none */
static size_t held;  /* pieces that were not given back */

static bool
refused(void)
{
	return ++asked == fails;
}

/* Ours: form.c and form_mem.c. */
void *
__wrap_calloc(size_t n, size_t size)
{
	return refused() ? NULL : __real_calloc(n, size);
}

/* The JSON library's. */
static void *
json_take(size_t size)
{
	void *p = refused() ? NULL : malloc(size);

	held += p != NULL;
	return p;
}

static void
json_give(void *p)
{
	held -= p != NULL;
	free(p);
}

static void
whichever_piece_of_memory_is_refused_there_is_a_message(void **state)
{
	static const char json[] =
	    "{\"format\":\"inkast-form/1\",\"version\":\"1\","
	    "\"sections\":[{\"id\":\"s\",\"title\":\"S\"}],"
	    "\"questions\":[{\"id\":\"what\",\"section\":\"s\",\"label\":\"W\","
	    "\"type\":\"textarea\",\"required\":true,\"max\":9},"
	    "{\"id\":\"q\",\"section\":\"s\",\"label\":\"Q\",\"type\":"
	    "\"radio\","
	    "\"choices\":[{\"id\":\"a\",\"label\":\"A\"},"
	    "{\"id\":\"b\",\"label\":\"B\"}]}],"
	    "\"areas\":[{\"id\":\"a\",\"name\":\"A\",\"lead\":\"L\","
	    "\"questions\":[\"what\",\"q\"],\"help\":[\"h\"]}],"
	    "\"help\":[{\"id\":\"h\",\"title\":\"H\",\"parts\":["
	    "{\"heading\":\"P\",\"paragraphs\":[\"B\"],\"items\":[\"C\"],"
	    "\"contacts\":[{\"name\":\"N\",\"phone\":\"112\"}]}]}]}";
	struct form_error err;
	struct form *f = NULL;

	(void)state;
	json_set_alloc_funcs(json_take, json_give);
	for (fails = 1; f == NULL; fails++) {
		asked = 0;
		f = form_parse(json, sizeof json - 1, &err);
		if (f != NULL)
			break;
		assert_true(asked >= fails);
		assert_true(err.text[0] != '\0');
		assert_true(err.line <= 1);
		assert_int_equal(held, 0);
	}
	assert_int_equal(asked + 1, fails); /* none of them was refused */
	assert_true(fails > 60);
	form_free(&f);
	assert_int_equal(held, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		whichever_piece_of_memory_is_refused_there_is_a_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
