// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What photos are made of, by the formats' own documents and not by our code:
// JPEG's segments, PNG's chunks, Exif; put together, and taken apart again.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

// Stands in every place that has to go, in both widths of letters.
export const MARK = 'INKAST-WAS-HERE';
export const marked = (bytes) => ['latin1', 'utf16le']
  .some((how) => bytes.includes(Buffer.from(MARK, how))) ||
  bytes.includes(Buffer.from(MARK, 'utf16le').swap16());

const text = (s) => Buffer.from(s, 'latin1');
const u16 = (n) => Buffer.from([n >> 8, n & 255]);
const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };

// ---- JPEG

export const segment = (marker, ...body) => {
  const all = Buffer.concat(body.map((b) => typeof b === 'string' ? text(b) : b));
  return Buffer.concat([Buffer.from([255, marker]), u16(all.length + 2), all]);
};

// [{ marker, body, from, to }] up to EOI; scans are taken with their data.
export function segmentsOf(jpeg) {
  const found = [];
  for (let at = 2; ;) {
    const from = at;
    while (jpeg[at + 1] === 255)
      at++;
    const marker = jpeg[at + 1];
    if (jpeg[at] !== 255 || marker === undefined)
      throw new Error(`no marker at ${at}`);
    if (marker === 0xd9)
      return [...found, { marker, body: Buffer.alloc(0), from, to: at + 2 }];
    let to = at + 2 + jpeg.readUInt16BE(at + 2);
    if (marker === 0xda)
      while (jpeg[to] !== 255 || [0, 255].includes(jpeg[to + 1]) ||
          (jpeg[to + 1] >= 0xd0 && jpeg[to + 1] <= 0xd7))
        to++;
    found.push({ marker, body: jpeg.subarray(at + 4, to), from, to });
    at = to;
  }
}

// With segments behind SOI and JFIF, in front of each scan, and bytes at the end.
export function withSegments(jpeg, first, { between = [], behind = [] } = {}) {
  const parts = segmentsOf(jpeg);
  const out = [jpeg.subarray(0, 2)];
  const jfif = parts[0].marker === 0xe0;
  parts.forEach(({ marker, from, to }, i) => {
    if (i === (jfif ? 1 : 0))
      out.push(...first);
    if (marker === 0xda)
      out.push(...between);
    out.push(jpeg.subarray(from, to));
  });
  return Buffer.concat([...out, ...behind]);
}

// ---- Exif

// entries: [tag, type, values], values being bytes, a text, numbers, or another
// directory's entries. One directory; next follows it.
function directory(order, base, entries, next) {
  const little = order === 'II';
  const word = (n) => little ? u16(n).reverse() : u16(n);
  const long = (n) => little ? u32(n).reverse() : u32(n);
  const head = [word(entries.length)];
  const data = [];
  let at = base + 2 + 12 * entries.length + 4;
  const later = (bytes) => {
    const where = long(at);
    const even = bytes.length % 2 ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes;
    data.push(even);
    at += even.length;
    return where;
  };
  for (const [tag, type, value, how] of entries) {
    let [bytes, count] = [value, value.length];
    if (how === 'directory') {
      [bytes, count] = [later(directory(order, at, value)), 1];
    } else if (type === 3) {
      bytes = Buffer.concat(value.map(word));
    } else if (type === 4) {
      bytes = how === 'data' ? later(value[0]) : Buffer.concat(value.map(long));
      count = 1;
    } else if (type === 5) {
      bytes = Buffer.concat(value.map((n) => Buffer.concat([long(n), long(1)])));
    } else if (typeof value === 'string') {
      bytes = text(`${value}\0`);
      count = bytes.length;
    }
    head.push(word(tag), word(type), long(count), bytes.length > 4 ? later(bytes) :
      Buffer.concat([bytes, Buffer.alloc(4 - bytes.length)]));
  }
  const tail = next ? directory(order, at, next) : Buffer.alloc(0);
  return Buffer.concat([...head, long(next ? at : 0), ...data, tail]);
}

const tiff = (order, entries, next) => Buffer.concat([
  text(order), order === 'II' ? Buffer.from([42, 0, 8, 0, 0, 0])
    : Buffer.from([0, 42, 0, 0, 0, 8]), directory(order, 8, entries, next)]);

const wide = (s) => Buffer.from(`${s}\0`, 'utf16le');

