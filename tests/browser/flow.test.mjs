// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A citizen's way through the form in a real browser with scripts off: three
// areas, two languages, phone and desktop; mistakes; hostile text; another
// language half-way. What was typed is what the officer reads.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Gateway, answerTo, until } from '../system/gateway.mjs';
import { desktop, launch, patience, phone } from './pages.mjs';

const areas = {
  narcotics: { choices: { 'drug-what': ['sells', 'recruits'], 'drug-young': ['yes'] },
    texts: { 'drug-hiding': 'Bakom el-skåpet' } },
  vandalism: { choices: { 'damage-what': ['tunnel'], 'tag-hate': ['no'] },
    texts: { 'tag-text': 'KÄ7A\nrad två', 'tag-look': 'svart, 1 m' } },
  theft: { choices: { own: ['no'], 'stolen-from': ['storage'] },
    texts: { 'stolen-numbers': 'WTU 123 456 é', 'goods-sale': 'https://example.org/1?a=b&c=d' } },
};
const languages = {
  sv: { path: '', start: 'Tipsa polisen', own: 'Ändra' },
  en: { path: 'en/', start: 'Tip off the police', own: 'Change' },
};
const sizes = { phone, desktop };

let browser;
let gateway;

// node:test has no test to hang the gateway's end on in before(): it is ours.
const endings = [];
before(async () => {
  browser = await launch();
  gateway = await Gateway.create({ after: (end) => endings.push(end) });
  await gateway.start();
});
after(async () => {
  await browser.close();
  for (const end of endings)
    await end();
});

// A tab with scripts off, at the start page.
async function visit(t, { size = 'phone', language = 'sv' } = {}) {
  const context = await browser.newContext({
    viewport: sizes[size], javaScriptEnabled: false, acceptDownloads: false,
  });
  t.after(() => context.close());
  context.setDefaultTimeout(patience);
  const tab = await context.newPage();
  await tab.goto(gateway.url + languages[language].path);
  await expect(tab, 'start');
  return tab;
}

async function expect(tab, state) {
  const mains = tab.locator('main');
  assert.equal(await mains.count(), 1);
  assert.equal(await mains.getAttribute('data-state'), state,
    await mains.innerText());
}

// Do what leads to another page, and be there: the page before could look the
// same.
async function go(tab, act, state) {
  const arrived = tab.waitForEvent('domcontentloaded');
  await act();
  await arrived;
  await expect(tab, state);
}

const press = (tab, name, value, state) => go(tab, () =>
  tab.locator(`main button[name="${name}"][value="${value}"]`).last().click(), state);

async function fill(tab, { choices = {}, texts = {} }) {
  for (const [name, values] of Object.entries(choices))
    for (const value of values)
      await tab.locator(`input[name="${name}"][value="${value}"]`).check();
  for (const [name, text] of Object.entries(texts))
    await tab.locator(`[name="${name}"]`).fill(text);
}

const newest = async (what) => {
  const found = (await gateway.tips()).filter((t) => answerTo(t, 'what') === what);
  assert.equal(found.length, 1, `${found.length} tips with that text`);
  return found[0];
};
const crlf = (text) => text.replace(/\n/g, '\r\n');

// Each area in each language, on a phone and at a desk by turns: what a page
// looks like at a size is another test's matter.
const ways = Object.keys(areas).flatMap((area, i) =>
  Object.keys(languages).map((language, k) =>
    [area, language, Object.keys(sizes)[(i + k) % 2]]));
for (const [area, language, size] of ways)
  test(`a ${area} tip goes from start to officer, ${language}, ${size}`, async (t) => {
    const own = areas[area];
    const what = `Sett i går: ${area} ${language} ${size}\nrad två åäö`;
    const tab = await visit(t, { size, language });
    assert.equal(await tab.locator('h1').innerText(), languages[language].start);
    await press(tab, 'area', area, 'questions');
    await fill(tab, own);
    await fill(tab, { texts: { what }, choices: { now: ['no'], source: ['saw', 'told'] } });
    await tab.locator('[name="place"]').selectOption('rimforsa');
    await press(tab, 'step', 'check', 'check');
    assert.equal(await tab.locator('dd.typed').first().innerText(), what);
    await press(tab, 'step', 'send', 'sent');
    assert.ok(!(await tab.content()).includes(area), 'the receipt names no area');

    const { tip } = await newest(crlf(what));
    assert.equal(tip.area, area);
    assert.equal(tip.language, language);
    for (const [id, text] of Object.entries(own.texts))
      assert.equal(answerTo({ tip }, id), crlf(text));
    for (const [id, chosen] of Object.entries(own.choices))
      assert.deepEqual(tip.answers.find((a) => a.id === id).choices, chosen);
    assert.deepEqual(tip.answers.find((a) => a.id === 'source').choices, ['saw', 'told']);
    assert.equal(answerTo({ tip }, 'place'), 'Rimforsa');
  });

