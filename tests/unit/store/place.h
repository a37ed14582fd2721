/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A folder for a store of a test's own.
 */
#ifndef INKAST_TESTS_STORE_PLACE_H
#define INKAST_TESTS_STORE_PLACE_H

#include "gateway/store/store.h"
#include "tests/unit/store/support.h"

struct place {
	char dir[TEST_PATH_MAX];
	char file[TEST_PATH_MAX + 16];
};

/* cmocka's set-up and tear-down; *state is a struct place. */
int place_new(void **state);
int place_with_store(void **state);
int place_free(void **state);

/* Open it; failures end the test. */
struct store *open_store(const struct place *p, enum store_role role);

/* One tip, committed. */
void add_one(struct store *s, const char *text);

#define WITH_EMPTY(f) cmocka_unit_test_setup_teardown(f, place_new, place_free)
#define WITH_STORE(f)                                                          \
	cmocka_unit_test_setup_teardown(f, place_with_store, place_free)

#endif
