/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Answers as libmicrohttpd wants them: headers, the pages that are the same for
 * everybody (made once), and pages in guarded memory that is wiped when they
 * have been sent.
 */
#ifndef INKAST_GATEWAY_FRONT_REPLIES_H
#define INKAST_GATEWAY_FRONT_REPLIES_H

#include <microhttpd.h>
#include <stddef.h>

#include "gateway/front/flow.h"

struct replies;

/* Make the fixed pages. NULL without memory, or when a page cannot be made. */
struct replies *replies_new(const struct flow *f)
    __attribute__((nonnull, warn_unused_result));

/* Queue the answer a. Takes a's page over: it is wiped when it has been sent or
 * the connection has ended. lang is an index of web_languages. */
enum MHD_Result replies_queue(const struct replies *r,
    struct MHD_Connection *con, size_t lang, struct flow_answer *a)
    __attribute__((nonnull, warn_unused_result));

/* After libmicrohttpd has stopped. */
void replies_free(struct replies **r) __attribute__((nonnull));

#endif
