// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Keys are rotated while citizens send: nothing is refused, nothing is lost,
// nobody is cut off, no process is restarted, and each tip opens with the
// identities of its area and of the epoch in its row, and with no others.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import {
  Gateway, answerTo, formToken, must, program, until,
} from './gateway.mjs';
import { day } from './keyrings.mjs';

const areas = ['narcotics', 'vandalism', 'theft'];
const senders = 12;
// Fewer under a sanitizer, where they take ten times as long.
const many = Number(process.env.INKAST_TIPS_OF_A_ROTATION ?? 2000);

// A gateway whose keyring was made with the verbs of inkast-admin, and the
// identities of each epoch: { area: identity, recovery: identity }.
class Rotating {
  static async create(t) {
    const all = new Rotating();
    all.epochs = new Map();
    all.gateway = await Gateway.create(t, {
      keyring: (gateway) => all.begin(gateway),
    });
    await all.gateway.start();
    return all;
  }

  // The first keyring, in files: what a ceremony leaves.
  async begin(gateway) {
    this.gateway = gateway;
    this.file = join(gateway.top, 'ring.ini');
    this.secret = join(gateway.top, 'signer.key');
    await this.verb('signer', '-o', this.secret, '--plain');
    await this.verb('new', this.file, '--service', 'Inkast',
      '--stanzas', '4', '--expires', day(360), '--yes');
    await this.addEpoch(1);
    return { file: this.file, signer: `${this.secret}.pub` };
  }

  verb(...args) {
    return must(program('inkast-admin'), ['keyring', ...args]);
  }

  // Edited and signed; not installed.
  async addEpoch(id) {
    const keys = {};
    // The form has other areas; nothing is sent there.
    for (const name of [...areas, 'rest', 'recovery'])
      keys[name] = await this.gateway.keygen(`${name}-of-${id}.key`);
    await this.verb('add-epoch', this.file, '--id', String(id), '--from', 'today',
      '--until', '+180', '--destroy-after', day(360),
      ...areas.flatMap((a) => ['--area', `${a}=${keys[a].recipient}`]),
      '--area', `*=${keys.rest.recipient}`,
      '--recovery', keys.recovery.recipient, '--yes');
    await this.verb('sign', this.file, '-s', this.secret, '--yes');
    this.epochs.set(id, keys);
  }

  // As an admin does it.
  install() {
    return this.gateway.keyringVerb('install', this.file, '--yes');
  }

  // By hand: a folder beside, renamed into its place, and a signal.
  installByHand() {
    const { keyring, child } = this.gateway;
    mkdirSync(`${keyring}.new`, { mode: 0o755 });
    for (const end of ['', '.minisig'])
      copyFileSync(`${this.file}${end}`, join(`${keyring}.new`, `keyring.ini${end}`));
    renameSync(keyring, `${keyring}.old`);
    renameSync(`${keyring}.new`, keyring);
    child.kill('SIGHUP');
  }

  // Back when the gateway has said that the file's serial counts.
  counts() {
    const serial = /^serial = (\d+)$/m.exec(readFileSync(this.file, 'utf8'))[1];
    return until(`serial ${serial}`, () =>
      new RegExp(`keyring with serial ${serial} counts`).test(this.gateway.log));
  }

  // The milliseconds from the installation to the gateway's word.
  async rotate(id, install = () => this.install()) {
    await this.addEpoch(id);
    await install();
    const began = performance.now();
    await this.counts();
    return performance.now() - began;
  }

  pids() {
    return ['inkast-front', 'inkast-vault'].map((name) => this.gateway.roles(name));
  }

  // The epoch of each row, by the tip's id (docs/FORMAT.md 9.2).
  async rows(bundle) {
    const manifest = await must('tar', ['-xOf', bundle, 'MANIFEST']);
    return new Map(manifest.trim().split('\n').slice(3).map((line) => {
      const [id, , epoch] = line.split(' ');
      return [id, Number(epoch)];
    }));
  }

  // Every tip, opened by each identity that there is: area and epoch are those
  // of the identity. A tip that two identities of areas open, or none, fails.
  async tips() {
    const bundle = await this.gateway.export();
    const rows = await this.rows(bundle);
    const tips = new Map();
    for (const [epoch, keys] of this.epochs) {
      const recovered = new Set((await this.gateway.openable(bundle, keys.recovery))
        .map((o) => o.id));
      let opened = 0;
      for (const area of areas)
        for (const { id, tip } of await this.gateway.openable(bundle, keys[area])) {
          assert.ok(!tips.has(id), `${id} opens with two identities of areas`);
          assert.equal(tip.area, area);
          assert.equal(rows.get(id), epoch, `${id}: the epoch of its row`);
          assert.ok(recovered.has(id), `${id} does not open with recovery`);
          tips.set(id, { area, epoch, text: answerTo({ tip }, 'what') });
          opened += 1;
        }
      assert.equal(recovered.size, opened, `recovery of epoch ${epoch}`);
    }
    assert.equal(tips.size, rows.size, 'each tip opens');
    return [...tips.values()];
  }
}

