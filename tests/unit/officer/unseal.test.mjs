// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// inkast-officer and ASCII armor: of the file to open, and of the identity file
// that opens it, as Debian's age makes them.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { keys } from './bundles.mjs';
import { EX, folder, inside, must, officer, onTerminal, refused, run }
  from './programs.mjs';

const passphrase = 'fem slumpade ord räcker långt';

async function armored(recipient, plain) {
  const { stdout } = await run('age', ['-a', '-r', recipient], { input: plain });
  assert.match(stdout.toString(), /^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  return stdout;
}

const crlf = (text) => Buffer.from(text.toString().replaceAll('\n', '\r\n'));

test('armor_is_recognised_without_being_told', async (t) => {
  const dir = folder(t);
  const { file, recipient } = await keys(dir);
  for (const size of [0, 1, 65536, 200_000]) {
    const plain = randomBytes(size);
    const text = await armored(recipient, plain);
    for (const input of [text, crlf(text), Buffer.concat([Buffer.from('\n '), text])]) {
      const done = await run(officer, ['unseal', '-i', file, '-'], { input });
      assert.equal(done.code, EX.OK, done.stderr);
      assert.deepEqual(done.stdout, plain);
    }
  }
});

test('broken_armor_is_named_and_leaves_no_file', async (t) => {
  const dir = folder(t);
  const { file, recipient } = await keys(dir);
  const text = await armored(recipient, randomBytes(70_000));
  const swapped = (from, to) => Buffer.from(text.toString().replace(from, to));
  for (const input of [
    text.subarray(0, 20), text.subarray(0, 1000), text.subarray(0, -10),
    Buffer.concat([text, Buffer.from('-- \nHälsningar\n')]),
    swapped('\n', '\n\n'), swapped('\n', '\r\n'), swapped('-\n', '-\nA: b\n'),
    swapped('BEGIN AGE', 'BEGIN age'), swapped('END AGE', 'END PGP'),
    swapped(/\n(.)/, '\n*'), swapped(/=+\n/, '\n'),
    Buffer.from('-----BEGIN PGP MESSAGE-----\n')]) {
    const said = await refused(EX.DATAERR, officer,
      ['unseal', '-i', file, '-', '-o', join(dir, 'out')], { input });
    assert.match(said, /: armor: the text armor breaks the age format\n/);
    assert.deepEqual(inside(dir), ['id.txt']);
  }
});

test('what_is_wrong_inside_whole_armor_is_named_as_itself', async (t) => {
  const dir = folder(t);
  const { file, recipient } = await keys(dir);
  const other = await keys(dir, 'other');
  const text = await armored(recipient, 'hej');
  await refused(EX.NOPERM, officer, ['unseal', '-i', other.file, '-'],
    { input: text });
  const lines = text.toString().split('\n');
  lines[lines.length - 4] = 'A'.repeat(64); // of the payload: a whole line of it
  const said = await refused(EX.DATAERR, officer, ['unseal', '-i', file, '-'],
    { input: lines.join('\n') });
  assert.match(said, /: (payload|hmac|header): /);
});

test('an_identity_that_age_protected_in_armor_opens', async (t) => {
  const dir = folder(t);
  await must('age-keygen', ['-o', join(dir, 'plain')]);
  const recipient = await must('age-keygen', ['-y', join(dir, 'plain')]);
  const { code } = await onTerminal('age -p -a -o id plain',
    [['Enter passphrase', `${passphrase}\n`], ['onfirm', `${passphrase}\n`]],
    { cwd: dir });
  assert.equal(code, 0);
  const id = readFileSync(join(dir, 'id'), 'utf8');
  assert.match(id, /^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  const args = ['unseal', '-i', join(dir, 'id'), '--passphrase-fd', '3', '-'];
  const input = await armored(recipient, 'hej');
  assert.equal(await must(officer, args, { input, fd3: passphrase }), 'hej');
  writeFileSync(join(dir, 'id'), id.slice(0, -20));
  assert.match(await refused(EX.DATAERR, officer, args, { input, fd3: passphrase }),
    /armor/);
});

test('armor_around_something_else_is_no_identity_file', async (t) => {
  const dir = folder(t);
  const path = join(dir, 'id');
  for (const inner of ['', `${Buffer.from('AGE-SECRET-KEY-1').toString('base64')}\n`]) {
    writeFileSync(path, '-----BEGIN AGE ENCRYPTED FILE-----\n' +
      `${inner}-----END AGE ENCRYPTED FILE-----\n`);
    await refused(EX.DATAERR, officer, ['unseal', '-i', path, '-']);
  }
});

test('input_that_cannot_be_read_is_said_with_its_reason', async (t) => {
  const dir = folder(t);
  const { file } = await keys(dir);
  assert.match(await refused(EX.IOERR, officer, ['unseal', '-i', file, dir]),
    /cannot read the input: Is a directory/);
});
