// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Citizens in a real browser at a real gateway: open a tab, fill in, press, be
// on the next page. What was typed is told back, to be looked for in the tip.
import assert from 'node:assert/strict';
import { Gateway, answerTo } from '../system/gateway.mjs';
import { questionsOf } from './definition.mjs';
import { desktop, launch, patience, phone } from './pages.mjs';

const sizes = { phone, desktop };

// A browser and a gateway of a test file's own.
export class Visits {
  // node:test has no test to hang the gateway's end on in before(): it is ours.
  #endings = [];

  static async begin() {
    const visits = new Visits();
    visits.browser = await launch();
    visits.gateway = await Gateway.create({
      after: (end) => visits.#endings.push(end),
    });
    await visits.gateway.start();
    return visits;
  }

  async end() {
    await this.browser.close();
    for (const end of this.#endings)
      await end();
  }

  // A tab at the start page of a language, which its link leads to.
  async visit(t, { size = 'phone', language = 'sv', scripts = false,
    url = this.gateway.url } = {}) {
    const context = await this.browser.newContext({
      viewport: sizes[size], javaScriptEnabled: scripts, acceptDownloads: false,
    });
    t.after(() => context.close());
    context.setDefaultTimeout(patience);
    const tab = await context.newPage();
    await tab.goto(url);
    await expect(tab, 'start');
    if (language !== 'sv')
      await go(tab, () =>
        tab.locator(`.languages a[lang="${language}"]`).click(), 'start');
    assert.equal(await tab.locator('html').getAttribute('lang'), language);
    return tab;
  }

  // The one tip that says so.
  async tipThatSays(what) {
    const found = (await this.gateway.tips()).filter((t) => answerTo(t, 'what') === what);
    assert.equal(found.length, 1, `${found.length} tips with that text`);
    return found[0].tip;
  }

  async countOf(what) {
    return (await this.gateway.tips()).filter((t) => answerTo(t, 'what') === what).length;
  }
}

export const crlf = (text) => text.replace(/\n/g, '\r\n');

export async function expect(tab, state) {
  const mains = tab.locator('main');
  await mains.first().waitFor();
  assert.equal(await mains.count(), 1);
  assert.equal(await mains.getAttribute('data-state'), state,
    await mains.innerText());
}

// Do what leads to another page, and be there: the page before could look the
// same.
export async function go(tab, act, state) {
  const arrived = tab.waitForEvent('domcontentloaded');
  await act();
  await arrived;
  await expect(tab, state);
}

// The button of that name, the main one of a page with several; not one that
// also changes the language.
export const buttonOf = (tab, name, value) =>
  tab.locator(`main button[name="${name}"][value="${value}"]:not([lang])`).last();

export const press = (tab, name, value, state) =>
  go(tab, () => buttonOf(tab, name, value).click(), state);

export async function fill(tab, { choices = {}, texts = {} }) {
  for (const [name, values] of Object.entries(choices))
    for (const value of values)
      await tab.locator(`input[name="${name}"][value="${value}"]`).check();
  for (const [name, text] of Object.entries(texts))
    await tab.locator(`[name="${name}"]`).fill(text);
}

export const send = (tab) => go(tab, () =>
  tab.locator('main button.main[name="step"][value="send"]').click(), 'sent');

// From the start page to the check page with a text of one's own.
export async function toCheck(tab, area, filled) {
  await press(tab, 'area', area, 'questions');
  await fill(tab, filled);
  await press(tab, 'step', 'check', 'check');
}

// What somebody answers who answers everything: the texts each of their own,
// the choices neither first nor alone where there may be several.
const answered = {
  text: (q, own) => ({ answer: `${own} ${q.id} åäö "é" <b>&amp;`.slice(0, q.max) }),
  textarea: (q, own) => ({ answer: `${own} ${q.id}\nrad två: 50 kr\n'` }),
  radio: (q) => ({ chosen: [q.choices[1]] }),
  select: (q) => ({ chosen: [q.choices[1]] }),
  checkbox: (q) => ({ chosen: [q.choices[0], q.choices.at(-1)] }),
};

async function answer(tab, { id, type }, { answer: text, chosen }) {
  if (text !== undefined)
    await tab.locator(`[name="${id}"]`).fill(text);
  else if (type === 'select')
    await tab.locator(`[name="${id}"]`).selectOption(chosen[0].id);
  else
    for (const choice of chosen)
      await tab.locator(`input[name="${id}"][value="${choice.id}"]`).check();
}

// Answer every question of an area. What the tip has to say of each: { id,
// question, answer, choices (ids, or undefined) }, and the label that was read.
export async function fillAll(tab, area, own) {
  const expected = [];
  for (const question of questionsOf(area)) {
    const given = answered[question.type](question, own);
    await answer(tab, question, given);
    const label = tab.locator(`label[for="f-${question.id}"], #f-${question.id} > legend`);
    expected.push({
      id: question.id, question: question.label, label: await label.innerText(),
      answer: given.answer ?? given.chosen.map((c) => c.label).join('; '),
      choices: given.chosen?.map((c) => c.id),
    });
  }
  return expected;
}
