// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What was typed is never lost on the way: mistakes, another language half-way,
// a change of mind, the page that says to call first, help beside the form.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { helpPages, languages } from './definition.mjs';
import { patience } from './pages.mjs';
import { Visits, expect, fill, go, press, send, toCheck } from './visits.mjs';

let visits;
before(async () => { visits = await Visits.begin(); });
after(() => visits.end());

test('what was typed stays when something is missing', async (t) => {
  const tab = await visits.visit(t);
  await press(tab, 'area', 'vandalism', 'questions');
  await fill(tab, { texts: { 'tag-text': 'X9 "crew"' }, choices: { 'damage-what': ['wall'] } });
  await press(tab, 'step', 'check', 'error');
  const link = tab.locator('.summary a');
  assert.equal(await link.count(), 1);
  const words = (await link.innerText()).split(' – ')[1];
  assert.equal(await tab.locator('#e-what').innerText(), words);
  await link.click();
  assert.equal(await tab.locator('#f-what:target').count(), 1);
  assert.equal(await tab.locator('[name="tag-text"]').inputValue(), 'X9 "crew"');
  assert.ok(await tab.locator('[value="wall"]').isChecked());
  await tab.locator('[name="what"]').fill('nu');
  await press(tab, 'step', 'check', 'check');
});

test('every mistake is said above and beside, and nothing is lost', async (t) => {
  const tab = await visits.visit(t, { scripts: true, size: 'desktop' });
  await press(tab, 'area', 'theft', 'questions');
  const long = 'å'.repeat(501);
  await fill(tab, { texts: { what: '', 'stolen-how': long, 'goods-where': 'ladan' },
    choices: { source: ['saw', 'told'] } });
  await press(tab, 'step', 'check', 'error');
  assert.equal(await tab.locator('.summary').getAttribute('role'), 'alert');
  const links = await tab.locator('.summary a').all();
  assert.deepEqual(await Promise.all(links.map((l) => l.getAttribute('href'))),
    ['#f-what', '#f-stolen-how']);
  for (const link of links) {
    const id = (await link.getAttribute('href')).replace('#f-', '');
    const beside = await tab.locator(`#e-${id}`).innerText();
    assert.ok((await link.innerText()).endsWith(beside), `${id}: ${beside}`);
    const field = tab.locator(`#f-${id}`);
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.ok((await field.getAttribute('aria-describedby')).split(' ').includes(`e-${id}`));
    await link.click();
    assert.equal(await tab.evaluate(() => globalThis.document.activeElement.id), `f-${id}`);
  }
  assert.match(await tab.locator('#e-stolen-how').innerText(), /501.*500/);
  assert.equal(await tab.locator('[name="stolen-how"]').inputValue(), long);
  assert.equal(await tab.locator('[name="goods-where"]').inputValue(), 'ladan');
  assert.equal(await tab.locator('[name="source"]:checked').count(), 2);
});

test('another language half-way keeps the text, to and from every language', async (t) => {
  const tab = await visits.visit(t);
  await press(tab, 'area', 'narcotics', 'questions');
  await fill(tab, { texts: { what: 'Half-way\nحكى' }, choices: { 'drug-kind': ['pills'] } });
  const change = async (tag, state) => {
    await go(tab, () => tab.locator(`.languages button[lang="${tag}"]`).click(), state);
    assert.equal(await tab.locator('html').getAttribute('lang'), tag);
  };
  for (const { tag, dir } of [...languages.slice(1), languages[0]]) {
    await change(tag, 'questions');
    assert.equal(await tab.locator('html').getAttribute('dir'), dir);
    assert.equal(await tab.locator('[name="what"]').inputValue(), 'Half-way\nحكى');
    assert.ok(await tab.locator('[value="pills"]').isChecked());
  }
  await press(tab, 'step', 'check', 'check');
  for (const { tag } of [...languages.slice(1), languages[0]]) {
    await change(tag, 'check');
    assert.equal(await tab.locator('dd.typed').innerText(), 'Half-way\nحكى');
  }
});

test('another language says what is wrong in its own words', async (t) => {
  const tab = await visits.visit(t);
  await press(tab, 'area', 'other', 'questions');
  await fill(tab, { texts: { address: 'Bakom skolan' } });
  await press(tab, 'step', 'check', 'error');
  const swedish = await tab.locator('#e-what').innerText();
  await go(tab, () => tab.locator('.languages button[lang="en"]').click(), 'error');
  assert.equal(await tab.locator('html').getAttribute('lang'), 'en');
  assert.notEqual(await tab.locator('#e-what').innerText(), swedish);
  assert.equal(await tab.locator('.summary a').count(), 1);
  assert.equal(await tab.locator('[name="address"]').inputValue(), 'Bakom skolan');
});

