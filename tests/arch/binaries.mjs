// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What a program holds, asked of the program itself with binutils.
import { output } from './tree.mjs';

// Every symbol of a program: its own, local ones too, and those it takes from
// a shared library.
export function symbolsOf(program) {
  const own = new Set();
  const taken = new Set();
  for (const line of output('nm', program).split('\n')) {
    const m = /^(?:[0-9a-f]+)?\s+([A-Za-z])\s+([^@\s]+)/.exec(line);
    if (m)
      (m[1] === 'U' || m[1] === 'w' ? taken : own).add(m[2]);
  }
  return { own, taken };
}

// The functions and data that an archive offers to a linker.
export const offeredBy = (archive) =>
  output('nm', '--defined-only', '--extern-only', archive).split('\n')
    .map((line) => /^[0-9a-f]+ [TDRBV] (\S+)$/.exec(line)?.[1])
    .filter(Boolean);

// The libraries that a program names itself.
export const neededBy = (program) =>
  [...output('readelf', '--dynamic', '--wide', program)
    .matchAll(/\(NEEDED\).*\[([^\]]+)\]/g)].map((m) => m[1]);

// Those, and the libraries that they bring.
export const loadedBy = (program) =>
  [...output('ldd', program).matchAll(/^\s*(\S+)/gm)].map((m) => m[1]);

// What opens something sealed: libsodium's functions, and ours by name.
const opensSodium =
  /^crypto_(aead_.*_decrypt|secretbox.*_open|box_.*open|secretstream_.*_pull|kx_|kem_.*_dec)|^crypto_stream_.*_xor/;
// PQClean's too, which a program holds itself: crypto_kem_dec, indcpa_dec.
const opensOurs =
  /unseal|^identit(y|ies)_|_decrypt|^(age|tip|stream|chunk)_open|decaps|_dec$/;

export const openingSymbols = ({ own, taken }, openers = []) => [
  ...[...own].filter((s) => opensOurs.test(s) || openers.includes(s)),
  ...[...own, ...taken].filter((s) => opensSodium.test(s)),
];

// What signs or makes keys to sign with: libsodium's functions, and ours by
// name. Checking a signature is no such thing.
const signsSodium = /^crypto_sign_(?!.*(verify|bytes|statebytes|_open))/;

export const signingSymbols = ({ own, taken }, signers = []) => [
  ...[...own].filter((s) => signers.includes(s)),
  ...[...own, ...taken].filter((s) => signsSodium.test(s)),
];