test('three_rotations_during_2000_tips_refuse_and_lose_none', async (t) => {
  const all = await Rotating.create(t);
  const before = all.pids();
  assert.deepEqual(before.map((p) => p.length), [1, 1]);
  const sent = []; // { text, area, from, to }: epochs that it may have
  let [next, newest, counted] = [0, 1, 1];
  const times = [];

  // Sending goes on while keys change, but not so fast that it is over before:
  // a quarter ahead, and an eighth is left for the last epoch.
  const mayGo = (n) => counted >= (n >= many * 7 / 8 ? 4 : Math.floor(n * 4 / many));
  const send = async () => {
    while (next < many) {
      const n = next++;
      await until('the rotation to keep up', () => mayGo(n));
      const [area, text, from] = [areas[n % 3], `tip ${n}`, counted];
      const began = performance.now();
      const answer = await all.gateway.quickTip(text, { area });
      times.push(performance.now() - began);
      assert.deepEqual([answer.status, answer.state], [200, 'sent'], text);
      sent.push({ text, area, from, to: newest });
    }
  };
  // When a quarter, a half and three quarters have been sent.
  const rotate = async () => {
    for (const [id, by] of [[2, undefined], [3, () => all.installByHand()], [4, undefined]]) {
      await until(`part ${id}`, () => sent.length >= many * (id - 1) / 4);
      newest = id;
      const ms = await all.rotate(id, by);
      counted = id;
      t.diagnostic(`epoch ${id} counts after ${sent.length} tips, ` +
        `${ms.toFixed(0)} ms after it was installed`);
    }
  };
  await Promise.all([rotate(), ...Array.from({ length: senders }, send)]);

  assert.equal(counted, 4);
  assert.deepEqual(all.pids(), before);
  await all.gateway.stop();
  const tips = await all.tips();
  assert.equal(tips.length, many);
  const found = new Map(tips.map((tip) => [tip.text, tip]));
  for (const { text, area, from, to } of sent) {
    const { epoch, area: foundArea } = found.get(text);
    assert.equal(foundArea, area, text);
    assert.ok(from <= epoch && epoch <= to, `${text}: ${from} ${epoch} ${to}`);
  }
  for (const epoch of [1, 2, 3, 4])
    assert.ok(tips.some((tip) => tip.epoch === epoch), `epoch ${epoch} has tips`);
  times.sort((a, b) => a - b);
  t.diagnostic(`${many} tips, ${senders} at a time; answers: median ` +
    `${times[many >> 1].toFixed(1)} ms, slowest ${times.at(-1).toFixed(0)} ms`);
});

test('a_form_opened_before_and_sent_after_is_sealed_to_the_new_epoch', async (t) => {
  const all = await Rotating.create(t);
  const citizen = all.gateway.citizen();
  assert.equal(await citizen.visit(), 'start');
  assert.equal(await citizen.press('area', 'vandalism'), 'questions');
  assert.equal(await citizen.press('step', 'check', { what: 'between' }), 'check');
  await all.rotate(2);
  assert.equal(await citizen.press('step', 'send'), 'sent');
  await all.gateway.stop();
  assert.deepEqual(await all.tips(),
    [{ area: 'vandalism', epoch: 2, text: 'between' }]);
});

// One that has sent half its tip; the rest comes after the rotation.
async function halfSent(url, text) {
  const { hostname, port, host } = new URL(url);
  const token = await formToken(url);
  const body = new URLSearchParams({ area: 'theft', step: 'send', what: text, token })
    .toString();
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (piece) => { answer += piece; });
  const ended = new Promise((resolve, reject) =>
    socket.on('close', resolve).on('error', reject));
  ended.catch(() => {}); // seen when the rest has been sent
  const half = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ` +
    `application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n` +
    body.slice(0, 20);
  await new Promise((resolve) => { socket.write(half, resolve); });
  return async () => {
    socket.write(body.slice(20));
    await ended;
    return answer;
  };
}

test('a_slow_connection_is_not_dropped_by_a_rotation', async (t) => {
  const all = await Rotating.create(t);
  const before = all.pids();
  const finish = await halfSent(all.gateway.url, 'slowly');
  await all.rotate(2);
  await all.rotate(3, () => all.installByHand());
  assert.match(await finish(), /^HTTP\/1\.1 200 [^]*data-state="sent"/);
  assert.deepEqual(all.pids(), before);
  await all.gateway.stop();
  assert.deepEqual(await all.tips(), [{ area: 'theft', epoch: 3, text: 'slowly' }]);
});

// What would be seen if the epoch of a row were not that of the seal.
test('a_tip_of_another_epoch_would_be_seen', async (t) => {
  const all = await Rotating.create(t);
  assert.equal((await all.gateway.quickTip('one')).state, 'sent');
  await all.gateway.stop();
  const [first] = all.epochs.values();
  all.epochs = new Map([[2, first]]);
  await assert.rejects(all.tips(), /the epoch of its row/);
  all.epochs = new Map([[1, { ...first, narcotics: first.theft }]]);
  await assert.rejects(all.tips(), /recovery of epoch 1/);
});
