/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The verbs of inkast-officer. Each parses its own options (argv[0] is the
 * verb), does one thing, and returns a code of <sysexits.h>.
 */
#ifndef INKAST_OFFICER_VERBS_H
#define INKAST_OFFICER_VERBS_H

typedef int (*verb_fn)(int argc, char **argv);

int verb_destroy(int argc, char **argv);
int verb_join(int argc, char **argv);
int verb_keygen(int argc, char **argv);
int verb_open(int argc, char **argv);
int verb_public(int argc, char **argv);
int verb_signer(int argc, char **argv);
int verb_split(int argc, char **argv);
int verb_test(int argc, char **argv);
int verb_unseal(int argc, char **argv);
int verb_verify(int argc, char **argv);

#endif
