/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * render-pages DIR: writes every page in every language into a folder, for the
 * HTML checker, for screenshots and for people.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "pages_fixture.h"
#include "web/language.h"

struct output {
	struct fixture f;
	const char *dir;
	const struct web_language *lang;
	bool failed;
};

/* DIR/sv.check.narcotics.html: language, what it is, and of which area. */
static void
save(struct output *o, int rendered, const char *name, const char *area)
{
	char path[4096];

	(void)snprintf(path, sizeof path, "%s/%s.%s%s%s.html", o->dir,
	    o->lang->tag, name, area[0] != '\0' ? "." : "", area);
	if (rendered != 0 ||
	    io_write_file(path, 0644, 1, o->f.html.data, o->f.html.len) != 0) {
		fprintf(stderr, "%s: not written (%d)\n", path, rendered);
		o->failed = true;
	}
	buf_clear(&o->f.html);
}

static void
save_problems(struct output *o)
{
	static const char *const names[] = {
	    [PROBLEM_REQUEST] = "request",
	    [PROBLEM_PATH] = "path",
	    [PROBLEM_METHOD] = "method",
	    [PROBLEM_TYPE] = "type",
	    [PROBLEM_TOO_LARGE] = "too-large",
	    [PROBLEM_UNKNOWN_AREA] = "unknown-area",
	    [PROBLEM_UNKNOWN_STEP] = "unknown-step",
	    [PROBLEM_BUSY] = "busy",
	    [PROBLEM_NOT_STORED] = "not-stored",
	};
	char name[32];
	struct fixture *f = &o->f;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		(void)snprintf(name, sizeof name, "error-%s", names[i]);
		save(o,
		    page_error(&f->pages, o->lang, (enum page_problem)i, NULL,
			&f->html),
		    name, "");
	}
}

static void
save_help(struct output *o)
{
	static const char *const statuses[] = {"full", "partial", "none"};
	static const struct keys_about no_keys = {0};
	char name[64];
	struct fixture *f = &o->f;

	for (size_t i = 0; i < f->form->n_help; i++) {
		const struct form_help *help = &f->form->help[i];
		(void)snprintf(name, sizeof name, "help-%s", help->id);
		save(o, page_help(&f->pages, o->lang, help, NULL, &f->html),
		    name, "");
	}
	save(o, page_help(&f->pages, o->lang, NULL, &f->keys, &f->html),
	    "help-keys", "");
	save(o, page_help(&f->pages, o->lang, NULL, &no_keys, &f->html),
	    "help-keys-none", "");
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
		(void)snprintf(
		    f->config.a11y_status, CONFIG_TEXT_MAX, "%s", statuses[i]);
		(void)snprintf(
		    name, sizeof name, "help-accessibility-%s", statuses[i]);
		save(o, page_help(&f->pages, o->lang, NULL, NULL, &f->html),
		    name, "");
	}
}

/* Photos that tell everything, nothing, or are not fine, one of each kind. */
static const struct photo_item photo_items[] = {
    {.err = PHOTO_OK, .report = {.removed = 0xff}, .raw = {NULL, 3100000}},
    {.err = PHOTO_OK, .report = {.removed = 0}, .raw = {NULL, 700}},
    {.err = PHOTO_E_TYPE, .raw = {NULL, 82000}},
    {.err = PHOTO_E_TRUNCATED, .raw = {NULL, 9}},
};
#define N_FINE 2

static void
set_photos(struct photos *p, size_t n)
{
	*p = (struct photos){.n = n, .n_faults = n > N_FINE ? n - N_FINE : 0};
	memcpy(p->items, photo_items, n * sizeof *photo_items);
}

static void
save_check(struct output *o, const char *name, enum page_notice notice)
{
	struct fixture *f = &o->f;

	f->filled.notice = notice;
	save(o, page_check(&f->pages, o->lang, &f->filled, &f->html), name,
	    f->answers.area->id);
	f->filled.notice = NOTICE_NONE;
}

