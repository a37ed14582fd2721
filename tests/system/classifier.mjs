// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A reader of sealed blobs who tries to tell their areas apart from what shows
// without a key. It learns from half of the blobs, which it is told the areas
// of, and guesses those of the other half: the features that differ most
// between areas are kept, and a blob goes to the area whose mean is nearest in
// them (linear discriminant with a diagonal covariance).

// The parts of a blob (docs/FORMAT.md 1.1, 12).
export function partsOf(blob) {
  const end = blob.indexOf('\n', blob.indexOf('\n--- ') + 1);
  const lines = blob.subarray(0, end).toString('latin1').split('\n');
  const stanzas = [];
  for (let i = 1; lines[i].startsWith('-> '); i += 2) {
    const [, type, share] = lines[i].split(' ');
    stanzas.push({ type, share: Buffer.from(share, 'base64'),
      body: Buffer.from(lines[i + 1], 'base64') });
  }
  return { stanzas, mac: Buffer.from(lines.at(-1).slice(4), 'base64'),
    headerBytes: end + 1, payload: blob.subarray(end + 1), bytes: blob.length };
}

// What does not depend on random bytes: has to be the same for all.
export const shapeOf = ({ stanzas, headerBytes, bytes }) => JSON.stringify([bytes,
  headerBytes, stanzas.map((s) => [s.type, s.share.length, s.body.length])]);

const bit = (bytes, i) => bytes[i >> 3] >> (i & 7) & 1;

function histogram(...pieces) {
  const counts = new Array(256).fill(0);
  for (const piece of pieces)
    for (const byte of piece)
      counts[byte] += 1;
  return counts;
}

const bits = (bytes) => Array.from({ length: bytes.length * 8 }, (_, i) => bit(bytes, i));

// How many of the pieces have each bit set.
const bitSums = (pieces) => Array.from(
  { length: Math.max(...pieces.map((p) => p.length)) * 8 },
  (_, i) => pieces.reduce((n, piece) => n + bit(piece, i), 0));

// Every number that a reader without a key can take from a blob: lengths,
// counts, types, how often each byte and each bit comes in which part.
export function featuresOf({ stanzas, mac, headerBytes, payload, bytes }) {
  const shares = stanzas.map((s) => s.share);
  const bodies = stanzas.map((s) => s.body);
  const all = new Set([...shares, ...bodies].map((b) => b.toString('latin1')));
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  return Float32Array.from([
    bytes, headerBytes, stanzas.length, all.size,
    new Set(stanzas.map((s) => s.type)).size,
    stanzas.filter((s) => s.type === 'X25519').length,
    sum(shares.map((s) => s.length)), sum(bodies.map((b) => b.length)),
    ...histogram(...shares), ...histogram(...bodies), ...histogram(payload),
    ...bits(mac), ...bits(payload.subarray(0, 16)),
    ...bits(bodies[0]), ...bits(bodies.at(-1)),
    ...bits(shares[0].subarray(-32)), ...bits(shares.at(-1).subarray(-32)),
    ...bitSums(bodies), ...bitSums(shares),
  ]);
}

// Mean and variance of each feature in each class; blobs of unlike length have
// unlike numbers of features: what is missing counts as 0.
function moments(samples, width) {
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  for (const { x } of samples)
    for (let j = 0; j < x.length; j++) {
      sums[j] += x[j];
      squares[j] += x[j] * x[j];
    }
  const n = samples.length;
  return { n, mean: sums.map((s) => s / n),
    spread: squares.map((q, j) => q / n - (sums[j] / n) ** 2) };
}

// samples: [{ x, label }]. A function of x that guesses a label.
export function learn(samples, keep = 30) {
  const labels = [...new Set(samples.map((s) => s.label))];
  const width = Math.max(...samples.map((s) => s.x.length));
  const classes = labels.map((label) =>
    moments(samples.filter((s) => s.label === label), width));
  const all = moments(samples, width);
  // A feature that never varies within an area but differs between them is
  // the strongest of all: the small number keeps it from dividing by 0.
  const within = all.mean.map((_, j) => 1e-6 +
    classes.reduce((v, c) => v + c.n * c.spread[j], 0) / all.n);
  const strength = all.mean.map((m, j) =>
    classes.reduce((v, c) => v + c.n * (c.mean[j] - m) ** 2, 0) / within[j]);
  const best = [...strength.keys()].sort((a, b) => strength[b] - strength[a])
    .slice(0, keep);
  const distance = (x, c) => best.reduce((d, j) =>
    d + ((x[j] ?? 0) - c.mean[j]) ** 2 / within[j], 0);
  return (x) => {
    const far = classes.map((c) => distance(x, c));
    return labels[far.indexOf(Math.min(...far))];
  };
}

// The share of right guesses on the second half of each area's samples, after
// learning from the first.
export function guessing(samples) {
  const halves = [[], []];
  const seen = {};
  for (const s of samples) {
    seen[s.label] = (seen[s.label] ?? 0) + 1;
    halves[seen[s.label] % 2].push(s);
  }
  const guess = learn(halves[0]);
  const right = halves[1].filter((s) => guess(s.x) === s.label).length;
  return { right: right / halves[1].length, n: halves[1].length };
}

// What guessing blindly among k areas gives in n guesses, and no more than
// chance allows: the mean and four standard deviations, which it exceeds once
// in 30 000 runs.
export const chanceBound = (k, n) =>
  1 / k + 4 * Math.sqrt(1 / k * (1 - 1 / k) / n);
