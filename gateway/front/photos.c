/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Posted files, matched to the field of photos and looked at.
 */
#include "gateway/front/photos.h"

void
photos_read(const struct body *body, struct photos *out)
{
	(void)body;
	*out = (struct photos){.n = 0};
}

bool
photos_are_fine(const struct photos *p)
{
	return p->n_faults == 0 && !p->too_many && !p->too_large &&
	       !p->no_memory;
}
