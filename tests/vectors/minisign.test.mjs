// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Signing keys and signatures (FORMAT 14), both ways with Debian's minisign:
// what either makes, the other takes, and what was altered neither takes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { scratch } from './tools.mjs';

const tool = join(process.env.INKAST_TEST_TOOLS, 'minisign-tool');
const words = 'åtta korkade ord på rad';
const trusted = 'inkast keyring serial 2, 2026-11-22';
const file = scratch(after);
// One of each: empty, a line, all bytes, as large as a keyring may be.
const texts = ['', 'a keyring\n', Buffer.from([...Array(256).keys()]),
  Buffer.alloc(256 * 1024, 'keyring')].map((text, i) => file(`text-${i}`, text));

function ours(args, input) {
  const r = spawnSync(tool, args, { input, timeout: 120_000 });
  return { status: r.status, out: r.stdout.toString(), err: r.stderr.toString() };
}

function must(r) {
  assert.equal(r.status, 0, r.err);
  return r.out;
}

// It takes passphrases from standard input, a line each.
function minisign(args, answers = []) {
  const r = spawnSync('minisign', args,
    { input: answers.map((a) => `${a}\n`).join(''), timeout: 120_000 });
  if (r.error)
    throw r.error;
  return { status: r.status, out: r.stdout.toString(), err: r.stderr.toString() };
}

// Keys that minisign made, and ours; plain, and with a passphrase.
function makeTheirs(name, passphrase) {
  const key = { secret: file(`${name}.key`), public: file(`${name}.pub`), words: passphrase };
  must(minisign(['-G', ...passphrase ? [] : ['-W'], '-s', key.secret, '-p', key.public],
    passphrase ? [passphrase, passphrase] : []));
  return key;
}

function makeOurs(name, passphrase) {
  const key = { secret: file(`${name}.key`), public: file(`${name}.pub`), words: passphrase };
  must(ours(['new', key.secret, key.public, passphrase]));
  return key;
}

const theirs = makeTheirs('theirs', '');
const plain = makeOurs('ours', '');
const theirsProtected = makeTheirs('theirs-protected', words);
const protectedOurs = makeOurs('ours-protected', words);

const publicOf = (key) => readFileSync(key.public, 'utf8').split('\n')[1];

function signOurs(key, text, name) {
  return file(name, must(ours(['sign', key.secret, key.words], readFileSync(text))));
}

function signTheirs(key, text, name, options = []) {
  const path = file(name);
  must(minisign(['-S', ...options, '-s', key.secret, '-x', path, '-m', text,
    '-t', `${trusted}, theirs`], key.words ? [key.words] : []));
  return path;
}

const verifyTheirs = (key, text, path) =>
  minisign(['-V', '-p', key.public, '-x', path, '-m', text]);
const verifyOurs = (key, text, path) =>
  ours(['verify', key.public, path], readFileSync(text));

test('minisign verifies what we sign, with keys of ours and of its own', () => {
  for (const [k, key] of [theirs, plain].entries())
    for (const [i, text] of texts.entries()) {
      const path = signOurs(key, text, `ours-${k}-${i}.minisig`);
      assert.match(must(verifyTheirs(key, text, path)), new RegExp(`Trusted comment: ${trusted}\n`));
      assert.equal(must(verifyOurs(key, text, path)), trusted);
    }
});

test('we verify what minisign signs, prehashed and legacy', () => {
  for (const [k, key] of [theirs, plain].entries())
    for (const [i, text] of texts.entries())
      for (const options of [[], ['-l']]) {
        const path = signTheirs(key, text, `theirs-${k}-${i}${options}.minisig`, options);
        const algorithm = Buffer.from(readFileSync(path, 'utf8').split('\n')[1], 'base64')
          .subarray(0, 2).toString();
        assert.equal(algorithm, options.length ? 'Ed' : 'ED');
        assert.equal(must(verifyOurs(key, text, path)), `${trusted}, theirs`);
      }
});

test('both read secret keys that the other made, with and without a passphrase', () => {
  for (const key of [theirs, plain, theirsProtected, protectedOurs])
    assert.equal(must(ours(['public', key.secret, key.words])).trim(), publicOf(key));
  for (const key of [theirsProtected, protectedOurs]) {
    assert.equal(must(verifyOurs(key, texts[1], signTheirs(key, texts[1],
      `${publicOf(key).slice(2, 8).replaceAll('/', '_')}.minisig`))), `${trusted}, theirs`);
    const wrong = ours(['public', key.secret, 'some other words']);
    assert.equal(wrong.status, 16);
    assert.match(wrong.err, /wrong passphrase/);
  }
});

test('minisign makes our public key of our secret key', () => {
  const again = file('again.pub');
  must(minisign(['-R', '-s', plain.secret, '-p', again]));
  assert.equal(readFileSync(again, 'utf8').split('\n')[1], publicOf(plain));
});

test('what was altered neither of us takes', () => {
  const text = texts[1];
  const path = signOurs(plain, text, 'good.minisig');
  const lines = readFileSync(path, 'utf8').split('\n');
  const altered = (i, change) =>
    lines.map((line, j) => (j === i ? change(line) : line)).join('\n');
  const flip = (at) => (line) =>
    line.slice(0, at) + (line[at] === 'B' ? 'C' : 'B') + line.slice(at + 1);
  const bad = {
    signature: altered(1, flip(40)),
    signer: altered(1, flip(6)),
    algorithm: altered(1, flip(1)),
    'trusted comment': altered(2, (line) => line.replace('serial 2', 'serial 3')),
    'second signature': altered(3, flip(40)),
    'no trusted comment': lines.slice(0, 2).join('\n') + '\n',
  };
  for (const [what, content] of Object.entries(bad)) {
    const other = file('altered.minisig');
    writeFileSync(other, content);
    assert.notEqual(verifyOurs(plain, text, other).status, 0, what);
    assert.notEqual(verifyTheirs(plain, text, other).status, 0, what);
  }
  for (const verify of [verifyOurs, verifyTheirs]) {
    assert.equal(verify(plain, text, path).status, 0);
    assert.notEqual(verify(plain, texts[2], path).status, 0);
    assert.notEqual(verify(theirs, text, path).status, 0);
    // The untrusted comment is not signed, and says so.
    const other = file('untrusted.minisig');
    writeFileSync(other, altered(0, () => 'untrusted comment: altered'));
    assert.equal(verify(plain, text, other).status, 0);
  }
});
