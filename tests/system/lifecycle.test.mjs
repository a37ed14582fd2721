// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Starting, ending, starting again; and what the store tells of when and in
// which order tips came.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { EX, Gateway, answerTo, must, program, run, until } from './gateway.mjs';

const database = (gateway) => join(gateway.dir, 'store', 'tips.db');

test('an_orderly_end_answers_or_refuses_but_never_loses', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  const answers = Array.from({ length: 40 }, (_, i) =>
    gateway.quickTip(`tip ${i}`).then((a) => a.state, (e) => e.code ?? 'broken'));
  await Promise.race(answers);
  await gateway.stop();
  const states = await Promise.all(answers);
  const stored = (await gateway.tips()).map((o) => answerTo(o, 'what'));
  const lost = states.flatMap((s, i) =>
    s === 'sent' && !stored.includes(`tip ${i}`) ? [i] : []);
  assert.ok(states.includes('sent'), states.join(' '));
  assert.deepEqual(lost, []);
});

test('tips_stay_over_a_restart', async (t) => {
  const gateway = await Gateway.create(t);
  for (const round of [1, 2, 3]) {
    await gateway.start();
    assert.equal((await gateway.quickTip(`round ${round}`)).state, 'sent');
    await gateway.stop();
  }
  const stored = (await gateway.tips()).map((o) => answerTo(o, 'what'));
  assert.deepEqual(stored.sort(), ['round 1', 'round 2', 'round 3']);
});

test('no_process_outlives_the_supervisor', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  const pids = [...gateway.roles('inkast-front'), ...gateway.roles('inkast-vault')];
  assert.equal(pids.length, 2);
  gateway.child.kill('SIGKILL');
  await gateway.ended;
  gateway.child = null;
  await until('roles gone', () => pids.every((pid) => {
    try {
      return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    } catch {
      return true;
    }
  }));
});

test('a_second_gateway_on_the_same_port_says_so', async (t) => {
  const first = await Gateway.create(t);
  await first.start();
  const second = await Gateway.create(t);
  second.configure('gateway.listen', new URL(first.url).host);
  const done = await run(program('inkastd'), ['-c', second.config]);
  assert.ok(done.code > 0, `ended ${done.code ?? done.signal}`);
  assert.match(done.stderr, /in use/i);
  assert.ok(done.stderr.includes(new URL(first.url).host), done.stderr);
  assert.equal((await first.quickTip('still here')).state, 'sent');
  await first.stop();
});

test('a_second_gateway_on_the_same_store_says_so', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  const done = await run(program('inkastd'), ['-c', gateway.config]);
  assert.ok(done.code > 0, `ended ${done.code ?? done.signal}`);
  assert.match(done.stderr, /store|another/i);
  assert.equal((await gateway.quickTip('still here')).state, 'sent');
  await gateway.stop();
  assert.equal((await gateway.tips()).length, 1);
});

// Kendall's tau-a of two orders of the same things: 1 the same, 0 unrelated.
function kendall(places) {
  let score = 0;
  for (let i = 0; i < places.length; i++)
    for (let j = 0; j < i; j++)
      score += Math.sign(places[i] - places[j]);
  return score / (places.length * (places.length - 1) / 2);
}

test('kendall_tells_order_from_disorder', () => {
  assert.equal(kendall([1, 2, 3, 4]), 1);
  assert.equal(kendall([4, 3, 2, 1]), -1);
  assert.equal(kendall([2, 4, 1, 3]), 0);
});

test('the_store_tells_neither_order_nor_hour', async (t) => {
  const n = 100;
  const gateway = await Gateway.create(t);
  await gateway.start();
  const days = new Set([Math.floor(Date.now() / 86_400_000)]);
  for (let i = 0; i < n; i++)
    assert.equal((await gateway.quickTip(`tip ${i}`)).state, 'sent');
  days.add(Math.floor(Date.now() / 86_400_000));
  await gateway.stop();
  const left = readdirSync(join(gateway.dir, 'store'));
  assert.ok(!left.some((name) => /-wal$|-journal$/.test(name)), left.join(' '));

  const file = readFileSync(database(gateway));
  const places = new Array(n);
  for (const opened of await gateway.tips()) {
    const at = file.indexOf(Buffer.from(opened.id, 'hex'));
    assert.ok(at > 0, `${opened.id} is not in the store's file`);
    places[Number(answerTo(opened, 'what').slice(4))] = at;
  }
  // Of 100 unrelated orders tau's standard deviation is 0.068: 0.35 is five.
  const tau = kendall(places);
  assert.ok(Math.abs(tau) < 0.35, `Kendall's tau is ${tau}`);

  const rows = await must('sqlite3', ['-readonly', '-separator', ' ', database(gateway),
    'SELECT name FROM pragma_table_info(\'tip\');' +
    'SELECT count(*) FROM sqlite_schema WHERE type = \'table\';' +
    'SELECT DISTINCT typeof(day), day FROM tip;']);
  const [id, epoch, day, blob, tables, ...stored] = rows.trim().split('\n');
  assert.deepEqual([id, epoch, day, blob, tables], ['id', 'epoch', 'day', 'blob', '2']);
  for (const value of stored)
    assert.ok([...days].some((d) => value === `integer ${d}`), value);
});

test('status_counts_and_tells_no_more', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  assert.equal((await gateway.quickTip('one')).state, 'sent');
  for (const args of [['status'], ['status', '--json']]) {
    const done = await gateway.admin(args);
    assert.equal(done.code, EX.OK, done.stderr);
    assert.doesNotMatch(done.stdout.toString(), /\d\d:\d\d|narcotics|127\.0\.0\.1:\d+.*from/);
  }
  await gateway.stop();
});
