/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Every key of the configuration: type, range, default, help.
 */
#include "gateway/common/config_schema.h"

#include <string.h>

#include "base/text.h"
#include "gateway/common/colour.h"
#include "gateway/common/listen.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT "0123456789"

static bool
only(const char *value, const char *allowed)
{
	return value[strspn(value, allowed)] == '\0';
}

/* Shown on every page: a screen's width, not a paragraph. */
static bool
valid_name(const char *value)
{
	size_t n = text_count(value, strlen(value));

	return n >= 1 && n <= 80;
}

/* Whole segments of unreserved characters (RFC 3986 section 2.3): what needs
 * no escape in a URL, in HTML, or in a proxy's configuration. */
static bool
valid_base_path(const char *value)
{
	size_t len = strlen(value);

	return len >= 1 && len <= 100 && value[0] == '/' &&
	       value[len - 1] == '/' &&
	       only(value, LOWER UPPER DIGIT "._~-/") &&
	       strstr(value, "//") == NULL && strstr(value, "/./") == NULL &&
	       strstr(value, "/../") == NULL;
}

static bool
valid_listen(const char *value)
{
	struct listen_address ignored;

	return listen_parse(value, &ignored);
}

/* What useradd takes; 32 bytes is the limit of utmp. */
static bool
valid_user(const char *value)
{
	return value[0] == '\0' ||
	       (strlen(value) <= 32 && only(value, LOWER DIGIT "_-") &&
		   strchr(DIGIT "-", value[0]) == NULL);
}

static bool
valid_path(const char *value)
{
	return value[0] != '\0';
}

/* How people write telephone numbers in Sweden. */
static bool
valid_phone(const char *value)
{
	return value[0] != '\0' && strlen(value) <= 32 &&
	       strpbrk(value, DIGIT) != NULL && only(value, DIGIT "+- ");
}

/* Goes into a link: nothing that HTML or a header would have to escape. */
static bool
valid_url(const char *value)
{
	static const char https[] = "https://";
	size_t n = strlen(https);

	return strncmp(value, https, n) == 0 && value[n] != '\0' &&
	       only(value, LOWER UPPER DIGIT "-._~:/?#@!$()*+,;=%");
}

static bool
valid_owner(const char *value)
{
	return value[0] == '\0' || valid_name(value);
}

static bool
valid_any(const char *value)
{
	(void)value;
	return true;
}

/* The least favourable surfaces that web/style.css puts the colour on: a notice
 * on a light page, the same on a dark one. WCAG 2.2, 1.4.3. */
#define NOTICE_LIGHT "#eef4fa"
#define NOTICE_DARK "#1a2733"
#define CONTRAST_MIN 4.5

static bool
valid_colour(const char *value)
{
	return colour_is_one(value) &&
	       colour_contrast(value, NOTICE_LIGHT) >= CONTRAST_MIN;
}

static bool
valid_colour_dark(const char *value)
{
	return colour_is_one(value) &&
	       colour_contrast(value, NOTICE_DARK) >= CONTRAST_MIN;
}

static bool
valid_status(const char *value)
{
	return strcmp(value, "full") == 0 || strcmp(value, "partial") == 0 ||
	       strcmp(value, "none") == 0;
}

static bool
valid_day(const char *value)
{
	return value[0] == '\0' ||
	       (strlen(value) == 10 && strspn(value, DIGIT) == 4 &&
		   value[4] == '-' && strspn(value + 5, DIGIT) == 2 &&
		   value[7] == '-' && strspn(value + 8, DIGIT) == 2);
}

