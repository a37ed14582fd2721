// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Pictures for tests, built by hand: a PNG (W3C PNG, 5) and a JPEG (ITU-T T.81,
// annex B) with what cameras put into them, and pixels of which a
// marker is part, to be looked for.
import { crc32, deflateSync } from 'node:zlib';

// Found in pictures that were not cleaned, and never in cleaned ones.
export const camera = 'Testkamera 9000';
export const comment = 'Hemma hos Anna, Lindvägen 3';

const chunk = (type, data = Buffer.alloc(0)) => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, crc]);
};

// Grey, one byte a pixel, with the marker's bytes as its first pixels; stored,
// not compressed, so that they stand in the file as they are. size: roughly, of
// the file.
export function png({ marker = Buffer.alloc(0), size = 600, secrets = true,
  text = comment } = {}) {
  const width = 500;
  const height = Math.max(1, Math.ceil(size / (width + 1)));
  const rows = Buffer.alloc((width + 1) * height, 0x77);
  for (let row = 0; row < height; row++)
    rows[row * (width + 1)] = 0; // no filter
  marker.copy(rows, 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...(secrets ? [chunk('tEXt', Buffer.from(`Comment\0${text}`)),
      chunk('tIME', Buffer.of(7, 0xea, 11, 23, 1, 2, 3))] : []),
    chunk('IDAT', deflateSync(rows, { level: 0 })), chunk('IEND')]);
}

const segment = (marker, data) => {
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};

// Exif with a maker (0x010F), as TIFF, big-endian.
function exif() {
  const text = Buffer.from(`${camera}\0`);
  const head = Buffer.from('Exif\0\0MM\0\x2a\0\0\0\x08', 'latin1');
  const ifd = Buffer.alloc(2 + 12 + 4);
  ifd.writeUInt16BE(1, 0);
  ifd.writeUInt16BE(0x010f, 2);
  ifd.writeUInt16BE(2, 4);
  ifd.writeUInt32BE(text.length, 6);
  ifd.writeUInt32BE(8 + ifd.length, 10);
  return Buffer.concat([head, ifd, text]);
}

// Baseline, grey, all blocks alike: a DC code (0, "no change", one bit) and an
// end of block (one bit) each: two zero bits.
export function jpeg({ secrets = true } = {}) {
  const [across, down] = [40, 30]; // blocks
  const frame = Buffer.of(8, 0, 0, 0, 0, 1, 1, 0x11, 0);
  frame.writeUInt16BE(down * 8, 1);
  frame.writeUInt16BE(across * 8, 3);
  const oneCode = (kind) => segment(0xc4,
    Buffer.concat([Buffer.of(kind, 1), Buffer.alloc(15), Buffer.of(0)]));
  return Buffer.concat([Buffer.of(0xff, 0xd8),
    ...(secrets ? [segment(0xe1, exif()), segment(0xfe, Buffer.from(comment))] : []),
    segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1)])),
    segment(0xc0, frame),
    oneCode(0x00), oneCode(0x10),
    segment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)),
    Buffer.alloc(across * down / 4), Buffer.of(0xff, 0xd9)]);
}
