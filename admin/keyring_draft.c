/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The end of every verb that edits a keyring: say in words what changes, ask,
 * write the file whole, and remove the signatures that no longer fit.
 */
#include "admin/keyring.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/config.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/say.h"
#include "cli/ask.h"

int
keyring_draft_read(const struct keyring_request *q, struct keyring_draft *d)
{
	*d = (struct keyring_draft){.q = q};
	int code = keyring_files_read(q->operands[0], &d->files);

	if (code == EX_OK)
		code = keyring_files_parse(&d->files, &d->before);
	if (code == EX_OK)
		code = keyring_files_parse(&d->files, &d->after);
	return code;
}

void
keyring_draft_free(struct keyring_draft *d)
{
	if (d->files.path != NULL)
		keyring_files_free(&d->files);
	keyring_free(&d->before);
	keyring_free(&d->after);
}

/* The serial that is installed, when -c says where; else 0. */
static int
installed_serial(const struct keyring_request *q, uint32_t *out)
{
	struct config c;
	struct installed i = {.keyring = NULL};
	struct keyring_error err;

	*out = 0;
	if (q->config == NULL)
		return EX_OK;
	int code = admin_config(q->config, &c);
	if (code != EX_OK)
		return code;
	if (installed_read(&c, &i, &err) == KEYRING_OK) {
		*out = i.keyring->serial;
	} else {
		say("warning: the serial is not compared with that of the "
		    "installed keyring: %s",
		    err.text);
	}
	installed_free(&i);
	return EX_OK;
}

/* A serial stands for one text: what was signed, or is installed, has used its
 * own up. One that nobody signed yet was raised when the last signatures
 * went. */
static int
raise_serial(struct keyring_draft *d)
{
	uint32_t used;
	int code = installed_serial(d->q, &used);

	if (code != EX_OK)
		return code;
	if (d->files.n > 0 && d->after->serial > used)
		used = d->after->serial;
	if (used < d->after->serial)
		return EX_OK;
	if (used == KEYRING_SERIAL_MAX) {
		say("the serial cannot grow beyond %u", used);
		hint("begin again with a new store and a new keyring");
		return EX_DATAERR;
	}
	d->after->serial = used + 1;
	return EX_OK;
}

/* As many as the area with the most recipients has, never fewer than before:
 * fewer would show that somebody left. */
static void
make_room(struct keyring *k)
{
	struct recipient ignored[KEYRING_AREA_RECIPIENTS_MAX];

	for (size_t i = 0; i < k->n_epochs; i++) {
		const struct keyring_epoch *e = &k->epochs[i];
		for (size_t j = 0; j < e->n_areas; j++) {
			const char *id = e->areas[j].id;
			size_t n =
			    keyring_recipients(k, e, id, strlen(id), ignored);
			if (n > k->stanzas)
				k->stanzas = (unsigned)n;
		}
	}
}

static int
check(struct keyring_draft *d)
{
	struct keyring *k = d->after;
	struct keyring_error err;
	int code = raise_serial(d);

	if (code != EX_OK)
		return code;
	k->issued = clock_today();
	if (d->before != NULL && k->issued < d->before->issued) {
		say("%s was issued after today: the clock of this machine is "
		    "behind",
		    d->files.path);
		hint("set the clock; nothing was changed");
		return EX_DATAERR;
	}
	make_room(k);
	/* One that has no epoch yet is checked when it gets one. */
	if (k->n_epochs == 0 || keyring_check(k, &err) == KEYRING_OK)
		return EX_OK;
	say("%s: %s", d->files.path, err.text);
	hint("nothing was changed");
	return EX_DATAERR;
}

static void
say_stale(const struct keyring_draft *d, const char *will)
{
	for (size_t i = 0; i < d->files.n; i++) {
		char *name =
		    keyring_file_signature(d->files.path, d->files.slots[i]);
		if (name == NULL)
			continue;
		printf("%s ", will);
		(void)say_put(stdout, name);
		printf(": it signs the keyring as it was\n");
		free(name);
	}
}

static int
remove_stale(const struct keyring_draft *d)
{
	int code = EX_OK;

	for (size_t i = 0; i < d->files.n; i++) {
		char *name =
		    keyring_file_signature(d->files.path, d->files.slots[i]);
		if (name == NULL || unlink(name) < 0) {
			say("cannot remove a signature beside %s",
			    d->files.path);
			hint("remove it: it does not fit any more");
			code = EX_IOERR;
		}
		free(name);
	}
	return code;
}

/* The signatures go after the text is written: cut off in between, they do not
 * fit, and the next edit raises the serial once more. */
static int
write_draft(const struct keyring_draft *d)
{
	struct buf text;
	int code = EX_OK;

	buf_init(&text, &buf_heap, KEYRING_TEXT_MAX);
	int r = keyring_write(d->after, io_write_to_buf, &text);
	if (r != 0) {
		say("the keyring would be larger than %zu KiB, or memory is "
		    "out",
		    KEYRING_TEXT_MAX / 1024);
		hint("nothing was changed; leave out epochs that are over");
		code = EX_DATAERR;
	} else {
		r = io_write_file(d->files.path, 0644, d->before != NULL,
		    text.data, text.len);
		if (r < 0) {
			say_errno("write", d->files.path, r);
			hint("nothing was changed");
			code = EX_CANTCREAT;
		}
	}
	if (code == EX_OK)
		code = remove_stale(d);
	buf_free(&text);
	return code;
}

int
keyring_draft_finish(struct keyring_draft *d)
{
	int code = check(d);

	if (code != EX_OK)
		return code;
	(void)keyring_words_diff(stdout, d->before, d->after);
	say_stale(d, "removes");
	(void)fflush(stdout);
	keyring_warn(d->after, clock_today(), "");
	if (d->q->text[OPT_DRY_RUN] != NULL) {
		printf("nothing was changed (--dry-run)\n");
		return EX_OK;
	}
	code = ask_yes(d->before == NULL ? "make this keyring?"
					 : "change the keyring like this?",
	    d->q->text[OPT_YES] != NULL);
	if (code == EX_OK)
		code = write_draft(d);
	if (code == EX_OK) {
		printf("%s ", d->before == NULL ? "made" : "changed");
		(void)say_put(stdout, d->files.path);
		printf("; it is not signed\n");
	}
	return code;
}
