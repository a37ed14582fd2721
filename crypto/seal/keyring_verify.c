/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * k of n signers over a keyring (docs/FORMAT.md 14.5), before a byte of it is
 * parsed (13.7).
 */
#include "crypto/seal/keyring.h"

#include <stdio.h>
#include <string.h>

static int
refuse(struct keyring_error *err, int code, const char *name, const char *why)
{
	(void)snprintf(
	    err->text, sizeof err->text, "%.200s: %.200s", name, why);
	return code;
}

static int
refuse_signature(
    struct keyring_error *err, const char *name, struct view signature, int why)
{
	uint8_t id[MINISIGN_ID_LEN];
	char text[MINISIGN_ID_TEXT_LEN];

	if (why != MINISIGN_E_SIGNER ||
	    minisign_claimed_id(signature, id) != MINISIGN_OK)
		return refuse(
		    err, KEYRING_E_SIGNED, name, minisign_strerror(why));
	minisign_id_format(id, text);
	(void)snprintf(err->text, sizeof err->text,
	    "%.200s: signed by key %s, which is not one of the signers that "
	    "are expected",
	    name, text);
	return KEYRING_E_SIGNED;
}

/* The id in a signature is not signed: one key that is pinned under two ids is
 * one signer all the same. */
static bool
signed_before(const struct minisign_public *pins, const size_t *by, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (memcmp(pins[by[j]].key, pins[by[i]].key,
			MINISIGN_KEY_LEN) == 0)
			return true;
	return false;
}

static int
verify_each(struct view text, const struct view *signatures,
    const char *const *names, size_t n, const struct minisign_public *pins,
    size_t n_pins, size_t *by, struct keyring_error *err)
{
	for (size_t i = 0; i < n; i++) {
		int r = minisign_verify(
		    text, signatures[i], pins, n_pins, &by[i], NULL);
		if (r != MINISIGN_OK)
			return refuse_signature(
			    err, names[i], signatures[i], r);
		if (signed_before(pins, by, i))
			return refuse(err, KEYRING_E_TWICE, names[i],
			    "the same signer signed another of these files: "
			    "each counts once");
	}
	return KEYRING_OK;
}

int
keyring_verify(struct view text, const struct view *signatures,
    const char *const *names, size_t n_signatures,
    const struct minisign_public *pins, size_t n_pins, size_t needed,
    size_t *which, struct keyring_error *err)
{
	size_t by[KEYRING_SIGNERS_MAX] = {0};

	if (text.len > KEYRING_TEXT_MAX)
		return refuse(err, KEYRING_E_SIZE, "keyring",
		    "expected at most 256 KiB (FORMAT 13.1)");
	if (n_signatures > KEYRING_SIGNERS_MAX)
		return refuse(err, KEYRING_E_SIGNED, "signatures",
		    "expected at most 9 (FORMAT 13.8)");
	int r = verify_each(
	    text, signatures, names, n_signatures, pins, n_pins, by, err);
	if (r != KEYRING_OK)
		return r;
	if (needed == 0 || n_signatures < needed) {
		(void)snprintf(err->text, sizeof err->text,
		    "signed by %zu, expected %zu of %zu signers", n_signatures,
		    needed, n_pins);
		return KEYRING_E_TOO_FEW;
	}
	if (which != NULL && n_signatures > 0)
		memcpy(which, by, n_signatures * sizeof *which);
	return KEYRING_OK;
}

int
keyring_open(struct view text, const struct view *signatures,
    const char *const *names, size_t n_signatures,
    const struct minisign_public *pins, size_t n_pins, size_t needed,
    struct keyring **out, struct keyring_error *err)
{
	int r = keyring_verify(text, signatures, names, n_signatures, pins,
	    n_pins, needed, NULL, err);

	if (r != KEYRING_OK)
		return r;
	return keyring_parse(text.data, text.len, out, err);
}
