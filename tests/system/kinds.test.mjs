// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Keys of both kinds, from keygen to the officer's screen: post-quantum, which
// is what a gateway gets unless it asks for the other, and classic. Never both
// (docs/FORMAT.md 1.2).
import assert from 'node:assert/strict';
import { Decrypter } from 'age-encryption';
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Gateway, answerTo, must, program, run, until } from './gateway.mjs';
import { Signer, keyringText, putInstalled } from './keyrings.mjs';

const kinds = {
  'post-quantum': { type: 'mlkem768x25519', stanza: 1557 },
  classic: { type: 'X25519', stanza: 98 },
};
const stanzas = 16; // as many as there may be
const payload = (plain) => 16 + plain + 16 * Math.ceil(plain / 65536);

// The sealed tips of a bundle, taken out by tar.
async function blobsOf(gateway, bundle) {
  const out = join(gateway.top, 'blobs');
  mkdirSync(out);
  await must('tar', ['-xf', bundle, '-C', out]);
  return readdirSync(join(out, 'tips')).map((name) => join(out, 'tips', name));
}

// What another implementation finds in a blob: npm age-encryption knows all
// types, Debian's age the classic one.
const openers = {
  'post-quantum': async (blob, identity) => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(/^AGE-SECRET-KEY-PQ-1\w+$/m.exec(
      readFileSync(identity.file, 'latin1'))[0]);
    return Buffer.from(await decrypter.decrypt(readFileSync(blob)));
  },
  classic: async (blob, identity) => {
    const opened = await run('age', ['-d', '-i', identity.file, blob]);
    assert.equal(opened.code, 0, opened.stderr);
    return opened.stdout;
  },
};

// A keyring of two recipients for all areas, and so many stanzas.
const toTwo = (n) => async (gateway) => ({ stanzas: n, epochs: [{ areas: {
  '*': (await gateway.keygens(2, 'officer')).map((id) => id.recipient) } }] });

const stanzaTypes = (bytes) => [...bytes.subarray(0, bytes.indexOf('\n--- '))
  .toString('latin1').matchAll(/^-> (\S+) \S+$/gm)].map((match) => match[1]);

for (const [kind, { type, stanza }] of Object.entries(kinds))
  test(`a_tip_reaches_the_officer_and_others_with_${kind}_keys`, async (t) => {
    const gateway = await Gateway.create(t, { kind, keyring: toTwo(stanzas) });
    await gateway.start();
    const texts = { 16384: 'En grön cykel', 65536: 'ö'.repeat(10_000) };
    for (const what of Object.values(texts))
      assert.equal(await gateway.citizen().tip('theft', { what }), 'sent');
    await gateway.stop();
    const bundle = await gateway.export();
    await must(program('inkast-officer'), ['verify', bundle]);
    for (const identity of gateway.identities)
      assert.deepEqual((await gateway.open(bundle, identity))
        .map((tip) => answerTo(tip, 'what')).sort(), Object.values(texts).sort());
    const lengths = [];
    for (const blob of await blobsOf(gateway, bundle)) {
      const bytes = readFileSync(blob);
      lengths.push(bytes.length);
      assert.deepEqual(stanzaTypes(bytes), Array(stanzas).fill(type));
      for (const identity of gateway.identities) {
        const archive = await openers[kind](blob, identity);
        const json = await run('tar', ['-xOf', '-', 'tip.json'], { input: archive });
        assert.equal(answerTo({ tip: JSON.parse(json.stdout) }, 'what'),
          texts[archive.length]);
      }
    }
    assert.deepEqual(lengths.sort((a, b) => a - b), Object.keys(texts).map((plain) =>
      22 + stanzas * stanza + 48 + payload(Number(plain))));
  });

test('age_seals_to_the_recipients_of_the_keyring_that_init_wrote', async (t) => {
  const gateway = await Gateway.create(t, { kind: 'classic', recipients: 2 });
  const keyring = readFileSync(join(gateway.keyring, 'keyring.ini'), 'utf8');
  const recipients = [...keyring.matchAll(/^area \* = (age1\w+)$/gm)].map((m) => m[1]);
  assert.equal(recipients.length, 2);
  const blob = await run('age', recipients.flatMap((r) => ['-r', r]), { input: 'hej' });
  assert.equal(blob.code, 0, blob.stderr);
  for (const { file } of gateway.identities)
    assert.equal(await must(program('inkast-officer'), ['unseal', '-i', file, '-'],
      { input: blob.stdout }), 'hej');
});

test('identities_of_both_kinds_in_one_file_open_both_kinds', async (t) => {
  const gateways = [];
  for (const kind of Object.keys(kinds)) {
    const gateway = await Gateway.create(t, { kind });
    await gateway.start();
    assert.equal((await gateway.quickTip(kind)).state, 'sent');
    await gateway.stop();
    gateways.push(gateway);
  }
  const file = join(gateways[0].top, 'both.key');
  writeFileSync(file, gateways.map((gateway) =>
    readFileSync(gateway.identities[0].file, 'latin1')).join(''), { mode: 0o600 });
  for (const gateway of gateways) {
    const [opened] = await gateway.open(await gateway.export(), { file });
    assert.equal(answerTo(opened, 'what'), gateway.kind);
  }
});

