/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring in memory.
 */
#include "crypto/seal/keyring.h"
