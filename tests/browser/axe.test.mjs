// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// axe-core finds nothing on any page, in any language, in either palette: WCAG
// 2.2 AA, best practices and experimental rules alike, and it leaves nothing
// open for somebody to look at, either ("incomplete").
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { languages } from './definition.mjs';
import { everyKind, launch, patience, phone, renderPages } from './pages.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

// All of axe's rules but those for AAA, which ask for more than we promise, and
// the one that asks a person to look at hidden text on every page: the hidden
// fields are what carries the answers.
const left = ['hidden-content'];

const pages = everyKind(renderPages());
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// A tab with axe in it. Pages are written into its document: reading axe anew
// for each would take longer than asking it.
async function open() {
  const context = await browser.newContext({ viewport: phone });
  context.setDefaultTimeout(patience);
  const tab = await context.newPage();
  await tab.goto('about:blank');
  await tab.addScriptTag({ path: axe });
  return tab;
}

const show = (tab, html) => tab.evaluate((text) => {
  globalThis.document.open();
  globalThis.document.write(text);
  globalThis.document.close();
}, html);

// What axe says of what is shown: { asked, lines }.
async function complaints({ only, without }) {
  const rules = globalThis.axe.getRules()
    .filter(({ tags }) => !tags.some((tag) => /^wcag2\d?aaa$|deprecated/.test(tag)))
    .map(({ ruleId }) => ruleId)
    .filter((id) => only ? only.includes(id) : !without.includes(id));
  const { violations, incomplete } = await globalThis.axe.run(globalThis.document, {
    runOnly: { type: 'rule', values: rules }, selectors: false,
    resultTypes: ['violations', 'incomplete'],
  });
  return { asked: rules.length,
    lines: [...violations, ...incomplete].flatMap(({ id, nodes }) =>
      nodes.map((n) => `${id}: ${n.html.slice(0, 120)} ${n.failureSummary ?? ''}`)) };
}

// Everything in the light palette; what a palette changes in the dark one.
async function lookAt(tab, html) {
  await tab.emulateMedia({ colorScheme: 'light' });
  await show(tab, html);
  const light = await tab.evaluate(complaints, { without: left });
  assert.ok(light.asked > 60, `${light.asked} rules`);
  await tab.emulateMedia({ colorScheme: 'dark' });
  const dark = await tab.evaluate(complaints, { only: ['color-contrast'] });
  return [...light.lines, ...dark.lines];
}

// As many tabs as the machine has hands for.
async function lookAtAll(list) {
  const found = [];
  const queue = [...list];
  const worker = async () => {
    const tab = await open();
    for (let page; (page = queue.pop());)
      for (const line of await lookAt(tab, readFileSync(page.path, 'utf8')))
        found.push(`${page.name}: ${line}`);
    await tab.context().close();
  };
  await Promise.all([worker(), worker()]);
  return found.sort();
}

test('axe finds what is wrong, in either palette', async () => {
  const tab = await open();
  const bad = (style) => '<!doctype html><html lang="sv"><head><title>x</title>' +
    `<style>${style}</style></head><body><main><h1>x</h1><p>y</p></main></body></html>`;
  const dim = 'body{background:#fff;color:#888}';
  assert.match((await lookAt(tab, bad(dim))).join(), /color-contrast/);
  assert.match((await lookAt(tab,
    bad(`@media (prefers-color-scheme: dark){${dim}}`))).join(), /color-contrast/);
  assert.match((await lookAt(tab, '<input>')).join(), /label/);
  assert.deepEqual(await lookAt(tab, bad('')), []);
  await tab.context().close();
});

for (const { tag } of languages)
  test(`axe finds nothing on any page, ${tag}`, async () => {
    const own = pages.filter(({ language }) => language === tag);
    assert.ok(own.length > 35, `${own.length} pages`);
    assert.deepEqual(await lookAtAll(own), []);
  });
