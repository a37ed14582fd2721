// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// inkast-front when memory for photos is used up: text is still taken, that of a
// form with photos as well. On a machine with swap and little that may be locked,
// it is used up from the start.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import test from 'node:test';
import { Front } from './front.mjs';
import { until } from './gateway.mjs';
import { parsePage } from './html.mjs';
import { png } from './pictures.mjs';
import { multipart, uploadOf, uploadType } from './uploads.mjs';

const what = 'Den gröna cykeln';
const megabyte = 1 << 20;
const memlock = 8 * megabyte;
const hasSwap = readFileSync('/proc/swaps', 'utf8').trim().split('\n').length > 1;
const noMemory = /Vi kunde inte ta emot bilderna just nu/;

const head = (length) => 'POST / HTTP/1.1\r\nHost: x\r\n' +
  `Content-Type: ${uploadType}\r\nContent-Length: ${length}\r\n\r\n`;
const post = async (front, body) => {
  const answer = await front.exchange(head(body.length), body);
  return { ...answer, page: parsePage(answer.html) };
};
const fields = [['area', 'theft'], ['what', what]];
const checkPage = (front) =>
  post(front, multipart([...fields, ['photo', []], ['step', 'check']]));

// The largest upload but for its end, of which trickle() sends a byte: so the
// connection stays however slow the machine is.
const end = 1000;
async function hold(t, front) {
  const body = multipart([...fields, ['photo', [{ bytes: Buffer.alloc(10 * megabyte) }]]]);
  const socket = connect(front.port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(
    Buffer.concat([Buffer.from(head(body.length)), body.subarray(0, -end)]), resolve));
  return socket;
}

const trickle = (sockets) => sockets.forEach((socket) => socket.write(' '));

const start = (t) => Front.start(t, { workers: 4, memlock });

test('where_photos_find_no_memory_their_text_is_kept_and_text_is_taken', async (t) => {
  const front = await start(t);
  const { page } = await checkPage(front);
  // Larger than what is left beside as many as fit.
  const large = uploadOf(page, 'send', [{ bytes: png({ size: 9.9 * megabyte }) }]);
  const flood = [];
  // What a flood sent is read in its own time.
  const refused = await until('no memory for photos', async () => {
    if (flood.length < 20)
      flood.push(await hold(t, front));
    trickle(flood);
    const answer = await post(front, large);
    return answer.states[0] === 'check' && answer;
  });
  assert.equal(refused.status, 200);
  assert.match(refused.html, noMemory);
  assert.ok(refused.html.includes(what));
  const before = front.vault.blobs.length;

  // Without photos it is sent, from that page and as any other form.
  const sent = await post(front, uploadOf(refused.page, 'send', []));
  assert.deepEqual([sent.status, sent.states], [200, ['sent']]);
  assert.equal(front.vault.blobs.length, before + 1);

  for (const socket of flood)
    socket.destroy();
  if (!hasSwap)
    await until('memory for photos again', async () => {
      const again = await checkPage(front);
      const answer = await post(front, uploadOf(again.page, 'send',
        [{ bytes: png({ size: 2 * megabyte }) }]));
      return answer.states[0] === 'sent';
    });
});

test('some_uploads_at_once_fit_beside_the_text', async (t) => {
  const front = await start(t);
  const { page } = await checkPage(front);
  const held = [];
  for (let i = 0; i < 8; i++)
    held.push(await hold(t, front));
  trickle(held);
  const body = uploadOf(page, 'send', [{ bytes: png({ size: 9.9 * megabyte }) }]);
  const sent = await post(front, body);
  assert.deepEqual([sent.status, sent.states], [200, [hasSwap ? 'check' : 'sent']]);
  assert.deepEqual(front.vault.blobs.map((b) => b.length > 16 * megabyte),
    hasSwap ? [] : [true]);
});
