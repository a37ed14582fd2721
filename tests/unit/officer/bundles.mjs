// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Identities, containers and bundles as the tests want them: made by hand and by
// Debian's age, not by the programs under test.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, must, officer, run } from './programs.mjs';

const octal = (n, width) => `${n.toString(8).padStart(width - 1, '0')}\0`;
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// FORMAT 2.4, by hand.
function header(name, size) {
  const block = Buffer.alloc(512);
  for (const [at, text] of [[0, name], [100, octal(0o600, 8)],
    [108, octal(0, 8)], [116, octal(0, 8)], [124, octal(size, 12)],
    [136, octal(0, 12)], [148, ' '.repeat(8)], [156, '0'], [257, 'ustar\x0000'],
    [329, octal(0, 8)], [337, octal(0, 8)]])
    block.write(text, at);
  const sum = block.reduce((a, b) => a + b, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

export const tarOf = (members) => Buffer.concat([
  ...members.flatMap(([name, bytes]) =>
    [header(name, bytes.length), bytes, Buffer.alloc(-bytes.length & 511)]),
  Buffer.alloc(1024)]);

// FORMAT 9 around blobs: { id: blob }, in order of id; epochs: { id: key period }.
export function bundleOf(blobs, epochs = {}) {
  const tips = Object.entries(blobs);
  const members = tips.map(([id, blob]) => [`tips/${id}.age`, blob]);
  members.push(['MANIFEST', Buffer.from(
    `inkast-bundle/1\nservice Test\ntips ${tips.length}\n` +
    tips.map(([id]) => `${id} 2026-11-22 ${epochs[id] ?? 0}\n`).join(''))]);
  members.push(['SHA256SUMS', Buffer.from(members.map(
    ([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join(''))]);
  return tarOf(members);
}

export const id = (n) => n.toString(16).padStart(32, '0');
export const tip = (answer) => ({ format: 'inkast-tip/1', service: 'Test',
  area: 'theft', area_name: 'Stöld', language: 'sv',
  received: '2026-11-22T14Z', form: '1',
  answers: [{ id: 'what', question: 'Vad hände?', answer }], attachments: [] });

export async function keys(dir, name = 'id.txt') {
  const file = join(dir, name);
  return { file, recipient: await must(officer,
    ['keygen', '--classic', '--plain', '-o', file]) };
}

// FORMAT 2.2: zeros up to a size class.
export function padded(archive) {
  let size = 16384;
  while (size < archive.length)
    size *= 4;
  return Buffer.concat([archive, Buffer.alloc(size - archive.length)]);
}

// members: [name, bytes] of a container.
export const sealed = async (recipient, members) => (await run('age',
  ['-r', recipient], { input: padded(tarOf(members)) })).stdout;
export const sealedTip = (recipient, answer, more = []) => sealed(recipient,
  [['tip.json', Buffer.from(JSON.stringify(tip(answer)))], ...more]);

export async function aBundle(t, answers = ['ett', 'två']) {
  const dir = folder(t);
  const key = await keys(dir);
  const blobs = {};
  for (const [i, answer] of answers.entries())
    blobs[id(i + 1)] = await sealedTip(key.recipient, answer);
  const path = join(dir, 'bundle.tar');
  writeFileSync(path, bundleOf(blobs));
  return { dir, key, path, blobs };
}
