// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The key ceremony in earnest, at a terminal: without the words of a rehearsal
// each key gets a passphrase, and each change is asked for.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { EX, must, program } from './gateway.mjs';
import { onTerminal } from './pty.mjs';

const admin = program('inkast-admin');
const officer = program('inkast-officer');
const passphrase = 'en lång mening som bara Anna kan';
const twice = [[/passphrase/i, passphrase], [/again/i, passphrase]];

function folder(t) {
  const dir = mkdtempSync(join(tmpdir(), 'inkast-ceremony-'));
  t.after(() => rmSync(dir, { recursive: true }));
  return (name) => join(dir, name);
}

// Answers all questions; what was on the terminal.
async function person(command, args, answers) {
  const done = await onTerminal(command, args, answers);
  assert.equal(done.code, 0, done.seen);
  assert.deepEqual(done.unasked, [], done.seen);
  assert.ok(!done.seen.includes(passphrase), 'a passphrase is not shown');
  return done.seen;
}

test('a_signer_types_a_passphrase_and_yes_and_minisign_finds_it_signed', async (t) => {
  const at = folder(t);
  const [key, ring] = [at('anna.key'), at('keyring.ini')];
  await person(admin, ['keyring', 'signer', '-o', key], twice);
  // FORMAT 14.3: protected by scrypt.
  const secret = Buffer.from(readFileSync(key, 'latin1').split('\n')[1], 'base64');
  assert.equal(secret.toString('latin1', 2, 4), 'Sc');

  const recipient = /age1\w+/.exec(await must(officer,
    ['keygen', '--plain', '-o', at('desk.key')]))[0];
  const seen = await person(admin, ['keyring', 'new', ring, '--service', 'Tipsa polisen'],
    [[/\[y\/N\]/, 'ja']]);
  assert.match(seen, /Tipsa polisen/);
  const add = ['keyring', 'add-epoch', ring, '--from', 'today', '--until', '+180',
    '--destroy-after', '+360', '--area', `*=${recipient}`];
  const before = readFileSync(ring, 'utf8');
  const declined = await onTerminal(admin, add, [[/\[y\/N\]/, '']]);
  assert.equal(declined.code, EX.NOPERM, declined.seen);
  assert.equal(readFileSync(ring, 'utf8'), before);
  await person(admin, add, [[/\[y\/N\]/, 'y']]);

  const wrong = await onTerminal(admin, ['keyring', 'sign', ring, '-s', key, '--yes'],
    [[/passphrase/i, 'något annat än så']]);
  assert.notEqual(wrong.code, 0, wrong.seen);
  assert.equal(existsSync(`${ring}.minisig`), false);
  const asked = await person(admin, ['keyring', 'sign', ring, '-s', key],
    [[/passphrase/i, passphrase], [/\[y\/N\]/, 'y']]);
  assert.match(asked, /every other area/);
  await must('minisign', ['-V', '-q', '-p', `${key}.pub`, '-m', ring]);
});

// The seven words that stand on a line of their own.
const wordsIn = (seen) =>
  /^ *([a-zåäö]+(?: [a-zåäö]+){6}) *$/m.exec(seen.replaceAll('\r', ''))?.[1];

test('a_passphrase_of_words_is_shown_once_and_opens_the_identity', async (t) => {
  const at = folder(t);
  const seen = await person(officer, ['keygen', '--words', '-o', at('desk.key')],
    [[/type it now/, wordsIn]]);
  const words = wordsIn(seen);
  assert.equal(seen.split(words).length, 2, 'shown once, also when it is typed');
  assert.match(readFileSync(at('desk.key'), 'latin1'), /^age-encryption\.org\/v1\n-> scrypt /);
  await person(officer, ['test', '-i', at('desk.key')], [[/passphrase/i, words]]);
});
