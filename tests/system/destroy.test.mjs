// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Destroying an epoch's identities deletes its tips: afterwards none opens with
// anything that is left on the officer's computer, whichever file is tried as a
// key, and no file and no block of its disk holds a secret key. The record says
// what was destroyed. Needs root, to mount a small disk.
import assert from 'node:assert/strict';
import {
  cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test from 'node:test';
import { Gateway, answerTo, must, program, run, until } from './gateway.mjs';
import { day } from './keyrings.mjs';

const areas = ['narcotics', 'theft'];
const perArea = 3;
const officer = program('inkast-officer');

// A disk of its own for the officer's computer: an image whose blocks can be
// searched, mounted at a place.
async function officersDisk(t) {
  const top = mkdtempSync(join(tmpdir(), 'inkast-destroy-'));
  const [image, place] = [join(top, 'image'), join(top, 'room')];
  mkdirSync(place);
  writeFileSync(image, '');
  truncateSync(image, 32 << 20);
  await must('mkfs.ext4', ['-q', image]);
  await must('mount', ['-o', 'loop', image, place]);
  t.after(async () => {
    await must('umount', [place]);
    rmSync(top, { recursive: true });
  });
  rmSync(join(place, 'lost+found'), { recursive: true });
  return { place, blocks: async () => {
    await must('sync', ['-f', place]);
    return readFileSync(image);
  } };
}

const filesBelow = (dir) => readdirSync(dir, { withFileTypes: true, recursive: true })
  .filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name));

// A gateway with tips of epochs 1 and 2, and the officer's computer: all of their
// identities, the bundle, both keyrings, and one recovery share that somebody
// forgot.
async function create(t, kind) {
  const disk = await officersDisk(t);
  const keys = { 1: {}, 2: {} };
  const spec = (...ids) => ({ serial: ids.length, epochs: ids.map((id) => ({ id,
    recovery: [keys[id].recovery.recipient],
    areas: { narcotics: [keys[id].narcotics.recipient],
      '*': [keys[id].theft.recipient] } })) });
  const gateway = await Gateway.create(t, { kind, keyring: async (g) => {
    for (const id of [1, 2])
      for (const name of [...areas, 'recovery'])
        keys[id][name] = await g.keygen(join(disk.place, `${name}-${id}.key`));
    return spec(1);
  } });
  await gateway.start();
  await send(gateway, 'epoch 1');
  await gateway.install(spec(1, 2));
  await until('epoch 2', () => /keyring with serial 2 counts/.test(gateway.log));
  await send(gateway, 'epoch 2');
  await gateway.stop();
  const bundle = join(disk.place, 'bundle.tar');
  cpSync(await gateway.export(), bundle);
  cpSync(join(gateway.keyring, 'keyring.ini'), join(disk.place, 'keyring.ini'));
  await must(officer, ['split', '-i', keys[1].recovery.file, '-k', '2', '-n', '3',
    '-o', join(gateway.top, 'shares')]);
  const pages = readdirSync(join(gateway.top, 'shares')).filter((n) => n.endsWith('.txt'));
  assert.equal(pages.length, 3);
  cpSync(join(gateway.top, 'shares', pages[1]), join(disk.place, pages[1]));
  await must(officer, ['signer', '-o', join(disk.place, 'eva.key'), '--plain']);
  return { disk, keys, gateway, bundle };
}

async function send(gateway, what) {
  for (const area of areas)
    for (let i = 0; i < perArea; i++)
      assert.equal((await gateway.quickTip(what, { area })).state, 'sent');
}

