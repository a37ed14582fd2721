// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The layer rule as a function of text: layers.txt, and what files include.

// Which zones may use a library's header. Nobody else may.
const libraryHeaders = {
  'microhttpd.h': ['gateway/front'],
  'sqlite3.h': ['gateway/store'],
  'sodium.h': ['crypto/core', 'crypto/seal', 'crypto/unseal', 'crypto/sign',
    'crypto/share'],
};

export function parseLayers(text) {
  const layers = new Map();
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#'))
      continue;
    const [zone, allowed] = line.split(':');
    if (allowed === undefined)
      throw new Error(`layers.txt: no colon in "${line}"`);
    layers.set(zone.trim(), allowed.split(' ').filter(Boolean));
  }
  return layers;
}

// The longest zone that path lies below, or undefined.
export const zoneOf = (layers, path) =>
  [...layers.keys()]
    .filter((zone) => path.startsWith(`${zone}/`))
    .sort((a, b) => b.length - a.length)[0];

function offence(layers, zone, mark, name) {
  if (mark === '<') {
    const allowed = libraryHeaders[name];
    return allowed && !allowed.includes(zone)
      ? `<${name}> belongs in ${allowed.join(', ')}` : null;
  }
  const target = zoneOf(layers, name);
  if (!target)
    return `"${name}" is not written from the root`;
  return target === zone || layers.get(zone).includes(target)
    ? null : `${zone} may not include ${target}`;
}

// Every offence in files ([{ path, text }]) as "path:line: why".
export function offences(layers, files) {
  const found = [];
  for (const { path, text } of files) {
    const zone = zoneOf(layers, path);
    if (!zone) {
      found.push(`${path}: lies in no zone`);
      continue;
    }
    text.split('\n').forEach((line, i) => {
      const m = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(line);
      const why = m && offence(layers, zone, m[1], m[2]);
      if (why)
        found.push(`${path}:${i + 1}: ${why}`);
    });
  }
  return found;
}
