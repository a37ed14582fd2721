// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What we seal, Debian's age and npm's age-encryption open; what they seal, we
// open. A pair is a size and a set of recipients; it counts when both ways have
// worked. Half of the pairs are in armor. Each pair is opened with one key: over
// the sizes every recipient has its turn.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { armor, Decrypter, Encrypter, generateHybridIdentity,
	generateX25519Identity, identityToRecipient, Stanza }
	from 'age-encryption';
import { must, onTerminal, outcome, run, same, scratch } from './tools.mjs';

// Around the borders of a tag, an armored line, a header's line, a chunk.
const sizes = [0, 1, 2, 15, 16, 17, 47, 48, 49, 63, 64, 65, 100, 1000, 4096,
	16384, 65519, 65520, 65535, 65536, 65537, 65583, 131071, 131072, 131073,
	200000];
const file = scratch(after);

async function makeKey(name, secret)
{
	const recipient = await identityToRecipient(secret);
	return { secret, recipient, path: file(name, `${secret}\n`) };
}

// Made by the programs that shall open with them, in turn.
const classic = [];
for (const i of [0, 1, 2, 3]) {
	const secret = i % 2 === 0 ? await generateX25519Identity()
		: must('age-keygen', []).toString().match(/AGE-SECRET-KEY-1\w+/)[0];
	const key = await makeKey(`classic-${i}`, secret);
	assert.equal(must('age-keygen', ['-y', key.path]).toString().trim(),
		key.recipient);
	classic.push(key);
}
const hybrid = [];
for (const i of [0, 1, 2])
	hybrid.push(await makeKey(`hybrid-${i}`, await generateHybridIdentity()));

const pick = (keys, ...which) => which.map((i) => keys[i]);
// JavaScript takes some 10 ms for each stanza: the larger sets are for age alone
// here, and met once below.
const classicSets = [
	{ use: pick(classic, 0), stanzas: 0 },
	{ use: pick(classic, 1), stanzas: 1 },
	{ use: pick(classic, 0, 1), stanzas: 0 },
	{ use: pick(classic, 2), stanzas: 3 },
	{ use: pick(classic, 3, 2), stanzas: 4 },
	{ use: pick(classic, 1, 2, 3), stanzas: 0, byAgeAlone: true },
	{ use: pick(classic, 2, 3, 0), stanzas: 6, byAgeAlone: true },
	{ use: classic, stanzas: 0, byAgeAlone: true },
];
const hybridSets = [
	{ use: pick(hybrid, 0), stanzas: 0 },
	{ use: pick(hybrid, 1, 2), stanzas: 0 },
	{ use: pick(hybrid, 2), stanzas: 2 },
];

const recipients = (use) => use.map((k) => k.recipient);

// Each seals and opens: use and key as above, armored or not.
const us = {
	seal: ({ use, stanzas }, plain, a) => must('seal-file',
		[...(a ? ['-a'] : []), '-s', String(stanzas), ...recipients(use)],
		plain),
	open: (key, sealed, a) => must('unseal-file',
		[a ? '-a' : '-d', '-i', key.path], sealed),
};
const age = {
	seal: ({ use }, plain, a) => must('age', [...(a ? ['-a'] : []),
		...recipients(use).flatMap((r) => ['-r', r])], plain),
	open: (key, sealed) => must('age', ['-d', '-i', key.path], sealed),
};
const typage = {
	async seal({ use }, plain, a)
	{
		const e = new Encrypter();
		recipients(use).forEach((r) => e.addRecipient(r));
		const sealed = await e.encrypt(plain);
		return Buffer.from(a ? armor.encode(sealed) : sealed);
	},
	async open(key, sealed, a)
	{
		const d = new Decrypter();
		d.addIdentity(key.secret);
		return d.decrypt(a ? armor.decode(sealed.toString()) : sealed);
	},
};

const worked = { age: new Set(), 'age-encryption': new Set() };

