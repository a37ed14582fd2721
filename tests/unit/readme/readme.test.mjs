// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// crypto/README.md keeps its word: its examples seal what Debian's age opens and
// open what it sealed, and its tables say what the headers say.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder, must, officer, run, tool } from '../officer/programs.mjs';

const source = (path) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
const readme = source('crypto/README.md');
const example = tool('readme-example');
const plain = randomBytes(200_000); // more than three chunks

async function age(args, input) {
  const done = await run('age', args, { input });
  assert.equal(done.code, 0, done.stderr);
  return done.stdout;
}

async function ours(args, input) {
  const done = await run(example, args, { input });
  assert.equal(done.code, 0, done.stderr);
  return done.stdout;
}

async function key(t, more = []) {
  const file = join(folder(t), 'id');
  const recipient = await must(officer, ['keygen', '--plain', ...more, '-o', file]);
  return { file, recipient };
}

test('age_opens_what_the_example_seals', async (t) => {
  const { file, recipient } = await key(t, ['--classic']);
  const sealed = await ours(['seal', recipient], plain);
  assert.deepEqual(await age(['-d', '-i', file], sealed), plain);
});

test('the_example_opens_what_age_sealed', async (t) => {
  const { file, recipient } = await key(t, ['--classic']);
  const sealed = await age(['-r', recipient], plain);
  assert.deepEqual(await ours(['open', file], sealed), plain);
});

test('the_examples_seal_and_open_with_post_quantum_keys', async (t) => {
  const { file, recipient } = await key(t);
  assert.match(recipient, /^age1pq1/);
  const sealed = await ours(['seal', recipient], plain);
  assert.ok(sealed.includes('\n-> mlkem768x25519 '));
  assert.deepEqual(await ours(['open', file], sealed), plain);
});

test('the_examples_return_the_error_by_name', async (t) => {
  const { file, recipient } = await key(t, ['--classic']);
  const number = (name) =>
    10 + Number(new RegExp(`\\b${name} = -(\\d+)`).exec(source('crypto/core/age.h'))[1]);
  assert.equal((await run(example, ['seal', 'age1nonsense'])).code,
    number('AGE_E_KEY'));
  const sealed = await ours(['seal', recipient], plain);
  sealed[sealed.length - 1] ^= 1;
  const opened = await run(example, ['open', file], { input: sealed });
  assert.equal(opened.code, number('AGE_E_PAYLOAD'));
  assert.deepEqual(opened.stdout, plain.subarray(0, 3 * 65536)); // whole chunks only
});

test('the_bodies_of_the_examples_fit_in_fifteen_lines', () => {
  const bodies = [...readme.matchAll(/^```c\n[^]*?\n\{\n([^]*?)\n\}\n```$/gm)]
    .map((m) => m[1].split('\n').filter((line) => line.trim() !== ''));
  assert.equal(bodies.length, 2);
  for (const lines of bodies)
    assert.ok(lines.length <= 15, `${lines.length} lines`);
});

test('every_error_is_in_the_table_with_the_words_for_people', async () => {
  const words = Object.fromEntries((await must(example, ['errors'])).split('\n')
    .map((line) => /^(-?\d+) (.*)$/.exec(line).slice(1)));
  const header = source('crypto/core/age.h');
  const names = [...header.matchAll(/^\t(AGE_E_\w+) = (-\d+),/gm)];
  assert.equal(names.length + 1, Object.keys(words).length);
  for (const [, name, number] of names) {
    assert.notEqual(words[number], 'unknown error');
    assert.ok(readme.includes(`| \`${name}\` | ${words[number]} |`), name);
  }
});

test('every_limit_in_the_table_is_the_headers', () => {
  const rows = [...readme.matchAll(/^\| `([A-Z0-9_]+)` \| ([\d ]+) \|/gm)];
  assert.ok(rows.length >= 6);
  const headers = ['core/age.h', 'core/armor.h', 'seal/seal.h', 'unseal/unseal.h']
    .map((name) => source(`crypto/${name}`)).join('');
  for (const [, name, value] of rows.filter((m) => !m[1].startsWith('AGE_E_'))) {
    const said = new RegExp(`^#define ${name} (\\d+)`, 'm').exec(headers)?.[1];
    assert.equal(value.replaceAll(' ', ''), said, name);
  }
});
