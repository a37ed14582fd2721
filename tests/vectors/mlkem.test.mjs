// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// ML-KEM-768, MLKEM768-X25519 (X-Wing) and HPKE's key schedule against
// @noble/post-quantum, node's own HMAC, and the vectors of the X-Wing draft:
// the same from the same seeds and coins, byte for byte.
import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { ml_kem768 as mlkem } from '@noble/post-quantum/ml-kem.js';
import { XWing as xwing } from '@noble/post-quantum/hybrid.js';

const folder = process.env.INKAST_TEST_TOOLS;
if (!folder)
	throw new Error('INKAST_TEST_TOOLS is not set: run this by ctest');

const pairs = 100;
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const many = (make) => Array.from({ length: pairs }, make);

// The tool's answers to [operation, argument...] each, as arrays of words.
function ask(questions)
{
	const input = questions.map(([name, ...args]) =>
		`${[name, ...args.map(hex)].join(' ')}\n`).join('');
	const r = spawnSync(join(folder, 'mlkem-tool'),
		{ input, maxBuffer: 1 << 28, timeout: 300_000 });
	assert.equal(r.status, 0, r.stderr.toString());
	const lines = r.stdout.toString().trimEnd().split('\n');
	assert.equal(lines.length, questions.length);
	return lines.map((line) => line.trim().split(' '));
}

// X-Wing's draft (draft-connolly-cfrg-xwing-kem, appendix C): seed, coins and
// shared secret. Its longer values are those of the counterpart below.
const draft = [
	['7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
		'3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2' +
		'35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
		'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384'],
	['badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea',
		'17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef' +
		'aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d',
		'f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150'],
	['ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9',
		'22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619' +
		'f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b',
		'953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f'],
].map((row) => row.map((word) => Buffer.from(word, 'hex')));

test(`${pairs} ML-KEM key pairs are the counterpart's`, () => {
	const seeds = many(() => randomBytes(64));
	ask(seeds.map((seed) => ['keypair', seed])).forEach((got, i) => {
		const { publicKey, secretKey } = mlkem.keygen(seeds[i]);
		assert.deepEqual(got, [hex(publicKey), hex(secretKey)]);
	});
});

test(`${pairs} ML-KEM encapsulations are the counterpart's`, () => {
	const cases = many(() =>
		[mlkem.keygen(randomBytes(64)).publicKey, randomBytes(32)]);
	ask(cases.map((c) => ['encapsulate', ...c])).forEach((got, i) => {
		const { cipherText, sharedSecret } =
			mlkem.encapsulate(...cases[i]);
		assert.deepEqual(got, [hex(cipherText), hex(sharedSecret)]);
	});
});

test(`${pairs} ML-KEM decapsulations are the counterpart's`, () => {
	const cases = many(() => {
		const { publicKey, secretKey } = mlkem.keygen(randomBytes(64));
		return [mlkem.encapsulate(publicKey, randomBytes(32)), secretKey];
	});
	ask(cases.map(([{ cipherText }, secretKey]) =>
		['decapsulate', cipherText, secretKey])).forEach((got, i) =>
		assert.deepEqual(got, [hex(cases[i][0].sharedSecret)]));
});

// Implicit rejection (FIPS 203, 6.3): a secret of the secret key's own.
test(`${pairs} damaged ML-KEM ciphertexts are rejected as the counterpart does`,
	() => {
		const cases = many((_, i) => {
			const { publicKey, secretKey } =
				mlkem.keygen(randomBytes(64));
			const { cipherText, sharedSecret } =
				mlkem.encapsulate(publicKey, randomBytes(32));
			cipherText[(i * 37) % cipherText.length] ^= 1 << (i % 8);
			return [cipherText, secretKey, sharedSecret];
		});
		ask(cases.map(([ct, sk]) => ['decapsulate', ct, sk]))
			.forEach((got, i) => {
				const [ct, sk, made] = cases[i];
				const rejected = mlkem.decapsulate(ct, sk);
				assert.notDeepEqual(rejected, made);
				assert.deepEqual(got, [hex(rejected)]);
			});
	});

// Two coefficients of 12 bits stand in three bytes; q is 3329.
function setCoefficient(key, i, value)
{
	const at = (i >> 1) * 3;
	if (i % 2 === 0) {
		key[at] = value & 0xff;
		key[at + 1] = (key[at + 1] & 0xf0) | (value >> 8);
	} else {
		key[at + 1] = (key[at + 1] & 0x0f) | ((value & 0xf) << 4);
		key[at + 2] = value >> 4;
	}
	return key;
}

// The counterpart's own check lets everything pass (0.5.4), so the values say.
test('the modulus check holds for every coefficient', () => {
	const key = mlkem.keygen(randomBytes(64)).publicKey;
	const cases = [3328, 3329, 4095].flatMap((value) =>
		Array.from({ length: 768 }, (_, i) => [value,
			setCoefficient(Uint8Array.from(key), i, value)]));
	ask(cases.map(([, changed]) => ['canonical', changed]))
		.forEach((got, i) =>
			assert.deepEqual(got, [cases[i][0] < 3329 ? '1' : '0'],
				`${cases[i][0]} at ${i % 768}`));
});

