/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The steps of the form as a table. There is no way to "sent" but through
 * FLOW_IS_STORED, and no way for plaintext out of here but back to who typed
 * it.
 */
#include "gateway/front/flow.h"

#include <string.h>

#include "base/clock.h"
#include "gateway/front/budget.h"
#include "gateway/front/flow_send.h"

/* A bare line end becomes two bytes and a bare NUL three: the most that a body
 * can grow to. */
#define BODY_MAX (3 * LIMIT_FORM_BODY)

/* Help pages that are not of the form's definition (FORMAT 7.2). */
#define HELP_ACCESSIBILITY "accessibility"
#define HELP_KEYS "keys"

/* One POST on its way through the steps. */
struct posting {
	const struct flow *flow;
	const struct web_language *lang;
	struct body body;
	struct answers answers; /* borrows from body */
	struct photos photos;   /* borrows from the raw body */
	char token[TOKEN_TEXT]; /* that its pages carry; "": none yet */
	struct page_filled filled;
	struct flow_answer *out;
};

static void
answer_fixed(struct flow_answer *out, unsigned status, enum flow_page kind)
{
	buf_free(&out->page);
	out->status = status;
	out->kind = kind;
}

static void
answer_problem(
    struct flow_answer *out, unsigned status, enum page_problem problem)
{
	answer_fixed(out, status, FLOW_PROBLEM);
	out->problem = problem;
}

/* A page was written, with result r: it is the answer, unless memory ran out
 * over it. */
static void
answer_written(struct flow_answer *out, unsigned status, int r)
{
	if (r != 0) {
		answer_problem(out, 503, PROBLEM_BUSY);
		return;
	}
	out->status = status;
	out->kind = FLOW_WRITTEN;
}

static void
renew_token(struct posting *p)
{
	token_make(p->flow->tokens, clock_monotonic_ms(), p->token);
}

/* The token that came, so that trying again is no second tip; a fresh one where
 * none came. */
static void
keep_token(struct posting *p)
{
	struct view token = body_field(&p->body, "token");

	if (token.len == TOKEN_TEXT - 1)
		memcpy(p->token, token.data, token.len);
	else
		renew_token(p);
}

static void
answer_closed(struct posting *p)
{
	const struct flow *f = p->flow;

	keep_token(p);
	/* Without memory for the text: the telephone numbers at least. */
	if (page_closed(&f->pages, p->lang, &p->filled, &p->out->page) == 0)
		answer_written(p->out, 503, 0);
	else
		answer_fixed(p->out, 503, FLOW_CLOSED);
}

static void
answer_not_stored(struct posting *p)
{
	const struct flow *f = p->flow;

	keep_token(p);
	if (page_error(&f->pages, p->lang, PROBLEM_NOT_STORED, &p->filled,
		&p->out->page) == 0)
		answer_written(p->out, 503, 0);
	else
		answer_problem(p->out, 503, PROBLEM_NOT_STORED);
}

static void
write_questions(struct posting *p)
{
	answer_written(p->out, 200,
	    page_questions(
		&p->flow->pages, p->lang, &p->filled, &p->out->page));
}

/* With the token that p has by now. */
static void
write_check_again(struct posting *p, enum page_notice notice)
{
	p->filled.notice = notice;
	answer_written(p->out, 200,
	    page_check(&p->flow->pages, p->lang, &p->filled, &p->out->page));
}

static void
write_check(struct posting *p, enum page_notice notice)
{
	renew_token(p);
	write_check_again(p, notice);
}

static void
step_start(struct posting *p)
{
	answer_fixed(p->out, 200, FLOW_START);
}

static void
step_questions(struct posting *p)
{
	/* Nobody has been asked yet, or goes back to change something: what is
	 * missing is not an error before "check". */
	for (size_t i = 0; i < p->answers.area->n_questions; i++)
		p->answers.items[i].fault = ANSWER_OK;
	p->answers.n_faults = 0;
	write_questions(p);
}

static bool
has_photos(const struct photos *photos)
{
	return photos->n > 0 || !photos_are_fine(photos);
}

/* Asked for by itself in another language: who could not read it has not seen
 * it. */
static void
step_now(struct posting *p)
{
	p->filled.seen_now = true;
	answer_written(p->out, 200,
	    page_now(&p->flow->pages, p->lang, &p->filled, &p->out->page));
}

static void
step_check(struct posting *p)
{
	if (p->answers.n_faults > 0) {
		write_questions(p);
		return;
	}
	if (!p->filled.seen_now && answers_say_yes(&p->answers, QUESTION_NOW)) {
		step_now(p);
		return;
	}
	if (!photos_are_fine(&p->photos))
		write_check(p, NOTICE_PHOTOS);
	else
		write_check(
		    p, has_photos(&p->photos) ? NOTICE_CHECKED : NOTICE_NONE);
}

/* The receipt says what was taken out of photos; without, it is the same for
 * everybody. */
static void
answer_sent(struct posting *p)
{
	p->out->forget = true;
	if (p->photos.n > 0 &&
	    page_sent(&p->flow->pages, p->lang, &p->filled, &p->out->page) == 0)
		answer_written(p->out, 200, 0);
	else
		answer_fixed(p->out, 200, FLOW_SENT);
}

