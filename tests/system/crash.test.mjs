// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Nothing acknowledged is lost: roles are killed and replaced in the middle of
// many submissions, and every tip that was answered "sent" is in the export.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Gateway, answerTo, until } from './gateway.mjs';

const tipsInAll = 200;
const clients = 8;

// Send each text through the whole flow, several citizens at a time, until it
// is answered "sent". What each attempt met, and what was acknowledged.
async function submitAll(gateway, { onSent = () => {} } = {}) {
  const met = { sent: [], closed: [], refused: [], broken: 0 };
  const waiting = Array.from({ length: tipsInAll }, (_, i) => `tip number ${i}`);
  const area = (i) => ['narcotics', 'vandalism', 'theft'][i % 3];

  async function attempt(text, i) {
    const citizen = gateway.citizen();
    try {
      const state = await citizen.tip(area(i), { what: text });
      if (state === 'sent')
        return met.sent.push(text) && true;
      (state === 'closed' ? met.closed : met.refused).push(citizen);
    } catch (error) {
      if (!['ECONNRESET', 'EPIPE', 'ECONNREFUSED'].includes(error.code) &&
          !/socket hang up|aborted|broken off/.test(error.message))
        throw error;
      met.broken++;
    }
    return false;
  }

  async function client(i) {
    for (let text; (text = waiting.shift()) !== undefined;) {
      await until(`"${text}" sent`, () => attempt(text, i));
      await onSent(met.sent.length);
    }
  }

  await Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
  assert.equal(met.sent.length, tipsInAll);
  return met;
}

async function assertAllStored(gateway, sent) {
  const stored = (await gateway.tips()).map((o) => answerTo(o, 'what'));
  const lost = sent.filter((text) => !stored.includes(text));
  assert.deepEqual(lost, []);
  return stored;
}

function assertClosedPages(pages) {
  for (const citizen of pages) {
    assert.equal(citizen.status, 503);
    assert.match(citizen.page.text, /\b112\b/);
    assert.match(citizen.page.text, /114 14/);
  }
}

test('killing_the_vault_loses_no_acknowledged_tip', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  let kills = 0;
  const met = await submitAll(gateway, {
    onSent: async (n) => {
      if (n >= 40 * (kills + 1) && kills < 4) {
        kills++;
        await gateway.killRole('inkast-vault');
      }
    },
  });
  assert.equal(kills, 4);
  assert.ok(met.closed.length > 0, 'nobody saw the closed page');
  assertClosedPages(met.closed);
  assert.equal(met.refused.length, 0);
  await assertAllStored(gateway, met.sent);
  assert.equal((await gateway.quickTip('afterwards')).state, 'sent');
  await gateway.stop();
  await assertAllStored(gateway, [...met.sent, 'afterwards']);
});

test('killing_the_front_loses_no_acknowledged_tip', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  let kills = 0;
  const met = await submitAll(gateway, {
    onSent: async (n) => {
      if (n >= 60 * (kills + 1) && kills < 2) {
        kills++;
        await gateway.killRole('inkast-front');
      }
    },
  });
  assert.equal(kills, 2);
  assertClosedPages(met.closed);
  assert.equal(met.refused.length, 0);
  await assertAllStored(gateway, met.sent);
  await gateway.stop();
});

test('a_reload_refuses_no_submission', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  const before = gateway.roles('inkast-front');
  let reloads = 0;
  const met = await submitAll(gateway, {
    onSent: (n) => {
      if (n >= 60 * (reloads + 1) && reloads < 2) {
        reloads++;
        // What changes makes a new generation; a keyring would not.
        gateway.configure('store.reserve_mib', String(64 - reloads));
        gateway.child.kill('SIGHUP');
      }
    },
  });
  assert.equal(reloads, 2);
  assert.deepEqual([met.closed.length, met.refused.length, met.broken],
    [0, 0, 0], gateway.log);
  const stored = await assertAllStored(gateway, met.sent);
  assert.equal(stored.length, tipsInAll);
  await until('another front', () => {
    const now = gateway.roles('inkast-front');
    return now.length === 1 && !before.includes(now[0]);
  });
  await gateway.stop();
});
