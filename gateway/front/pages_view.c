/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The root scope of the pages, and those of areas and languages.
 */
#include "gateway/front/pages_view.h"

#include <string.h>

#include "gateway/front/pages_scope.h"

/* What a telephone can dial: "114 14" is tel:11414. */
static void
dialable(char *out, const char *phone)
{
	for (; *phone != '\0'; phone++)
		if ((*phone >= '0' && *phone <= '9') || *phone == '+')
			*out++ = *phone;
	*out = '\0';
}

void
page_view_init(struct page *page, const struct pages *p,
    const struct web_language *lang, const struct page_filled *filled)
{
	*page = (struct page){.p = p,
	    .lang = lang,
	    .filled = filled,
	    .a = filled != NULL ? filled->answers : NULL,
	    .photos = filled != NULL ? filled->photos : NULL,
	    .state = "error",
	    .language_step = "questions"};
	dialable(page->emergency_tel, p->config->phone_emergency);
	dialable(page->police_tel, p->config->phone_police);
	page_look(p->config, page->look);
	if (page->a != NULL)
		page_view_order(page);
}

static bool
area_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct form_area *a = &page_of(s)->p->form->areas[s->index];

	if (is(name, "area_id"))
		return view_string(out, a->id);
	if (is(name, "area_name"))
		return view_message(out, a->name);
	return false;
}

static bool
language_get(
    const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct web_language *l = &web_languages[s->index];

	if (is(name, "tag"))
		return view_string(out, l->tag);
	if (is(name, "name"))
		return view_string(out, l->name);
	if (is(name, "path"))
		return view_string(out, l->path);
	if (is(name, "current"))
		return view_bool(
		    out, strcmp(l->tag, page_of(s)->lang->tag) == 0);
	return false;
}

/* Help pages of the form's definition: those that every page links. */
static bool
help_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct form_help *h = &page_of(s)->p->form->help[s->index];

	if (is(name, "help_id"))
		return view_string(out, h->id);
	if (is(name, "help_name"))
		return view_message(out, h->title);
	return false;
}

static bool
notice_get(
    const struct page_filled *f, const char *name, struct view_value *out)
{
	if (is(name, "notice_busy"))
		return view_bool(out, f->notice == NOTICE_BUSY);
	if (is(name, "notice_expired"))
		return view_bool(out, f->notice == NOTICE_EXPIRED);
	if (is(name, "notice_changed"))
		return view_bool(out, f->notice == NOTICE_CHANGED);
	if (is(name, "notice_photos"))
		return view_bool(out, f->notice == NOTICE_PHOTOS);
	if (is(name, "notice_checked"))
		return view_bool(out, f->notice == NOTICE_CHECKED);
	if (is(name, "token"))
		return view_string(out, f->token == NULL ? "" : f->token);
	if (is(name, "seen_now"))
		return view_bool(out, f->seen_now);
	return false;
}

static bool
problem_get(enum page_problem problem, const char *name, struct view_value *out)
{
	if (is(name, "bad_request"))
		return view_bool(out, problem == PROBLEM_REQUEST ||
					  problem == PROBLEM_METHOD ||
					  problem == PROBLEM_TYPE ||
					  problem == PROBLEM_UNKNOWN_STEP);
	if (is(name, "not_found"))
		return view_bool(out, problem == PROBLEM_PATH);
	if (is(name, "too_large"))
		return view_bool(out, problem == PROBLEM_TOO_LARGE);
	if (is(name, "unknown_area"))
		return view_bool(out, problem == PROBLEM_UNKNOWN_AREA);
	if (is(name, "busy"))
		return view_bool(out, problem == PROBLEM_BUSY);
	if (is(name, "not_stored"))
		return view_bool(out, problem == PROBLEM_NOT_STORED);
	return false;
}

static bool
config_get(const struct page *page, const char *name, struct view_value *out)
{
	const struct config *c = page->p->config;

	if (is(name, "service"))
		return view_string(out, c->service_name);
	if (is(name, "owner"))
		return view_string(out, c->owner);
	if (is(name, "look"))
		return view_string(out, page->look);
	if (is(name, "base_path"))
		return view_string(out, c->base_path);
	if (is(name, "leave_url"))
		return view_string(out, c->leave_url);
	if (is(name, "emergency"))
		return view_ltr(out, c->phone_emergency);
	if (is(name, "emergency_tel"))
		return view_string(out, page->emergency_tel);
	if (is(name, "police"))
		return view_ltr(out, c->phone_police);
	if (is(name, "police_tel"))
		return view_string(out, page->police_tel);
	return false;
}

static bool
root_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct page *page = page_of(s);

	if (is(name, "lang"))
		return view_string(out, page->lang->tag);
	if (is(name, "dir"))
		return view_string(out, page->lang->dir);
	if (is(name, "own_path"))
		return view_string(out, page->lang->path);
	if (is(name, "state"))
		return view_string(out, page->state);
	if (is(name, "language_step"))
		return view_string(out, page->language_step);
	if (is(name, "languages"))
		return view_list(
		    out, web_n_languages, language_get, page, NULL);
	if (is(name, "areas"))
		return view_list(
		    out, page->p->form->n_areas, area_get, page, NULL);
	if (is(name, "kept"))
		return view_bool(out, page->a != NULL);
	if (is(name, "help_pages"))
		return view_list(
		    out, page->p->form->n_help, help_get, page, NULL);
	if (config_get(page, name, out) ||
	    problem_get(page->problem, name, out) ||
	    page_view_help(page, name, out) ||
	    page_view_photos(page, name, out))
		return true;
	if (page->filled == NULL)
		return false;
	return notice_get(page->filled, name, out) ||
	       page_view_answers(page, name, out);
}

struct view_scope
page_view(const struct page *page)
{
	return (struct view_scope){.get = root_get, .data = page};
}
