/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Posted files, matched to the field of photos and looked at. A photo is
 * cleaned twice, first into a counter: so its cleaned copy never stands in
 * memory of its own.
 */
#include "gateway/front/photos.h"

#include <string.h>

_Static_assert(LIMIT_PHOTOS < 10, "photo_name writes one digit");

/* A write that counts, and hands on to another if there is one. */
struct counter {
	size_t len;
	write_fn write;
	void *ctx;
};

static int
count(void *ctx, const void *p, size_t n)
{
	struct counter *c = ctx;

	c->len += n;
	return c->write == NULL ? 0 : c->write(c->ctx, p, n);
}

static void
look_at(struct view raw, struct photo_item *item)
{
	struct counter c = {.len = 0};

	*item = (struct photo_item){.raw = raw};
	item->err = photo_clean(raw, count, &c, &item->report);
	item->len = c.len;
}

static void
add(struct photos *p, struct view raw)
{
	if (p->n == LIMIT_PHOTOS) {
		p->too_many = true;
		return;
	}
	struct photo_item *item = &p->items[p->n++];
	look_at(raw, item);
	if (item->err != PHOTO_OK)
		p->n_faults++;
}

void
photos_read(const struct body *body, struct photos *out)
{
	size_t bytes = 0;

	*out = (struct photos){
	    .too_large = body->cut == BODY_CUT_LARGE,
	    .no_memory = body->cut == BODY_CUT_MEMORY,
	};
	/* Those that are there may be cut, or not be all. */
	if (body->cut != BODY_WHOLE)
		return;
	for (size_t i = 0; i < body->n_files; i++) {
		const struct body_file *f = &body->files[i];
		/* A chosen file without content is a photo that was left in
		 * a cloud: it is refused as any that is cut off. */
		if (!view_is(f->field, PHOTO_FIELD) ||
		    (f->content.len == 0 && !f->has_name))
			continue;
		bytes += f->content.len;
		add(out, f->content);
	}
	out->too_many = out->too_many || body->more_files;
	out->too_large = bytes > LIMIT_PHOTO_BYTES;
}

void
photo_name(size_t index, enum photo_type type, char out[static PHOTO_NAME_MAX])
{
	const char *name = type == PHOTO_PNG ? "photo-0.png" : "photo-0.jpg";

	memcpy(out, name, PHOTO_NAME_MAX);
	out[sizeof("photo-") - 1] = (char)('1' + (char)index);
}

int
photo_write(const struct photo_item *item, write_fn write, void *ctx)
{
	struct counter c = {.write = write, .ctx = ctx};
	struct photo_report report;
	int r = photo_clean(item->raw, count, &c, &report);

	if (r != PHOTO_OK)
		return r;
	return c.len == item->len ? 0 : PHOTO_E_DAMAGED;
}

bool
photos_are_fine(const struct photos *p)
{
	return p->n_faults == 0 && !p->too_many && !p->too_large &&
	       !p->no_memory;
}
