// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The whole flow with nothing but a keyboard, at a real gateway: everything can
// be reached by Tab, what has focus is seen, and leaving is always first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { languages, questionsOf } from './definition.mjs';
import { phone } from './pages.mjs';
import { Visits, crlf, go } from './visits.mjs';

let visits;
before(async () => { visits = await Visits.begin(); });
after(() => visits.end());

// What has focus, and whether it can be seen: not below the bar, not out of the
// window, with an outline of its own.
const focused = (tab) => tab.evaluate(() => {
  const e = globalThis.document.activeElement;
  const box = e.getBoundingClientRect();
  const bar = globalThis.document.querySelector('.bar').getBoundingClientRect();
  const { outlineStyle, outlineWidth } = globalThis.getComputedStyle(e);
  return {
    tag: e.localName, name: e.getAttribute('name'), value: e.getAttribute('value'),
    className: e.className, href: e.getAttribute('href'),
    inBar: e.closest('.bar') !== null,
    covered: box.bottom <= bar.bottom || box.top >= globalThis.innerHeight,
    outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
  };
});

// Press Tab until what is wanted has focus. Everything on the way is seen.
async function tabTo(tab, wanted) {
  for (let i = 0; i < 150; i++) {
    await tab.keyboard.press('Tab');
    const at = await focused(tab);
    assert.ok(at.outlined, `focus is seen: ${JSON.stringify(at)}`);
    assert.ok(at.inBar || !at.covered, `not covered: ${JSON.stringify(at)}`);
    if (wanted(at))
      return at;
  }
  throw new Error('never reached by Tab');
}

const button = (name, value) => (at) =>
  at.tag === 'button' && at.name === name && at.value === value;
const field = (name) => (at) => at.tag !== 'button' && at.name === name;

async function assertLeavesFirst(tab) {
  await tab.keyboard.press('Tab');
  assert.equal((await focused(tab)).className, 'leave');
  await tab.keyboard.press('Tab');
  assert.equal((await focused(tab)).className, 'skip');
}

// By keys alone, whatever kind of question it is. The text, or the choices.
async function answer(tab, { id, type, choices }, text) {
  await tabTo(tab, field(id));
  if (type === 'text' || type === 'textarea') {
    await tab.keyboard.type(text);
    return text;
  }
  if (type === 'select') {
    await tab.keyboard.press('ArrowDown');
    return choices[0].label;
  }
  await tab.keyboard.press('Space');
  if (type === 'checkbox')
    return choices[0].label;
  await tab.keyboard.press('ArrowDown');
  return choices[1].label;
}

for (const [area, language, scripts] of [['violence', 'sv', false],
  ['theft', languages.find(({ dir }) => dir === 'rtl')?.tag ?? 'en', true]])
  test(`a tip is sent by keyboard alone: ${area}, ${language}`, async (t) => {
    const tab = await visits.visit(t, { language, scripts });
    await assertLeavesFirst(tab);
    await tabTo(tab, button('area', area));
    await go(tab, () => tab.keyboard.press('Enter'), 'questions');

    await assertLeavesFirst(tab);
    const expected = [];
    for (const question of questionsOf(area))
      expected.push({ id: question.id,
        answer: await answer(tab, question, `${area} ${question.id}`) });
    await tabTo(tab, button('step', 'check'));
    await go(tab, () => tab.keyboard.press('Space'), 'check');

    await assertLeavesFirst(tab);
    await tabTo(tab, (at) => at.tag === 'input' && at.name === 'photo');
    await tabTo(tab, button('step', 'send'));
    await go(tab, () => tab.keyboard.press('Enter'), 'sent');
    await assertLeavesFirst(tab);

    const tip = await visits.tipThatSays(crlf(expected.find((e) => e.id === 'what').answer));
    assert.deepEqual(tip.answers.map(({ id, answer: got }) => ({ id, answer: got })), expected);
  });

test('mistakes are found and put right by keyboard alone', async (t) => {
  const tab = await visits.visit(t);
  await tabTo(tab, button('area', 'other'));
  await go(tab, () => tab.keyboard.press('Enter'), 'questions');
  await tabTo(tab, field('address'));
  await go(tab, () => tab.keyboard.press('Enter'), 'error');
  await tabTo(tab, (at) => at.href === '#f-what');
  await tab.keyboard.press('Enter');
  assert.equal((await focused(tab)).name, 'what');
  await tab.keyboard.type('rättat');
  await tabTo(tab, button('step', 'check'));
  await go(tab, () => tab.keyboard.press('Enter'), 'check');
});

test('no focus is hidden at four times the size', async (t) => {
  const tab = await visits.visit(t);
  await tab.setViewportSize({ width: 320, height: 256 });
  await tabTo(tab, button('area', 'narcotics'));
  await go(tab, () => tab.keyboard.press('Enter'), 'questions');
  await tabTo(tab, button('step', 'start'));
  // And backwards, where what is sticky covers what is above.
  for (let i = 0; i < 40; i++) {
    await tab.keyboard.press('Shift+Tab');
    const at = await focused(tab);
    assert.ok(at.inBar || !at.covered, JSON.stringify(at));
  }
  await tab.setViewportSize(phone);
});
