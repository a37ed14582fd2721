/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Tips that stay sealed.
 */
#include "officer/foreign.h"

#include <inttypes.h>

#include "base/say.h"

void
foreign_note(struct foreign *f, uint32_t epoch)
{
	size_t i = 0;

	f->tips++;
	while (i < f->n && f->epochs[i].id != epoch)
		i++;
	if (epoch == 0 || i == FOREIGN_EPOCHS_MAX)
		return;
	if (i == f->n)
		f->epochs[f->n++].id = epoch;
	f->epochs[i].tips++;
}

void
foreign_say(const struct foreign *f)
{
	say("%" PRIu64 " %s sealed to other identities than yours", f->tips,
	    f->tips == 1 ? "tip is" : "tips are");
	for (size_t i = 0; i < f->n; i++)
		say("  key period %" PRIu32 ": %" PRIu64 " %s", f->epochs[i].id,
		    f->epochs[i].tips, f->epochs[i].tips == 1 ? "tip" : "tips");
	hint("name the identity file of the key period or area with -i, or the "
	     "folder of all keys");
}
