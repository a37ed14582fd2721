/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The beginning of check, status and export: options, configuration, store.
 */
#include "admin/config.h"

#include <getopt.h>
#include <stdio.h>
#include <sysexits.h>

#include "admin/verbs.h"
#include "base/say.h"

int
admin_options_parse(struct admin_options *o, const char *config,
    const char *help, int argc, char **argv)
{
	static const struct option options[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"json", no_argument, NULL, 'j'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*o = (struct admin_options){
	    .config = config == NULL ? CONFIG_DEFAULT : config};
	while ((c = getopt_long(argc, argv, ":c:h", options, NULL)) != -1) {
		if (c == 'c')
			o->config = optarg;
		else if (c == 'j')
			o->json = 1;
		else if (c == 'h') {
			fputs(help, stdout);
			return -1;
		} else
			return say_bad_option(argv[0], c, argv);
	}
	o->argc = argc - optind;
	o->argv = argv + optind;
	return EX_OK;
}

static const struct failure {
	int err;
	int code;
	const char *hint;
} failures[] = {
    {STORE_E_MISSING, EX_NOINPUT,
	"[store] dir of the configuration names the folder; "
	"'inkast-admin init' makes a new one"},
    {STORE_E_FULL, EX_IOERR, "free some space on the store's disk"},
    {STORE_E_BUSY, EX_TEMPFAIL, "try again in a minute"},
    {STORE_E_IO, EX_IOERR,
	"check the rights of the folder (run this as root or as the gateway's "
	"user) and the disk"},
    {STORE_E_CORRUPT, EX_DATAERR,
	"stop the gateway and keep the folder as it is; do not repair it "
	"in place"},
    {STORE_E_MEMORY, EX_OSERR, "free some memory"},
};

int
admin_store_failed(const char *dir, int err)
{
	say("store %s: %s", dir, store_strerror(err));
	for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
		if (failures[i].err == err) {
			hint("%s", failures[i].hint);
			return failures[i].code;
		}
	return EX_SOFTWARE;
}

int
admin_config(const char *path, struct config *c)
{
	struct config_error err;

	if (config_load(path, c, &err) == CONFIG_OK)
		return EX_OK;
	say("%s", err.text);
	hint("-c FILE names the configuration; 'inkastd -c FILE "
	     "--check-config' tells when it is mended");
	return EX_CONFIG;
}

int
admin_open(const struct config *c, struct store **s)
{
	int r = store_open(c->store_dir, STORE_ADMIN, s);

	return r == STORE_OK ? EX_OK : admin_store_failed(c->store_dir, r);
}
