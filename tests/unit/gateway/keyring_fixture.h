/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signed keyrings for tests of the gateway, as a ceremony would make them.
 * Failures end the test.
 */
#ifndef INKAST_TESTS_GATEWAY_KEYRING_FIXTURE_H
#define INKAST_TESTS_GATEWAY_KEYRING_FIXTURE_H

#include <stdint.h>

#include "crypto/sign/sign.h"

#define GATEWAY_RECIPIENT                                                      \
	"age1yjqsa6mlzu96ry6vduj53a2hx26d5n54962kayqmyqm6knpjw99s9hvqac"

/* One epoch with one recipient for every area. Days are days since 1970. */
struct keyring_wish {
	const char *service; /* NULL: Inkast */
	uint32_t serial;
	int32_t issued;
	int32_t expires;
	int32_t from;
	int32_t until;
};

/* What is usable from today on for a year. */
struct keyring_wish keyring_wish(uint32_t serial);

/* A signer, made when it is first asked for; n is 0 to 2. */
const struct sign_key *fixture_signer(unsigned n);

/* Its public key's text; good for the process. */
const char *fixture_signer_text(unsigned n);

/* Write DIR/keyring.ini, signed by the first n_signers signers. DIR is made if
 * it is not there; what it held of signatures goes. */
void fixture_keyring(
    const char *dir, const struct keyring_wish *wish, unsigned n_signers);

/* Remove the folder and what fixture_keyring writes. */
void fixture_remove(const char *dir);

#endif