// What a gateway does at SIGHUP, without the verb that installs.
test('after_a_reload_tips_are_sealed_to_the_new_keyring', async (t) => {
  const gateway = await Gateway.create(t, { keyring: toTwo(2) });
  const next = await gateway.keygen('next.key');
  const put = (spec, signer = gateway.signer) => {
    putInstalled(gateway.keyring, keyringText(spec), [signer]);
    gateway.child.kill('SIGHUP');
  };
  const spec = { serial: 2, stanzas: 2,
    epochs: [{ areas: { '*': [next.recipient] } }] };
  await gateway.start();
  assert.equal((await gateway.quickTip('before')).state, 'sent');
  const pids = ['inkast-front', 'inkast-vault'].map((name) => gateway.roles(name));
  put(spec);
  await until('serial 2', () => /keyring with serial 2 counts/.test(gateway.log));
  assert.equal((await gateway.quickTip('after')).state, 'sent');
  // A keyring that a stranger signed changes nothing.
  put({ ...spec, serial: 3 }, new Signer());
  await until('the complaint', () => /keyring\.ini\.minisig/.test(gateway.log));
  assert.equal((await gateway.quickTip('still')).state, 'sent');
  assert.deepEqual(['inkast-front', 'inkast-vault'].map((name) => gateway.roles(name)),
    pids);
  await gateway.stop();
  const bundle = await gateway.export();
  for (const [identity, texts] of [[gateway.identities[0], ['before']],
    [next, ['after', 'still']]])
    assert.deepEqual((await gateway.openable(bundle, identity))
      .map((opened) => answerTo(opened, 'what')).sort(), texts);
});

const message = (type, body) => {
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt8(type, 1);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
};

// FORMAT 4.2: one epoch of a kind, today.
function rules(kind, n) {
  const body = Buffer.alloc(38 + 13);
  const today = Math.floor(Date.now() / 86_400_000);
  body.writeUInt32BE(1, 0);
  body.writeUInt8(n, 36);
  body.writeUInt8(1, 37);
  body.writeUInt32BE(1, 38);
  body.writeUInt8(kind === 'classic' ? 1 : 2, 42);
  body.writeInt32BE(today, 43);
  body.writeInt32BE(today, 47);
  return message(16, body);
}

// A vault alone, on one of its channels, with rules of that kind.
async function startVault(t, gateway, n) {
  const child = spawn(join(program('.'), '../libexec/inkast-vault'), ['-c', gateway.config], {
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'ignore',
      ...Array(8).fill('pipe')],
  });
  // It ends with its channels, and takes SIGTERM for nothing.
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  child.stdio[3].write(rules(gateway.kind, n));
  let said = '';
  child.stdio[3].on('data', (bytes) => { said += bytes; });
  await until('the vault is ready', () => said.includes('R'));
  assert.equal(said, 'KR');
  const stop = async () => {
    child.stdio.slice(5).forEach((channel) => channel.end());
    assert.deepEqual(await ended, [0, null]);
  };
  return { channel: child.stdio[5], stop };
}

// FORMAT 4.3, 4.4: what the vault answers to ADD.
async function add(channel, blob, epoch = 1) {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(epoch, 0);
  channel.write(message(3, Buffer.concat([head, blob])));
  return (await once(channel, 'data'))[0].readUInt8(1);
}

const base64 = (n) => randomBytes(n).toString('base64').replace(/=+$/, '');
const shapes = { X25519: 32, mlkem768x25519: 1120 };

const blobWith = (...types) => Buffer.concat([Buffer.from([
  'age-encryption.org/v1',
  ...types.flatMap((type) => [`-> ${type} ${base64(shapes[type])}`, base64(32)]),
  `--- ${base64(32)}`, ''].join('\n')), Buffer.alloc(payload(16384))]);

const [classic, hybrid] = Object.keys(shapes);
const ADDED = 4;
const REFUSED = 5;

for (const [kind, own, other] of [['classic', classic, hybrid],
  ['post-quantum', hybrid, classic]]) {
  test(`a_${kind}_vault_takes_blobs_of_its_own_kind_and_no_others`, async (t) => {
    const gateway = await Gateway.create(t, { kind });
    const { channel, stop } = await startVault(t, gateway, 2);
    assert.equal(await add(channel, blobWith(own, own)), ADDED);
    assert.equal(await add(channel, blobWith(other, other)), REFUSED);
    assert.equal(await add(channel, blobWith(own, other)), REFUSED);
    assert.equal(await add(channel, blobWith(other, own)), REFUSED);
    assert.equal(await add(channel, blobWith(own)), REFUSED);
    assert.equal(await add(channel, blobWith(own, own), 2), REFUSED);
    await stop();
  });
}
