/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Photos.
 */
#include "photo/photo.h"

int
photo_clean(
    struct view photo, write_fn write, void *ctx, struct photo_report *report)
{
	(void)photo;
	(void)write;
	(void)ctx;
	(void)report;
	return PHOTO_E_TYPE;
}
