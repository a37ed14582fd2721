// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A configuration that is not understood starts nothing, and the message names
// file, line, key and what was expected (docs/FORMAT.md, 6.2).
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { EX, Gateway, must, program, run } from './gateway.mjs';

// Every program that reads the file refuses it with the same words.
async function refusal(gateway) {
  const words = [];
  for (const [name, args] of [
    ['inkastd', ['-c', gateway.config]],
    ['inkastd', ['-c', gateway.config, '--check-config']],
    ['inkast-admin', ['-c', gateway.config, 'check']],
  ]) {
    const done = await run(program(name), args);
    assert.equal(done.code, EX.CONFIG, `${name} ${args}: ${done.stderr}`);
    assert.doesNotMatch(done.stderr, /^ready:/m);
    words.push(done.stderr + done.stdout);
  }
  return words;
}

const edit = (gateway, change) => {
  const text = change(readFileSync(gateway.config, 'utf8'));
  writeFileSync(gateway.config, text);
  return text.split('\n');
};

test('an_unknown_key_is_named_with_file_and_line', async (t) => {
  const gateway = await Gateway.create(t);
  const lines = edit(gateway, (s) =>
    s.replace('[gateway]\n', '[gateway]\nlissen = 127.0.0.1:0\n'));
  const at = lines.findIndex((l) => l.startsWith('lissen')) + 1;
  for (const words of await refusal(gateway)) {
    assert.ok(words.includes(`${gateway.config}:${at}:`), words);
    assert.match(words, /lissen/);
  }
});

test('an_unknown_section_is_named', async (t) => {
  const gateway = await Gateway.create(t);
  edit(gateway, (s) => `${s}\n[keyz]\nx = 1\n`);
  for (const words of await refusal(gateway))
    assert.match(words, /keyz/);
});

test('a_bad_value_is_named_with_what_was_expected', async (t) => {
  const gateway = await Gateway.create(t);
  gateway.configure('gateway.workers', 'many');
  for (const words of await refusal(gateway)) {
    assert.match(words, /workers/);
    assert.match(words, /expected/);
    assert.match(words, /many/);
  }
});

test('a_missing_signer_is_named', async (t) => {
  const gateway = await Gateway.create(t);
  edit(gateway, (s) => s.replace(/^signer = .*\n/m, ''));
  for (const words of await refusal(gateway)) {
    assert.ok(words.includes(gateway.config), words);
    assert.match(words, /signer/);
  }
});

test('a_signer_that_is_no_public_key_is_named_and_no_secret_is_shown', async (t) => {
  const gateway = await Gateway.create(t);
  const secret = `RWRTY0Iy${'Q'.repeat(204)}`;
  const lines = edit(gateway, (s) => s.replace(/^signer = .*$/m, `signer = ${secret}`));
  const at = lines.findIndex((l) => l.startsWith('signer')) + 1;
  for (const words of await refusal(gateway)) {
    assert.ok(words.includes(`${gateway.config}:${at}:`), words);
    assert.doesNotMatch(words, /QQQQ/);
  }
});

test('more_signers_needed_than_there_are_is_named', async (t) => {
  const gateway = await Gateway.create(t);
  gateway.configure('keyring.needed', '2');
  for (const words of await refusal(gateway))
    assert.match(words, /needed/);
});

test('a_missing_file_is_named', async (t) => {
  const gateway = await Gateway.create(t);
  const done = await run(program('inkastd'), ['-c', `${gateway.config}.gone`]);
  assert.notEqual(done.code, EX.OK);
  assert.match(done.stderr, /inkast\.conf\.gone/);
});

test('a_dumped_config_dumps_the_same_again', async (t) => {
  const gateway = await Gateway.create(t);
  gateway.configure('service.name', 'Tipsa Kinda & Ydre');
  const first = await must(program('inkastd'), ['-c', gateway.config, '--dump-config']);
  const again = join(gateway.dir, 'again.conf');
  writeFileSync(again, first);
  const second = await must(program('inkastd'), ['-c', again, '--dump-config']);
  assert.equal(second, first);
  assert.ok(first.includes(`\ndir = ${gateway.keyring}\n`), first);
  assert.match(first, /\nsigner = RW[\w+/=]{54}\n/);
  assert.match(first, /Tipsa Kinda & Ydre/);
});

test('init_leaves_an_existing_folder_alone', async (t) => {
  const gateway = await Gateway.create(t);
  const before = readFileSync(gateway.config);
  const init = (dir) => run(program('inkast-admin'),
    ['init', dir, '--recipient', gateway.identities[0].recipient]);
  assert.notEqual((await init(gateway.dir)).code, EX.OK);
  assert.ok(readFileSync(gateway.config).equals(before));
  const bad = join(gateway.top, 'bad');
  mkdirSync(bad);
  const done = await run(program('inkast-admin'),
    ['init', bad, '--recipient', 'age1nonsense']);
  assert.notEqual(done.code, EX.OK);
  assert.match(done.stderr, /recipient|age1/);
});
