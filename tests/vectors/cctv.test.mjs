// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The age test vectors of C2SP/CCTV: each that needs no armor and no hybrid key
// has exactly its outcome, and what was released has exactly its hash, also
// when opening failed.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import * as cctv from 'cctv-age';
import { outcome, run, scratch } from './tools.mjs';

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

function reasonToLeaveOut(v)
{
	if (v.armored)
		return 'armor';
	if (v.identity.some((id) => id.startsWith('AGE-SECRET-KEY-PQ-')))
		return 'post-quantum';
	return null;
}

const all = Object.keys(cctv).sort().map(parse);
const vectors = all.filter((v) => reasonToLeaveOut(v) === null);

test('all vectors but those with armor or post-quantum keys are run', () => {
	const count = {};
	for (const v of all) {
		const why = reasonToLeaveOut(v);
		if (why !== null)
			(count[why] ??= []).push(v.name);
	}
	for (const [why, names] of Object.entries(count))
		console.log(`left out for ${why} (${names.length}): ${names.join(' ')}`);
	assert.equal(all.length, 143);
	assert.equal(vectors.length, 92);
});

function check(v, keys)
{
	const r = run('unseal-file', keys, v.file);
	const empty = createHash('sha256').digest('hex');
	const hash = createHash('sha256').update(r.out).digest('hex');

	assert.equal(outcome(r.status), v.expect, r.err);
	assert.equal(hash, v.payload ?? empty);
}

for (const v of vectors) {
	test(`${v.name}: ${v.expect}`, () => {
		const keys = v.identity.length === 0 ? []
			: ['-i', file('identities', v.identity.join('\n'))];
		if (v.passphrase.length === 0)
			check(v, keys);
		// We take one passphrase at a time: each must give the outcome.
		for (const words of v.passphrase)
			check(v, [...keys, '-P', file('passphrase', words)]);
	});
}
