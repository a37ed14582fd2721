/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring that an instance begins with: of a ceremony, verified as the
 * gateway will, or made here for the keys of the command line and signed with a
 * key that nobody else ever has.
 */
#include "admin/init.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/say.h"
#include "cli/signer.h"

/* A keyring of its own counts for a year from today; its identities are to be
 * kept for half a year more, for the last tips. */
#define VALID_DAYS 365
#define KEPT_DAYS 180

static int
out_of_memory(void)
{
	say("out of memory");
	return EX_OSERR;
}

/* Pin a signer. */
static int
pin(struct config *c, const struct minisign_public *key)
{
	char text[MINISIGN_PUBLIC_TEXT_LEN];

	minisign_public_format(key, text);
	const char *expected = config_add_signer(c, text);
	if (expected == NULL)
		return EX_OK;
	say("--signer: expected %s", expected);
	hint("give the public key of each signer once");
	return EX_USAGE;
}

static int
set_needed(const struct init_request *q, struct config *c)
{
	char *end = NULL;

	if (q->needed == NULL) {
		c->signers_needed = (unsigned)c->n_signers;
		return EX_OK;
	}
	unsigned long n = strtoul(q->needed, &end, 10);
	if (q->needed[0] < '0' || q->needed[0] > '9' || *end != '\0' || n < 1 ||
	    n > c->n_signers) {
		say("--needed: expected a number from 1 to the %zu signers, "
		    "found \"%.20s\"",
		    c->n_signers, q->needed);
		hint("that many of them must have signed a keyring");
		return EX_USAGE;
	}
	c->signers_needed = (unsigned)n;
	return EX_OK;
}

static int
check_service(const struct init_request *q, const struct config *c,
    const struct keyring *k)
{
	if (strcmp(k->service, c->service_name) == 0)
		return EX_OK;
	say("%s is a keyring for another service: \"%s\"", q->keyring,
	    k->service);
	hint("--name gives this one's name, which is \"%s\" now; nothing was "
	     "made",
	    c->service_name);
	return EX_DATAERR;
}

/* Verified before it is parsed; what is verified is what will be written. */
static int
open_ceremony(const struct init_request *q, struct init_parts *p)
{
	struct minisign_public pins[KEYRING_SIGNERS_MAX];
	size_t which[KEYRING_SIGNERS_MAX];
	struct keyring_error err;
	struct config *c = &p->config;
	int32_t today = clock_today();
	int code = EX_OK;

	if (q->signers.n == 0 || q->signers.n > KEYRING_SIGNERS_MAX) {
		say("--keyring: expected 1 to %d --signer KEY: who signs "
		    "keyrings",
		    KEYRING_SIGNERS_MAX);
		hint("a signer's public key is in FILE.pub of 'inkast-admin "
		     "keyring signer -o FILE'");
		return EX_USAGE;
	}
	for (size_t i = 0; code == EX_OK && i < q->signers.n; i++) {
		code = signer_public(q->signers.items[i], &pins[i]);
		if (code == EX_OK)
			code = pin(c, &pins[i]);
	}
	if (code == EX_OK)
		code = set_needed(q, c);
	if (code == EX_OK)
		code = keyring_files_read(q->keyring, &p->files);
	if (code != EX_OK)
		return code;
	int r = keyring_files_open(&p->files, pins, q->signers.n,
	    c->signers_needed, which, &p->k, &err);
	if (r != KEYRING_OK)
		return keyring_refused(r, &err);
	code = check_service(q, c, p->k);
	if (code == EX_OK)
		code = keyring_days_check(q->keyring, p->k, today);
	if (code == EX_OK)
		code = keyring_areas_check(p->k, today, "");
	return code;
}

/* One epoch, one list of keys for every area. */
static int
compose(const struct init_request *q, struct init_parts *p)
{
	struct keyring *k = keyring_new();
	struct keyring_error err;
	size_t len = strlen(p->config.service_name);

	p->k = k;
	if (k == NULL)
		return out_of_memory();
	struct keyring_epoch *e = &k->epochs[0];
	int code = init_recipients_add(q, k, e);
	if (code != EX_OK)
		return code;
	memcpy(k->service, p->config.service_name, len + 1);
	k->serial = 1;
	k->issued = clock_today();
	k->expires = k->issued + VALID_DAYS - 1;
	e->id = 1;
	e->from = k->issued;
	e->until = k->expires;
	e->destroy_after = e->until + KEPT_DAYS;
	k->n_epochs = 1;
	k->stanzas = (unsigned)(e->areas[0].n + e->n_recovery);
	if (keyring_check(k, &err) != KEYRING_OK) {
		say("%s", err.text);
		hint("nothing was made");
		return EX_USAGE;
	}
	return keyring_write(k, io_write_to_buf, &p->files.text) == 0
		   ? EX_OK
		   : out_of_memory();
}

/* The key that signs: kept in a file, or only in memory. */
static int
make_signer(const struct init_request *q, struct sign_key **out)
{
	const struct passphrase_source nowhere = {.fd = -1};
	struct minisign_public ignored;

	if (q->keep_signer == NULL)
		return sign_key_new(out) == MINISIGN_OK ? EX_OK
							: out_of_memory();
	int code = signer_make(q->keep_signer, NULL, &ignored);
	return code == EX_OK ? signer_load(q->keep_signer, &nowhere, out)
			     : code;
}

static int
sign(struct init_parts *p, const struct sign_key *key)
{
	struct minisign_public public;
	char trusted[80];
	char day[CLOCK_DAY_LEN];

	clock_format_day(p->k->issued, day);
	(void)snprintf(trusted, sizeof trusted, "inkast keyring serial %u, %s",
	    p->k->serial, day);
	if (sign_text(key, keyring_view(&p->files.text), trusted,
		&p->files.signatures[0]) != MINISIGN_OK)
		return out_of_memory();
	p->files.slots[0] = 1;
	p->files.n = 1;
	p->config.signers_needed = 1;
	sign_key_public(key, &public);
	return pin(&p->config, &public);
}

int
init_keyring(const struct init_request *q, struct init_parts *p)
{
	struct sign_key *key = NULL;

	if (q->keyring != NULL &&
	    (q->recipients.n > 0 || q->recipients_file != NULL ||
		q->recovery.n > 0 || q->keep_signer != NULL)) {
		say("expected either --keyring FILE or recipients: a keyring "
		    "has its own");
		hint("leave out --recipient, --recipients, --recovery and "
		     "--keep-signer");
		return EX_USAGE;
	}
	if (q->keyring != NULL)
		return open_ceremony(q, p);
	if (q->signers.n > 0 || q->needed != NULL) {
		say("--signer and --needed go with --keyring FILE");
		hint("without it, init signs a keyring of its own");
		return EX_USAGE;
	}
	int code = compose(q, p);
	if (code == EX_OK)
		code = make_signer(q, &key);
	if (code == EX_OK)
		code = sign(p, key);
	sign_key_free(&key);
	return code;
}

void
init_keyring_undo(const struct init_request *q)
{
	char *pub = NULL;

	if (q->keep_signer == NULL)
		return;
	(void)unlink(q->keep_signer);
	if (asprintf(&pub, "%s.pub", q->keep_signer) >= 0)
		(void)unlink(pub);
	free(pub);
}