test('what was typed stays when something is missing', async (t) => {
  const tab = await visit(t);
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

test('hostile text survives every page unchanged', async (t) => {
  // What can be typed or pasted: all controls but NUL, CR (a line end) and
  // those that no page may carry on to the next.
  const controls = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1))
    .filter((c) => c !== '\r').join('');
  const what = `\n\n<script>alert(1)</script></textarea>{{mustache}}{{{x}}}"'&amp;` +
    `'; DROP TABLE tip;-- ${controls}\u202Eשלום\u{1F600}\n\nslut \n`;
  const tab = await visit(t);
  await press(tab, 'area', 'theft', 'questions');
  await fill(tab, { texts: { what } });
  await press(tab, 'step', 'check', 'check');
  await press(tab, 'step', 'questions', 'questions');
  assert.equal(await tab.locator('[name="what"]').inputValue(), what);
  await press(tab, 'step', 'check', 'check');
  await press(tab, 'step', 'send', 'sent');
  await newest(crlf(what));
});

test('another language half-way keeps the text', async (t) => {
  const tab = await visit(t);
  await press(tab, 'area', 'narcotics', 'questions');
  await fill(tab, { texts: { what: 'Half-way' }, choices: { 'drug-kind': ['pills'] } });
  await go(tab, () => tab.locator('.languages button[lang="en"]').click(), 'questions');
  assert.equal(await tab.locator('html').getAttribute('lang'), 'en');
  assert.equal(await tab.locator('h1').innerText(), 'Drugs');
  assert.equal(await tab.locator('[name="what"]').inputValue(), 'Half-way');
  assert.ok(await tab.locator('[value="pills"]').isChecked());
  await press(tab, 'step', 'check', 'check');
  await go(tab, () => tab.locator('.languages button[lang="sv"]').click(), 'check');
  assert.equal(await tab.locator('html').getAttribute('lang'), 'sv');
});

test('change leads back to its section with everything in place', async (t) => {
  const tab = await visit(t);
  await press(tab, 'area', 'theft', 'questions');
  await fill(tab, { texts: { what: 'x', who: 'två män' } });
  await press(tab, 'step', 'check', 'check');
  await go(tab, () => tab.locator('button[formaction="#s-3"]').click(), 'questions');
  assert.equal(await tab.locator('#s-3:target').count(), 1);
  assert.equal(await tab.locator('[name="who"]').inputValue(), 'två män');
});

test('what happens now asks for a call before anything else', async (t) => {
  const tab = await visit(t);
  await press(tab, 'area', 'theft', 'questions');
  await fill(tab, { texts: { what: 'x' }, choices: { now: ['yes'] } });
  await press(tab, 'step', 'check', 'check');
  assert.match(await tab.locator('.emergency').innerText(), /112/);
  assert.equal(await tab.locator('.emergency a').getAttribute('href'), 'tel:112');
});

test('enter in a field goes on, it never sends or changes language', async (t) => {
  const tab = await visit(t);
  await press(tab, 'area', 'theft', 'questions');
  await fill(tab, { texts: { what: 'x' } });
  await go(tab, () => tab.locator('[name="address"]').press('Enter'), 'check');
  assert.equal(await tab.locator('html').getAttribute('lang'), 'sv');
});

test('the address never tells the subject, and no cookie is set', async (t) => {
  const tab = await visit(t);
  await press(tab, 'area', 'narcotics', 'questions');
  await fill(tab, { texts: { what: 'x' } });
  await press(tab, 'step', 'check', 'check');
  await press(tab, 'step', 'send', 'sent');
  assert.equal(tab.url(), gateway.url);
  assert.deepEqual(await tab.context().cookies(), []);
});

test('the style is allowed by the policy', async (t) => {
  const tab = await visit(t);
  // Sticky comes from our stylesheet, not from the browser's.
  assert.equal(await tab.locator('.bar').evaluate(
    (e) => getComputedStyle(e).position), 'sticky');
});

// The receipt advises to close the tab; until then Back must find nothing: the
// browser kept no page, and does not post again by itself.
test('back after sending does not show the text', async (t) => {
  const tab = await visit(t);
  await press(tab, 'area', 'narcotics', 'questions');
  await fill(tab, { texts: { what: 'bakåthemlighet' } });
  await press(tab, 'step', 'check', 'check');
  await press(tab, 'step', 'send', 'sent');
  await assert.rejects(tab.goBack(), /ERR_CACHE_MISS/);
  const left = await until('the error page', () => tab.content().catch(() => ''));
  assert.ok(!left.includes('bakåthemlighet'));
});
