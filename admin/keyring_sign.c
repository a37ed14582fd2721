/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Who signs keyrings: sign, signer and verify. They need no configuration and
 * run on the signers' own computers.
 */
#include "admin/keyring.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/config.h"
#include "admin/verbs.h"
#include "base/clock.h"
#include "base/say.h"
#include "cli/ask.h"
#include "cli/signer.h"
#include "crypto/seal/fingerprint.h"

static int
passphrase_source(
    const struct keyring_request *q, struct passphrase_source *out)
{
	const char *text = q->text[OPT_PASSPHRASE_FD];

	out->fd = -1;
	if (text == NULL || passphrase_parse_fd(text, &out->fd))
		return EX_OK;
	say("%s: --passphrase-fd: expected the number of a descriptor",
	    q->verb);
	hint("in a shell: COMMAND --passphrase-fd 3 3<FILE");
	return EX_USAGE;
}

int
keyring_verb_signer(const struct keyring_request *q)
{
	struct passphrase_source source;
	struct minisign_public p;
	char key[MINISIGN_PUBLIC_TEXT_LEN];
	char id[MINISIGN_ID_TEXT_LEN];
	const char *path = q->text[OPT_OUTPUT];
	int code = passphrase_source(q, &source);

	if (code == EX_OK && path == NULL)
		code = keyring_args_missing(q, OPT_OUTPUT);
	if (code == EX_OK)
		code = signer_make(
		    path, q->text[OPT_PLAIN] != NULL ? NULL : &source, &p);
	if (code != EX_OK)
		return code;
	minisign_public_format(&p, key);
	minisign_id_format(p.id, id);
	printf("%s\n", key);
	say("%s: keep it from others; give %s.pub, signer %s, to who runs the "
	    "gateway",
	    path, path, id);
	return EX_OK;
}

/* Where this key's signature goes. *replace: there is one of it, for another
 * text. */
static int
find_slot(const struct keyring_files *f, const struct minisign_public *p,
    unsigned *slot, bool *replace)
{
	uint8_t id[MINISIGN_ID_LEN];
	bool used[KEYRING_SIGNERS_MAX + 1] = {false};
	size_t which;

	*slot = 0;
	*replace = false;
	for (size_t i = 0; i < f->n; i++) {
		struct view file = keyring_view(&f->signatures[i]);
		used[f->slots[i]] = true;
		if (minisign_claimed_id(file, id) != MINISIGN_OK ||
		    memcmp(id, p->id, sizeof id) != 0)
			continue;
		if (minisign_verify(keyring_view(&f->text), file, p, 1, &which,
			NULL) == MINISIGN_OK) {
			say("%s is signed with this key already", f->path);
			hint("another signer has to sign it with a key of "
			     "their own");
			return EX_CANTCREAT;
		}
		*slot = f->slots[i];
		*replace = true;
	}
	for (unsigned i = 1; *slot == 0 && i <= KEYRING_SIGNERS_MAX; i++)
		if (!used[i])
			*slot = i;
	if (*slot != 0)
		return EX_OK;
	say("%s has %d signatures already", f->path, KEYRING_SIGNERS_MAX);
	hint("remove those that are not needed");
	return EX_CANTCREAT;
}

/* What the signer answers for. */
static void
describe(const struct keyring_files *f, const struct keyring *k, const char *id)
{
	char print[FINGERPRINT_LEN];

	fingerprint_keyring(keyring_view(&f->text), print);
	printf("keyring %s\n", print);
	(void)keyring_words_diff(stdout, NULL, k);
	printf("signer %s\n", id);
	(void)fflush(stdout);
}

static int
write_signature(const struct keyring_request *q, const struct keyring_files *f,
    const struct keyring *k, const struct sign_key *key)
{
	struct minisign_public p;
	char id[MINISIGN_ID_TEXT_LEN];
	char day[CLOCK_DAY_LEN];
	char trusted[80];
	unsigned slot;
	bool replace;

	sign_key_public(key, &p);
	minisign_id_format(p.id, id);
	int code = find_slot(f, &p, &slot, &replace);
	if (code != EX_OK)
		return code;
	describe(f, k, id);
	char *name = keyring_file_signature(f->path, slot);
	if (name == NULL) {
		say("out of memory");
		return EX_OSERR;
	}
	if (replace)
		say("%s is this signer's, of another text: it is replaced",
		    name);
	if (q->text[OPT_DRY_RUN] != NULL) {
		printf("nothing was signed (--dry-run)\n");
		free(name);
		return EX_OK;
	}
	code = ask_yes("sign it, with these fingerprints compared?",
	    q->text[OPT_YES] != NULL);
	clock_format_day(clock_today(), day);
	(void)snprintf(trusted, sizeof trusted, "inkast keyring serial %u, %s",
	    k->serial, day);
	if (code == EX_OK)
		code = signer_sign(
		    key, keyring_view(&f->text), trusted, name, replace);
	if (code == EX_OK)
		printf("signed: %s\n", name);
	free(name);
	return code;
}

