// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The age test vectors of C2SP/CCTV, all of them: each has exactly its outcome,
// and what was released has exactly its hash, also when opening failed. Each is
// put together again as far as its outcome lets it be taken apart: armor,
// header, payload.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import * as cctv from 'cctv-age';
import { must, outcome, run, same, scratch } from './tools.mjs';

const file = scratch(after);
const known = ['expect', 'payload', 'identity', 'passphrase', 'armored',
	'file key', 'comment', 'compressed'];

// "key: value" lines, an empty line, the file.
function parse(name)
{
	const bytes = Buffer.from(cctv[name]);
	const split = bytes.indexOf('\n\n');
	const v = { name, identity: [], passphrase: [] };

	for (const line of bytes.subarray(0, split).toString().split('\n')) {
		const [, key, value] = line.match(/^([^:]+): (.*)$/);
		assert.ok(known.includes(key), `${name}: unknown key ${key}`);
		if (Array.isArray(v[key]))
			v[key].push(value);
		else
			v[key] = value;
	}
	const rest = bytes.subarray(split + 2);
	v.file = v.compressed === 'zlib' ? inflateSync(rest) : rest;
	return v;
}

const vectors = Object.keys(cctv).sort().map(parse);
const dearmored = vectors.filter((v) => v.armored && v.expect !== 'armor failure');
const parsed = vectors.filter((v) =>
	!['armor failure', 'header failure'].includes(v.expect));
const opened = vectors.filter((v) => v.expect === 'success');

test('every vector is here, and each is put together again that can be', () => {
	const count = {};
	for (const v of vectors)
		count[v.expect] = (count[v.expect] ?? 0) + 1;
	assert.deepEqual(count, { 'success': 26, 'header failure': 62,
		'armor failure': 22, 'payload failure': 19, 'no match': 13,
		'HMAC failure': 1 });
	assert.equal(vectors.length, 143);
	assert.equal(vectors.filter((v) => v.identity.some((id) =>
		id.startsWith('AGE-SECRET-KEY-PQ-1'))).length, 19);
	assert.deepEqual([dearmored.length, parsed.length, opened.length],
		[11, 59, 26]);
});

// A vector is opened with its identities, and one of its passphrases at a time:
// each must give the outcome.
function keysOf(v)
{
	const ids = v.identity.length === 0 ? []
		: ['-i', file('identities', v.identity.join('\n'))];
	const words = v.passphrase.map((p, i) => ['-P', file(`words-${i}`, p)]);

	return words.length === 0 ? [ids] : words.map((w) => [...ids, ...w]);
}

function check(v, args)
{
	const r = run('unseal-file', args, v.file);
	const empty = createHash('sha256').digest('hex');
	const hash = createHash('sha256').update(r.out).digest('hex');

	assert.equal(outcome(r.status), v.expect, r.err);
	assert.equal(hash, v.payload ?? empty);
}

for (const v of vectors) {
	test(`${v.name}: ${v.expect}`, () => {
		for (const keys of keysOf(v)) {
			check(v, v.armored ? ['-a', ...keys] : keys);
			if (v.expect === 'success')
				check(v, ['-d', ...keys]); // armor is detected
		}
	});
}

const binary = (v) => v.armored ? must('age-parts', ['dearmor'], v.file) : v.file;

// The tolerance of armor: white space around it, and CR LF for LF.
const strict = (text) => `${text.trim().replaceAll('\r\n', '\n')}\n`;

test('armor is the same when it is decoded and encoded', () => {
	for (const v of dearmored)
		assert.equal(must('age-parts', ['armor'], binary(v)).toString(),
			strict(v.file.toString()), v.name);
});

test('a header is the same when it is parsed and written', () => {
	for (const v of parsed) {
		const whole = binary(v);
		const header = must('age-parts', ['header'], whole);
		assert.match(header.toString('latin1'), /\n--- [^\n]{43}\n$/);
		assert.ok(same(header, whole.subarray(0, header.length)), v.name);
	}
});

test('a payload is the same when it is opened and sealed with its file key', () => {
	for (const v of opened) {
		const whole = binary(v);
		const plain = must('unseal-file', keysOf(v)[0], whole);
		const args = ['reseal', v['file key'], file('whole', whole)];
		assert.ok(same(must('age-parts', args, plain), whole), v.name);
	}
});