static void
step_send(struct posting *p)
{
	if (p->answers.n_faults > 0) {
		write_questions(p);
		return;
	}
	if (!photos_are_fine(&p->photos)) {
		write_check(p, NOTICE_PHOTOS);
		return;
	}
	switch (flow_send(p->flow, p->lang, &p->answers, &p->photos,
	    body_field(&p->body, "token"))) {
	case FLOW_IS_STORED:
		answer_sent(p);
		break;
	case FLOW_IS_BUSY:
		keep_token(p);
		write_check_again(p, NOTICE_BUSY);
		break;
	case FLOW_IS_EXPIRED:
		write_check(p, NOTICE_EXPIRED);
		break;
	case FLOW_IS_CHANGED:
		write_check(p, NOTICE_CHANGED);
		break;
	case FLOW_IS_CLOSED:
		answer_closed(p);
		break;
	case FLOW_IS_NOT_STORED:
		answer_not_stored(p);
		break;
	}
}

static const struct step {
	const char *name;
	void (*run)(struct posting *p);
} steps[] = {
    {"questions", step_questions},
    {"check", step_check},
    {"now", step_now},
    {"send", step_send},
    {"start", step_start},
};

static const struct step *
find_step(const struct body *body)
{
	struct view name = body_field(body, "step");

	/* Of a cut body the button may be missing, since it stands behind the
	 * photos: on the check page, the only one with any. */
	if (name.data == NULL)
		return &steps[body->cut == BODY_WHOLE ? 0 : 1];
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (view_is(name, steps[i].name))
			return &steps[i];
	return NULL;
}

/* Read-only pages: nothing that was typed is on them. */
static void
answer_help(struct posting *p, struct view id)
{
	const struct pages *pages = &p->flow->pages;
	const struct form_help *help =
	    form_help(pages->form, (const char *)id.data, id.len);
	bool about_keys = view_is(id, HELP_KEYS);
	struct keys_about keys;

	if (help == NULL && !about_keys && !view_is(id, HELP_ACCESSIBILITY)) {
		answer_problem(p->out, 404, PROBLEM_PATH);
		return;
	}
	if (about_keys)
		keys_tell(p->flow->keys, &keys);
	answer_written(p->out, 200,
	    page_help(pages, p->lang, help, about_keys ? &keys : NULL,
		&p->out->page));
}

static void
run_area(struct posting *p, const struct step *step)
{
	struct view id = body_field(&p->body, "area");
	const struct form_area *area =
	    id.data == NULL
		? NULL
		: form_area(p->flow->pages.form, (const char *)id.data, id.len);

	if (area == NULL) {
		answer_problem(p->out, 400, PROBLEM_UNKNOWN_AREA);
		return;
	}
	answers_read(area, &p->body, &p->answers);
	photos_read(&p->body, &p->photos);
	p->filled = (struct page_filled){
	    .answers = &p->answers,
	    .photos = &p->photos,
	    .token = p->token,
	    .seen_now = view_is(body_field(&p->body, "seen"), "now"),
	};
	/* Asked at every step: nobody shall type into a closed form. */
	if (!flow_is_open(p->flow))
		answer_closed(p);
	else
		step->run(p);
}

static void
run_posting(struct posting *p)
{
	const struct step *step = find_step(&p->body);
	struct view help = body_field(&p->body, "help");

	if (help.data != NULL)
		answer_help(p, help);
	else if (step == NULL)
		answer_problem(p->out, 400, PROBLEM_UNKNOWN_STEP);
	else if (step->run == step_start)
		flow_get(p->flow, p->out);
	else
		run_area(p, step);
}

static void
answer_init(struct flow_answer *out)
{
	*out = (struct flow_answer){.status = 500, .kind = FLOW_PROBLEM};
	buf_init(&out->page, &budget_mem, LIMIT_PAGE);
}

bool
flow_is_open(const struct flow *f)
{
	return keys_are_usable(f->keys, clock_today()) &&
	       vault_link_is_open(f->vault);
}

void
flow_get(const struct flow *f, struct flow_answer *out)
{
	answer_init(out);
	if (flow_is_open(f))
		answer_fixed(out, 200, FLOW_START);
	else
		answer_fixed(out, 503, FLOW_CLOSED);
}

static int
decode(const struct flow_body *body, struct body *out)
{
	if (body->boundary.data == NULL)
		return body_decode(body->raw, out);
	return body_decode_multipart(body->raw, body->boundary, body->cut, out);
}

void
flow_post(const struct flow *f, const struct web_language *lang,
    const struct flow_body *body, struct flow_answer *out)
{
	struct posting p = {.flow = f, .lang = lang, .out = out};

	answer_init(out);
	buf_init(&p.body.text, &budget_mem, BODY_MAX);
	switch (decode(body, &p.body)) {
	case BODY_OK:
		run_posting(&p);
		break;
	case BODY_E_MEMORY:
		answer_problem(out, 503, PROBLEM_BUSY);
		break;
	case BODY_E_LARGE:
		answer_problem(out, 413, PROBLEM_TOO_LARGE);
		break;
	default:
		answer_problem(out, 400, PROBLEM_REQUEST);
		break;
	}
	body_free(&p.body);
	/* Which boxes were ticked stood on this stack, and the token. */
	explicit_bzero(&p, sizeof(p));
}

int
flow_fixed_page(const struct flow *f, const struct web_language *lang,
    enum flow_page kind, enum page_problem problem, struct buf *out)
{
	switch (kind) {
	case FLOW_START:
		return page_start(&f->pages, lang, out);
	case FLOW_SENT:
		return page_sent(&f->pages, lang, NULL, out);
	case FLOW_CLOSED:
		return page_closed(&f->pages, lang, NULL, out);
	case FLOW_PROBLEM:
		return page_error(&f->pages, lang, problem, NULL, out);
	case FLOW_WRITTEN:
		break;
	}
	return -1;
}
