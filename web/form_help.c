/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Help pages: parts of paragraphs, items and contacts.
 */
#include "web/form_help.h"

#include <string.h>

/* What a person in a hurry reads, and a page of 32 KiB holds. */
#define TITLE_MAX 100
#define PARAGRAPH_MAX 1000
#define PARTS_MAX 12
#define TEXTS_MAX 20
#define CONTACTS_MAX 12
#define PHONE_MAX 32
#define URL_MAX 200

#define DIGITS "0123456789"

static int
no_memory(const struct form_node *n)
{
	return form_wrong(n, "", "out of memory");
}

/* An array of texts, or nothing. */
static int
read_texts(const struct form_node *n, const char *key, struct form_mem *mem,
    const char *const **out, size_t *n_out)
{
	const json_t *list;
	size_t len;

	if (json_object_get(n->json, key) == NULL)
		return 0;
	if (form_array(n, key, 1, TEXTS_MAX, &list, &len) != 0)
		return -1;
	/* Pointers are meant. NOLINTNEXTLINE(bugprone-sizeof-expression) */
	const char **texts = form_mem_take(mem, len, sizeof *texts);
	if (texts == NULL)
		return no_memory(n);
	for (size_t i = 0; i < len; i++)
		if (form_text_item(n, key, i, PARAGRAPH_MAX, &texts[i]) != 0)
			return -1;
	*out = texts;
	*n_out = len;
	return 0;
}

/* What a telephone can dial: "114 14" is 11414. */
static const char *
dialable(struct form_mem *mem, const char *phone)
{
	char *tel = form_mem_take(mem, strlen(phone) + 1, 1);
	char *out = tel;

	for (; tel != NULL && *phone != '\0'; phone++)
		if (strchr(DIGITS "+", *phone) != NULL)
			*out++ = *phone;
	return tel;
}

static int
read_phone(
    const struct form_node *n, struct form_mem *mem, struct form_contact *c)
{
	if (form_optional_text(n, "phone", PHONE_MAX, &c->phone) != 0)
		return -1;
	if (c->phone == NULL)
		return 0;
	if (c->phone[strspn(c->phone, DIGITS "+- ")] != '\0' ||
	    strpbrk(c->phone, DIGITS) == NULL)
		return form_wrong(n, "phone",
		    "expected a telephone number of digits, blanks, + and -");
	c->tel = dialable(mem, c->phone);
	return c->tel == NULL ? no_memory(n) : 0;
}

/* Goes into a link: nothing that HTML would have to escape. */
static int
read_url(const struct form_node *n, struct form_contact *c)
{
	static const char https[] = "https://";
	static const char safe[] =
	    "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS "-._~:/?#@!$()*+,;=%";

	if (form_optional_text(n, "url", URL_MAX, &c->url) != 0)
		return -1;
	if (c->url == NULL)
		return 0;
	if (strncmp(c->url, https, sizeof https - 1) != 0 ||
	    c->url[sizeof https - 1] == '\0' ||
	    c->url[strspn(c->url, safe)] != '\0')
		return form_wrong(
		    n, "url", "expected an address with https://");
	return 0;
}

static int
read_contact(
    const struct form_node *n, struct form_mem *mem, struct form_contact *c)
{
	static const char *const members[] = {
	    "name", "note", "phone", "url", NULL};

	if (form_only(n, members) != 0 ||
	    form_text(n, "name", TITLE_MAX, &c->name) != 0 ||
	    form_optional_text(n, "note", PARAGRAPH_MAX, &c->note) != 0 ||
	    read_phone(n, mem, c) != 0)
		return -1;
	return read_url(n, c);
}

static int
read_contacts(
    const struct form_node *n, struct form_mem *mem, struct form_part *p)
{
	const json_t *list;
	size_t len;

	if (json_object_get(n->json, "contacts") == NULL)
		return 0;
	if (form_array(n, "contacts", 1, CONTACTS_MAX, &list, &len) != 0)
		return -1;
	struct form_contact *c = form_mem_take(mem, len, sizeof *c);
	if (c == NULL)
		return no_memory(n);
	for (size_t i = 0; i < len; i++) {
		struct form_node item;
		if (form_item(n, "contacts", i, &item) != 0 ||
		    read_contact(&item, mem, &c[i]) != 0)
			return -1;
	}
	p->contacts = c;
	p->n_contacts = len;
	return 0;
}

