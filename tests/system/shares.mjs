// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Recovery shares from docs/FORMAT.md 15 alone, as somebody would write it who
// has the paper and the format, and none of our programs.
import { createHash, createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

// Multiplication in a field of 2^bits elements.
const field = (bits, polynomial) => (a, b) => {
  let product = 0;
  for (; b; b >>= 1, a <<= 1) {
    if (a >> bits)
      a ^= polynomial;
    if (b & 1)
      product ^= a;
  }
  return product;
};
const mul256 = field(8, 0x11b);
const mul32 = field(5, 0x25);

const inverse256 = (a) => {
  for (let b = 1; b < 256; b++)
    if (mul256(a, b) === 1)
      return b;
  throw new Error('0 has no inverse');
};

// 15.5: the remainder of the symbols as a polynomial, times x^2, by x^2+6x+8.
export function checkOf(symbols) {
  const rest = [...symbols, 0, 0];
  for (let i = 0; i + 2 < rest.length; i++) {
    rest[i + 1] ^= mul32(rest[i], 6);
    rest[i + 2] ^= mul32(rest[i], 8);
  }
  return rest.slice(-2);
}

const toBits = (numbers, size) =>
  numbers.map((n) => n.toString(2).padStart(size, '0')).join('');
const fromBits = (bits, size) =>
  bits.match(new RegExp(`.{${size}}`, 'g')).map((b) => parseInt(b, 2));

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export function writeShare({ k, n, i, set, commitment, values }) {
  const body = [1, k, n, i, ...set, ...commitment, ...values];
  const bytes = [...body, ...sha256(Buffer.from(body)).subarray(0, 2)];
  let text = '';
  for (let line = 1; line <= 7; line++) {
    const symbols = fromBits(toBits(bytes.slice(9 * line - 9, 9 * line), 8) + '000', 5);
    symbols.push(...checkOf([line, ...symbols]));
    const chars = symbols.map((s) => alphabet[s]).join('');
    text += `${line}: ${chars.match(/.{1,5}/g).join(' ')}\n`;
  }
  return text;
}

export function readShare(text) {
  const bytes = [];
  for (let line = 1; line <= 7; line++) {
    const found = new RegExp(`^[ \t]*${line}[ \t]*:(.*)$`, 'gm').exec(text);
    if (!found)
      throw new Error(`line ${line} is missing`);
    const symbols = [...found[1].toUpperCase().replace(/\s/g, '')]
      .map((c) => alphabet.indexOf({ 0: 'O', 1: 'I', 8: 'B' }[c] ?? c));
    const data = symbols.slice(0, 15);
    if (symbols.length !== 17 || symbols.includes(-1) ||
        String(checkOf([line, ...data])) !== String(symbols.slice(15)))
      throw new Error(`line ${line} is mistyped`);
    bytes.push(...fromBits(toBits(data, 5).slice(0, 72), 8));
  }
  const body = bytes.slice(0, 61);
  if (!Buffer.from(bytes.slice(61)).equals(sha256(Buffer.from(body)).subarray(0, 2)))
    throw new Error('the share is mistyped');
  const [version, k, n, i] = body;
  if (version !== 1)
    throw new Error('another version');
  return { k, n, i, set: body.slice(4, 12), commitment: body.slice(12, 28),
    values: body.slice(28) };
}

export const commitmentOf = (secret, { k, n, set }) =>
  [...createHmac('sha256', Buffer.from(secret))
    .update('inkast-share/1\n').update(Buffer.from([k, n, ...set]))
    .digest().subarray(0, 16)];

// The polynomial's value at 0, for each byte; the share's numbers are where its
// other values are known.
export function joinShares(shares) {
  const used = shares.slice(0, shares[0].k);
  const secret = used[0].values.map((_, b) => used.reduce((sum, share) => {
    let weight = 1;
    for (const other of used)
      if (other !== share)
        weight = mul256(weight, mul256(other.i, inverse256(other.i ^ share.i)));
    return sum ^ mul256(share.values[b], weight);
  }, 0));
  if (String(commitmentOf(secret, used[0])) !== String(used[0].commitment))
    throw new Error('the shares do not fit together');
  return { kind: secret[0], identity: Buffer.from(secret.slice(1)) };
}

// Share i of 2 of n, for a given line through each byte.
export function shareOfTwo(secret, slopes, { n, i, set }) {
  const numbers = { k: 2, n, set };
  return { ...numbers, i, commitment: commitmentOf(secret, numbers),
    values: secret.map((byte, b) => byte ^ mul256(slopes[b], i)) };
}
