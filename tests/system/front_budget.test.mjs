// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// inkast-front with the 8 MiB of locked memory that an ordinary account has:
// what others do does not cost an honest sender the tip, and the largest form
// passes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import test from 'node:test';
import { Front, closed } from './front.mjs';

const memlock = 8 * 1024 * 1024;
const start = (t) => Front.start(t, { workers: 8, memlock });
const begin = (length) => 'POST / HTTP/1.1\r\nHost: x\r\n' +
  'Content-Type: application/x-www-form-urlencoded\r\n' +
  `Content-Length: ${length}\r\n\r\n`;
const tip = (step, what) => `area=theft&step=${step}&what=${what}`;

async function hold(t, front, bytes) {
  const socket = connect(front.port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(bytes, resolve));
}

test('headers_without_a_body_cost_no_memory', async (t) => {
  const front = await start(t);
  for (let i = 0; i < 345; i++)
    await hold(t, front, begin(500_000));
  for (let i = 0; i < 20; i++)
    assert.deepEqual((await front.send(tip('send', `tip${i}`))).states, ['sent']);
  assert.equal(front.vault.blobs.length, 20);
});

test('the_largest_form_of_characters_that_grow_passes', async (t) => {
  const front = await start(t);
  const room = 512 * 1024 - tip('check', '').length;
  const page = await front.post(tip('check', '"'.repeat(room)));
  assert.deepEqual([page.status, page.states], [200, ['error']]);
  assert.ok(page.html.includes('&quot;'.repeat(room)));
});

test('the_largest_valid_text_passes_check_and_send', async (t) => {
  const front = await start(t);
  for (const [step, state] of [['check', 'check'], ['send', 'sent']]) {
    const page = await front.send(tip(step, '%22'.repeat(10_000)));
    assert.deepEqual([page.status, page.states], [200, [state]]);
  }
});

test('uploads_that_fill_their_part_leave_room_for_what_has_arrived',
  async (t) => {
    const front = await start(t);
    const honest = tip('send', 'x'.repeat(8000)) + `&token=${await front.token()}`;
    // Its body is there but for one byte when the flood begins.
    const socket = connect(front.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (text) => { answer += text; });
    socket.on('error', () => {});
    await once(socket, 'connect');
    const end = closed(socket);
    socket.write(begin(honest.length) + honest.slice(0, -1));
    for (let i = 0; i < 60; i++)
      await hold(t, front, begin(500_000) + 'x'.repeat(250_000));
    // Full: a body that begins now is refused, and the sender hears why.
    const large = tip('check', 'x'.repeat(500_000));
    let refused = await front.post(large);
    for (let i = 0; i < 50 && refused.status !== 503; i++)
      refused = await front.post(large);
    assert.equal(refused.status, 503);
    socket.write(honest.slice(-1));
    await end;
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /data-state="sent"/);
  });

test('a_small_budget_is_told_once', async (t) => {
  const front = await start(t);
  assert.equal(front.log.match(
    /memory for \d+ KiB of tips at once; raise the limit on locked memory/g)
    ?.length, 1);
});
