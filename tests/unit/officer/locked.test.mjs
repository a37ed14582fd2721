// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Opening under the 8 MiB of locked memory that an ordinary account has. Not in
// sanitizer builds: there mlock does nothing.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { aBundle, bundleOf, id, keys, sealedTip } from './bundles.mjs';
import { EX, officer, run } from './programs.mjs';

// As an ordinary account has it: 8 MiB may be locked, and no more asked for.
const littleMemory = (args, bytes = 8 << 20) => run('prlimit',
  [`--memlock=${bytes}:${bytes}`, 'setpriv', '--bounding-set', '-ipc_lock',
    '--inh-caps', '-ipc_lock', officer, ...args]);

test('a_tip_that_takes_more_memory_than_allowed_does_not_stop_the_others', async (t) => {
  const { dir, key, blobs } = await aBundle(t, ['ett']);
  const path = join(dir, 'large.tar');
  const photo = (n) => [['photo-1.jpg', Buffer.alloc(n)]];
  blobs[id(2)] = await sealedTip(key.recipient, 'x', photo(15 << 20));
  blobs[id(3)] = await sealedTip(key.recipient, 'y', photo(3 << 20));
  blobs[id(4)] = await sealedTip(key.recipient, 'z');
  writeFileSync(path, bundleOf(blobs));
  const done = await littleMemory(['open', '-i', key.file, path, '--json']);
  assert.deepEqual(done.out.trim().split('\n').map((line) => JSON.parse(line).id),
    [id(1), id(3), id(4)]);
  assert.equal(done.code, EX.OSERR, done.stderr);
  assert.match(done.stderr, new RegExp(`tip ${id(2)}: opening it takes \\d+ KiB`));
});

test('as_much_memory_as_the_hint_asks_for_is_enough', async (t) => {
  const { dir, key } = await aBundle(t);
  const path = join(dir, 'large.tar');
  writeFileSync(path, bundleOf({ [id(1)]: await sealedTip(key.recipient, 'x',
    [['photo-1.jpg', Buffer.alloc(3 << 20)]]) }));
  const open = (bytes) => littleMemory(['open', '-i', key.file, path], bytes);
  const { code, stderr } = await open(1 << 20);
  assert.equal(code, EX.OSERR, stderr);
  const [, enough] = /'ulimit -l (\d+)'/.exec(stderr);
  const again = await open(enough * 1024);
  assert.equal(again.code, EX.OK, again.stderr);
});

test('junk_takes_no_memory_from_the_tips_behind_it', async (t) => {
  const { dir, key, blobs } = await aBundle(t, ['ett']);
  const other = await keys(dir, 'other');
  const path = join(dir, 'junk.tar');
  writeFileSync(path, bundleOf({ [id(0)]: randomBytes(8 << 20),
    [id(0xa)]: await sealedTip(other.recipient, 'x',
      [['photo-1.jpg', Buffer.alloc(15 << 20)]]), [id(0xb)]: blobs[id(1)] }));
  const done = await littleMemory(['open', '-i', key.file, path, '--json']);
  assert.equal(JSON.parse(done.out).id, id(0xb));
  assert.equal(done.code, EX.DATAERR, done.stderr);
  assert.match(done.stderr, new RegExp(`tip ${id(0)} is damaged`));
});
