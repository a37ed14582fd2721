// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Posting a page's form as multipart/form-data, byte for byte as Chromium does
// (RFC 7578; WHATWG HTML, 4.10.21.8).
import { exchange } from './gateway.mjs';
import { press } from './html.mjs';

const boundary = '----WebKitFormBoundaryT3sTt3StT3sTt3St';
export const uploadType = `multipart/form-data; boundary=${boundary}`;

// Field names and values in order; a value that is an array is the files of an
// input, each { bytes, name, type }. None chosen is posted as one without a name.
export function multipart(entries) {
  const pieces = [];
  const part = (name, more, content) => pieces.push(Buffer.from(`--${boundary}\r\n` +
    `Content-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
  Buffer.from(content), Buffer.from('\r\n'));
  for (const [name, value] of entries) {
    if (!Array.isArray(value))
      part(name, '', value);
    else if (value.length === 0)
      part(name, '; filename=""\r\nContent-Type: application/octet-stream', '');
    else
      for (const { bytes, name: file = 'IMG_1.jpg', type = 'image/jpeg' } of value)
        part(name, `; filename="${file}"\r\nContent-Type: ${type}`, bytes);
  }
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

// What pressing step=value on the page would post, with these photos chosen. The
// fields stand in the order of the page, the button behind the photos.
export const entriesOf = (page, value, photos) =>
  [...new URLSearchParams(press(page, 'step', value).body)]
    .map(([name, v]) => [name, name === 'photo' ? photos : v]);

export const uploadOf = (page, value, photos) =>
  multipart(entriesOf(page, value, photos));

export const postUpload = (url, body) =>
  exchange(url, { method: 'POST', type: uploadType, body });

// A citizen who is on the check page presses that button, with photos chosen.
export async function pressWithPhotos(citizen, value, photos) {
  return citizen.take(await postUpload(citizen.url,
    uploadOf(citizen.page, value, photos)));
}

// To the check page of a tip.
export async function toCheck(citizen, what, area = 'theft') {
  await citizen.visit();
  await citizen.press('area', area);
  return citizen.press('step', 'check', { what });
}
