/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Which texts may be shown to whoever reads messages: the one place that keeps
 * secret keys, given where something else was meant, out of journals.
 */
#include <string.h>

#include "gateway/common/config_schema.h"

/* What keys are written in, Bech32 (BIP 173) or base64. The slash of base64 is
 * left out, or many a path would be taken for a key. */
#define KEY_CHARS                                                              \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+"

/* A secret key of age has 58 such characters behind its prefix, one of minisign
 * 212. A run this long may be one that lost some; no word, and hardly a path,
 * has it. */
#define RUN_OF_A_KEY 40

/* The beginning of a minisign secret key in base64: "Ed", then "Sc" or zeros,
 * then "B2" (FORMAT 14.3). A public key begins so once in 2^32. */
#define MINISIGN_PROTECTED "RWRTY0Iy"
#define MINISIGN_PLAIN "RWQAAEIy"

/* A public one: 42 bytes. */
#define SIGNER_CHARS 56

bool
config_is_secret_key(const char *value)
{
	/* In either case, since Bech32 allows both; and anywhere, since who
	 * mistakes one for the other may have put quotes around it or lost its
	 * first letter. */
	return strcasestr(value, "secret-key") != NULL ||
	       strcasestr(value, MINISIGN_PROTECTED) != NULL ||
	       strcasestr(value, MINISIGN_PLAIN) != NULL;
}

bool
config_is_signer(const char *value)
{
	return strlen(value) == SIGNER_CHARS && strncmp(value, "RW", 2) == 0 &&
	       strspn(value, KEY_CHARS "/") == SIGNER_CHARS;
}

bool
config_may_show(const char *value)
{
	if (config_is_secret_key(value))
		return false;
	if (strncasecmp(value, "age1", 4) == 0 || config_is_signer(value))
		return true; /* public, if perhaps a wrong one */
	while (*value != '\0') {
		size_t run = strspn(value, KEY_CHARS);
		if (run >= RUN_OF_A_KEY)
			return false;
		value += run + (run == 0 ? 1 : 0);
	}
	return true;
}

const char *
config_shown(const char *value)
{
	return config_may_show(value) ? value
				      : "what may be a secret key: not shown";
}
