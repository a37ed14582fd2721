/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The signers of keyrings, as texts: whether one is a key that minisign could
 * have made, and no two alike. Whether it is one is for crypto/core to say.
 */
#include <string.h>

#include "gateway/common/config_schema.h"

#define STRING_OF(n) #n
#define STRING(n) STRING_OF(n)

const char *
config_add_signer(struct config *c, const char *value)
{
	if (config_is_secret_key(value))
		return "a signer's public key, found a secret one: it must "
		       "never be on this machine, make a new pair";
	if (!config_is_signer(value))
		return "a signer's public key, 56 characters that begin with "
		       "RW, as minisign and inkast-admin keyring signer print "
		       "it";
	for (size_t i = 0; i < c->n_signers; i++)
		if (strcmp(c->signers[i], value) == 0)
			return "each signer once";
	if (c->n_signers == LIMIT_SIGNERS)
		return "at most " STRING(LIMIT_SIGNERS) " signers";
	memcpy(c->signers[c->n_signers++], value, LIMIT_SIGNER_TEXT);
	return NULL;
}
