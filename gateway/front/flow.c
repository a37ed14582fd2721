/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The steps of the form as a table, and the one that counts: send. There is no
 * way to "sent" but through VAULT_LINK_OK, and no way for plaintext out of here
 * but back to who typed it.
 */
#include "gateway/front/flow.h"

#include <string.h>

#include "base/clock.h"
#include "crypto/core/tip.h"
#include "gateway/front/budget.h"

/* A bare line end becomes two bytes and a bare NUL three: the most that a body
 * can grow to. */
#define BODY_MAX (3 * LIMIT_FORM_BODY)

/* The largest sealed tip is a little more than its plaintext; limits.h says
 * what a message can hold. */
#define BLOB_MAX LIMIT_MESSAGE

/* One POST on its way through the steps. */
struct posting {
	const struct flow *flow;
	const struct web_language *lang;
	struct body body;
	struct answers answers; /* borrows from body */
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
answer_closed(struct posting *p)
{
	const struct flow *f = p->flow;

	/* Without memory for the text: the telephone numbers at least. */
	if (page_closed(&f->pages, p->lang, &p->answers, &p->out->page) == 0)
		answer_written(p->out, 503, 0);
	else
		answer_fixed(p->out, 503, FLOW_CLOSED);
}

static void
answer_not_stored(struct posting *p)
{
	const struct flow *f = p->flow;

	if (page_error(&f->pages, p->lang, PROBLEM_NOT_STORED, &p->answers,
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
		&p->flow->pages, p->lang, &p->answers, &p->out->page));
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

static void
step_check(struct posting *p)
{
	if (p->answers.n_faults > 0) {
		write_questions(p);
		return;
	}
	answer_written(p->out, 200,
	    page_check(&p->flow->pages, p->lang, &p->answers, &p->out->page));
}

/* Whether a tip could be sealed and stored now. */
static bool
is_open(const struct flow *f)
{
	return keys_are_usable(f->keys, clock_today()) &&
	       vault_link_is_open(f->vault);
}

/* Seal and store. The keys are those of this moment, whichever were there when
 * the form was opened. VAULT_LINK_OK: durable. */
static int
send_tip(const struct posting *p)
{
	const struct flow *f = p->flow;
	struct keys_choice keys;
	char hour[CLOCK_HOUR_LEN];
	struct buf blob;
	const struct tip tip = {
	    .service = f->pages.config->service_name,
	    .received = hour,
	    .form = f->pages.form,
	    .lang = p->lang,
	    .answers = &p->answers,
	};
	int r = VAULT_LINK_E_NOT_STORED;

	if (!keys_choose(f->keys, p->answers.area->id, clock_today(), &keys))
		return VAULT_LINK_E_GONE;
	clock_format_hour(hour);
	buf_init(&blob, &buf_heap, BLOB_MAX);
	if (tip_seal(&tip, &keys, &blob) == AGE_OK)
		r = vault_link_add(f->vault, keys.epoch, &blob);
	buf_free(&blob);
	return r;
}

static void
step_send(struct posting *p)
{
	if (p->answers.n_faults > 0) {
		write_questions(p);
		return;
	}
	switch (send_tip(p)) {
	case VAULT_LINK_OK:
		answer_fixed(p->out, 200, FLOW_SENT);
		break;
	case VAULT_LINK_E_GONE:
		answer_closed(p);
		break;
	default:
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
    {"send", step_send},
    {"start", step_start},
};

static const struct step *
find_step(const struct body *body)
{
	struct view name = body_field(body, "step");

	if (name.data == NULL)
		return &steps[0];
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (view_is(name, steps[i].name))
			return &steps[i];
	return NULL;
}

static void
run_posting(struct posting *p)
{
	const struct flow *f = p->flow;
	const struct step *step = find_step(&p->body);
	struct view id = body_field(&p->body, "area");

	if (step == NULL) {
		answer_problem(p->out, 400, PROBLEM_UNKNOWN_STEP);
		return;
	}
	if (step->run == step_start) {
		flow_get(f, p->out);
		return;
	}
	const struct form_area *area =
	    id.data == NULL
		? NULL
		: form_area(f->pages.form, (const char *)id.data, id.len);
	if (area == NULL) {
		answer_problem(p->out, 400, PROBLEM_UNKNOWN_AREA);
		return;
	}
	answers_read(area, &p->body, &p->answers);
	/* Asked at every step: nobody shall type into a closed form. */
	if (!is_open(f))
		answer_closed(p);
	else
		step->run(p);
}

static void
answer_init(struct flow_answer *out)
{
	*out = (struct flow_answer){.status = 500, .kind = FLOW_PROBLEM};
	buf_init(&out->page, &budget_mem, LIMIT_PAGE);
}

void
flow_get(const struct flow *f, struct flow_answer *out)
{
	answer_init(out);
	if (is_open(f))
		answer_fixed(out, 200, FLOW_START);
	else
		answer_fixed(out, 503, FLOW_CLOSED);
}

void
flow_post(const struct flow *f, const struct web_language *lang,
    const struct buf *raw, struct flow_answer *out)
{
	struct posting p = {.flow = f, .lang = lang, .out = out};

	answer_init(out);
	buf_init(&p.body.text, &budget_mem, BODY_MAX);
	switch (body_decode(raw, &p.body)) {
	case BODY_OK:
		run_posting(&p);
		break;
	case BODY_E_MEMORY:
		answer_problem(out, 503, PROBLEM_BUSY);
		break;
	default:
		answer_problem(out, 400, PROBLEM_REQUEST);
		break;
	}
	body_free(&p.body);
	/* Which boxes were ticked stood on this stack. */
	explicit_bzero(&p.answers, sizeof(p.answers));
}

int
flow_fixed_page(const struct flow *f, const struct web_language *lang,
    enum flow_page kind, enum page_problem problem, struct buf *out)
{
	switch (kind) {
	case FLOW_START:
		return page_start(&f->pages, lang, out);
	case FLOW_SENT:
		return page_sent(&f->pages, lang, out);
	case FLOW_CLOSED:
		return page_closed(&f->pages, lang, NULL, out);
	case FLOW_PROBLEM:
		return page_error(&f->pages, lang, problem, NULL, out);
	case FLOW_WRITTEN:
		break;
	}
	return -1;
}
