/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What may be inside a seal.
 */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "crypto/core/tip.h"
#include "officer/container.h"

#define ROOM (1024 * 1024)

static void
put(struct buf *b, const char *name, const char *content)
{
	assert_int_equal(
	    tar_member(io_write_to_buf, b, name, content, strlen(content)),
	    TAR_OK);
}

/* What container_read says of an archive of members with these names, which
 * end with NULL. */
static const char *
said_of(const char *const *names, struct container *c)
{
	static struct buf b;
	static char first; /* buf_free wants a buffer that was begun */

	if (first)
		buf_free(&b);
	first = 1;
	buf_init(&b, &buf_heap, ROOM);
	for (; *names != NULL; names++)
		put(&b, *names, "{}");
	assert_int_equal(tar_end(io_write_to_buf, &b), TAR_OK);
	assert_int_equal(tip_pad(&b), AGE_OK);
	return container_read(b.data, b.len, c);
}

static void
a_tip_and_its_files_are_read(void **state)
{
	const char *const names[] = {"tip.json", "photo-1.jpg", "a/b", NULL};
	struct container c;

	(void)state;
	assert_null(said_of(names, &c));
	assert_int_equal(c.n, 3);
	assert_string_equal(c.members[2].name, "a/b");
	assert_memory_equal(c.members[0].content, "{}", 2);
}

static void
only_zeros_up_to_the_smallest_size_class_may_follow(void **state)
{
	struct container c;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, ROOM);
	container_of(&b, "{}");
	assert_int_equal(b.len, TIP_CLASS_MIN);
	assert_null(container_read(b.data, b.len, &c));
	b.data[TIP_CLASS_MIN - 1] = 1;
	assert_non_null(container_read(b.data, b.len, &c));
	b.data[TIP_CLASS_MIN - 1] = 0;
	assert_non_null(container_read(b.data, b.len - TAR_BLOCK, &c));
	buf_add_zeros(&b, 4 * TIP_CLASS_MIN - b.len);
	assert_non_null(container_read(b.data, b.len, &c));
	buf_free(&b);
}

static void
what_does_not_begin_with_tip_json_is_refused(void **state)
{
	const char *const other[] = {"photo-1.jpg", "tip.json", NULL};
	const char *const nothing[] = {NULL};
	struct container c;

	(void)state;
	assert_non_null(said_of(other, &c));
	assert_non_null(said_of(nothing, &c));
	assert_non_null(container_read("", 0, &c));
}

static void
a_name_that_comes_twice_is_refused(void **state)
{
	const char *const names[] = {"tip.json", "a", "b", "a", NULL};
	struct container c;

	(void)state;
	assert_non_null(said_of(names, &c));
}

static void
more_members_than_the_limit_are_refused(void **state)
{
	static char names[CONTAINER_MEMBERS_MAX + 1][8];
	const char *list[CONTAINER_MEMBERS_MAX + 2] = {"tip.json"};
	struct container c;

	(void)state;
	for (size_t i = 1; i <= CONTAINER_MEMBERS_MAX; i++) {
		(void)snprintf(names[i], sizeof names[i], "f%zu", i);
		list[i] = names[i];
	}
	assert_non_null(said_of(list, &c));
	list[CONTAINER_MEMBERS_MAX] = NULL;
	assert_null(said_of(list, &c));
}

static void
every_truncation_is_refused(void **state)
{
	struct container c;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, ROOM);
	container_of(&b, "{\"answers\":[]}");
	for (size_t n = 0; n < b.len; n++)
		assert_non_null(container_read(b.data, n, &c));
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_tip_and_its_files_are_read),
	    cmocka_unit_test(
		only_zeros_up_to_the_smallest_size_class_may_follow),
	    cmocka_unit_test(what_does_not_begin_with_tip_json_is_refused),
	    cmocka_unit_test(a_name_that_comes_twice_is_refused),
	    cmocka_unit_test(more_members_than_the_limit_are_refused),
	    cmocka_unit_test(every_truncation_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
