// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Opening under the 8 MiB of locked memory that an ordinary account has, with and
// without swap space: /proc/swaps is made to say so. Not in sanitizer builds:
// there mlock does nothing.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { aBundle, bundleOf, id, keys, sealedTip } from './bundles.mjs';
import { EX, officer, run } from './programs.mjs';

const told = mkdtempSync(join(tmpdir(), 'inkast-swaps-'));
after(() => rmSync(told, { recursive: true }));
const heading = 'Filename\tType\tSize\tUsed\tPriority\n';
writeFileSync(join(told, 'none'), heading);
writeFileSync(join(told, 'some'), `${heading}/dev/sda2 partition 1000 0 -2\n`);

// As an ordinary account has it: 8 MiB may be locked, and no more asked for.
const littleMemory = (args, bytes = 8 << 20, swap = 'some') => run('unshare', ['-m', 'sh',
  '-c', 'mount --bind "$0" /proc/swaps && exec "$@"', join(told, swap),
  'prlimit', `--memlock=${bytes}:${bytes}`, 'setpriv', '--bounding-set', '-ipc_lock',
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

test('where_there_is_no_swap_space_it_is_opened_all_the_same', async (t) => {
  const { dir, key, blobs } = await aBundle(t, ['ett']);
  const path = join(dir, 'large.tar');
  const content = randomBytes(15 << 20);
  blobs[id(2)] = await sealedTip(key.recipient, 'x', [['photo-1.jpg', content]]);
  writeFileSync(path, bundleOf(blobs));
  const done = await littleMemory(['open', '-i', key.file, path, '--json'], 8 << 20, 'none');
  assert.equal(done.code, EX.OK, done.stderr);
  assert.equal(done.stderr, '');
  const [, large] = done.out.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(large.files, [{ name: 'photo-1.jpg', bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex') }]);
});

// Tips behind the one that is shown are open too, where there is memory.
const twenty = async (key, more) => {
  const blobs = {};
  const photo = [['photo-1.jpg', Buffer.alloc(40 << 10)]];
  for (let i = 1; i <= 20; i++)
    blobs[id(i)] = await sealedTip(key.recipient, `${i}`, photo);
  return { ...blobs, ...more };
};
const opensAll = async (t, kib, more = async () => ({})) => {
  const { dir, key } = await aBundle(t);
  const path = join(dir, 'many.tar');
  const blobs = await twenty(key, await more(key));
  writeFileSync(path, bundleOf(blobs));
  const done = await littleMemory(['open', '-i', key.file, path, '--json'], kib << 10);
  assert.deepEqual(done.out.trim().split('\n').map((line) => JSON.parse(line).id),
    Object.keys(blobs));
  assert.equal(done.code, EX.OK, done.stderr);
};

test('with_memory_for_one_tip_at_a_time_every_tip_opens', async (t) => {
  for (const kib of [320, 512, 640, 1024])
    await opensAll(t, kib);
});

test('tips_that_are_open_ahead_give_way_to_a_large_one', async (t) => {
  const large = async (key) => ({ [id(10)]: await sealedTip(key.recipient, 'x',
    [['photo-1.jpg', Buffer.alloc(900 << 10)]]) });
  await opensAll(t, 1280, large);
  // Small ones are open when the turn of the large one comes.
  await opensAll(t, 1280, async (key) => ({ ...await large(key),
    ...Object.fromEntries(await Promise.all([8, 9, 11, 12, 13, 14].map(
      async (n) => [id(n), await sealedTip(key.recipient, `${n}`)]))) }));
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