static int
read_part(const struct form_node *n, struct form_mem *mem, struct form_part *p)
{
	static const char *const members[] = {
	    "heading", "paragraphs", "items", "contacts", NULL};

	if (form_only(n, members) != 0 ||
	    form_text(n, "heading", TITLE_MAX, &p->heading) != 0 ||
	    read_texts(
		n, "paragraphs", mem, &p->paragraphs, &p->n_paragraphs) != 0 ||
	    read_texts(n, "items", mem, &p->items, &p->n_items) != 0)
		return -1;
	return read_contacts(n, mem, p);
}

/* Those that the templates know (FORMAT 7.2), and those of the form. */
static int
check_id(const struct form_node *n, const struct form *f, const char *id)
{
	if (strcmp(id, "accessibility") == 0 || strcmp(id, "keys") == 0)
		return form_wrong(n, "id",
		    "expected another id than \"%s\", which is taken", id);
	if (form_help(f, id, strlen(id)) != NULL)
		return form_wrong(
		    n, "id", "expected a new id, found \"%s\"", id);
	return 0;
}

static int
read_page(const struct form_node *n, struct form_mem *mem, const struct form *f,
    struct form_help *h)
{
	static const char *const members[] = {"id", "title", "parts", NULL};
	const json_t *list;
	size_t len;

	if (form_only(n, members) != 0 || form_id(n, "id", &h->id) != 0 ||
	    check_id(n, f, h->id) != 0 ||
	    form_text(n, "title", TITLE_MAX, &h->title) != 0 ||
	    form_array(n, "parts", 1, PARTS_MAX, &list, &len) != 0)
		return -1;
	struct form_part *parts = form_mem_take(mem, len, sizeof *parts);
	if (parts == NULL)
		return no_memory(n);
	for (size_t i = 0; i < len; i++) {
		struct form_node item;
		if (form_item(n, "parts", i, &item) != 0 ||
		    read_part(&item, mem, &parts[i]) != 0)
			return -1;
	}
	h->parts = parts;
	h->n_parts = len;
	return 0;
}

int
form_help_read(
    const struct form_node *root, struct form_mem *mem, struct form *f)
{
	const json_t *list;
	size_t len;

	if (json_object_get(root->json, "help") == NULL)
		return 0;
	if (form_array(root, "help", 1, FORM_HELP_MAX, &list, &len) != 0)
		return -1;
	struct form_help *pages = form_mem_take(mem, len, sizeof *pages);
	if (pages == NULL)
		return no_memory(root);
	f->help = pages;
	for (size_t i = 0; i < len; i++) {
		struct form_node item;
		if (form_item(root, "help", i, &item) != 0 ||
		    read_page(&item, mem, f, &pages[i]) != 0)
			return -1;
		f->n_help = i + 1;
	}
	return 0;
}

int
form_help_of_area(const struct form_node *area, struct form_mem *mem,
    const struct form *f, struct form_area *a)
{
	const json_t *list;
	size_t len;

	if (json_object_get(area->json, "help") == NULL)
		return 0;
	if (form_array(area, "help", 1, FORM_HELP_MAX, &list, &len) != 0)
		return -1;
	/* Pointers are meant. NOLINTNEXTLINE(bugprone-sizeof-expression) */
	const struct form_help **pages = form_mem_take(mem, len, sizeof *pages);
	if (pages == NULL)
		return no_memory(area);
	for (size_t i = 0; i < len; i++) {
		char at[FORM_PATH_MAX];
		const char *id = form_id_item(area, "help", i, at);
		if (id == NULL)
			return form_wrong(area, at, "expected an id");
		pages[i] = form_help(f, id, strlen(id));
		if (pages[i] == NULL)
			return form_wrong(area, at,
			    "expected the id of a help page, found \"%.60s\"",
			    id);
		for (size_t j = 0; j < i; j++)
			if (pages[j] == pages[i])
				return form_wrong(area, at,
				    "expected each page once, found \"%s\" "
				    "again",
				    id);
	}
	a->help = pages;
	a->n_help = len;
	return 0;
}