// All sizes for one set of recipients, both ways.
async function exchange(peers, set, what)
{
	for (const [i, size] of sizes.entries()) {
		const plain = randomBytes(size);
		const key = set.use[i % set.use.length];
		const a = (i >> 1) % 2 === 1;
		const ours = us.seal(set, plain, a);
		for (const [name, peer] of Object.entries(peers)) {
			const where = `${name}, ${size} bytes, armor ${a}`;
			const theirs = await peer.seal(set, plain, a);
			assert.ok(same(await peer.open(key, ours, a), plain),
				`opens ours: ${where}`);
			assert.ok(same(us.open(key, theirs, a), plain),
				`is opened by us: ${where}`);
			worked[name].add(`${what}: ${size}`);
		}
	}
}

for (const set of classicSets) {
	const what = `${set.use.length} X25519 recipients, ${set.stanzas} stanzas ` +
		`(${set.use.map((k) => classic.indexOf(k))})`;
	const peers = set.byAgeAlone ? { age } : { age, 'age-encryption': typage };
	test(`${what}: both ways with ${Object.keys(peers).join(' and ')}`, () =>
		exchange(peers, set, what));
}
for (const set of hybridSets) {
	const what = `${set.use.length} hybrid recipients, ${set.stanzas} stanzas`;
	test(`${what}: both ways with age-encryption`, () =>
		exchange({ 'age-encryption': typage }, set, what));
}

test('at least 200 pairs of sizes and recipients went both ways with each', () => {
	assert.equal(worked.age.size, 208);
	assert.equal(worked['age-encryption'].size, 208);
});

test('16 MiB go both ways, in armor and out of it, for both kinds of key', async () => {
	const plain = randomBytes(1 << 24);
	for (const a of [false, true]) {
		const set = { use: classic.slice(0, 2), stanzas: 3 };
		assert.ok(same(age.open(classic[1], us.seal(set, plain, a)), plain));
		assert.ok(same(us.open(classic[0], age.seal(set, plain, a), a), plain));
	}
	const set = { use: hybrid.slice(0, 2), stanzas: 3 };
	assert.ok(same(await typage.open(hybrid[1], us.seal(set, plain)), plain));
	assert.ok(same(us.open(hybrid[0], await typage.seal(set, plain)), plain));
});

test('every key of each set opens, theirs and ours', async () => {
	const plain = Buffer.from('tip');
	const all = { use: hybrid, stanzas: 4 };
	for (const set of [...classicSets, ...hybridSets, all]) {
		const ours = us.seal(set, plain, false);
		const theirs = await typage.seal(set, plain, false);
		for (const key of set.use) {
			assert.ok(same(await typage.open(key, ours, false), plain));
			assert.ok(same(us.open(key, theirs, false), plain));
		}
	}
});

test('a key that is not a recipient opens nothing', () => {
	for (const keys of [classic, hybrid]) {
		const set = { use: keys.slice(0, 2), stanzas: 6 };
		const sealed = us.seal(set, Buffer.from('tip'), false);
		for (const key of [keys[2], (keys === classic ? hybrid : classic)[0]]) {
			const r = run('unseal-file', ['-i', key.path], sealed);
			assert.equal(outcome(r.status), 'no match');
			assert.equal(r.out.length, 0);
		}
		assert.notEqual(
			run('age', ['-d', '-i', classic[2].path], sealed).status, 0);
	}
});

test('keys of both kinds are not taken for one file', () => {
	for (const use of [[classic[0], hybrid[0]], [hybrid[0], classic[0]]]) {
		const r = run('seal-file', recipients(use), Buffer.from('tip'));
		assert.equal(outcome(r.status), 'mixed');
		assert.equal(r.out.length, 0);
	}
});

test('one file of several identities, and several files, open', () => {
	const text = ['# a comment\r', '', classic[3].secret, '#', hybrid[2].secret,
		`${classic[0].secret}\r`, ''].join('\n');
	const many = file('many', text);
	const args = ['-i', classic[3].path, '-i', hybrid[1].path, '-i', many];
	for (const key of [classic[0], classic[3], hybrid[2]]) {
		const sealed = us.seal({ use: [key], stanzas: 3 }, 'tip', false);
		assert.equal(must('unseal-file', ['-i', many], sealed).toString(), 'tip');
		assert.equal(must('unseal-file', args, sealed).toString(), 'tip');
	}
	const other = us.seal({ use: [classic[1]], stanzas: 3 }, 'tip', false);
	assert.equal(outcome(run('unseal-file', args, other).status), 'no match');
});

