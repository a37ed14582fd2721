/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Whether a front could start with a configuration. Asked here because the old
 * generation has to end before the next one begins: a key with a typing error
 * must be found while there still is one that serves.
 */
#include "gateway/supervisor/reading.h"

#include <stdio.h>
#include <string.h>

#include "crypto/core/age.h"
#include "crypto/seal/seal.h"

static int
check_recipients(
    const char *path, const struct config *c, struct config_error *err)
{
	const char *file =
	    c->recipients_file[0] == '\0' ? path : c->recipients_file;
	struct recipient ignored;

	for (size_t i = 0; i < c->n_recipients; i++) {
		const char *s = c->recipients[i];
		int r = recipient_parse(s, strlen(s), &ignored);
		if (r == AGE_OK)
			continue;
		(void)snprintf(err->text, sizeof err->text,
		    "%.200s: recipient %zu of %zu, %.12s...: %s", file, i + 1,
		    c->n_recipients, s,
		    r == AGE_E_TYPE
			? "expected a classic key, as inkast-officer keygen "
			  "--classic makes it, since this build has no ML-KEM; "
			  "found a post-quantum one"
			: "expected the whole line that inkast-officer keygen "
			  "printed, found a wrong checksum or length");
		return CONFIG_E_VALUE;
	}
	return CONFIG_OK;
}

int
reading_load(const char *path, struct config *out, struct config_error *err)
{
	struct config c;
	int r = config_load(path, &c, err);

	if (r == CONFIG_OK && age_init() != AGE_OK) {
		(void)snprintf(err->text, sizeof err->text,
		    "cannot start the cryptography");
		r = CONFIG_E_MEMORY;
	}
	if (r == CONFIG_OK)
		r = check_recipients(path, &c, err);
	if (r == CONFIG_OK)
		*out = c;
	return r;
}
