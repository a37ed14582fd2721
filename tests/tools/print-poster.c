/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * print-poster RECIPIENT FILE: the poster of a recipient, for tests that look
 * at it.
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "crypto/core/age.h"
#include "crypto/seal/seal.h"
#include "officer/poster.h"

int
main(int argc, char **argv)
{
	struct recipient r;

	if (argc != 3 || age_init() != AGE_OK)
		return EX_USAGE;
	if (recipient_parse(argv[1], strlen(argv[1]), &r) != AGE_OK) {
		fprintf(stderr, "not a recipient\n");
		return EX_DATAERR;
	}
	return poster_write(&r, argv[2]);
}
