// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The words of the pages: easy to read, nothing promised that nobody can keep,
// titles that say nothing of the subject, and how much room they take.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { catalogues, form, languages, sourceOf } from './definition.mjs';
import { renderPages } from './pages.mjs';
import { lix, pieces } from './reading.mjs';

const pages = renderPages()
  .map((page) => ({ ...page, html: readFileSync(page.path, 'utf8') }));
const named = (name) => pages.find((page) => page.name === name).html;
const tags = languages.map(({ tag }) => tag);

test('reading ease is measured as it is defined', () => {
  assert.equal(lix(['Ett hus. Två hus!']).lix, 2);
  assert.equal(lix(['Ring polisen', 'Polismyndigheten läser']).lix, 2 + 50);
  assert.deepEqual(pieces('<main><h1>A b</h1><p>C <b>d</b>\ne.</p>' +
    '<div class="languages"><p>no</p></div><dd class="typed">no</dd></main>'),
  ['A b', 'C d e.']);
});

// What issue 5 asks for in Swedish; easy-read Swedish is easier still.
const limits = { sv: 35, 'sv-x-lattlast': 30 };
const shown = ['start', 'check-short.other', 'check-photos.narcotics', 'sent',
  'sent-photos', 'now.other'];
for (const [tag, limit] of Object.entries(limits).filter(([tag]) => tags.includes(tag)))
  for (const name of shown)
    test(`${tag}.${name} has a LIX of at most ${limit}`, (t) => {
      const all = pieces(named(`${tag}.${name}`));
      // Headings and buttons are short: without them it must hold, too.
      const running = all.filter((piece) => /[.!?:]$/.test(piece));
      for (const measured of [lix(all), lix(running)]) {
        t.diagnostic(`LIX ${measured.lix.toFixed(1)}: ${JSON.stringify(measured)}`);
        assert.ok(measured.words >= 20, `${measured.words} words`);
        assert.ok(measured.lix <= limit, `LIX is ${measured.lix.toFixed(1)}`);
      }
    });

test('easy-read Swedish is easier than Swedish on every page', () => {
  if (!tags.includes('sv-x-lattlast'))
    return; // no such catalogue: files named above would be missing
  for (const name of shown) {
    const [plain, easy] = ['sv', 'sv-x-lattlast']
      .map((tag) => lix(pieces(named(`${tag}.${name}`))).lix);
    assert.ok(easy < plain, `${name}: ${easy.toFixed(1)}, in Swedish ${plain.toFixed(1)}`);
  }
});

// "Guarantee" and "completely" by their stems in all our languages. Finnish
// "takaa" alone also means "from behind": not that one.
const promises = new RegExp(['garanter', 'garanti', 'guarant', 'takaamme', 'taataan',
  'taattu', 'takuu', 'gwarant', 'гарант', 'ضمان', 'مضمون', 'نضمن', 'dammaanad',
  'hundraprocent', '100\\s*%', '100\\s*procent', '100\\s*per ?cent', '100٪', '١٠٠',
  'helt anonym', 'helt säker', 'completely anonymous', 'completely safe'].join('|'), 'iu');

test('no page, catalogue or form promises what nobody can keep', () => {
  const texts = [
    ...pages.map(({ name, html }) => [name, html.replace(/<style>.*?<\/style>/s, '')]),
    ...catalogues.map((file) => [file, sourceOf(`po/${file}`)]),
    ['kinda.json', JSON.stringify(form)],
  ];
  assert.deepEqual(texts.filter(([, text]) => promises.test(text))
    .map(([name, text]) => `${name}: ${promises.exec(text)[0]}`), []);
  for (const bad of ['Vi garanterar', '100 % säkert', 'gwarantujemy', 'гарантуємо'])
    assert.match(bad, promises);
});

// What stands in the history of a phone that others use.
test('titles are one neutral word and a step', () => {
  const subjects = form.areas.filter(({ id }) => id !== 'other')
    .flatMap(({ name }) => name.split(/\s+/))
    .concat('tips', 'polis', 'police', 'brott', 'crime', '112')
    .filter((word) => word.length > 3);
  const titles = pages.map(({ name, html }) => [name, /<title>(.*?)<\/title>/.exec(html)[1]]);
  for (const [name, title] of titles) {
    assert.ok(title.length > 0 && title.length < 60, `${name}: ${title}`);
    for (const word of subjects)
      assert.ok(!title.toLowerCase().includes(word.toLowerCase()), `${name}: ${title}`);
  }
  for (const tag of tags)
    assert.equal(new Set(titles.filter(([name]) => name.startsWith(`${tag}.`))
      .map(([, title]) => title.split(' ')[0])).size, 1, `${tag}: one first word`);
});

test('the style is at most 8 KiB, and every page fits the smallest class', () => {
  for (const { name, html } of pages) {
    const style = /<style>(.*?)<\/style>/s.exec(html)[1];
    assert.ok(Buffer.byteLength(style) <= 8192, `${name}: ${Buffer.byteLength(style)}`);
    assert.equal(Buffer.byteLength(html), 32768, name);
  }
});

test('languages are marked as what they are', () => {
  for (const { name, html, language } of pages) {
    const { dir } = languages.find(({ tag }) => tag === language);
    assert.match(html, new RegExp(`^<!DOCTYPE html>\\s*<html lang="${language}" dir="${dir}">`), name);
  }
});
