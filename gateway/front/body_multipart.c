/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * multipart/form-data.
 */
#include "gateway/front/body.h"

int
body_decode_multipart(const struct buf *raw, struct view boundary,
    enum body_cut cut, struct body *out)
{
	(void)raw;
	(void)boundary;
	(void)cut;
	(void)out;
	return BODY_E_PARTS;
}
