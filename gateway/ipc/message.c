/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Message headers.
 */
#include "gateway/ipc/message.h"

#include "base/reader.h"
#include "gateway/common/limits.h"

static void
write_u32(uint32_t n, uint8_t *out)
{
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(n >> (24 - 8 * i));
}

void
message_header_write(enum message_type type, uint32_t body_len,
    uint8_t out[static MESSAGE_HEADER_LEN])
{
	out[0] = MESSAGE_VERSION;
	out[1] = (uint8_t)type;
	out[2] = 0;
	out[3] = 0;
	write_u32(body_len, out + 4);
}

bool
message_header_read(
    const uint8_t in[static MESSAGE_HEADER_LEN], struct message_header *out)
{
	struct reader r = reader_of(in, MESSAGE_HEADER_LEN);
	uint8_t version, type;
	uint16_t zero;
	uint32_t len;

	if (!reader_u8(&r, &version) || !reader_u8(&r, &type) ||
	    !reader_u16(&r, &zero) || !reader_u32(&r, &len))
		return false;
	if (version != MESSAGE_VERSION || zero != 0 || len > LIMIT_MESSAGE)
		return false;
	*out = (struct message_header){.type = type, .body_len = len};
	return true;
}

void
message_epoch_write(uint32_t epoch, uint8_t out[static MESSAGE_EPOCH_LEN])
{
	write_u32(epoch, out);
}
