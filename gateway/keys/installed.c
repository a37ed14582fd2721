/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The installed keyring.
 */
#include "gateway/keys/installed.h"