// All that a telephone writes: camera, times, position, maker's notes, texts, a
// thumbnail.
export const fullExif = (order, orientation, thumbnail) => tiff(order, [
  [0x010e, 2, MARK], [0x010f, 2, MARK], [0x0110, 2, MARK], [0x0112, 3, [orientation]],
  [0x011a, 5, [72]], [0x0131, 2, MARK], [0x0132, 2, '2026:01:02 03:04:05'],
  [0x013b, 2, MARK], [0x8298, 2, MARK],
  [0x8769, 4, [
    [0x829a, 5, [1]], [0x9000, 7, text('0232')], [0x9003, 2, '2026:01:02 03:04:05'],
    [0x9011, 2, '+01:00'], [0x927c, 7, text(`${MARK} maker's notes`)],
    [0x9286, 7, text(`ASCII\0\0\0${MARK}`)], [0x9291, 2, '123'],
    [0xa430, 2, MARK], [0xa431, 2, MARK],
  ], 'directory'],
  [0x8825, 4, [
    [0, 1, Buffer.from([2, 3, 0, 0])], [1, 2, 'N'], [2, 5, [59, 51, 30]], [3, 2, 'E'],
    [4, 5, [17, 38, 30]], [0x1b, 7, text(`ASCII\0\0\0${MARK}`)], [0x1d, 2, '2026:01:02'],
  ], 'directory'],
  [0x9c9b, 1, wide(MARK)],
], thumbnail && [[0x0103, 3, [6]], [0x0201, 4, [thumbnail], 'data'],
  [0x0202, 4, [thumbnail.length]]]);

export const turned = (order, orientation) =>
  tiff(order, [[0x0112, 3, [orientation]]]);

// ---- PNG

export const chunk = (type, ...data) => {
  const named = Buffer.concat([type, ...data].map((b) => typeof b === 'string' ? text(b) : b));
  return Buffer.concat([u32(named.length - 4), named, u32(crc32(named))]);
};

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

// [{ type, data, whole }] up to IEND; a wrong CRC is an error.
export function chunksOf(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE))
    throw new Error('no signature');
  const found = [];
  for (let at = 8; found.at(-1)?.type !== 'IEND';) {
    const to = at + 12 + png.readUInt32BE(at);
    const named = png.subarray(at + 4, to - 4);
    if (png.readUInt32BE(to - 4) !== crc32(named))
      throw new Error(`wrong CRC at ${at}`);
    found.push({ type: named.toString('latin1', 0, 4), data: named.subarray(4),
      whole: png.subarray(at, to) });
    at = to;
  }
  return found;
}

// With chunks behind the header, in front of the end, and bytes at the end.
export const withChunks = (png, first, { late = [], behind = [] } = {}) =>
  Buffer.concat([SIGNATURE, ...chunksOf(png).flatMap(({ type, whole }) =>
    type === 'IHDR' ? [whole, ...first] : type === 'IEND' ? [...late, whole] : [whole]),
  ...behind]);

const SAMPLES = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
// Adam7: where a pass begins, and its steps.
const PASSES = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4],
  [1, 0, 2, 2], [0, 1, 1, 2]];

// A PNG of noise that is the same every time, its data in three chunks.
export function makePng({ width = 13, height = 9, depth, colour, interlaced = false,
  transparent = false }) {
  const rows = (w, h) => w === 0 ? [] : Array.from({ length: h }, () =>
    1 + Math.ceil(w * depth * SAMPLES[colour] / 8));
  const lines = interlaced ? PASSES.flatMap(([x, y, dx, dy]) => rows(
    Math.max(0, Math.ceil((width - x) / dx)), Math.max(0, Math.ceil((height - y) / dy))))
    : rows(width, height);
  let noise = 1;
  const raw = Buffer.concat(lines.map((n) => Buffer.from(Array.from({ length: n },
    (_, i) => i === 0 ? 0 : (noise = noise * 75 % 65537) & 255))));
  const data = deflateSync(raw);
  const third = Math.ceil(data.length / 3);
  const colours = colour === 3 ? 2 ** depth : 0;
  return Buffer.concat([SIGNATURE,
    chunk('IHDR', u32(width), u32(height),
      Buffer.from([depth, colour, 0, 0, interlaced ? 1 : 0])),
    ...(colours ? [chunk('PLTE', Buffer.from(Array.from({ length: colours * 3 },
      (_, i) => i * 29 & 255)))] : []),
    ...(transparent ? [chunk('tRNS', colour === 3 ? Buffer.from([0, 128])
      : Buffer.alloc(2 * SAMPLES[colour]))] : []),
    ...[0, 1, 2].map((i) => chunk('IDAT', data.subarray(i * third, (i + 1) * third))),
    chunk('IEND')]);
}

// What decides a PNG's pixels: header, palette, transparency, the inflated data.
export function pixelsOf(png) {
  const of = (name) => chunksOf(png).filter(({ type }) => type === name)
    .map(({ data }) => data);
  const [header] = of('IHDR');
  const paletted = header[9] === 3;
  return Buffer.concat([header, ...(paletted ? of('PLTE') : []), ...of('tRNS'),
    inflateSync(Buffer.concat(of('IDAT')))]);
}
