/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The scopes of photos and of help pages.
 */
#include "gateway/front/pages_view.h"

#include <string.h>

#include "gateway/front/pages_scope.h"

static bool
removed_get(unsigned removed, const char *name, struct view_value *out)
{
	static const struct {
		const char *name;
		unsigned bit;
	} bits[] = {
	    {"had_place", PHOTO_HAD_PLACE},
	    {"had_camera", PHOTO_HAD_CAMERA},
	    {"had_time", PHOTO_HAD_TIME},
	    {"had_thumbnail", PHOTO_HAD_THUMBNAIL},
	    {"had_text", PHOTO_HAD_TEXT},
	    {"had_profile", PHOTO_HAD_PROFILE},
	    {"had_more", PHOTO_HAD_MORE},
	    {"had_other", PHOTO_HAD_OTHER},
	};

	for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
		if (is(name, bits[i].name))
			return view_bool(out, (removed & bits[i].bit) != 0);
	if (is(name, "had_nothing"))
		return view_bool(out, removed == 0);
	return false;
}

static bool
photo_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct photo_item *item = &page_of(s)->photos->items[s->index];
	bool fine = item->err == PHOTO_OK;

	if (is(name, "photo_number"))
		return view_number(out, s->index + 1);
	if (is(name, "photo_kilobytes"))
		return view_number(out, (item->raw.len + 1023) / 1024);
	if (is(name, "photo_fine"))
		return view_bool(out, fine);
	if (is(name, "photo_wrong_type"))
		return view_bool(out, item->err == PHOTO_E_TYPE);
	if (is(name, "photo_broken"))
		return view_bool(out, item->err == PHOTO_E_TRUNCATED ||
					  item->err == PHOTO_E_DAMAGED);
	if (is(name, "photo_too_wide"))
		return view_bool(out, item->err == PHOTO_E_DIMENSIONS);
	return removed_get(fine ? item->report.removed : 0, name, out);
}

bool
page_view_photos(
    const struct page *page, const char *name, struct view_value *out)
{
	const struct photos *p = page->photos;

	if (is(name, "photos"))
		return view_list(
		    out, p == NULL ? 0 : p->n, photo_get, page, NULL);
	if (is(name, "has_photos"))
		return view_bool(out, p != NULL && p->n > 0);
	/* No page carries them on. */
	if (is(name, "photos_are_lost"))
		return view_bool(
		    out, p != NULL && (p->n > 0 || !photos_are_fine(p)));
	if (is(name, "photos_too_many"))
		return view_bool(out, p != NULL && p->too_many);
	if (is(name, "photos_too_large"))
		return view_bool(out, p != NULL && p->too_large);
	if (is(name, "photos_no_memory"))
		return view_bool(out, p != NULL && p->no_memory);
	return false;
}

/* ---- help ---- */

static const struct form_part *
part_of(const struct view_scope *s)
{
	return &page_of(s)->help->parts[s->owner->index];
}

static bool
paragraph_get(
    const struct view_scope *s, const char *name, struct view_value *out)
{
	if (is(name, "paragraph"))
		return view_message(out, part_of(s)->paragraphs[s->index]);
	return false;
}

static bool
item_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	if (is(name, "item"))
		return view_message(out, part_of(s)->items[s->index]);
	return false;
}

static bool
contact_get(
    const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct form_contact *c = &part_of(s)->contacts[s->index];

	if (is(name, "contact_name"))
		return view_message(out, c->name);
	if (is(name, "contact_note"))
		return view_message(out, c->note);
	if (is(name, "contact_phone"))
		return view_ltr(out, c->phone == NULL ? "" : c->phone);
	if (is(name, "contact_tel"))
		return view_string(out, c->tel == NULL ? "" : c->tel);
	if (is(name, "contact_url"))
		return view_string(out, c->url == NULL ? "" : c->url);
	return false;
}

static bool
part_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct page *page = page_of(s);
	const struct form_part *p = &page->help->parts[s->index];

	if (is(name, "heading"))
		return view_message(out, p->heading);
	if (is(name, "number"))
		return view_number(out, s->index + 1);
	if (is(name, "paragraphs"))
		return view_list(
		    out, p->n_paragraphs, paragraph_get, page, NULL);
	if (is(name, "items"))
		return view_list(out, p->n_items, item_get, page, NULL);
	if (is(name, "has_items"))
		return view_bool(out, p->n_items > 0);
	if (is(name, "contacts"))
		return view_list(out, p->n_contacts, contact_get, page, NULL);
	return false;
}

static bool
statement_get(const struct config *c, const char *name, struct view_value *out)
{
	if (is(name, "a11y_full"))
		return view_bool(out, strcmp(c->a11y_status, "full") == 0);
	if (is(name, "a11y_partial"))
		return view_bool(out, strcmp(c->a11y_status, "partial") == 0);
	if (is(name, "a11y_none"))
		return view_bool(out, strcmp(c->a11y_status, "none") == 0);
	if (is(name, "a11y_faults"))
		return view_string(out, c->a11y_faults);
	if (is(name, "a11y_assessed"))
		return view_ltr(out, c->a11y_assessed);
	if (is(name, "a11y_contact"))
		return view_ltr(out, c->a11y_contact);
	if (is(name, "a11y_complaint"))
		return view_string(out, c->a11y_complaint);
	return false;
}

static bool
keys_get(const struct keys_about *k, const char *name, struct view_value *out)
{
	if (is(name, "keys_count"))
		return view_bool(out, k->counts);
	if (is(name, "keys_serial"))
		return view_number(out, k->serial);
	if (is(name, "keys_issued"))
		return view_string(out, k->issued);
	if (is(name, "keys_expires"))
		return view_string(out, k->expires);
	if (is(name, "keys_fingerprint"))
		return view_string(out, k->fingerprint);
	return false;
}

bool
page_view_help(
    const struct page *page, const char *name, struct view_value *out)
{
	bool other = page->help == NULL;

	if (is(name, "is_keys"))
		return view_bool(out, other && page->keys != NULL);
	if (is(name, "is_accessibility"))
		return view_bool(out, other && page->keys == NULL);
	if (is(name, "is_help"))
		return view_bool(out, !other);
	if (is(name, "help_title"))
		return view_message(out, other ? "" : page->help->title);
	if (is(name, "parts"))
		return view_list(
		    out, other ? 0 : page->help->n_parts, part_get, page, NULL);
	if (page->keys != NULL && keys_get(page->keys, name, out))
		return true;
	return statement_get(page->p->config, name, out);
}