test('stanzas of other types, and grease, are passed over', async () => {
	const grease = (args, n) => ({ wrapFileKey: () =>
		[new Stanza(args, new Uint8Array(n).fill(7))] });
	for (const [key, peers] of [[classic[0], [age, typage, us]],
		[hybrid[0], [typage, us]]]) {
		const e = new Encrypter();
		e.addRecipient(grease(['yP-grease', '!~', 'x'], 0));
		e.addRecipient(grease(['example.com/enigma'], 48));
		e.addRecipient(key.recipient);
		e.addRecipient(grease(['ssh-ed25519', 'AAAAAA', 'AAAA'], 32));
		e.addRecipient(grease(['x25519', 'A', 'B', 'C'], 200));
		const sealed = Buffer.from(await e.encrypt('tip'));
		for (const peer of peers)
			assert.equal(Buffer.from(await peer.open(key, sealed))
				.toString(), 'tip');
	}
});

test('age and tar list and read the tip of a sealed container', () => {
	const tip = Buffer.from('{"format":"inkast-tip/1"}');
	const use = classic.slice(0, 2);
	const sealed = must('seal-file', ['-t', '-s', '4', ...recipients(use)], tip);
	// FORMAT 1.3: 4 stanzas, a plaintext of 16 KiB.
	assert.equal(sealed.length, 22 + 98 * 4 + 48 + 16 + 16384 + 16);
	for (const key of use) {
		const tar = age.open(key, sealed);
		assert.equal(tar.length, 16384);
		const list = run('tar', ['tf', '-'], tar);
		assert.equal(list.err, '');
		assert.equal(list.out.toString(), 'tip.json\n');
		assert.ok(same(must('tar', ['xOf', '-', 'tip.json'], tar), tip));
	}
});

const words = 'korv åäö 🔑 med bröd';
const wordsFile = file('words', words);

test('a passphrase works both ways with age-encryption', async () => {
	for (const size of [0, 1, 48, 1000, 65536, 65537, 200000]) {
		const plain = randomBytes(size);
		const sealed = must('seal-file', ['-P', wordsFile, '-w', '10'], plain);
		const d = new Decrypter();
		d.addPassphrase(words);
		assert.ok(same(await d.decrypt(sealed), plain));

		const e = new Encrypter();
		e.setPassphrase(words);
		e.setScryptWorkFactor(11);
		const theirs = Buffer.from(armor.encode(await e.encrypt(plain)));
		assert.ok(same(must('unseal-file', ['-a', '-P', wordsFile], theirs),
			plain));
		const wrong = file('wrong', `${words} `);
		const r = run('unseal-file', ['-d', '-P', wrong], theirs);
		assert.equal(outcome(r.status), 'no match');
	}
});

test('age opens what we seal with a passphrase', async () => {
	for (const [size, ...how] of [[1], [1000, '-a'], [65536, '-a'], [200000]]) {
		const plain = randomBytes(size);
		const sealed = file('sealed', must('seal-file',
			[...how, '-P', wordsFile, '-w', '10'], plain));
		const out = file(`opened-${size}`);
		await onTerminal('age', ['-d', '-o', out, sealed], [words]);
		assert.ok(same(readFileSync(out), plain));
	}
});

// age -p takes 2^18 rounds, half a second each way: once is enough here.
test('an identity file that age protects, in armor, opens here', async () => {
	const sealed = file('protected');
	await onTerminal('age', ['-p', '-a', '-o', sealed, classic[0].path],
		[words, words]);
	const text = must('unseal-file', ['-d', '-P', wordsFile],
		readFileSync(sealed));
	assert.equal(text.toString(), `${classic[0].secret}\n`);
});

test('an identity file that we protect opens in age, armored or not', async () => {
	const tip = file('tip.age', age.seal({ use: [classic[1]] }, 'tip', false));
	for (const how of [[], ['-a']]) {
		const sealed = file('protected-by-us', must('seal-file',
			[...how, '-P', wordsFile, '-w', '10'],
			readFileSync(classic[1].path)));
		const out = file(`tip${how}`);
		await onTerminal('age', ['-d', '-i', sealed, '-o', out, tip], [words]);
		assert.equal(readFileSync(out, 'utf8'), 'tip');
	}
});
