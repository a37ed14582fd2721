/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The built-in form. inkast-webc has parsed the same text with the same code,
 * so a definition that breaks a rule stops the build, not the gateway.
 */
#include "web/form.h"

#include "web/builtin.h"

struct form *
form_builtin(void)
{
	struct form_error err;

	return form_parse(web_form_json, web_form_json_len, &err);
}
