/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What sealing and opening share of the age v1 format (c2sp.org/age): sizes,
 * limits and errors. No function here touches a key.
 */
#ifndef INKAST_CRYPTO_CORE_AGE_H
#define INKAST_CRYPTO_CORE_AGE_H

#include <stddef.h>

#define AGE_FILE_KEY_LEN 16 /* age, "File key" */
#define AGE_MAC_LEN 32      /* age, "Header MAC" */
#define AGE_NONCE_LEN 16    /* age, "Payload" */
#define AGE_CHUNK_LEN 65536 /* age, "Payload": plaintext of one chunk */
#define AGE_TAG_LEN 16      /* Poly1305, on every chunk and wrapped key */
#define X25519_LEN 32       /* RFC 7748: scalars, points, shared secrets */
/* The public key of a hybrid recipient: ML-KEM-768's and X25519's. */
#define HYBRID_PUBLIC_LEN 1216

/* The kinds of key. One file is sealed to one kind only (age, "SHOULD NOT be
 * encrypted to both"): the weaker kind would decide. */
enum age_key_type {
	AGE_X25519 = 1, /* age1..., AGE-SECRET-KEY-1... */
	AGE_HYBRID = 2, /* age1pq1..., AGE-SECRET-KEY-PQ-1...: post-quantum */
};

/* Our limits; the format has none. */
#define AGE_HEADER_MAX 65536 /* bytes of header; 42 hybrid recipients fit */
#define AGE_STANZAS_MAX 64   /* more would make opening a denial of service */
#define AGE_ARGS_MAX 8       /* arguments of one stanza; native types have 3 */

enum age_err {
	AGE_OK = 0,
	AGE_E_HEADER = -1, /* header breaks the grammar or a stanza's rules */
	AGE_E_HMAC = -2, /* a key was unwrapped, but the header MAC is wrong */
	AGE_E_PAYLOAD = -3,  /* payload damaged, truncated or extended */
	AGE_E_ARMOR = -4,    /* ASCII armor breaks its grammar */
	AGE_E_NO_MATCH = -5, /* no identity opens any stanza */
	AGE_E_KEY = -6,      /* text is not a recipient or identity */
	AGE_E_MEMORY = -7,   /* no (lockable) memory */
	AGE_E_IO = -8,       /* a read or write callback failed */
	AGE_E_CRYPTO = -9,   /* a primitive failed; nothing may be used */
	AGE_E_LIMIT = -10,   /* beyond a limit of ours */
	AGE_E_STATE = -11,   /* called out of order */
	AGE_E_TYPE = -12,    /* a kind of key that this build leaves out */
	AGE_E_MIXED = -13,   /* keys of both kinds for one file */
};

/* What an error means, for people: no capital, no full stop, never NULL. */
const char *age_strerror(int err);

/* Call once, before any thread and before the sandbox: opens the random
 * source. AGE_OK or AGE_E_CRYPTO. */
int age_init(void) __attribute__((warn_unused_result));

#endif