int
keyring_verb_sign(const struct keyring_request *q)
{
	struct keyring_files f = {.path = NULL};
	struct passphrase_source source;
	struct keyring *k = NULL;
	struct sign_key *key = NULL;
	int code = passphrase_source(q, &source);

	if (code == EX_OK && q->text[OPT_SECRET_KEY] == NULL)
		code = keyring_args_missing(q, OPT_SECRET_KEY);
	if (code != EX_OK)
		return code;
	code = keyring_files_read(q->operands[0], &f);
	if (code == EX_OK)
		code = keyring_files_parse(&f, &k);
	if (code == EX_OK && k->n_epochs == 0) {
		say("%s has no epoch yet: no gateway would take it", f.path);
		hint("'inkast-admin keyring add-epoch' puts keys into it; "
		     "nothing was signed");
		code = EX_DATAERR;
	}
	if (code == EX_OK)
		code = signer_load(q->text[OPT_SECRET_KEY], &source, &key);
	if (code == EX_OK)
		code = write_signature(q, &f, k, key);
	sign_key_free(&key);
	keyring_free(&k);
	keyring_files_free(&f);
	return code;
}

/* The signers to check against: those named, or those that are pinned. */
static int
find_pins(const struct keyring_request *q,
    struct minisign_public pins[static KEYRING_SIGNERS_MAX], size_t *n,
    uint32_t *needed)
{
	const struct keyring_values *v = &q->values[OPT_SIGNER];
	struct config c;
	int code = EX_OK;

	if (v->n == 0) {
		code = admin_config(
		    q->config == NULL ? CONFIG_DEFAULT : q->config, &c);
		if (code != EX_OK) {
			hint("or name who has to have signed: --signer KEY");
			return code;
		}
		*needed = c.signers_needed;
	}
	*n = v->n == 0 ? c.n_signers : v->n;
	if (*n > KEYRING_SIGNERS_MAX) {
		say("verify: expected at most %d signers", KEYRING_SIGNERS_MAX);
		hint("name each once");
		return EX_USAGE;
	}
	for (size_t i = 0; code == EX_OK && i < *n; i++)
		code = signer_public(
		    v->n == 0 ? c.signers[i] : v->items[i], &pins[i]);
	if (*needed == 0)
		*needed = (uint32_t)*n;
	if (code == EX_OK)
		code =
		    keyring_args_number(q, OPT_NEEDED, 1, (uint32_t)*n, needed);
	return code;
}

static void
report_signers(const struct keyring_files *f, const struct keyring *k,
    const struct minisign_public *pins, const size_t *which, uint32_t needed)
{
	char print[FINGERPRINT_LEN];
	char id[MINISIGN_ID_TEXT_LEN];

	fingerprint_keyring(keyring_view(&f->text), print);
	printf("good: serial %u for \"", k->serial);
	(void)say_put(stdout, k->service);
	printf("\", signed by %zu, needed %u\n", f->n, needed);
	printf("keyring %s\n", print);
	for (size_t i = 0; i < f->n; i++) {
		minisign_id_format(pins[which[i]].id, id);
		printf("signer %s\n", id);
	}
}

static int
verify(struct keyring_files *f, const struct minisign_public *pins, size_t n,
    uint32_t needed)
{
	size_t which[KEYRING_SIGNERS_MAX];
	struct keyring_error err;
	struct keyring *k = NULL;
	int r = keyring_files_open(f, pins, n, needed, which, &k, &err);

	if (r != KEYRING_OK)
		return keyring_refused(r, &err);
	report_signers(f, k, pins, which, needed);
	keyring_warn(k, clock_today(), "");
	keyring_free(&k);
	return EX_OK;
}

int
keyring_verb_verify(const struct keyring_request *q)
{
	struct minisign_public pins[KEYRING_SIGNERS_MAX];
	struct keyring_files f = {.path = NULL};
	uint32_t needed = 0;
	size_t n = 0;
	int code = find_pins(q, pins, &n, &needed);

	if (code != EX_OK)
		return code;
	code = keyring_files_read(q->operands[0], &f);
	if (code == EX_OK)
		code = verify(&f, pins, n, needed);
	keyring_files_free(&f);
	return code;
}