const struct config_key config_schema[] = {
    {"service", "name", CONFIG_TEXT, offsetof(struct config, service_name), 0,
	0, "Inkast", valid_name, "1 to 80 characters",
	"the name of the service, as pages and tips show it"},
    {"service", "owner", CONFIG_TEXT, offsetof(struct config, owner), 0, 0, "",
	valid_owner, "at most 80 characters",
	"whose service it is: stands at the top and the end of every page"},
    {"service", "base_path", CONFIG_TEXT, offsetof(struct config, base_path), 0,
	0, "/", valid_base_path,
	"a path that begins and ends with /, of letters, digits and . _ ~ -",
	"where the form lives below the site's address"},
    {"gateway", "listen", CONFIG_TEXT, offsetof(struct config, listen), 0, 0,
	"127.0.0.1:8080", valid_listen, "ADDR:PORT, [ADDR]:PORT or unix:PATH",
	"where the proxy or Tor reaches the form; port 0 takes a free one"},
    {"gateway", "user", CONFIG_TEXT, offsetof(struct config, user), 0, 0, "",
	valid_user, "the name of an account, or nothing",
	"the account to become when root starts the gateway"},
    /* Fewer than 1 serves nobody; 8 on 2 cores measured best; each costs a
     * thread and a channel. */
    {"gateway", "workers", CONFIG_NUMBER, offsetof(struct config, workers), 1,
	LIMIT_WORKERS, "8", NULL, NULL,
	"requests handled at once, each by a thread of the front"},
    {"store", "dir", CONFIG_PATH, offsetof(struct config, store_dir), 0, 0,
	"store", valid_path, "a folder",
	"the folder of sealed tips; relative to this file's folder"},
    /* At least room for the largest blob (17 MiB) and its log would be wise,
     * but a small disk is the admin's choice; at most 1 TiB. */
    {"store", "reserve_mib", CONFIG_NUMBER,
	offsetof(struct config, reserve_mib), 1, 1024 * 1024, "64", NULL, NULL,
	"free space, in MiB, below which the form closes"},
    /* Each rewrite writes the whole store; a day is the grain of time that the
     * store keeps anyway, so longer would keep more order than that. */
    {"store", "rewrite_minutes", CONFIG_NUMBER,
	offsetof(struct config, rewrite_minutes), 1, 24 * 60, "60", NULL, NULL,
	"minutes after which new tips are laid out anew, without their order"},
    {"keyring", "dir", CONFIG_PATH, offsetof(struct config, keyring_dir), 0, 0,
	"keyring", valid_path, "a folder",
	"the folder of the signed keyring, which says who can open tips"},
    {"keyring", "signer", CONFIG_SIGNER, offsetof(struct config, signers), 0, 0,
	NULL, NULL, "a minisign public key: 56 characters that begin with RW",
	"whose signatures a keyring needs; one line for each of them"},
    {"keyring", "needed", CONFIG_NUMBER,
	offsetof(struct config, signers_needed), 1, LIMIT_SIGNERS, NULL, NULL,
	NULL, "how many of the signers have to have signed; by default all"},
    {"contact", "emergency", CONFIG_TEXT,
	offsetof(struct config, phone_emergency), 0, 0, "112", valid_phone,
	"a telephone number", "the number for what is happening now"},
    {"contact", "police", CONFIG_TEXT, offsetof(struct config, phone_police), 0,
	0, "114 14", valid_phone, "a telephone number",
	"the police's number for everything else"},
    {"contact", "leave_url", CONFIG_TEXT, offsetof(struct config, leave_url), 0,
	0, "https://www.smhi.se/", valid_url, "an address with https://",
	"where the button that leaves the page at once goes"},
    {"form", "file", CONFIG_PATH, offsetof(struct config, form_file), 0, 0, "",
	valid_any, "a file, or nothing",
	"a form definition instead of the built-in one (docs/FORM.md)"},
    {"look", "colour", CONFIG_TEXT, offsetof(struct config, colour), 0, 0,
	"#0b3d6b", valid_colour,
	"#rrggbb with a contrast of at least 4.5 to " NOTICE_LIGHT,
	"the colour of buttons and lines on light pages"},
    {"look", "colour_dark", CONFIG_TEXT, offsetof(struct config, colour_dark),
	0, 0, "#8cc4f5", valid_colour_dark,
	"#rrggbb with a contrast of at least 4.5 to " NOTICE_DARK,
	"the same on dark pages"},
    {"accessibility", "status", CONFIG_TEXT,
	offsetof(struct config, a11y_status), 0, 0, "partial", valid_status,
	"full, partial or none",
	"how far the form conforms to the law, as the statement says it"},
    {"accessibility", "faults", CONFIG_TEXT,
	offsetof(struct config, a11y_faults), 0, 0, "", valid_any, "a text",
	"known faults, in Swedish"},
    {"accessibility", "assessed", CONFIG_TEXT,
	offsetof(struct config, a11y_assessed), 0, 0, "", valid_day,
	"YYYY-MM-DD, or nothing", "the day somebody else last assessed it"},
    {"accessibility", "contact", CONFIG_TEXT,
	offsetof(struct config, a11y_contact), 0, 0, "", valid_any, "a text",
	"e-mail address or telephone number for what does not work"},
    {"accessibility", "complaint", CONFIG_TEXT,
	offsetof(struct config, a11y_complaint), 0, 0,
	"https://www.digg.se/tdosanmalan", valid_url,
	"an address with https://", "where citizens complain about the answer"},
};
const size_t config_schema_len = sizeof config_schema / sizeof config_schema[0];

char *
config_text(struct config *c, const struct config_key *k)
{
	return (char *)c + k->offset;
}

unsigned *
config_number(struct config *c, const struct config_key *k)
{
	/* The table takes offsets of unsigned members only. */
	return (unsigned *)(void *)((char *)c + k->offset);
}

size_t
config_text_room(const struct config_key *k)
{
	struct config *none = NULL;

	return k->kind == CONFIG_PATH ? sizeof none->store_dir
				      : CONFIG_TEXT_MAX;
}

bool
config_writable(const char *value)
{
	size_t len = strlen(value);

	if (!text_is_utf8(value, len))
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)value[i];
		if (c < 0x20 || c == 0x7f)
			return false;
		/* C1 controls, U+0080 to U+009F: terminals obey them too. */
		if (c == 0xc2 && (unsigned char)value[i + 1] < 0xa0)
			return false;
		if (c == ';' && i > 0 && value[i - 1] == ' ')
			return false;
	}
	return len == 0 ||
	       (value[0] != ' ' && value[0] != ';' && value[len - 1] != ' ');
}

bool
config_parse_number(
    const struct config_key *k, const char *value, unsigned *out)
{
	unsigned n = 0;
	size_t len = strlen(value);

	/* 9 digits fit an unsigned; no maximum in the table has more. */
	if (len < 1 || len > 9 || !only(value, DIGIT))
		return false;
	for (size_t i = 0; i < len; i++)
		n = n * 10 + (unsigned)(value[i] - '0');
	if (n < k->min || n > k->max)
		return false;
	*out = n;
	return true;
}
