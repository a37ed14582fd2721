// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A citizen's way through the form in a real browser: every area and every
// language, scripts off and on, phone and desktop by turns. Every field is
// filled in, and what was typed is what the officer reads.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { areas, languages, questionsOf } from './definition.mjs';
import { Visits, crlf, expect, fillAll, go, press, send } from './visits.mjs';

let visits;
before(async () => { visits = await Visits.begin(); });
after(() => visits.end());

test('the start page offers every area and every language', async (t) => {
  const tab = await visits.visit(t);
  const offered = (selector, attribute) => tab.locator(selector)
    .evaluateAll((all, name) => all.map((e) => e.getAttribute(name)), attribute);
  assert.deepEqual(await offered('main [name="area"]', 'value'), areas);
  assert.deepEqual((await offered('.languages a', 'lang')).sort(),
    languages.map(({ tag }) => tag).sort());
});

// What the check page shows of each answer, in the words that were read.
async function assertShown(tab, expected) {
  const shown = await tab.locator('main dl > div').evaluateAll((all) =>
    all.map((e) => [...e.querySelectorAll('dd.typed')].map((d) => d.textContent)));
  assert.equal(shown.length, expected.length);
  expected.forEach(({ choices, answer }, i) =>
    assert.deepEqual(shown[i], choices ? [] : [answer]));
}

function assertAnswers(tip, expected, language) {
  assert.deepEqual(tip.answers.map((a) => a.id), expected.map((e) => e.id));
  expected.forEach(({ question, label, answer, choices }, i) => {
    const got = tip.answers[i];
    assert.equal(got.question, question);
    assert.equal(got.answer, crlf(answer));
    assert.deepEqual(got.choices, choices);
    // In the words that were read, when those were others.
    assert.ok(label.includes(got.asked ?? question), `${label}: ${got.asked}`);
    if (language === 'sv')
      assert.equal(got.asked, undefined);
  });
}

// Every area in Swedish and every language with one area: area, language,
// scripts and size by turns.
const ways = [
  ...areas.map((area, i) => [area, 'sv', i % 2 === 1, i % 4 < 2 ? 'phone' : 'desktop']),
  ...languages.slice(1).map(({ tag }, i) =>
    [areas[(i + 1) % areas.length], tag, i % 2 === 0, i % 4 < 2 ? 'desktop' : 'phone']),
];

describe('every answer goes from start to officer', { concurrency: 2 }, () => {
  for (const [area, language, scripts, size] of ways) {
    const name = `${area}, ${language}, scripts ${scripts ? 'on' : 'off'}, ${size}`;
    test(name, async (t) => {
      const tab = await visits.visit(t, { size, language, scripts });
      await press(tab, 'area', area, 'questions');
      const expected = await fillAll(tab, area, `${area} ${language}`);
      assert.equal(expected.length, questionsOf(area).length);
      await press(tab, 'step', 'check', 'check');
      await assertShown(tab, expected);
      await send(tab);
      assert.ok(!(await tab.content()).includes(area), 'the receipt names no area');
      assert.equal(await tab.locator('html').getAttribute('lang'), language);

      const { answer } = expected.find((e) => e.id === 'what');
      const tip = await visits.tipThatSays(crlf(answer));
      assert.equal(tip.area, area);
      assert.equal(tip.language, language);
      assertAnswers(tip, expected, language);
    });
  }
});

test('hostile text survives every page unchanged', async (t) => {
  // What can be typed or pasted: all controls but NUL, CR (a line end) and
  // those that no page may carry on to the next.
  const controls = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1))
    .filter((c) => c !== '\r').join('');
  const what = `\n\n<script>alert(1)</script></textarea>{{mustache}}{{{x}}}"'&amp;` +
    `'; DROP TABLE tip;-- ${controls}\u202Eשלום\u{1F600}\n\nslut \n`;
  const tab = await visits.visit(t, { scripts: true });
  await press(tab, 'area', 'theft', 'questions');
  await tab.locator('[name="what"]').fill(what);
  await press(tab, 'step', 'check', 'check');
  await press(tab, 'step', 'questions', 'questions');
  assert.equal(await tab.locator('[name="what"]').inputValue(), what);
  await press(tab, 'step', 'check', 'check');
  await send(tab);
  await visits.tipThatSays(crlf(what));
});

test('enter in a field goes on, it never sends or changes language', async (t) => {
  const tab = await visits.visit(t);
  await press(tab, 'area', 'theft', 'questions');
  await tab.locator('[name="what"]').fill('x');
  await go(tab, () => tab.locator('[name="address"]').press('Enter'), 'check');
  assert.equal(await tab.locator('html').getAttribute('lang'), 'sv');
});

test('the style is allowed by the policy', async (t) => {
  const tab = await visits.visit(t);
  // Sticky comes from our stylesheet, not from the browser's.
  assert.equal(await tab.locator('.bar').evaluate(
    (e) => globalThis.getComputedStyle(e).position), 'sticky');
});

test('one more tip begins at the start page', async (t) => {
  const tab = await visits.visit(t, { language: languages.at(-1).tag });
  await press(tab, 'area', areas[0], 'questions');
  await tab.locator('[name="what"]').fill('one more');
  await press(tab, 'step', 'check', 'check');
  await send(tab);
  await go(tab, () => tab.locator('main a.button').click(), 'start');
  assert.equal(await tab.locator('html').getAttribute('lang'), languages.at(-1).tag);
  await expect(tab, 'start');
});
