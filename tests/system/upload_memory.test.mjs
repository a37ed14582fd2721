// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What a memory image of the running server gives of photos: nothing, once they
// are answered, however that was. Needs root.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import test from 'node:test';
import { Gateway, until } from './gateway.mjs';
import { png } from './pictures.mjs';
import { searchMemory } from './process_memory.mjs';
import { pressWithPhotos, toCheck, uploadOf, uploadType } from './uploads.mjs';

// Among the pixels, and in a comment that is taken out.
const marker = randomBytes(16);
const comment = randomBytes(16).toString('hex');
const megabyte = 1 << 20;

const photoOf = (size) => png({ marker, size, text: comment });

function held(pid) {
  const found = new Set();
  searchMemory(pid, (bytes) => {
    if (bytes.includes(marker)) found.add('pixels');
    if (bytes.includes(comment)) found.add('comment');
  });
  return [...found];
}

async function assertNothingHeld(gateway) {
  // The answer reaches us a moment before its buffers are wiped.
  for (const role of ['inkast-front', 'inkast-vault'])
    await until(`no photo in ${role}`, () => held(gateway.roles(role)[0]).length === 0,
      20_000);
}

async function started(t) {
  const gateway = await Gateway.create(t);
  await gateway.start();
  return gateway;
}

test('photos_that_are_being_sent_would_be_seen', async (t) => {
  const gateway = await started(t);
  const socket = await hang(gateway, photoOf(megabyte), 0.9);
  await until('the photo in the front', () =>
    held(gateway.roles('inkast-front')[0]).length === 2);
  socket.destroy();
  await assertNothingHeld(gateway);
  await gateway.stop();
});

test('neither_front_nor_vault_holds_photos_that_were_sent', async (t) => {
  const gateway = await started(t);
  for (const size of [2000, megabyte, 3 * megabyte]) {
    const citizen = gateway.citizen();
    await toCheck(citizen, 'x');
    const photos = Array(3).fill({ bytes: photoOf(size) });
    assert.equal(await pressWithPhotos(citizen, 'check', photos), 'check');
    assert.equal(await pressWithPhotos(citizen, 'send', photos), 'sent');
  }
  await assertNothingHeld(gateway);
  await gateway.stop();
});

test('neither_holds_photos_that_were_refused', async (t) => {
  const gateway = await started(t);
  const citizen = gateway.citizen();
  await toCheck(citizen, 'x');
  const cases = [
    [photoOf(megabyte).subarray(0, -20)],
    Array(5).fill(photoOf(megabyte)),
    [photoOf(10.2 * megabyte)],
    [photoOf(12 * megabyte)],
    [Buffer.concat([Buffer.from('GIF89a'), photoOf(megabyte)])],
  ];
  for (const photos of cases)
    assert.equal(await pressWithPhotos(citizen, 'send',
      photos.map((bytes) => ({ bytes }))), 'check');
  await assertNothingHeld(gateway);
  await gateway.stop();
});

// Send that much of a post with a photo, and hold the connection.
async function hang(gateway, bytes, share) {
  const citizen = gateway.citizen();
  await toCheck(citizen, 'x');
  const body = uploadOf(citizen.page, 'send', [{ bytes }]);
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.on('connect', resolve));
  await new Promise((resolve) => socket.write(Buffer.concat([
    Buffer.from(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${uploadType}\r\n` +
      `Content-Length: ${body.length}\r\n\r\n`),
    body.subarray(0, Math.floor(body.length * share))]), resolve));
  return socket;
}

test('neither_holds_photos_of_a_client_that_went_away', async (t) => {
  const gateway = await started(t);
  for (const share of [0.3, 0.6, 0.9]) {
    const socket = await hang(gateway, photoOf(3 * megabyte), share);
    socket.destroy();
  }
  await assertNothingHeld(gateway);
  await gateway.stop();
});
