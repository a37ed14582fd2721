/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the errors of the age format mean, and the start of libsodium.
 */
#include "crypto/core/age.h"

#include <sodium.h>

static const struct {
	enum age_err err;
	const char *text;
} age_texts[] = {
    {AGE_OK, "success"},
    {AGE_E_HEADER, "the header breaks the age format"},
    {AGE_E_HMAC, "the header was changed after sealing"},
    {AGE_E_PAYLOAD, "the content is damaged, cut off or extended"},
    {AGE_E_ARMOR, "the text armor breaks the age format"},
    {AGE_E_NO_MATCH, "none of the keys opens this"},
    {AGE_E_KEY, "not a key: expected age1... or AGE-SECRET-KEY-..."},
    {AGE_E_MEMORY, "no memory, or it cannot be locked (see ulimit -l)"},
    {AGE_E_IO, "reading or writing failed"},
    {AGE_E_CRYPTO, "a cryptographic operation failed"},
    {AGE_E_LIMIT, "beyond a size limit of this program"},
    {AGE_E_STATE, "called out of order"},
    {AGE_E_TYPE, "this program was built without post-quantum keys"},
    {AGE_E_MIXED, "classic and post-quantum keys never go into one file"},
};

const char *
age_strerror(int err)
{
	for (size_t i = 0; i < sizeof age_texts / sizeof age_texts[0]; i++) {
		if ((int)age_texts[i].err == err)
			return age_texts[i].text;
	}
	return "unknown error";
}

int
age_init(void)
{
	return sodium_init() < 0 ? AGE_E_CRYPTO : AGE_OK;
}
