// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What a memory image of the running server gives: the processes' memory is
// searched for a tip. Needs root: the processes are not dumpable.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test from 'node:test';
import { Gateway, until } from './gateway.mjs';
import { searchMemory } from './process_memory.mjs';
import { findTraces, tracesOf } from './texts.mjs';

const secret = 'Grannen bakom Önnebergs lada målar klotter om natten';
const traces = tracesOf(secret);

// The forms in which a process's memory holds the secret.
function inMemory(pid) {
  const found = new Set();
  searchMemory(pid, (bytes) =>
    findTraces(traces, bytes).forEach((name) => found.add(name)));
  return [...found];
}

const rolePids = (gateway) => ({
  inkastd: gateway.child.pid,
  vault: gateway.roles('inkast-vault')[0],
  front: gateway.roles('inkast-front')[0],
});

// A connection that sends half a form and goes away.
const breakOff = (url) => new Promise((resolve, reject) => {
  const { hostname, port, host } = new URL(url);
  const body = new URLSearchParams({ area: 'vandalism', step: 'send', what: secret });
  const socket = connect(Number(port), hostname, () => {
    socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ` +
      `application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n${body}`,
    () => socket.destroy());
  });
  socket.on('close', resolve).on('error', reject);
});

test('vault_and_supervisor_never_held_a_tip', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  for (let i = 0; i < 20; i++)
    assert.equal((await gateway.quickTip(secret)).state, 'sent');
  const { inkastd, vault } = rolePids(gateway);
  assert.deepEqual(inMemory(inkastd), []);
  assert.deepEqual(inMemory(vault), []);
  await gateway.stop();
});

test('the_front_holds_no_tip_after_its_answer', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  for (let i = 0; i < 20; i++) {
    const citizen = gateway.citizen(i % 2 ? 'en/' : '');
    assert.equal(await citizen.tip('vandalism', { what: secret }), 'sent');
  }
  const { front } = rolePids(gateway);
  // The answer reaches us a moment before its buffers are wiped.
  await until('nothing in the front', () => inMemory(front).length === 0);
  await gateway.stop();
});

test('the_front_holds_no_tip_of_a_client_that_went_away', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  for (let i = 0; i < 20; i++)
    await breakOff(gateway.url);
  const { front } = rolePids(gateway);
  await until('nothing in the front', () => inMemory(front).length === 0);
  await gateway.stop();
});

test('a_tip_in_memory_would_be_seen', () => {
  const kept = Buffer.from(`${secret} kept`);
  assert.ok(inMemory(process.pid).includes('UTF-8'));
  assert.ok(kept.length > 0);
});
