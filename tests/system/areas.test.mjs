// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What a thief of the store can tell of a tip's area: nothing. Tips of three
// areas with one, two and three recipients go through the real form; their
// headers have one shape, and a classifier that sees all of a blob guesses no
// better than chance. The same classifier sees leaks that are put there.
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import test from 'node:test';
import {
  chanceBound, featuresOf, guessing, partsOf, shapeOf,
} from './classifier.mjs';
import { Gateway, must } from './gateway.mjs';

// A recovery key comes to each: narcotics fills all stanzas, the others do not.
const sizes = { narcotics: 3, vandalism: 1, theft: 2 };
const areas = Object.keys(sizes);
const stanzas = 4;
// Of each area. Fewer under a sanitizer, where they take ten times as long.
const many = Number(process.env.INKAST_TIPS_OF_AN_AREA ?? 1000);
const senders = 8;

async function create(t, kind) {
  return Gateway.create(t, { kind, keyring: async (gateway) => {
    const list = {};
    for (const area of areas)
      list[area] = await gateway.keygens(sizes[area], area);
    gateway.recovery = await gateway.keygen('recovery.key');
    const keys = (ids) => ids.map((id) => id.recipient);
    // The form has other areas; nothing is sent there.
    const rest = await gateway.keygen('rest.key');
    return { stanzas, epochs: [{ recovery: [gateway.recovery.recipient],
      areas: { ...Object.fromEntries(areas.map((a) => [a, keys(list[a])])),
        '*': [rest.recipient] } }] };
  } });
}

// many of each area, in no order.
async function sendAll(gateway) {
  const left = areas.flatMap((area) => Array(many).fill(area));
  for (let i = left.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [left[i], left[j]] = [left[j], left[i]];
  }
  await Promise.all(Array.from({ length: senders }, async () => {
    for (let area; (area = left.pop()) !== undefined;)
      assert.equal((await gateway.quickTip('En grön bil', { area })).state, 'sent');
  }));
}

// The blobs as they lie in the bundle, with the areas that only the recovery
// key's holder can know.
async function blobsOf(gateway) {
  const bundle = await gateway.export();
  await must('tar', ['-xf', bundle, '-C', gateway.top]);
  const area = new Map((await gateway.open(bundle, gateway.recovery))
    .map((opened) => [opened.id, opened.tip.area]));
  return readdirSync(join(gateway.top, 'tips')).map((name) => ({
    label: area.get(basename(name, '.age')),
    parts: partsOf(readFileSync(join(gateway.top, 'tips', name))),
  }));
}

const samplesOf = (blobs, change = (parts) => parts) => blobs.map(
  ({ label, parts }) => ({ label, x: featuresOf(change(parts, label)) }));

// What would show if an area had as many stanzas as it has recipients.
const asManyAsRecipients = (parts, label) => {
  const kept = parts.stanzas.slice(0, sizes[label] + 1);
  const one = parts.stanzas[0];
  const gone = (parts.stanzas.length - kept.length) *
    (one.type.length + Math.ceil(one.share.length * 4 / 3) + 43 + 6);
  return { ...parts, stanzas: kept, headerBytes: parts.headerBytes - gone,
    bytes: parts.bytes - gone };
};

// What would show if throw-away stanzas were random bytes: a share of X25519
// never has its last bit set.
const fakes = (parts, label) => {
  const changed = [...parts.stanzas];
  for (let i = sizes[label] + 1; i < stanzas; i++) {
    const { share } = changed[i];
    changed[i] = { ...changed[i], share: Buffer.concat(
      [share.subarray(0, -32), randomBytes(32)]) };
  }
  return { ...parts, stanzas: changed };
};

for (const kind of ['post-quantum', 'classic'])
  test(`no_reader_of_blobs_tells_areas_apart_with_${kind}_keys`, async (t) => {
    const gateway = await create(t, kind);
    await gateway.start();
    await sendAll(gateway);
    await gateway.stop();
    const blobs = await blobsOf(gateway);
    for (const area of areas)
      assert.equal(blobs.filter((b) => b.label === area).length, many, area);

    const shapes = new Set(blobs.map((b) => shapeOf(b.parts)));
    assert.equal(shapes.size, 1, [...shapes].join('\n'));
    assert.equal(blobs[0].parts.stanzas.length, stanzas);

    const { right, n } = guessing(samplesOf(blobs));
    const bound = chanceBound(areas.length, n);
    t.diagnostic(`${n} guesses, ${right.toFixed(4)} right, chance gives up to ` +
      bound.toFixed(4));
    assert.ok(right <= bound, `${right} of ${n} guesses were right`);

    // The same classifier on the same blobs, with a leak put into them.
    for (const [leak, change, least] of [
      ['stanzas as many as recipients', asManyAsRecipients, 0.99],
      ['throw-away stanzas of random bytes', fakes, bound]]) {
      const seen = guessing(samplesOf(blobs, change));
      t.diagnostic(`${leak}: ${seen.right.toFixed(4)} right`);
      assert.ok(seen.right > least, `${leak}: only ${seen.right} right`);
    }
  });

// Each recipient of an area, and recovery, opens its tips; no other does.
test('each_area_opens_with_its_own_keys_only', async (t) => {
  const gateway = await create(t, 'classic');
  await gateway.start();
  for (const area of areas)
    assert.equal((await gateway.quickTip(`for ${area}`, { area })).state, 'sent');
  await gateway.stop();
  const bundle = await gateway.export();
  for (const area of areas)
    for (const identity of gateway.identities.filter((id) => id.name.startsWith(area))) {
      const opened = await gateway.openable(bundle, identity);
      assert.deepEqual(opened.map((o) => o.tip.area), [area]);
    }
  assert.deepEqual((await gateway.open(bundle, gateway.recovery))
    .map((o) => o.tip.area).sort(), [...areas].sort());
});
