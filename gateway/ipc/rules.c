/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * RULES messages.
 */
#include "gateway/ipc/rules.h"
