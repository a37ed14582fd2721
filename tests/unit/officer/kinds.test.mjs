// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Identities of both kinds: what keygen makes, and in which forms files of
// them are read (docs/FORMAT.md, section 10).
import assert from 'node:assert/strict';
import { Encrypter, identityToRecipient } from 'age-encryption';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundleOf, id, padded, tarOf } from './bundles.mjs';
import { EX, folder, inside, must, officer, onTerminal, refused, run }
  from './programs.mjs';

const passphrase = 'fem slumpade ord räcker långt';
const kinds = {
  'post-quantum': { args: [], recipient: /^age1pq1[0-9a-z]{1952}$/,
    secret: /^AGE-SECRET-KEY-PQ-1[0-9A-Z]{58}$/ },
  classic: { args: ['--classic'], recipient: /^age1[0-9a-z]{58}$/,
    secret: /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/ },
};

// { file, recipient } of a new identity.
async function key(dir, name, kind, more = ['--plain'], options = {}) {
  const file = join(dir, name);
  return { file, recipient: await must(officer,
    ['keygen', ...kinds[kind].args, ...more, '-o', file], options) };
}

// Sealed by another implementation, which knows both kinds.
async function sealedBy(recipient, bytes) {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(bytes));
}

for (const [kind, { recipient, secret }] of Object.entries(kinds)) {
  test(`keygen_writes_a_${kind}_identity_as_age_reads_it`, async (t) => {
    const made = await key(folder(t), 'id', kind);
    assert.match(made.recipient, recipient);
    const [comment, line, ...rest] = readFileSync(made.file, 'utf8').split('\n');
    assert.equal(comment, `# public key: ${made.recipient}`);
    assert.match(line, secret);
    assert.deepEqual(rest, ['']);
    assert.equal(await identityToRecipient(line), made.recipient);
  });

  test(`verify_takes_a_bundle_of_${kind}_tips`, async (t) => {
    const dir = folder(t);
    const made = await key(dir, 'id', kind);
    const blob = await sealedBy(made.recipient,
      padded(tarOf([['tip.json', Buffer.from('{"format":"inkast-tip/1"}')]])));
    const path = join(dir, 'bundle.tar');
    writeFileSync(path, bundleOf({ [id(1)]: blob }));
    await must(officer, ['verify', path]);
    const opened = await must(officer, ['open', '-i', made.file, path, '--json']);
    assert.equal(JSON.parse(opened).id, id(1));
  });
}

// One kind is enough: a passphrase costs a second, and program.test.mjs has the
// other.
test('a_protected_post-quantum_identity_opens_what_others_sealed', async (t) => {
  const made = await key(folder(t), 'id', 'post-quantum', ['--passphrase-fd', '3'],
    { fd3: `${passphrase}\n` });
  assert.doesNotMatch(readFileSync(made.file, 'latin1'), /SECRET/);
  const args = ['unseal', '-i', made.file, '--passphrase-fd', '3', '-'];
  const blob = await sealedBy(made.recipient, Buffer.from('hej'));
  assert.equal(await must(officer, args, { input: blob, fd3: passphrase }), 'hej');
});

test('an_armored_identity_file_of_age_is_read', async (t) => {
  const dir = folder(t);
  const made = await key(dir, 'plain', 'post-quantum');
  const { code, shown } = await onTerminal('age -a -p -o id plain',
    [['Enter passphrase', `${passphrase}\n`], ['onfirm', `${passphrase}\n`]],
    { cwd: dir });
  assert.equal(code, 0, shown);
  const file = join(dir, 'id');
  const text = readFileSync(file, 'latin1');
  assert.match(text, /^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  const args = ['unseal', '-i', file, '--passphrase-fd', '3', '-'];
  const blob = await sealedBy(made.recipient, Buffer.from('hej'));
  assert.equal(await must(officer, args, { input: blob, fd3: passphrase }), 'hej');
  writeFileSync(file, text.slice(0, -20)); // cut short
  assert.match(await refused(EX.DATAERR, officer, args,
    { input: blob, fd3: passphrase }), /armor/);
});

test('keygen_says_in_one_line_what_classic_means', async (t) => {
  const dir = folder(t);
  const classic = await run(officer,
    ['keygen', '--classic', '--plain', '-o', join(dir, 'a')]);
  assert.match(classic.stderr, /^.*classic.*quantum computer one day$/m);
  const made = await run(officer, ['keygen', '--plain', '-o', join(dir, 'b')]);
  assert.equal(made.code, EX.OK);
  assert.doesNotMatch(made.stderr, /quantum/);
  assert.deepEqual(inside(dir), ['a', 'b']);
});

test('verify_refuses_a_tip_with_stanzas_of_both_kinds', async (t) => {
  const dir = folder(t);
  const tip = padded(tarOf([['tip.json', Buffer.from('{}')]]));
  const [a, b] = await Promise.all(Object.keys(kinds).map(async (kind) =>
    sealedBy((await key(dir, kind, kind)).recipient, tip)));
  // Nobody seals such a file: the stanza of one before that of the other.
  const blob = Buffer.concat([a.subarray(0, a.indexOf('--- ')), b.subarray(22)]);
  const path = join(dir, 'bundle.tar');
  writeFileSync(path, bundleOf({ [id(1)]: blob }));
  assert.match(await refused(EX.DATAERR, officer, ['verify', path]),
    /stanzas of one type/);
});
