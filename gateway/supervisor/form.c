/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The form definition, parsed and forgotten.
 */
#include "gateway/supervisor/form.h"

#include <string.h>

#include "base/io.h"
#include "gateway/common/log.h"
#include "web/form.h"

bool
form_is_good(const struct config *config)
{
	struct form_message why;
	struct form *form = form_load(config->form_file, &why);
	bool good = form != NULL;

	if (!good)
		log_line("%s", why.text);
	form_free(&form);
	return good;
}

bool
form_is_covered(
    const struct config *config, const struct keyring *keyring, int32_t day)
{
	const char *ids[FORM_AREAS_MAX];
	struct form_message why;
	struct form *form = form_load(config->form_file, &why);
	uint32_t epoch = 0;

	if (form == NULL) {
		log_line("%s", why.text);
		return false;
	}
	size_t n = form_area_ids(form, ids);
	const char *id = keyring_gap(keyring, day, ids, n, &epoch);
	bool covered = id == NULL;
	if (!covered)
		log_line("[epoch %u]: expected a recipient for the form's area "
			 "%.40s, or lines \"area *\"",
		    (unsigned)epoch, id);
	form_free(&form);
	return covered;
}

void
form_digest(const struct config *config, uint8_t out[static HASH_LEN])
{
	struct buf text;

	memset(out, 0, HASH_LEN);
	if (config->form_file[0] == '\0')
		return;
	buf_init(&text, &buf_heap, FORM_FILE_MAX);
	if (io_read_file(config->form_file, &text) == 0)
		hash_of(text.data, text.len, out);
	buf_free(&text);
}
