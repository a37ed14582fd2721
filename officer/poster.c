/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The poster of a recipient.
 */
#include "officer/poster.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/say.h"
#include "crypto/seal/fingerprint.h"
#include "officer/paper.h"

static const char lead[] =
    "<p class=\"lead\">Den här nyckeln låser tips till polisen. Den kan inte "
    "öppna dem, och är ingen hemlighet: alla får se den. Men den måste vara "
    "den rätta.</p>\n";

static const char compare[] =
    "<h2>Så jämför du</h2>\n"
    "<p>Ring den som har den hemliga nyckeln, på ett nummer som du redan har, "
    "och be att få fingeravtrycket uppläst. Följ med på ditt papper, alla sex "
    "grupper. Skiljer sig en enda siffra är det en annan nyckel: använd den "
    "inte, och säg till.</p>\n";

static const char no_code[] =
    "<p>Nyckeln skyddar även mot framtidens kvantdatorer. Därför är den lång, "
    "för lång för en kod som en telefon kan läsa. Texten nedan är en enda rad, "
    "delad för papperets skull: ta den från filen, och jämför "
    "fingeravtrycket.</p>\n";

#define LONG_LINE 88 /* characters that fit beside each other on the paper */

static void
add_long(struct buf *out, const char *text)
{
	size_t len = strlen(text);

	buf_add_str(out, no_code);
	buf_add_str(out, "<pre class=\"long\">");
	for (size_t at = 0; at < len; at += LONG_LINE) {
		size_t left = len - at;
		paper_text(out, &text[at], left < LONG_LINE ? left : LONG_LINE);
		buf_add_str(out, "\n");
	}
	buf_add_str(out, "</pre>\n");
}

/* Beside its code, in pieces that an eye follows. */
#define SHORT_LINE 16

static int
add_short(struct buf *out, const char *text)
{
	size_t len = strlen(text);

	buf_add_str(out, "<div class=\"both\">\n<pre>");
	for (size_t at = 0; at < len; at += SHORT_LINE) {
		size_t left = len - at;
		paper_text(
		    out, &text[at], left < SHORT_LINE ? left : SHORT_LINE);
		buf_add_str(out, "\n");
	}
	buf_add_str(out, "</pre>\n");
	int r = paper_qr(out, text, len, "Nyckeln som QR-kod");
	buf_add_str(out, "</div>\n");
	return r;
}

static int
build(const struct recipient *r, struct buf *out)
{
	char text[RECIPIENT_TEXT_MAX];
	char fingerprint[FINGERPRINT_LEN];
	char day[CLOCK_DAY_LEN];
	bool classic = r->type == AGE_X25519;
	int err = BUF_OK;

	recipient_format(r, text);
	fingerprint_recipient(r, fingerprint);
	clock_format_day(clock_today(), day);
	paper_begin(out, "Publik nyckel för tips");
	buf_add_str(out, lead);
	buf_add_str(out, "<h2>Fingeravtryck</h2>\n<p class=\"print\">");
	paper_str(out, fingerprint);
	buf_add_str(out, "</p>\n");
	buf_add_str(out, compare);
	buf_add_str(out, "<h2>Nyckeln</h2>\n");
	if (classic)
		err = add_short(out, text);
	else
		add_long(out, text);
	buf_add_str(out, "<dl>\n");
	paper_term(out, "Slag",
	    classic ? "klassisk (X25519)"
		    : "kvantsäker (ML-KEM-768 och X25519)");
	paper_term(out, "Utskriven", day);
	buf_add_str(out, "</dl>\n");
	paper_end(out);
	return err != BUF_OK ? err : out->err;
}

int
poster_write(const struct recipient *r, const char *path)
{
	struct buf page;
	int code = EX_OK;

	/* Public: needs no secret memory. */
	buf_init(&page, &buf_heap, PAPER_MAX);
	if (build(r, &page) != BUF_OK) {
		say("no memory for the poster");
		hint("nothing was written");
		code = EX_OSERR;
	} else {
		int err = io_write_file(path, 0644, 0, page.data, page.len);
		if (err != 0) {
			say_errno("write", path, err);
			hint(err == -EEXIST ? "name a new file"
					    : "nothing was left behind");
			code = EX_CANTCREAT;
		}
	}
	buf_free(&page);
	return code;
}
