/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Which texts may be shown to whoever reads messages: the one place that keeps
 * secret keys, given where something else was meant, out of journals.
 */
#include <string.h>

#include "gateway/common/config_schema.h"

/* The data part of Bech32 (BIP 173), which may be in upper case. */
#define BECH32_ANY                                                             \
	"qpzry9x8gf2tvdw0s3jn54khce6mua7l"                                     \
	"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"

/* A secret key has 58 such characters behind its prefix. A run this long may be
 * one that lost some; no word, and hardly a path, has it. */
#define RUN_OF_A_KEY 40

bool
config_is_secret_key(const char *value)
{
	/* In either case, since Bech32 allows both; and anywhere, since who
	 * mistakes one for the other may have put quotes around it or lost its
	 * first letter. */
	return strcasestr(value, "secret-key") != NULL;
}

bool
config_may_show(const char *value)
{
	if (config_is_secret_key(value))
		return false;
	if (strncasecmp(value, "age1", 4) == 0)
		return true; /* public, if perhaps a wrong one */
	while (*value != '\0') {
		size_t run = strspn(value, BECH32_ANY);
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
