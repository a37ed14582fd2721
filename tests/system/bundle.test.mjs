// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The USB stick lies: a bundle that was cut, changed or meant for another key
// is refused with the exit code for it, and releases nothing.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { EX, Gateway, program, run } from './gateway.mjs';
import { smallBundle } from './bundles.mjs';

const cleanups = [];
let gateway;
let small; // one tip, made from the format alone
let whole; // as a gateway exports it

before(async () => {
  gateway = await Gateway.create({ after: (fn) => cleanups.push(fn) });
  await gateway.start();
  assert.equal((await gateway.quickTip('the only one')).state, 'sent');
  await gateway.stop();
  whole = readFileSync(await gateway.export());
  small = await smallBundle(gateway.identities[0].recipient);
});

after(async () => {
  for (const fn of cleanups)
    await fn();
});

const officer = (args) => run(program('inkast-officer'), args);

let made = 0;
function fileOf(bytes) {
  const path = join(gateway.top, `made-${made++ % 64}.tar`);
  writeFileSync(path, bytes);
  return path;
}

// What open and verify say of bytes.
async function open(bytes) {
  return officer(['open', '-i', gateway.identities[0].file, fileOf(bytes), '--json']);
}
const verify = (bytes) => officer(['verify', fileOf(bytes)]);

const flipped = (bytes, at, mask = 1) => {
  const copy = Buffer.from(bytes);
  copy[at] ^= mask;
  return copy;
};

// Where judge gives another exit code than wanted; a few at a time.
async function wrongAnswers(places, make, judge, wanted) {
  const wrong = [];
  const waiting = [...places];
  const worker = async () => {
    for (let at; (at = waiting.shift()) !== undefined;) {
      const { code, signal, stderr } = await judge(make(at));
      if (code !== wanted || stderr.trim() === '')
        wrong.push(`byte ${at}: ${code ?? signal} ${stderr.trim()}`);
    }
  };
  await Promise.all(cpus().map(worker));
  return wrong;
}

// Each byte is unit-officer-bundle's matter. Here a program starts for each, and
// a sanitized one takes 20 times as long to: some bytes do.
const stride = Number(process.env.INKAST_STRIDE ?? 1);

// Of the payload, where all bytes are alike, some.
const places = (n) => Array.from({ length: n }, (_, at) => at)
  .filter((at) => at < 1024 || at > n - 4096 || at % 11 === 0)
  .filter((_, i) => i % stride === 0);

const every = (n, step = 1) =>
  Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step);

test('the_unchanged_bundles_open', async () => {
  for (const bytes of [small, whole])
    assert.equal((await verify(bytes)).code, EX.OK);
  const { code, stdout, stderr } = await open(whole);
  assert.equal(code, EX.OK, stderr);
  assert.equal(stdout.toString().trim().split('\n').length, 1);
});

test('a_bit_flip_in_a_bundle_made_from_the_format_is_refused', async () => {
  assert.deepEqual(await wrongAnswers(places(small.length),
    (at) => flipped(small, at, 1 << (at % 8)), verify, EX.DATAERR), []);
});

test('a_bit_flip_anywhere_in_an_exported_bundle_is_refused', async () => {
  assert.deepEqual(await wrongAnswers(every(whole.length, 29 * stride),
    (at) => flipped(whole, at), open, EX.DATAERR), []);
});

test('a_bundle_cut_anywhere_is_refused', async () => {
  const cuts = [...every(small.length, 8 * stride - 3), small.length - 1, small.length - 512,
    small.length - 1024].filter((at) => at < small.length);
  assert.deepEqual(await wrongAnswers(cuts,
    (at) => small.subarray(0, at), open, EX.DATAERR), []);
});

test('a_bundle_with_something_after_its_end_is_refused', async () => {
  for (const more of [Buffer.from('x'), Buffer.alloc(1), Buffer.alloc(512)])
    assert.equal((await open(Buffer.concat([small, more]))).code, EX.DATAERR);
});

test('a_refused_bundle_leaves_no_file_behind', async () => {
  const out = join(gateway.top, 'out');
  const { code } = await officer(['open', '-i', gateway.identities[0].file,
    fileOf(flipped(whole, 600)), '-o', out]);
  assert.equal(code, EX.DATAERR);
  assert.deepEqual(existsSync(out) ? readdirSync(out) : [], []);
});

test('another_identity_is_told_apart_from_damage', async () => {
  const stranger = await gateway.keygen('stranger.key');
  for (const bytes of [small, whole]) {
    const done = await officer(['open', '-i', stranger.file, fileOf(bytes), '--json']);
    assert.equal(done.code, EX.NOPERM, done.stderr);
    assert.equal(done.stdout.length, 0);
    assert.notEqual(done.stderr.trim(), '');
  }
});

test('an_identity_that_is_none_is_refused', async () => {
  const bad = join(gateway.top, 'bad.key');
  for (const text of ['', 'AGE-SECRET-KEY-1NONSENSE\n', 'age1abc\n', '\0\0']) {
    writeFileSync(bad, text, { mode: 0o600 });
    const done = await officer(['open', '-i', bad, fileOf(small)]);
    assert.notEqual(done.code, EX.OK);
    assert.notEqual(done.code, null);
    assert.equal(done.stdout.length, 0);
  }
});

test('a_missing_bundle_is_named', async () => {
  const done = await officer(['verify', join(gateway.top, 'gone.tar')]);
  assert.notEqual(done.code, EX.OK);
  assert.match(done.stderr, /gone\.tar/);
});
