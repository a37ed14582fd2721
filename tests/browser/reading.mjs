// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// How hard a page is to read: LIX (C.-H. Björnsson, Läsbarhet, 1968), words per
// sentence and the percentage of words longer than six letters. Below 30 is
// easy, 30 to 40 simple prose.

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
const decode = (text) =>
  text.replace(/&(#?\w+);/g, (all, name) => entities[name] ?? all);

// Elements that end a sentence, whether or not they end in a full stop.
const blocks = 'p|h[1-6]|li|ul|ol|dt|dd|dl|div|section|button|label|legend|' +
  'fieldset|option|select|form|header|footer|nav|main';

const without = (html, pattern) => html.replace(pattern, '');

// The pieces of text that a reader meets, of a page's main: not the names of
// languages, nor what somebody typed, nor links as buttons to elsewhere.
export function pieces(html) {
  const main = /<main[^>]*>(.*)<\/main>/s.exec(html)[1];
  const read = [
    /<(nav|div) class="languages".*?<\/\1>/gs,
    /<dd class="typed".*?<\/dd>/gs,
    /<textarea.*?<\/textarea>/gs,
    /<span lang=.*?<\/span>/gs,
  ].reduce(without, main);
  return read.replace(new RegExp(`</?(?:${blocks})(?:\\s[^>]*)?>`, 'g'), '\n\n')
    .replace(/<[^>]*>/g, '').split(/\n\s*\n/)
    .map((piece) => decode(piece).replace(/\s+/g, ' ').trim())
    .filter((piece) => /\p{L}/u.test(piece));
}

export const words = (text) => text.match(/\p{L}[\p{L}\p{N}'’-]*/gu) ?? [];
export const sentences = (text) =>
  text.split(/[.!?]+(?=\s|$)/u).filter((sentence) => words(sentence).length > 0);

// { lix, words, sentences, long }
export function lix(texts) {
  const all = texts.flatMap(words);
  const ended = texts.flatMap(sentences);
  const long = all.filter((word) => [...word].length > 6);
  return { words: all.length, sentences: ended.length, long: long.length,
    lix: all.length / ended.length + 100 * long.length / all.length };
}
