/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The page of a recovery share, and its text: for somebody who finds the paper
 * in a safe years later, and has never heard of it.
 */
#include "officer/paper.h"

#include <stdio.h>

#include "base/text.h"

#define SET_TEXT_LEN (2 * SHARE_SET_LEN + 1)

static void
add_title(struct buf *out, const struct share *s)
{
	buf_add_str(out, "Del ");
	paper_number(out, s->i);
	buf_add_str(out, " av ");
	paper_number(out, s->n);
	buf_add_str(out, " av en hemlig nyckel");
}

static void
add_lead(struct buf *out, const struct share *s)
{
	if (s->k == s->n) {
		buf_add_str(out, "Alla ");
		paper_number(out, s->n);
		buf_add_str(out, " delarna tillsammans ger");
	} else {
		buf_add_str(out, "Vilka ");
		paper_number(out, s->k);
		buf_add_str(out, " som helst av de ");
		paper_number(out, s->n);
		buf_add_str(out, " delarna ger tillsammans");
	}
	buf_add_str(out,
	    " tillbaka nyckeln som öppnar tips till polisen. Färre "
	    "än ");
	paper_number(out, s->k);
	buf_add_str(out, " säger ingenting om den.");
}

static const char keep[] =
    "<h2>Så förvaras delen</h2>\n"
    "<ul>\n"
    "<li>Lägg papperet i ett kuvert som förseglas, i ett säkerhetsskåp. Varje "
    "del på en egen plats, hos en egen person.</li>\n"
    "<li>Fotografera, kopiera och mejla den inte. Lämna den aldrig till någon "
    "som du inte själv har ringt upp.</li>\n"
    "<li>Saknas papperet, eller är förseglingen bruten? Ring genast.</li>\n"
    "</ul>\n";

static const char use[] =
    "<h2>Så används delen</h2>\n"
    "<p>På en dator utan nätverk, med så många delar som står överst:</p>\n"
    "<p><code>inkast-officer join - -o NYCKELFIL</code></p>\n"
    "<p>Programmet frågar efter raderna, en i taget, och säger genast till när "
    "en är fel avskriven. Stora och små bokstäver är samma, mellanslag behövs "
    "inte, och 0, 1 och 8 läses som O, I och B. Koden innehåller samma rader: "
    "läs den bara med en läsare utan nätverk, till en fil för varje del.</p>\n";

static void
add_contact(struct buf *out, const char *contact)
{
	buf_add_str(out, "<section>\n<h2>Ring vid frågor</h2>\n");
	if (contact != NULL) {
		buf_add_str(out, "<p class=\"lead\">");
		paper_str(out, contact);
		buf_add_str(out, "</p>\n");
	} else {
		buf_add_str(out, "<p>Namn och telefonnummer, skrivs för "
				 "hand:</p>\n<div class=\"line\"></div>\n"
				 "<div class=\"line\"></div>\n");
	}
	buf_add_str(out, "</section>\n");
}

static void
set_text(const struct share *s, char out[static SET_TEXT_LEN])
{
	text_hex(s->set, sizeof s->set, out);
}

static void
add_terms(struct buf *out, const struct paper_share *p)
{
	char set[SET_TEXT_LEN];

	set_text(p->share, set);
	buf_add_str(out, "<dl>\n");
	paper_term(out, "Nyckelns fingeravtryck", p->fingerprint);
	paper_term(out, "Delarnas gemensamma nummer", set);
	paper_term(out, "Gjord", p->day);
	buf_add_str(out, "</dl>\n");
}

/* "Del 16 av 16 av en hemlig nyckel" and a NUL. */
#define TITLE_MAX 40

int
paper_share_html(const struct paper_share *p, struct buf *out)
{
	char title[TITLE_MAX];

	/* Numbers of a set are no secret. */
	(void)snprintf(title, sizeof title, "Del %d av %d av en hemlig nyckel",
	    p->share->i, p->share->n);
	paper_begin(out, title);
	buf_add_str(out, "<p class=\"lead\">");
	add_lead(out, p->share);
	buf_add_str(out, "</p>\n<div class=\"both\">\n<pre>");
	paper_text(out, p->text.data, p->text.len);
	buf_add_str(out, "</pre>\n");
	int r = paper_qr(
	    out, p->text.data, p->text.len, "Samma sju rader som QR-kod");
	if (r != BUF_OK)
		return r;
	buf_add_str(out, "</div>\n");
	add_terms(out, p);
	buf_add_str(out, keep);
	buf_add_str(out, use);
	add_contact(out, p->contact);
	paper_end(out);
	return out->err;
}

int
paper_share_txt(const struct paper_share *p, struct buf *out)
{
	char set[SET_TEXT_LEN];

	set_text(p->share, set);
	add_title(out, p->share);
	buf_add_str(out, "\n\n");
	add_lead(out, p->share);
	buf_add_str(out, "\n\n");
	buf_add(out, p->text.data, p->text.len);
	buf_add_str(out, "\nNyckelns fingeravtryck: ");
	buf_add_str(out, p->fingerprint);
	buf_add_str(out, "\nDelarnas gemensamma nummer: ");
	buf_add_str(out, set);
	buf_add_str(out, "\nGjord: ");
	buf_add_str(out, p->day);
	if (p->contact != NULL) {
		buf_add_str(out, "\nRing vid frågor: ");
		buf_add_str(out, p->contact);
	}
	buf_add_str(out, "\n");
	return out->err;
}
