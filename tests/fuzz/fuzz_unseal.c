/* link: crypto_unseal crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Whole files, armored or not, for one identity of either kind. Opening in one
 * call and as a stream, in pieces of any size, agree; what is refused gives no
 * byte in one call; and the plaintext has the length that the file's has.
 *
 * Tried a second time with its header's MAC made right, so that the fuzzer gets
 * past it. The identities and the file key are those of the test vectors that
 * the corpus comes from (C2SP/CCTV). No passphrase: its work factor would be
 * the fuzzer's to choose.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/reader.h"
#include "crypto/core/armor.h"
#include "crypto/core/base64.h"
#include "crypto/core/header.h"
#include "crypto/core/kdf.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"
#include "crypto/unseal/unseal.h"
#include "tests/fuzz/chunks.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/pieces.h"

#define OUT_MAX ((size_t)2 << 20)

static const char *const texts[] = {
    "AGE-SECRET-KEY-"
    "1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0",
    "AGE-SECRET-KEY-PQ-"
    "1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG",
};
static const uint8_t file_key[] = "YELLOW SUBMARINE";

static struct identity identities[2];
static struct unseal_keys keys = {.identities = identities};

static void
start(void)
{
	if (keys.n_identities > 0)
		return;
	require(age_init() == AGE_OK);
	for (size_t i = 0; i < 2; i++) {
		int err = identity_parse(
		    texts[i], strlen(texts[i]), &identities[keys.n_identities]);
		/* A build may lack post-quantum keys. */
		require(err == AGE_OK || (i == 1 && err == AGE_E_TYPE));
		keys.n_identities += err == AGE_OK;
	}
}

/* As a stream, in pieces; armor is recognised. */
static int
open_stream(const uint8_t *data, size_t size, struct buf *out)
{
	struct pieces s = {reader_of(data, size), 1 + size % 97};
	struct armor_reader a;

	armor_reader_init(&a, ARMOR_DETECT, pieces_read, &s);
	return chunks_open(&keys, armor_read, &a, out);
}

/* In one call, and by its length. */
static int
open_whole(const uint8_t *data, size_t size, struct buf *out)
{
	static struct age_header h;
	int err = unseal(&keys, data, size, out);

	require(err == AGE_OK || err == AGE_E_HEADER || err == AGE_E_HMAC ||
		err == AGE_E_NO_MATCH || err == AGE_E_PAYLOAD ||
		err == AGE_E_LIMIT);
	if (err != AGE_OK) {
		require(out->len == 0);
		return err;
	}
	require(age_header_parse(data, size, &h) == AGE_OK);
	require(size - h.len == age_payload_len(out->len));
	return err;
}

static void
agree(const uint8_t *data, size_t size)
{
	struct buf plain;
	struct buf whole;
	struct buf stream;

	buf_init(&plain, &buf_heap, OUT_MAX);
	buf_init(&whole, &secret_mem, OUT_MAX);
	buf_init(&stream, &buf_heap, OUT_MAX);
	int streamed = open_stream(data, size, &stream);
	int err = open_whole(data, size, &whole);
	if (streamed == AGE_E_ARMOR)
		require(err == AGE_E_HEADER);
	else if (armor_decode(data, size, &plain) == AGE_OK)
		err = plain.len == 0
			  ? AGE_E_HEADER
			  : open_whole(plain.data, plain.len, &whole);
	require(streamed == err || streamed == AGE_E_ARMOR);
	if (err == AGE_OK)
		require(whole.len == stream.len &&
			(whole.len == 0 ||
			    memcmp(whole.data, stream.data, whole.len) == 0));
	buf_free(&stream);
	buf_free(&whole);
	buf_free(&plain);
}

/* The file with the MAC that its header has under the file key. */
static void
with_right_mac(const uint8_t *data, size_t size)
{
	static struct age_header h;
	uint8_t mac[AGE_MAC_LEN];
	struct buf b;

	if (age_header_parse(data, size, &h) != AGE_OK)
		return;
	require(kdf_header_mac(file_key, h.mac_input, mac) == AGE_OK);
	buf_init(&b, &buf_heap, OUT_MAX);
	buf_add(&b, data, h.mac_input.len);
	age_header_end(&b, mac);
	require(b.len == h.len);
	buf_add(&b, &data[h.len], size - h.len);
	require(b.err == BUF_OK && b.len == size);
	agree(b.data, b.len);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	start();
	agree(data, size);
	with_right_mac(data, size);
	return 0;
}
