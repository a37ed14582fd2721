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

static void
save(struct output *o, int rendered, const char *name, const char *area)
{
	char path[4096];

	(void)snprintf(path, sizeof path, "%s/%s-%s%s%s.html", o->dir,
	    o->lang->tag, name, area[0] != '\0' ? "-" : "", area);
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
	struct fixture *f = &o->f;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		save(o,
		    page_error(&f->pages, o->lang, (enum page_problem)i, NULL,
			&f->html),
		    "error", names[i]);
}

static void
save_area(struct output *o, const char *area)
{
	struct fixture *f = &o->f;
	static char long_text[3200];

	/* A blank form, as the button of the start page gives it. */
	fixture_area(f, area);
	f->answers.n_faults = 0;
	for (size_t i = 0; i < FORM_QUESTIONS_MAX; i++)
		f->answers.items[i].fault = ANSWER_OK;
	save(o, page_questions(&f->pages, o->lang, &f->answers, &f->html),
	    "questions", area);

	fixture_area(f, area);
	memset(long_text, 'x', sizeof long_text);
	fixture_fill(f, "who", long_text, sizeof long_text);
	fixture_fill_str(f, "place", "atlantis");
	fixture_fill_str(f, "now", "perhaps");
	fixture_fill(f, "address", "\xff", 1);
	save(o, page_questions(&f->pages, o->lang, &f->answers, &f->html),
	    "faults", area);

	fixture_area(f, area);
	fixture_fill_all(f);
	save(o, page_questions(&f->pages, o->lang, &f->answers, &f->html),
	    "filled", area);
	save(o, page_check(&f->pages, o->lang, &f->answers, &f->html), "check",
	    area);
	save(o, page_closed(&f->pages, o->lang, &f->answers, &f->html),
	    "closed-kept", area);
	save(o,
	    page_error(
		&f->pages, o->lang, PROBLEM_NOT_STORED, &f->answers, &f->html),
	    "error-kept", area);

	fixture_area(f, area);
	fixture_fill_str(f, "what", "Kort tips.");
	save(o, page_check(&f->pages, o->lang, &f->answers, &f->html),
	    "check-short", area);
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
		save(
		    &o, page_start(&o.f.pages, o.lang, &o.f.html), "start", "");
		save(&o, page_sent(&o.f.pages, o.lang, &o.f.html), "sent", "");
		save(&o, page_closed(&o.f.pages, o.lang, NULL, &o.f.html),
		    "closed", "");
		save_problems(&o);
		for (size_t a = 0; a < o.f.form->n_areas; a++)
			save_area(&o, o.f.form->areas[a].id);
	}
	fixture_free(&o.f);
	return o.failed ? 1 : 0;
}
