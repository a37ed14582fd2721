/* link: crypto_seal crypto_unseal crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The payload, behind a header that opens (age, "Payload"). What is released is
 * what was sealed, chunk by chunk from the first; what is accepted is, sealed
 * again, the same bytes.
 *
 * An input that begins with 'r' is a payload as it stands (nonce included). Of
 * any other, groups of four bytes each make a chunk that is rightly sealed, but
 * perhaps with the wrong counter, the wrong mark, the wrong length or a flipped
 * bit; what is left over follows the last chunk as it stands. So the fuzzer,
 * which cannot guess a tag, gets past the tags, and the target knows what must
 * come out.
 */
#include <stdint.h>
#include <string.h>

#include "base/reader.h"
#include "crypto/core/kdf.h"
#include "crypto/core/secret.h"
#include "crypto/seal/sealer.h"
#include "crypto/unseal/unseal.h"
#include "tests/fuzz/chunks.h"
#include "tests/fuzz/fuzz.h"

#define CHUNKS_MAX 5
#define SEALED_CHUNK_LEN (AGE_CHUNK_LEN + AGE_TAG_LEN)
#define FILE_MAX ((size_t)2 << 20)

/* To the identity of 32 bytes 0x42, with the file key below. */
static const char header[] =
    "age-encryption.org/v1\n"
    "-> X25519 BLzS4NAPLM5f6PHGwvvsXAf6VuOqXIilaJl12Is"
    "/zgU\n"
    "tA36nhai8zVH1GPx89oHkjKfPMNgjEI7HuWuctW5z7A\n"
    "--- MKerY8cteDyDmnerl7dWpU7wR47fvqsTBH7xAEKOkWw\n";
static const char identity_text[] = "AGE-SECRET-KEY-"
				    "1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZ"
				    "GFPYYSJZGFPYYSJZGFPQ4EGAEX";
static const uint8_t file_key[AGE_FILE_KEY_LEN] = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t fixed_nonce[AGE_NONCE_LEN] = "sixteen letters";

static struct identity identity;
static uint8_t pattern[AGE_CHUNK_LEN];
static uint8_t sealed[SEALED_CHUNK_LEN];

/* What must come out. */
struct expectation {
	bool whole;
	bool stopped; /* nothing more is released */
	size_t released;
};

struct chunk {
	unsigned counter;
	bool last;
	bool flipped;
	size_t len;
	size_t flip_at;
};

static struct chunk
chunk_of(const uint8_t *recipe)
{
	size_t n = (size_t)recipe[2] << 8 | recipe[3];
	struct chunk c = {
	    .counter = recipe[0] % 8,
	    .last = (recipe[1] & 1) != 0,
	    .flipped = (recipe[1] & 2) != 0,
	    .len = (recipe[1] & 4) != 0 ? AGE_CHUNK_LEN : n,
	    .flip_at = n,
	};

	return c;
}

/* age, "Payload": every chunk but the last is full, and none but the last is
 * marked as such; an empty one stands alone. */
static void
expect_chunk(
    struct expectation *e, const struct chunk *c, size_t at, bool at_end)
{
	if (e->stopped)
		return;
	e->stopped = true;
	if (c->flipped || c->counter != at ||
	    (c->len < AGE_CHUNK_LEN && !(c->last && at_end)) ||
	    (c->len == 0 && at > 0))
		return;
	e->released += c->len;
	e->whole = c->last && at_end;
	e->stopped = c->last;
}

static void
add_chunk(struct buf *file, const struct chunk *c, const uint8_t key[KDF_LEN])
{
	require(seal_chunk(key, c->counter, c->last, pattern, c->len, sealed) ==
		AGE_OK);
	if (c->flipped)
		sealed[c->flip_at % (c->len + AGE_TAG_LEN)] ^= 1;
	buf_add(file, sealed, c->len + AGE_TAG_LEN);
}

static void
payload_key(const uint8_t *nonce, uint8_t key[static KDF_LEN])
{
	require(kdf_payload_key(file_key, nonce, key) == AGE_OK);
}

