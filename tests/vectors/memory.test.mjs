// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Sealing and opening are streams: what they hold of memory is the same for a
// file of any size, and less than 256 KiB.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { identityToRecipient, generateX25519Identity } from 'age-encryption';
import { scratch, tool } from './tools.mjs';

const MiB = 1 << 20;
const file = scratch(after);
const secret = await generateX25519Identity();
const recipient = await identityToRecipient(secret);
const identity = file('identity', secret);

// What a tool has said of its memory, in KiB.
function said(path)
{
	const [, held, peak] =
		readFileSync(path, 'utf8').match(/^held (\d+) KiB\npeak (\d+) KiB\n$/);
	return { held: Number(held), peak: Number(peak) };
}

// Zeros through both tools; nothing is kept on disk.
function through(size, armor)
{
	const how = armor ? '-am' : '-m';
	const [sealing, opening] = [file('sealing'), file('opening')];
	const line = `head -c ${size} /dev/zero |
		"${tool('seal-file')}" ${how} ${recipient} 2> "${sealing}" |
		"${tool('unseal-file')}" ${how} -i "${identity}" 2> "${opening}" |
		cmp - <(head -c ${size} /dev/zero)`;
	const r = spawnSync('bash', ['-o', 'pipefail', '-c', line]);

	assert.equal(r.status, 0, `${r.stdout}${r.stderr}`);
	return { sealing: said(sealing), opening: said(opening) };
}

function check(small, large)
{
	for (const what of ['sealing', 'opening']) {
		// What was given back at once counts to the peak, too. Which pages
		// of the libraries are mapped differs by some 200 KiB from run to
		// run; a page kept for each chunk of 64 MiB would be 4 MiB.
		const more = large[what].peak - small[what].peak;
		console.log(`${what}: holds ${large[what].held} KiB; peak ` +
			`${large[what].peak} KiB, ${more} more than for the small file`);
		assert.ok(large[what].held > 64, 'a chunk at least was seen');
		assert.ok(large[what].held <= 256, 'within 256 KiB');
		assert.ok(more <= 1024, 'the same for any size');
	}
}

for (const armor of [false, true]) {
	const form = armor ? 'armored' : 'binary';
	test(`64 MiB take no more memory than 1 MiB, ${form}`, () =>
		check(through(MiB, armor), through(64 * MiB, armor)));
}

test('256 MiB take no more memory than 1 MiB', () =>
	check(through(MiB, false), through(256 * MiB, false)));
