/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Memory for jansson, which copies a tip's text into many small blocks: each is
 * wiped when it is given back.
 */
#ifndef INKAST_OFFICER_JSON_MEM_H
#define INKAST_OFFICER_JSON_MEM_H

/* Call once, before jansson is used. */
void json_mem_init(void);

#endif