// The tips, as text, that open with any file of the disk taken for an identity:
// by our program, by stock age where it knows the kind, and, of files that look
// like shares, by joining all of them.
async function openable({ disk, gateway, bundle }, kind) {
  const found = [];
  const sealed = mkdtempSync(join(gateway.top, 'sealed-'));
  await must('tar', ['-xf', bundle, '-C', sealed]);
  for (const file of filesBelow(disk.place)) {
    const done = await run(officer, ['open', '-i', file, bundle, '--json']);
    for (const line of done.stdout.toString('utf8').split('\n').filter(Boolean))
      found.push(answerTo(JSON.parse(line), 'what'));
    if (kind === 'classic')
      found.push(...await openedByAge(sealed, file));
  }
  const joined = join(gateway.top, 'joined.key');
  const shares = filesBelow(disk.place).filter((f) => f.endsWith('.txt'));
  const join2 = await run(officer, ['join', ...shares, '-o', joined, '--plain']);
  assert.notEqual(join2.code, 0, 'one share is none');
  assert.equal(existsSync(joined), false);
  return found;
}

async function openedByAge(sealed, identity) {
  const found = [];
  for (const tip of filesBelow(join(sealed, 'tips'))) {
    const { code, stdout } = await run('age', ['-d', '-i', identity, tip]);
    if (code === 0)
      found.push(/"answer":"(epoch \d)"/.exec(stdout.toString('latin1'))[1]);
  }
  return found;
}

const count = (list, what) => list.filter((one) => one === what).length;

// The forms in which bytes may hold an identity: its text in either case, the
// secret itself, and that in hexadecimal and base64.
function traces(identity) {
  const text = /AGE-SECRET-KEY-(?:PQ-)?1\w+/.exec(readFileSync(identity.file, 'latin1'))[0];
  const alphabet = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';
  const data = text.slice(text.lastIndexOf('1') + 1, -6);
  let bits = '';
  for (const letter of data)
    bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  assert.equal(secret.length, 32);
  return [Buffer.from(data), Buffer.from(data.toLowerCase()), secret,
    Buffer.from(secret.toString('hex')), Buffer.from(secret.toString('base64').slice(0, 42))];
}

for (const kind of ['post-quantum', 'classic'])
  test(`after_destroy_no_tip_of_the_epoch_opens_with_${kind}_keys`, async (t) => {
    const all = await create(t, kind);
    const { disk, keys } = all;
    const gone = Object.values(keys[1]);
    const secrets = gone.flatMap(traces);
    const kept = Object.values(keys[2]).flatMap(traces);
    const tips = areas.length * perArea;
    // What is looked for below is there before: by area and by recovery, and
    // where stock age can, twice.
    const ways = 2 * (kind === 'classic' ? 2 : 1);
    const before = await openable(all, kind);
    assert.deepEqual([count(before, 'epoch 1'), count(before, 'epoch 2')],
      [ways * tips, ways * tips]);
    const blocks = await disk.blocks();
    for (const identity of gone)
      assert.ok(traces(identity).some((trace) => blocks.includes(trace)));

    const record = join(disk.place, 'destroyed.record');
    await must(officer, ['destroy', ...gone.flatMap((id) => ['-i', id.file]),
      '--epoch', '1', '--keyring', join(disk.place, 'keyring.ini'),
      '--sign', join(disk.place, 'eva.key'), '-o', record, '--yes']);

    const after = await openable(all, kind);
    assert.deepEqual([count(after, 'epoch 1'), count(after, 'epoch 2')],
      [0, ways * tips]);
    for (const file of filesBelow(disk.place))
      for (const trace of secrets)
        assert.ok(!readFileSync(file).includes(trace), file);
    const left = await disk.blocks();
    assert.ok(!secrets.some((trace) => left.includes(trace)),
      'a block of the disk still holds a secret key');
    assert.ok(kept.some((trace) => left.includes(trace)), 'the others are there');

    // The record names what was destroyed, and minisign finds it signed.
    const text = readFileSync(record, 'utf8');
    assert.match(text, new RegExp(`^inkast-destroyed/1\nday ${day()}\nepoch 1\n`));
    assert.ok(text.endsWith('\nend\n'));
    for (const { recipient, name } of gone) {
      assert.ok(text.includes(`\nrecipient ${recipient}\nfingerprint `), name);
      assert.match(text, new RegExp(`^file .*${basename(name)}$`, 'm'));
    }
    assert.equal(text.match(/^recipient /gm).length, gone.length);
    await must('minisign', ['-V', '-q', '-p', join(disk.place, 'eva.key.pub'), '-m', record]);
  });
