// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A full disk closes the form before the citizen types, loses nothing that was
// acknowledged, and leaves the way out open. Needs root, to mount a small disk.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Gateway, must, until } from './gateway.mjs';

const MiB = 1024 * 1024;

async function smallDisk(t, mebibytes) {
  const top = mkdtempSync(join(tmpdir(), 'inkast-disk-'));
  const place = join(top, 'disk');
  mkdirSync(place);
  await must('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=700`, 'inkast', place]);
  t.after(async () => {
    await must('umount', ['--lazy', place]);
    rmSync(top, { recursive: true });
  });
  return place;
}

const freeBytes = (place) => {
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
};

// Leave this many bytes free.
function fill(place, leave) {
  const ballast = join(place, 'ballast');
  writeFileSync(ballast, Buffer.alloc(freeBytes(place) - leave));
  return ballast;
}

test('below_the_reserve_the_form_is_closed_until_there_is_room', async (t) => {
  const place = await smallDisk(t, 24);
  const gateway = await Gateway.create(t, { place, config: { 'store.reserve_mib': 8 } });
  await gateway.start();
  const citizen = gateway.citizen();
  assert.equal(await citizen.tip('theft', { what: 'before' }), 'sent');

  const ballast = fill(place, 4 * MiB);
  await until('closed', async () => await citizen.visit() === 'closed');
  assert.equal(citizen.status, 503);
  assert.match(citizen.page.text, /\b112\b/);
  assert.match(citizen.page.text, /114 14/);
  assert.equal((await gateway.quickTip('meanwhile')).state, 'closed');

  const status = await gateway.admin(['status']);
  assert.match(status.stdout.toString() + status.stderr, /full|space|reserve/i);
  assert.equal((await gateway.tips()).length, 1);

  rmSync(ballast);
  await until('open', async () => await citizen.visit() === 'start');
  assert.equal((await gateway.quickTip('after')).state, 'sent');
  assert.equal((await gateway.tips()).length, 2);
  await gateway.stop();
});

test('a_disk_that_fills_up_under_the_reserve_loses_nothing', async (t) => {
  const place = await smallDisk(t, 12);
  const gateway = await Gateway.create(t, { place, config: { 'store.reserve_mib': 1 } });
  await gateway.start();
  let sent = 0;
  let last = { state: 'sent' };
  // Each blob is 16 KiB: 12 MiB are full long before this ends.
  for (let i = 0; i < 1500 && last.state === 'sent'; i++) {
    if (i === 20)
      fill(place, 1.5 * MiB);
    last = await gateway.quickTip(`tip ${i}`);
    sent += last.state === 'sent';
  }
  // The one that finds no room keeps its text; the form is closed from then on.
  assert.equal(last.status, 503);
  assert.match(last.html, new RegExp(`tip ${sent}\\b`));
  assert.ok(sent >= 20);
  assert.equal(await gateway.citizen().visit(), 'closed');
  assert.equal((await gateway.tips()).length, sent);

  // The last byte taken: what is stored can still be carried away.
  writeFileSync(join(place, 'more'), Buffer.alloc(Math.max(freeBytes(place), 0)));
  assert.equal(freeBytes(place), 0);
  assert.equal(await gateway.citizen().visit(), 'closed');
  assert.equal((await gateway.tips()).length, sent);
  await gateway.stop();
  assert.equal((await gateway.tips()).length, sent);
});
