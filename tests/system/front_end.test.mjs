// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// How a front ends: by a vault that hangs, by SIGUSR1 (it drains), and by
// SIGTERM on top of that.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import test from 'node:test';
import { Front, closed, parseAnswer } from './front.mjs';
import { until } from './gateway.mjs';

const formType = 'application/x-www-form-urlencoded';

// A POST whose body has begun to arrive; rest() sends what is missing.
async function beginPost(front) {
  const text = `area=theft&step=send&what=slow&token=${await front.token()}`;
  const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${formType}\r\n` +
    `Content-Length: ${text.length}\r\n\r\n`;
  const socket = connect(front.port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (t) => { answer += t; });
  socket.on('error', () => {});
  await once(socket, 'connect');
  const end = closed(socket);
  socket.write(head + text.slice(0, 10));
  return { end, rest: async () => {
    socket.write(text.slice(10));
    await end;
    return parseAnswer(answer);
  } };
}

// An answer to a later connection on every worker: by then what was sent on
// earlier ones has been read.
async function settle(front) {
  for (let i = 0; i < 20; i++)
    await front.get();
}

test('a_vault_that_hangs_is_closed_to_everybody_and_told', async (t) => {
  const front = await Front.start(t, { workers: 4 });
  assert.equal((await front.get()).status, 200);
  const given = once(front.children[0].stdio[3], 'data');
  front.vault.silent = true;
  // The last answer holds for 1 s; after 3 s more without a word the channels
  // are given up (the_state_has_a_deadline_of_its_own measures those).
  await Promise.all(Array.from({ length: 4 }, () =>
    until('closed', async () => (await front.get()).status === 503)));
  // FORMAT 4.2.
  assert.equal(String((await given)[0]), 'X');
  assert.equal(front.log.match(/the vault does not answer/g)?.length, 1);
  assert.equal((await front.get()).status, 503);
});

test('a_draining_front_finishes_a_slow_upload_and_ends', async (t) => {
  const front = await Front.start(t, { generations: 1 });
  const slow = await beginPost(front);
  await settle(front);
  const silent = connect(front.port, '127.0.0.1');
  silent.on('error', () => {}).resume();
  const cut = closed(silent);
  await once(silent, 'connect');
  // The kernel connects; the front accepts, when it comes to it. What waits
  // when it stops accepting is for the next generation, and there is none.
  await settle(front);
  front.children[0].kill('SIGUSR1');
  // The silent one is cut: from then on only what runs is waited for.
  await cut;
  const answer = await slow.rest();
  assert.deepEqual([answer.status, answer.states], [200, ['sent']]);
  assert.deepEqual(await front.children[0].ended, [0, null]);
});

test('sigterm_during_a_drain_still_lets_a_request_finish', async (t) => {
  const front = await Front.start(t);
  const slow = await beginPost(front);
  await settle(front);
  front.children[0].kill('SIGUSR1');
  front.children[0].kill('SIGTERM');
  const answer = await slow.rest();
  assert.deepEqual([answer.status, answer.states], [200, ['sent']]);
  assert.deepEqual(await front.stop(), [0, null]);
});
