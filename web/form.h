/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The form definition: which areas there are and what each asks. Data, not
 * code (web/forms/kinda.json, built in); its texts are Swedish and are the keys
 * of the catalogues.
 */
#ifndef INKAST_WEB_FORM_H
#define INKAST_WEB_FORM_H

#include <stdbool.h>
#include <stddef.h>

#define FORM_QUESTIONS_MAX 64 /* of one area; the largest has about 30 */
#define FORM_CHOICES_MAX 32   /* of one question: they are bits of a uint32_t */
#define FORM_SECTIONS_MAX 8   /* parts of a page */
#define FORM_AREAS_MAX 32     /* buttons of the first page */
#define FORM_HELP_MAX 16      /* help pages */

enum form_type {
	FORM_TEXT,     /* one line */
	FORM_TEXTAREA, /* several */
	FORM_RADIO,    /* one of the choices */
	FORM_CHECKBOX, /* any of the choices */
	FORM_SELECT,   /* one of the choices, or none */
};

struct form_choice {
	const char *id;    /* what the browser posts */
	const char *label; /* Swedish */
};

struct form_question {
	const char *id;      /* the field's name: [a-z0-9-]+ */
	const char *label;   /* Swedish */
	const char *help;    /* Swedish, or NULL */
	const char *group;   /* Swedish legend shared by neighbours, or NULL */
	const char *section; /* id of its section */
	enum form_type type;
	bool required;
	size_t max;  /* characters (text_count); 0 for choices */
	size_t rows; /* of a textarea */
	const struct form_choice *choices;
	size_t n_choices;
};

struct form_section {
	const char *id;
	const char *title; /* Swedish */
};

/* Whom to call, or where to read more. */
struct form_contact {
	const char *name;  /* Swedish */
	const char *note;  /* Swedish: when, what for; or NULL */
	const char *phone; /* as people read it; or NULL */
	const char *tel;   /* as telephones dial it, when there is a phone */
	const char *url;   /* https:// address; or NULL */
};

/* A part of a help page: a heading and, each perhaps empty, in this order,
 * paragraphs, a list and contacts. */
struct form_part {
	const char *heading; /* Swedish */
	const char *const *paragraphs;
	size_t n_paragraphs;
	const char *const *items;
	size_t n_items;
	const struct form_contact *contacts;
	size_t n_contacts;
};

struct form_help {
	const char *id;
	const char *title; /* Swedish */
	const struct form_part *parts;
	size_t n_parts;
};

struct form_area {
	const char *id;   /* narcotics, vandalism, theft */
	const char *name; /* Swedish: the button's text */
	const char *lead; /* Swedish: one sentence above the questions */
	const struct form_question *const *questions; /* in the order asked */
	size_t n_questions;
	const struct form_help *const *help; /* pages that its questions link */
	size_t n_help;
};

struct form {
	const char *version; /* goes into every tip */
	const struct form_section *sections;
	size_t n_sections;
	const struct form_area *areas;
	size_t n_areas;
	const struct form_help *help;
	size_t n_help;
};

struct form_error {
	unsigned line;  /* of the text, from 1; 0: of no line */
	char text[256]; /* "member.path: expected ..., found ..." */
};

/* Parse a definition. NULL with err set when it breaks a rule of
 * docs/FORMAT.md, section 7. Everything in it lives until form_free. */
struct form *form_parse(const char *json, size_t len, struct form_error *err)
    __attribute__((nonnull, warn_unused_result));

/* 512 questions of a few hundred bytes; the built-in definition has 40 KiB. */
#define FORM_FILE_MAX ((size_t)1024 * 1024)

struct form_message {
	char text[768]; /* "FILE:LINE: member.path: expected ..." */
};

/* The definition in a file, the built-in one if path is empty. NULL, and why.
 */
struct form *form_load(const char *path, struct form_message *why)
    __attribute__((nonnull, warn_unused_result));

/* The built-in one. NULL only without memory. */
struct form *form_builtin(void) __attribute__((warn_unused_result));

void form_free(struct form **f) __attribute__((nonnull));

/* The ids of all areas, in their order. Their number. */
size_t form_area_ids(const struct form *f, const char *out[FORM_AREAS_MAX])
    __attribute__((nonnull));

/* By id, or NULL. */
const struct form_help *form_help(
    const struct form *f, const char *id, size_t len) __attribute__((nonnull));
const struct form_area *form_area(
    const struct form *f, const char *id, size_t len) __attribute__((nonnull));
const struct form_question *form_question(const struct form_area *a,
    const char *id, size_t len, size_t *index) __attribute__((nonnull(1, 2)));

#endif
