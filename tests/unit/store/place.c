/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A folder for a store of a test's own.
 */
#include "tests/unit/store/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

int
place_new(void **state)
{
	static struct place p;

	temp_make(p.dir);
	snprintf(p.file, sizeof(p.file), "%s/%s", p.dir, STORE_FILE);
	*state = &p;
	return 0;
}

int
place_with_store(void **state)
{
	place_new(state);
	return store_create(((struct place *)*state)->dir);
}

int
place_free(void **state)
{
	temp_remove(((struct place *)*state)->dir);
	return 0;
}

struct store *
open_store(const struct place *p, enum store_role role)
{
	struct store *s = NULL;

	assert_int_equal(store_open(p->dir, role, &s), STORE_OK);
	return s;
}

void
add_one(struct store *s, const char *text)
{
	assert_int_equal(store_begin(s), STORE_OK);
	assert_int_equal(store_add(s, 1, 20000, text, strlen(text)), STORE_OK);
	assert_int_equal(store_commit(s), STORE_OK);
}
