// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A bundle made from docs/FORMAT.md alone, without any program of ours: ustar
// by hand (2.4), sealed by an independent age implementation. It holds one tip
// of the smallest size class (2.2).
import { Encrypter } from 'age-encryption';
import { createHash } from 'node:crypto';

const octal = (n, width) => `${n.toString(8).padStart(width - 1, '0')}\0`;

function header(name, size) {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(octal(0o600, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(octal(0, 8), 329);
  block.write(octal(0, 8), 337);
  const sum = block.reduce((a, b) => a + b, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

// members: [name, bytes] in order.
export const tarOf = (members) => Buffer.concat([
  ...members.flatMap(([name, bytes]) =>
    [header(name, bytes.length), bytes, Buffer.alloc(-bytes.length & 511)]),
  Buffer.alloc(1024),
]);

const tip = {
  format: 'inkast-tip/1', service: 'Inkast', area: 'theft', area_name: 'Stöld',
  language: 'sv', received: '2026-11-22T14Z', form: '1',
  answers: [{ id: 'what', question: 'Berätta', answer: 'en cykel' }],
  attachments: [],
};

export async function smallBundle(recipient) {
  const id = '00112233445566778899aabbccddeeff';
  const inner = Buffer.alloc(16384);
  tarOf([['tip.json', Buffer.from(JSON.stringify(tip))]]).copy(inner);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const blob = Buffer.from(await encrypter.encrypt(inner));
  const manifest = Buffer.from('inkast-bundle/1\nservice Inkast\ntips 1\n' +
    `${id} 2026-11-22 0\n`);
  const members = [[`tips/${id}.age`, blob], ['MANIFEST', manifest]];
  const sums = members.map(([name, bytes]) =>
    `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`).join('');
  return tarOf([...members, ['SHA256SUMS', Buffer.from(sums)]]);
}
