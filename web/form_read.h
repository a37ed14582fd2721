/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Members of JSON objects, checked as the form definition wants them. Every
 * function says what is wrong with the member's path; strings are borrowed from
 * the JSON tree.
 */
#ifndef INKAST_WEB_FORM_READ_H
#define INKAST_WEB_FORM_READ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "web/form.h"

/* "questions[12].choices[3]" and the like. */
#define FORM_PATH_MAX 96

/* An object and where it stands; path "" is the whole. */
struct form_node {
	json_t *json;
	char path[FORM_PATH_MAX];
	struct form_error *err;
};

/* Say that key ("" for the node itself) is wrong. Always -1. */
int form_wrong(const struct form_node *n, const char *key, const char *fmt, ...)
    __attribute__((nonnull, format(printf, 3, 4)));

/* Item i of the array member key. 0, or -1 when it is no object. */
int form_item(const struct form_node *n, const char *key, size_t i,
    struct form_node *out) __attribute__((nonnull));

/* Only the members named in allowed (NULL-terminated) may be there. */
int form_only(const struct form_node *n, const char *const *allowed)
    __attribute__((nonnull));

/* A required text of 1 to max bytes without control characters, and without
 * braces but for {emergency} and {police} (FORMAT 7.5). */
int form_text(const struct form_node *n, const char *key, size_t max,
    const char **out) __attribute__((nonnull));
/* The same, or absent: then *out is NULL. */
int form_optional_text(const struct form_node *n, const char *key, size_t max,
    const char **out) __attribute__((nonnull));

/* Item i of the array member key, an id of something else. NULL when it is no
 * text; name is what to call the item in a message then, and otherwise. */
const char *form_id_item(const struct form_node *n, const char *key, size_t i,
    char name[static FORM_PATH_MAX]) __attribute__((nonnull));

/* Item i of the array member key as a required text. */
int form_text_item(const struct form_node *n, const char *key, size_t i,
    size_t max, const char **out) __attribute__((nonnull));

/* A required id: 1 to 40 of a-z 0-9 - . */
int form_id(const struct form_node *n, const char *key, const char **out)
    __attribute__((nonnull));
bool form_is_id(const char *s) __attribute__((nonnull));

/* A number from min to max; absent it is 0. */
int form_number(const struct form_node *n, const char *key, size_t min,
    size_t max, size_t *out) __attribute__((nonnull));

/* true or false; absent it is false. */
int form_bool(const struct form_node *n, const char *key, bool *out)
    __attribute__((nonnull));

/* An array of min to max items. */
int form_array(const struct form_node *n, const char *key, size_t min,
    size_t max, const json_t **out, size_t *len) __attribute__((nonnull));

#endif
