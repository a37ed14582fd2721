/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The configuration: one INI file, one schema table (config.c), from which the
 * parser, --dump-config and the sample file all come (docs/FORMAT.md, section
 * 6).
 */
#ifndef INKAST_GATEWAY_COMMON_CONFIG_H
#define INKAST_GATEWAY_COMMON_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/io.h"
#include "gateway/common/limits.h"

#define CONFIG_TEXT_MAX 192

/* Parsed and checked values. Strings are NUL-terminated and within range; paths
 * are absolute (a relative path in the file is relative to the file). */
struct config {
	char service_name[CONFIG_TEXT_MAX];
	char base_path[CONFIG_TEXT_MAX]; /* begins and ends with '/' */
	char listen[CONFIG_TEXT_MAX]; /* ADDR:PORT, [ADDR]:PORT or unix:PATH */
	char user[CONFIG_TEXT_MAX];   /* empty: stay who we are */
	unsigned workers;             /* 1 to LIMIT_WORKERS */
	char store_dir[CONFIG_TEXT_MAX * 8];
	unsigned reserve_mib;     /* free space below which the form closes */
	unsigned rewrite_minutes; /* how often the order of arrival is erased */
	char keyring_dir[CONFIG_TEXT_MAX * 8];
	char signers[LIMIT_SIGNERS][LIMIT_SIGNER_TEXT]; /* "RW...", unparsed */
	size_t n_signers;                               /* at least 1 */
	unsigned signers_needed; /* 1 to n_signers; 0: all of them */
	char phone_emergency[CONFIG_TEXT_MAX];
	char phone_police[CONFIG_TEXT_MAX];
	char leave_url[CONFIG_TEXT_MAX];
	char owner[CONFIG_TEXT_MAX];         /* whose service: a municipality */
	char form_file[CONFIG_TEXT_MAX * 8]; /* empty: the built-in form */
	char colour[CONFIG_TEXT_MAX];        /* "#rrggbb", on light pages */
	char colour_dark[CONFIG_TEXT_MAX];   /* on dark ones */
	char a11y_status[CONFIG_TEXT_MAX];   /* full, partial, none */
	char a11y_faults[CONFIG_TEXT_MAX];   /* known ones; may be empty */
	char a11y_assessed[CONFIG_TEXT_MAX]; /* YYYY-MM-DD; empty: not yet */
	char a11y_contact[CONFIG_TEXT_MAX];  /* e-mail or telephone; or empty */
	char a11y_complaint[CONFIG_TEXT_MAX]; /* https:// address */
};

enum config_err {
	CONFIG_OK = 0,
	CONFIG_E_FILE = -1,  /* cannot be read, or too large */
	CONFIG_E_VALUE = -2, /* a line is wrong, or a key is missing */
	CONFIG_E_MEMORY = -3,
};

/* What is wrong, for people: "FILE:LINE: [section] key: expected ..., found
 * ...". Never holds a secret: the config has none. */
struct config_error {
	char text[512];
};

/* Read, check, fill in defaults. out is written only on CONFIG_OK. */
int config_load(const char *path, struct config *out, struct config_error *err)
    __attribute__((nonnull, warn_unused_result));

/* The same from memory; path is used for messages and relative paths. */
int config_parse(const char *path, const void *text, size_t len,
    struct config *out, struct config_error *err)
    __attribute__((nonnull, warn_unused_result));

/* Add a signer: 56 characters of base64 that begin with RW. NULL, or why not:
 * completes "expected ...", and c is as it was. The value is shown with it only
 * if config_may_show says so. */
const char *config_add_signer(struct config *c, const char *value)
    __attribute__((nonnull, warn_unused_result));

/* Whether a text names itself a secret key, whole or cut off: one of age's, or
 * one of minisign's. */
bool config_is_secret_key(const char *value) __attribute__((nonnull));

/* Whether a text that somebody wrote may stand in a message. Not if it may be a
 * secret key or the data part of one: messages go to journals, which more
 * people read than may open tips. To be asked before any text is shown, a path
 * too: keys are given where files of keys are meant. */
bool config_may_show(const char *value) __attribute__((nonnull));

/* All defaults; what has none is empty. */
void config_defaults(struct config *out) __attribute__((nonnull));

/* Whether two have the same values. */
bool config_is_same(const struct config *a, const struct config *b)
    __attribute__((nonnull));

/* Write c as a file that config_parse reads back to the same values, each key
 * with its help as a comment. */
int config_dump(const struct config *c, write_fn write, void *ctx)
    __attribute__((nonnull(1, 2), warn_unused_result));

#endif