static struct expectation
cook(struct buf *file, const uint8_t *data, size_t size)
{
	struct expectation e = {.whole = false};
	struct reader r = reader_of(data, size);
	struct view v;
	uint8_t key[KDF_LEN];
	size_t at = 0;

	buf_add(file, fixed_nonce, sizeof fixed_nonce);
	payload_key(fixed_nonce, key);
	while (at < CHUNKS_MAX && reader_take(&r, 4, &v)) {
		struct chunk c = chunk_of(v.data);
		add_chunk(file, &c, key);
		expect_chunk(&e, &c, at++, reader_left(&r) == 0);
	}
	if (reader_take(&r, reader_left(&r), &v))
		buf_add(file, v.data, v.len);
	return e;
}

/* Seal again what came out, as a sealer would. */
static void
same_again(const struct buf *out, const struct buf *file, size_t head)
{
	uint8_t key[KDF_LEN];
	size_t at = head + AGE_NONCE_LEN;
	size_t from = 0;
	uint64_t counter = 0;
	bool last;

	payload_key(&file->data[head], key);
	do {
		size_t left = out->len - from;
		size_t n = left < AGE_CHUNK_LEN ? left : AGE_CHUNK_LEN;
		const uint8_t *p = n == 0 ? pattern : &out->data[from];
		last = n == left;
		require(
		    seal_chunk(key, counter++, last, p, n, sealed) == AGE_OK);
		require(at + n + AGE_TAG_LEN <= file->len);
		require(memcmp(&file->data[at], sealed, n + AGE_TAG_LEN) == 0);
		at += n + AGE_TAG_LEN;
		from += n;
	} while (!last);
	require(at == file->len);
}

/* Open the file chunk by chunk into out. How it ended. */
static int
open_file(const struct buf *file, struct buf *out)
{
	struct unseal_keys keys = {.identities = &identity, .n_identities = 1};
	struct reader r = reader_of(file->data, file->len);

	return chunks_open(&keys, io_read_from_memory, &r, out);
}

/* Opened in one call, it is the same, or nothing. */
static void
same_in_one_call(const struct buf *file, const struct buf *out, int err)
{
	struct unseal_keys keys = {.identities = &identity, .n_identities = 1};
	struct buf whole;

	buf_init(&whole, &secret_mem, FILE_MAX);
	require(unseal(&keys, file->data, file->len, &whole) == err);
	require(whole.len == (err == AGE_OK ? out->len : 0));
	require(whole.len == 0 || memcmp(whole.data, out->data, out->len) == 0);
	buf_free(&whole);
}

static void
check_released(const struct buf *out, const struct expectation *e)
{
	require(out->len == e->released);
	for (size_t at = 0; at < out->len; at += AGE_CHUNK_LEN) {
		size_t left = out->len - at;
		size_t n = left < AGE_CHUNK_LEN ? left : AGE_CHUNK_LEN;
		require(memcmp(&out->data[at], pattern, n) == 0);
	}
}

static void
start(void)
{
	if (identity.type != 0)
		return;
	require(age_init() == AGE_OK);
	for (size_t i = 0; i < sizeof pattern; i++)
		pattern[i] = (uint8_t)(i * 31 + (i >> 8));
	require(identity_parse(identity_text, sizeof identity_text - 1,
		    &identity) == AGE_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct expectation e = {.whole = false};
	bool raw = size > 0 && data[0] == 'r';
	struct buf file;
	struct buf out;

	start();
	buf_init(&file, &buf_heap, FILE_MAX);
	buf_init(&out, &buf_heap, FILE_MAX);
	buf_add_str(&file, header);
	size_t head = file.len;
	if (raw)
		buf_add(&file, &data[1], size - 1);
	else
		e = cook(&file, data, size);
	require(file.err == BUF_OK);

	int err = open_file(&file, &out);
	require(err == AGE_OK || err == AGE_E_PAYLOAD ||
		(raw && size - 1 < AGE_NONCE_LEN && err == AGE_E_HEADER));
	same_in_one_call(&file, &out, err);
	if (!raw) {
		require((err == AGE_OK) == e.whole);
		check_released(&out, &e);
	}
	if (err == AGE_OK)
		same_again(&out, &file, head);
	buf_free(&out);
	buf_free(&file);
	return 0;
}