test('change leads back to each section with everything in place', async (t) => {
  const tab = await visits.visit(t);
  await toCheck(tab, 'theft', { texts: { what: 'x', who: 'två män' },
    choices: { own: ['no'] } });
  const sections = await tab.locator('button[formaction^="#s-"]').count();
  assert.equal(sections, 4);
  for (let n = 1; n <= sections; n++) {
    await go(tab, () => tab.locator(`button[formaction="#s-${n}"]`).click(), 'questions');
    assert.equal(await tab.locator(`#s-${n}:target`).count(), 1);
    assert.equal(await tab.locator('[name="who"]').inputValue(), 'två män');
    assert.ok(await tab.locator('[name="own"][value="no"]').isChecked());
    await press(tab, 'step', 'check', 'check');
  }
});

for (const scripts of [false, true])
  test(`what happens now asks for a call first, scripts ${scripts ? 'on' : 'off'}`, async (t) => {
    const tab = await visits.visit(t, { scripts });
    const what = `det brinner ${scripts}`;
    await press(tab, 'area', 'violence', 'questions');
    await fill(tab, { texts: { what, who: 'en man' }, choices: { now: ['yes'] } });
    await press(tab, 'step', 'check', 'now');
    assert.match(await tab.locator('main h1').innerText(), /112/);
    const call = tab.locator('.emergency a.call');
    assert.equal(await call.getAttribute('href'), 'tel:112');
    const { y, height } = await call.boundingBox();
    assert.ok(y + height < 740, 'the number is on the first screen');
    // In another language too, and back to the answers: nothing is lost.
    await go(tab, () => tab.locator('.languages button').first().click(), 'now');
    await press(tab, 'step', 'questions', 'questions');
    assert.equal(await tab.locator('[name="who"]').inputValue(), 'en man');
    // Said once is enough.
    await press(tab, 'step', 'check', 'check');
    assert.match(await tab.locator('.emergency').innerText(), /112/);
    await send(tab);
    const tip = await visits.tipThatSays(what);
    assert.deepEqual(tip.answers.find((a) => a.id === 'now').choices, ['yes']);
    assert.equal(tip.answers.find((a) => a.id === 'who').answer, 'en man');
  });

// What a page's help buttons are.
const helpOf = (tab) => tab.locator('[name="help"]')
  .evaluateAll((all) => all.map((e) => e.value));

async function helpBeside(tab, n) {
  const opened = tab.context().waitForEvent('page', { timeout: patience });
  await tab.locator('[name="help"]').nth(n).click();
  const help = await opened;
  await help.waitForLoadState('domcontentloaded');
  await expect(help, 'help');
  assert.equal(help.url(), tab.url(), 'the address does not tell which');
  await help.close();
}

for (const area of ['narcotics', 'vandalism', 'violence'])
  test(`help opens in a tab of its own and loses no text: ${area}`, async (t) => {
    const tab = await visits.visit(t);
    await press(tab, 'area', area, 'questions');
    await fill(tab, { texts: { what: 'under hjälpen' } });
    const offered = await helpOf(tab);
    assert.ok(offered.length > 0);
    for (const n of offered.keys())
      await helpBeside(tab, n);
    await expect(tab, 'questions');
    assert.equal(await tab.locator('[name="what"]').inputValue(), 'under hjälpen');
    await press(tab, 'step', 'check', 'check');
    await helpBeside(tab, 0);
    await send(tab);
  });

test('the start page leads to every help page and back', async (t) => {
  const tab = await visits.visit(t);
  const offered = await helpOf(tab);
  for (const id of [...helpPages, 'accessibility', 'keys'])
    assert.ok(offered.includes(id), `${id} is offered`);
  for (const id of offered) {
    await go(tab, () => tab.locator(`[name="help"][value="${id}"]`).click(), 'help');
    assert.ok((await tab.locator('h1').innerText()).trim().length > 3);
    await go(tab, () => tab.locator('main a.button[href="/"]').click(), 'start');
  }
});

test('the page of the key shows the fingerprint that the officer sees', async (t) => {
  const tab = await visits.visit(t);
  await go(tab, () => tab.locator('[name="help"][value="keys"]').click(), 'help');
  const shown = /\d{5}(?:\s\d{5}){5}/.exec(await tab.locator('main').innerText());
  assert.ok(shown, 'a fingerprint');
  const told = await visits.gateway.keyringVerb('show');
  assert.ok(told.replace(/\s+/g, ' ').includes(shown[0].replace(/\s+/g, ' ')), told);
});
