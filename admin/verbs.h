/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The verbs of inkast-admin. Each parses its own options (argv[0] is the verb),
 * does one thing, and returns a code of <sysexits.h>.
 */
#ifndef INKAST_ADMIN_VERBS_H
#define INKAST_ADMIN_VERBS_H

/* config is what -c named before the verb, or NULL. */
typedef int (*verb_fn)(const char *config, int argc, char **argv);

int verb_init(const char *config, int argc, char **argv);
int verb_check(const char *config, int argc, char **argv);
int verb_status(const char *config, int argc, char **argv);
int verb_export(const char *config, int argc, char **argv);
int verb_keyring(const char *config, int argc, char **argv);

/* Where the configuration is when nobody says. */
#define CONFIG_DEFAULT "/etc/inkast/inkast.conf"

#endif
