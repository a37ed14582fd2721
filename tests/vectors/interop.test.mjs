// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What we seal, Debian's age and npm's age-encryption open, with the key of
// each recipient; what they seal, we open. Sizes stand around the borders of a
// chunk (64 KiB).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient }
	from 'age-encryption';
import { outcome, run, scratch } from './tools.mjs';

const sizes = [0, 1, 65535, 65536, 65537, 1 << 20, 1 << 24];
const counts = [1, 2, 3, 4];
const file = scratch(after);

// Four keys, made by the programs that shall open with them, in turn.
const keys = [];
for (const i of counts) {
	const secret = i % 2 === 0 ? await generateX25519Identity()
		: run('age-keygen', []).out.toString().match(/AGE-SECRET-KEY-1\w+/)[0];
	const path = file(`identity-${i}`, `${secret}\n`);
	const recipient = run('age-keygen', ['-y', path]).out.toString().trim();
	assert.equal(await identityToRecipient(secret), recipient);
	keys.push({ secret, path, recipient });
}

function ours(use, plain, stanzas)
{
	const r = run('seal-file', ['-s', stanzas, ...use.map((k) => k.recipient)],
		plain);
	assert.equal(r.status, 0, r.err);
	return r.out;
}

// Buffer.equals: an assertion would print megabytes of difference.
function same(a, b)
{
	return Buffer.from(a).equals(b);
}

async function everyKeyOpens(use, sealed, plain, ways)
{
	for (const key of use) {
		for (const way of ways)
			assert.ok(same(await way(key, sealed), plain), way.name);
	}
}

function openedByUs(key, sealed)
{
	const r = run('unseal-file', ['-i', key.path], sealed);
	assert.equal(outcome(r.status), 'success', r.err);
	return r.out;
}

function openedByAge(key, sealed)
{
	const r = run('age', ['-d', '-i', key.path], sealed);
	assert.equal(r.status, 0, r.err);
	return r.out;
}

async function openedByTypage(key, sealed)
{
	const d = new Decrypter();
	d.addIdentity(key.secret);
	return d.decrypt(sealed);
}

function sealedByAge(use, plain)
{
	const r = run('age', use.flatMap((k) => ['-r', k.recipient]), plain);
	assert.equal(r.status, 0, r.err);
	return r.out;
}

async function sealedByTypage(use, plain)
{
	const e = new Encrypter();
	use.forEach((k) => e.addRecipient(k.recipient));
	return Buffer.from(await e.encrypt(plain));
}

for (const size of sizes) {
	const plain = randomBytes(size);
	for (const n of counts) {
		const use = keys.slice(0, n);
		const what = `${size} bytes, ${n} recipients`;

		test(`${what}: age and age-encryption open ours`, () =>
			everyKeyOpens(use, ours(use, plain, 0), plain,
				[openedByAge, openedByTypage, openedByUs]));
		test(`${what}: among throw-away recipients as well`, () =>
			everyKeyOpens(use, ours(use, plain, 6), plain,
				[openedByAge, openedByTypage]));
		test(`${what}: we open what age seals`, () =>
			everyKeyOpens(use, sealedByAge(use, plain), plain,
				[openedByUs]));
		test(`${what}: we open what age-encryption seals`, async () =>
			everyKeyOpens(use, await sealedByTypage(use, plain), plain,
				[openedByUs]));
	}
}

test('a key that is not a recipient opens nothing', () => {
	const sealed = ours(keys.slice(0, 3), Buffer.from('tip'), 6);
	const r = run('unseal-file', ['-i', keys[3].path], sealed);
	assert.equal(outcome(r.status), 'no match');
	assert.equal(r.out.length, 0);
	assert.notEqual(run('age', ['-d', '-i', keys[3].path], sealed).status, 0);
});

test('age and tar list and read the tip of a sealed container', () => {
	const tip = Buffer.from('{"format":"inkast-tip/1"}');
	const use = keys.slice(0, 2);
	const sealed = run('seal-file',
		['-t', '-s', '4', ...use.map((k) => k.recipient)], tip).out;
	// FORMAT 1.3: 4 stanzas, a plaintext of 16 KiB.
	assert.equal(sealed.length, 22 + 98 * 4 + 48 + 16 + 16384 + 16);
	for (const key of use) {
		const tar = openedByAge(key, sealed);
		assert.equal(tar.length, 16384);
		const list = run('tar', ['tf', '-'], tar);
		assert.equal(list.err, '');
		assert.equal(list.out.toString(), 'tip.json\n');
		const read = run('tar', ['xOf', '-', 'tip.json'], tar);
		assert.ok(same(read.out, tip));
	}
});

test('a passphrase works both ways with age-encryption', async () => {
	const words = 'korv åäö 🔑 med bröd';
	const path = file('words', words);
	const plain = Buffer.from(`${keys[0].secret}\n`);
	const sealed = run('seal-file', ['-P', path, '-w', '10'], plain);
	assert.equal(sealed.status, 0, sealed.err);
	const d = new Decrypter();
	d.addPassphrase(words);
	assert.ok(same(await d.decrypt(sealed.out), plain));

	const e = new Encrypter();
	e.setPassphrase(words);
	e.setScryptWorkFactor(12);
	const r = run('unseal-file', ['-P', path], await e.encrypt(plain));
	assert.equal(outcome(r.status), 'success', r.err);
	assert.ok(same(r.out, plain));
	const wrong = file('wrong', `${words} `);
	assert.equal(
		outcome(run('unseal-file', ['-P', wrong], sealed.out).status),
		'no match');
});
