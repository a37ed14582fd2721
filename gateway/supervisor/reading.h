/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The configuration as inkastd has to know it.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_READING_H
#define INKAST_GATEWAY_SUPERVISOR_READING_H

#include "gateway/common/config.h"

/* As config_load, and every recipient is a key that this build can seal to, as
 * a front will ask before it serves: CONFIG_E_VALUE if not. To be called once
 * before the sandbox closes. */
int reading_load(const char *path, struct config *out, struct config_error *err)
    __attribute__((nonnull, warn_unused_result));

#endif
