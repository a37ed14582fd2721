// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A keyring and its signatures made from docs/FORMAT.md alone (13 and 14),
// without any program of ours, and put where a gateway looks for it (13.8).
import {
  createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign,
} from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Today and n days on, as a keyring has it.
export const day = (n = 0) =>
  new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

const base64 = (...parts) => Buffer.concat(parts.map((p) => Buffer.from(p)))
  .toString('base64');

export class Signer {
  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.id = randomBytes(8);
    this.key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    this.raw = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url');
    this.public = base64('Ed', this.id, this.raw); // 14.1
  }

  // A signature file of text (14.2). legacy: over the text itself.
  sign(text, { trusted = 'inkast keyring, by hand', legacy = false } = {}) {
    const bytes = Buffer.from(text);
    const signature = sign(null, legacy ? bytes
      : createHash('blake2b512').update(bytes).digest(), this.key);
    const all = sign(null, Buffer.concat([signature, Buffer.from(trusted)]), this.key);
    return ['untrusted comment: signature by hand',
      base64(legacy ? 'Ed' : 'ED', this.id, signature),
      `trusted comment: ${trusted}`, base64(all), ''].join('\n');
  }
}

const lines = (name, list) => list.map((r) => `${name} = ${r}`);

// epochs: [{ id, from, until, destroyAfter, recovery: [key], areas: { id: [key] } }]
const epochText = (e, i) => [
  '', `[epoch ${e.id ?? i + 1}]`, `from = ${e.from ?? day()}`,
  `until = ${e.until ?? day(180)}`, `destroy-after = ${e.destroyAfter ?? day(360)}`,
  ...lines('recovery', e.recovery ?? []),
  ...Object.entries(e.areas).flatMap(([id, list]) => lines(`area ${id}`, list)),
];

// In the form of 13.1. stanzas: as many as the area with the most recipients.
export function keyringText({ service = 'Inkast', serial = 1, issued = day(),
  expires = day(360), stanzas, epochs }) {
  const most = Math.max(...epochs.flatMap((e) => Object.values(e.areas)
    .map((list) => new Set([...list, ...e.recovery ?? []]).size)));
  return ['# Inkast keyring, docs/FORMAT.md 13', '[keyring]',
    'format = inkast-keyring/1', `service = ${service}`, `serial = ${serial}`,
    `issued = ${issued}`, `expires = ${expires}`, `stanzas = ${stanzas ?? most}`,
    ...epochs.flatMap(epochText), ''].join('\n');
}

const signatureName = (file, i) =>
  `${file}${i === 0 ? '' : `.${i + 1}`}.minisig`;

// A keyring file with its signatures beside it.
export function writeSigned(file, text, signers) {
  writeFileSync(file, text);
  signers.forEach((signer, i) =>
    writeFileSync(signatureName(file, i), signer.sign(text)));
  return file;
}

// As 'inkast-admin keyring install' leaves it, but file by file: a copy made by
// hand, which a gateway may see half done.
export function putInstalled(dir, text, signers) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  writeSigned(join(dir, 'keyring.ini'), text, signers);
}
