// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// docs/OPERATIONS.md is a rehearsal that works as it stands there, from the
// first key to the last record, and what it says in between is so.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { blocksOf, runBlocks } from './blocks.mjs';

const blocks = blocksOf('OPERATIONS.md');
const fingerprint = /\b\d{5}(?: \d{5}){5}\b/g;

// All that a person sees, and a word after each block, so that what they say can
// be told apart.
const told = ['exec 2>&1',
  ...blocks.flatMap((block, i) => [block, `echo '== after ${i}'`])];

test('the_rehearsal_of_the_guide_works_as_it_stands', async (t) => {
  assert.ok(blocks.length > 20);
  const { code, stdout, stderr, dir } = await runBlocks(t, told);
  assert.equal(code, 0, stdout + stderr);
  const outputs = stdout.split(/^== after \d+\n/m);
  const of = (words) => outputs[blocks.findIndex((b) => b.includes(words))];

  // What officer and signer read to each other is the same.
  const read = of('inkast-officer public -i room/drugs-1.key').match(fingerprint);
  assert.ok(read.length >= 4, of('inkast-officer public'));
  for (const one of read.slice(0, 2))
    assert.ok(read.slice(2).includes(one), `${one} is in the keyring`);
  // The tips of both epochs opened.
  assert.match(of('inkast-officer open -i room stick'), /Prov ett/);
  assert.match(of("what='Prov två'"), /Prov två/);
  assert.match(of('inkast-officer join envelopes/'), /Prov ett/);
  // The rehearsed change changed nothing, the real one did.
  const keyring = readFileSync(join(dir, 'gateway/keyring/keyring.ini'), 'utf8');
  assert.equal(keyring.match(/^\[epoch \d+\]$/gm).length, 3);
  // In no epoch does an area lose the keys of its own.
  assert.equal(keyring.match(/^area narcotics = /gm).length, 3);
  assert.doesNotMatch(stdout, /go to those of '\*'/);
  // Destroyed is destroyed, and the record names it.
  const record = readFileSync(join(dir, 'destroyed-1.txt'), 'utf8');
  assert.match(record, /^inkast-destroyed\/1\n/);
  assert.equal(record.match(/^recipient age1/gm).length, 3);
  assert.ok(existsSync(join(dir, 'room/desk-2.key')));
  assert.deepEqual(readdirSync(join(dir, 'room')).filter((n) => /-1\.key$/.test(n)), []);
});

// In earnest nobody sets the rehearsal's words: then nothing is left of them.
test('without_the_rehearsal_s_line_no_command_is_unprotected_or_unasked', () => {
  assert.match(blocks[0], /protect=--plain yes=--yes/);
  for (const block of blocks.slice(1))
    assert.doesNotMatch(block, /--plain|--yes/);
});