/* What a check page may say besides the answers; of one area. */
static void
save_notices(struct output *o)
{
	struct fixture *f = &o->f;

	fixture_area(f, f->form->areas[0].id);
	fixture_fill_str(f, "what", "Kort tips.");
	save_check(o, "check-expired", NOTICE_EXPIRED);
	save_check(o, "check-changed", NOTICE_CHANGED);
	save_check(o, "check-busy", NOTICE_BUSY);
	set_photos(&f->photos, N_FINE);
	save_check(o, "check-photos", NOTICE_CHECKED);
	save(o, page_sent(&f->pages, o->lang, &f->filled, &f->html),
	    "sent-photos", "");
	set_photos(&f->photos, sizeof photo_items / sizeof *photo_items);
	f->photos.items[0].err = PHOTO_E_DIMENSIONS;
	f->photos.n_faults = 3;
	f->photos.too_many = true;
	f->photos.too_large = true;
	save_check(o, "check-photo-faults", NOTICE_PHOTOS);
	f->photos = (struct photos){.no_memory = true};
	save_check(o, "check-photo-busy", NOTICE_PHOTOS);
	f->photos = (struct photos){0};
}

static void
save_questions(struct output *o, const char *name)
{
	struct fixture *f = &o->f;

	save(o, page_questions(&f->pages, o->lang, &f->filled, &f->html), name,
	    f->answers.area->id);
}

/* A blank form, as the button of the start page gives it. */
static void
save_blank(struct output *o, const char *area)
{
	struct fixture *f = &o->f;

	fixture_area(f, area);
	f->answers.n_faults = 0;
	for (size_t i = 0; i < FORM_QUESTIONS_MAX; i++)
		f->answers.items[i].fault = ANSWER_OK;
	save_questions(o, "questions");
}

static void
save_faults(struct output *o, const char *area)
{
	static char long_text[3200];
	struct fixture *f = &o->f;

	fixture_area(f, area);
	memset(long_text, 'x', sizeof long_text);
	fixture_fill(f, "who", long_text, sizeof long_text);
	fixture_fill_str(f, "place", "atlantis");
	fixture_fill_str(f, "now", "perhaps");
	fixture_fill(f, "address", "\xff", 1);
	save_questions(o, "faults");
}

static void
save_area(struct output *o, const char *area)
{
	struct fixture *f = &o->f;

	save_blank(o, area);
	save_faults(o, area);

	fixture_area(f, area);
	fixture_fill_all(f);
	save_questions(o, "filled");
	f->filled.seen_now = true;
	save(
	    o, page_now(&f->pages, o->lang, &f->filled, &f->html), "now", area);
	save_check(o, "check", NOTICE_NONE);
	save(o, page_closed(&f->pages, o->lang, &f->filled, &f->html),
	    "closed-kept", area);
	save(o,
	    page_error(
		&f->pages, o->lang, PROBLEM_NOT_STORED, &f->filled, &f->html),
	    "error-kept", area);
	f->filled.seen_now = false;

	fixture_area(f, area);
	fixture_fill_str(f, "what", "Kort tips.");
	save_check(o, "check-short", NOTICE_NONE);
}

static void
save_language(struct output *o)
{
	struct fixture *f = &o->f;

	save(o, page_start(&f->pages, o->lang, &f->html), "start", "");
	save(o, page_sent(&f->pages, o->lang, NULL, &f->html), "sent", "");
	save(o, page_closed(&f->pages, o->lang, NULL, &f->html), "closed", "");
	save_problems(o);
	save_help(o);
	save_notices(o);
	for (size_t a = 0; a < f->form->n_areas; a++)
		save_area(o, f->form->areas[a].id);
}

int
main(int argc, char **argv)
{
	static struct output o;

	if (argc != 2) {
		fputs("usage: render-pages DIR\n", stderr);
		return 64; /* EX_USAGE */
	}
	o.dir = argv[1];
	fixture_init(&o.f);
	for (size_t i = 0; i < web_n_languages; i++) {
		o.lang = &web_languages[i];
		save_language(&o);
	}
	fixture_free(&o.f);
	return o.failed ? 1 : 0;
}
