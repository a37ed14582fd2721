// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Texts that are hard to carry unchanged, and a search for a text in whatever
// form it may have been left behind.

// Every control character that a form can carry: NUL becomes U+FFFD, CR and LF
// come as CR LF.
const controls = String.fromCharCode(
  ...Array.from({ length: 32 }, (_, i) => i).filter((c) => ![0, 10, 13].includes(c)),
  0x7f);

const pieces = [
  'Åsa såg två öl på ön. ', '🚔👨‍👩‍👧🏽 ', '‮מילים בעברית ثم عربية‬ ', controls,
  '\r\n', '<script>alert(1)</script> ', '{{mustache}} {{{raw}}} {{#a}}{{/a}} ',
  "'; DROP TABLE tip; -- \" ' \\ ", '&amp; &lt; &#10; %41 + = & ', '\r\n\r\n',
  '</textarea>"> ', '\u0085\u2028\u2029\uFEFF\uFFFD\u{10FFFF} ', '%00 \\u0000 ',
];

// A text of exactly n characters (code points), of those pieces.
export function hardText(n) {
  const all = [];
  while (all.length < n)
    for (const piece of pieces)
      all.push(...piece);
  let cut = all.slice(0, n);
  // Half a line end would be completed on the way, and the last two pieces are
  // letters, so that trimming at the end would show.
  cut.splice(n - 2, 2, 'å', ' ');
  if (cut[n - 3] === '\r')
    cut[n - 3] = 'x';
  return cut.join('');
}

const utf16be = (text) => Buffer.from(text, 'utf16le').swap16();
// What base64 of the text looks like inside a longer one: the three ways it may
// be aligned, without the ends that depend on the neighbours.
const base64Pieces = (bytes) => [0, 1, 2].map((shift) => {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return Buffer.from(encoded.slice(4, -4));
});

// The forms in which text may lie about, each as bytes with a name.
export function tracesOf(text) {
  const bytes = Buffer.from(text, 'utf8');
  const form = new URLSearchParams({ x: text }).toString().slice(2);
  const forms = [
    ['UTF-8', bytes], ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', utf16be(text)], ['URL-encoded', Buffer.from(form)],
    ['percent-encoded', Buffer.from(encodeURIComponent(text))],
    ['hexadecimal', Buffer.from(bytes.toString('hex'))],
    ...base64Pieces(bytes).map((piece, i) => [`base64 (${i})`, piece]),
  ];
  return forms.map(([name, trace]) => ({ name, trace }));
}

// The names of those forms that haystack holds.
export const findTraces = (traces, haystack) =>
  traces.filter(({ trace }) => haystack.includes(trace)).map((t) => t.name);