test('the X-Wing draft\'s vectors hold', () => {
	const keys = ask(draft.map(([seed]) => ['hybrid-keypair', seed]));
	const sealed = ask(draft.map(([, coins], i) =>
		['hybrid-encapsulate', Buffer.from(keys[i][0], 'hex'), coins]));
	const opened = ask(draft.map(([seed], i) =>
		['hybrid-decapsulate', seed, Buffer.from(sealed[i][0], 'hex')]));
	draft.forEach(([seed, coins, shared], i) => {
		const { publicKey } = xwing.keygen(seed);
		const { cipherText } = xwing.encapsulate(publicKey, coins);
		assert.deepEqual(keys[i], [hex(publicKey)]);
		assert.deepEqual(sealed[i], [hex(cipherText), hex(shared)]);
		assert.deepEqual(opened[i], [hex(shared)]);
	});
});

test(`${pairs} hybrid keys and encapsulations are the counterpart's`, () => {
	const seeds = many(() => randomBytes(32));
	const coins = many(() => randomBytes(64));
	const keys = ask(seeds.map((seed) => ['hybrid-keypair', seed]));
	const sealed = ask(coins.map((c, i) =>
		['hybrid-encapsulate', Buffer.from(keys[i][0], 'hex'), c]));
	seeds.forEach((seed, i) => {
		const { publicKey } = xwing.keygen(seed);
		const { cipherText, sharedSecret } =
			xwing.encapsulate(publicKey, coins[i]);
		assert.deepEqual(keys[i], [hex(publicKey)]);
		assert.deepEqual(sealed[i], [hex(cipherText), hex(sharedSecret)]);
	});
});

// Every other one is damaged, in either part.
test(`${pairs} hybrid decapsulations are the counterpart's`, () => {
	const cases = many((_, i) => {
		const seed = randomBytes(32);
		const { publicKey } = xwing.keygen(seed);
		const { cipherText } =
			xwing.encapsulate(publicKey, randomBytes(64));
		if (i % 2 === 1)
			cipherText[(i * 61) % cipherText.length] ^= 4;
		return [seed, cipherText];
	});
	ask(cases.map((c) => ['hybrid-decapsulate', ...c])).forEach((got, i) =>
		assert.deepEqual(got,
			[hex(xwing.decapsulate(cases[i][1], cases[i][0]))]));
});

test('an X25519 part of low order is refused on both sides', () => {
	const seed = randomBytes(32);
	const { publicKey } = xwing.keygen(seed);
	const enc = xwing.encapsulate(publicKey, randomBytes(64)).cipherText;
	const crypto = 'error -9';
	const header = 'error -1';
	for (const low of [0, 1]) {
		publicKey.fill(0, 1184).fill(low, 1184, 1185);
		enc.fill(0, 1088).fill(low, 1088, 1089);
		const [sealed, opened] = ask([
			['hybrid-encapsulate', publicKey, randomBytes(64)],
			['hybrid-decapsulate', seed, enc]]);
		assert.equal(sealed.join(' '), crypto);
		assert.equal(opened.join(' '), header);
	}
});

// RFC 9180, 4 and 5.1, spelled out with node's HMAC.
const suite = Buffer.concat([Buffer.from('HPKE'),
	Buffer.from([0x64, 0x7a, 0, 1, 0, 3])]);
const info = Buffer.from('age-encryption.org/mlkem768x25519');
const hmac = (key, ...data) =>
	createHmac('sha256', key).update(Buffer.concat(data)).digest();
const labelled = (label, data) =>
	[Buffer.from('HPKE-v1'), suite, Buffer.from(label), data];
const extract = (salt, label, ikm) => hmac(salt, ...labelled(label, ikm));
const expand = (prk, label, data, length) =>
	hmac(prk, Buffer.from([0, length]), ...labelled(label, data),
		Buffer.from([1])).subarray(0, length);

test(`${pairs} HPKE key schedules are RFC 9180's`, () => {
	const none = Buffer.alloc(0);
	const context = Buffer.concat([Buffer.from([0]),
		extract(none, 'psk_id_hash', none),
		extract(none, 'info_hash', info)]);
	const secrets = many(() => randomBytes(32));
	ask(secrets.map((s) => ['hpke', s])).forEach((got, i) => {
		const secret = extract(secrets[i], 'secret', none);
		assert.deepEqual(got, [
			hex(expand(secret, 'key', context, 32)),
			hex(expand(secret, 'base_nonce', context, 12))]);
	});
});

test('SHA3-256 and SHAKE256 are node\'s, for every length to 300', () => {
	const inputs = [...Array(300).keys()].map((n) => randomBytes(n + 1));
	const sha3 = ask(inputs.map((bytes) => ['sha3', bytes]));
	const shake = ask(inputs.map((bytes) => ['shake', bytes]));
	inputs.forEach((bytes, i) => {
		assert.equal(sha3[i][0],
			createHash('sha3-256').update(bytes).digest('hex'));
		assert.equal(shake[i][0],
			createHash('shake256', { outputLength: 96 })
				.update(bytes).digest('hex'));
	});
});
