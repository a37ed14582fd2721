// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What the pages are like in a browser: nothing overflows on a small phone,
// targets are large, contrast holds in both palettes, the keyboard reaches
// "leave" first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch, phone, renderPages } from './pages.mjs';

const pages = renderPages();
let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

// Every page is loaded once, and shown in each of these settings; what is
// looked at in one setting is asked together.
const settings = {
  narrow: { viewport: { width: 320, height: 568 }, colorScheme: 'light' },
  light: { viewport: phone, colorScheme: 'light' },
  dark: { viewport: phone, colorScheme: 'dark' },
};
const looks = { narrow: {}, light: {}, dark: {} };
let visited = null;

async function lookAt(tab, found, name) {
  for (const [kind, { viewport, colorScheme }] of Object.entries(settings)) {
    await tab.setViewportSize(viewport);
    await tab.emulateMedia({ colorScheme });
    for (const [what, look] of Object.entries(looks[kind]))
      for (const fault of await tab.evaluate(look))
        (found[what] ??= []).push(`${name}: ${fault}`);
  }
}

// All faults of all pages, by what was looked for; and how many requests they
// made.
async function visit() {
  const tab = await browser.newPage();
  const found = {};
  let asked = 0;
  tab.on('request', () => { asked++; });
  for (const { name, path } of pages) {
    await tab.goto(pathToFileURL(path).href);
    await lookAt(tab, found, name);
  }
  await tab.close();
  return { found, asked };
}

// A test by the name of what holds: look() finds nothing on any page.
function nothing(what, kind, look) {
  looks[kind][what] = look;
  test(what, async () => {
    visited ??= visit();
    assert.deepEqual((await visited).found[what] ?? [], []);
  });
}

nothing('no page scrolls sideways at 320 px', 'narrow', () => {
  const wide = document.documentElement.scrollWidth;
  return wide > innerWidth ? [`${wide} px wide`] : [];
});

// WCAG 2.2 AAA 2.5.5 asks 44 px; links within a sentence are excepted.
nothing('targets are at least 44 px high', 'light', () => {
  const targets = 'button, select, textarea, input[type=text], label.c, ' +
    '.leave, .button, .call, .languages a, .summary a';
  return [...document.querySelectorAll(targets)]
    .filter((e) => Math.round(e.getBoundingClientRect().height) < 44)
    .map((e) => `${e.outerHTML.slice(0, 60)} is ` +
      `${e.getBoundingClientRect().height} px`);
});

// WCAG 1.4.3, on the colours that the browser ended up with.
function lowContrast() {
  const rgb = (css) => css.match(/[\d.]+/g).map(Number);
  const channel = (v) => v <= 10.31475 ? v / 3294.6
    : ((v / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c[3] !== 0)
        return c;
    }
    throw new Error('no background');
  };
  const said = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest('style'))
      continue;
    const a = light(rgb(getComputedStyle(e).color));
    const b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5)
      said.add(`${e.className || e.tagName} has ${ratio.toFixed(2)}`);
  }
  return [...said];
}

for (const colorScheme of ['light', 'dark'])
  nothing(`every text has contrast 4.5 in the ${colorScheme} palette`,
    colorScheme, lowContrast);

test('the dark palette is dark', async () => {
  const tab = await browser.newPage();
  await tab.goto(pathToFileURL(pages[0].path).href);
  const luminance = async (colorScheme) => {
    await tab.emulateMedia({ colorScheme });
    const css = await tab.evaluate(() =>
      getComputedStyle(document.body).backgroundColor);
    return css.match(/\d+/g).reduce((sum, v) => sum + Number(v), 0);
  };
  assert.ok(await luminance('dark') < 150);
  assert.equal(await luminance('light'), 765);
  await tab.close();
});

// In one language and for one area: what comes first is one template for all.
const different = pages.filter((p) => p.language === 'sv' && [undefined, 'theft'].includes(p.area));

test('the keyboard reaches leave first, then the skip link', async () => {
  const context = await browser.newContext({ viewport: phone });
  const tab = await context.newPage();
  assert.ok(different.length > 10, `${different.length} pages`);
  for (const { name, path } of different) {
    await tab.goto(pathToFileURL(path).href);
    const focused = () => tab.evaluate(() => document.activeElement.className);
    await tab.keyboard.press('Tab');
    assert.equal(await focused(), 'leave', name);
    await tab.keyboard.press('Tab');
    assert.equal(await focused(), 'skip', name);
    const box = await tab.locator('.skip').boundingBox();
    assert.ok(box.height >= 44 && box.width >= 44, `${name}: skip shows`);
    await tab.keyboard.press('Enter');
    assert.equal(await tab.evaluate(() => document.activeElement.id), 'main');
  }
  await context.close();
});

nothing('every field has a name for a screen reader', 'light', () =>
  [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]
    .filter((e) => ![...e.labels].some((l) => l.textContent.trim()))
    .map((e) => e.name));

nothing('what describes a field is on the page', 'light', () =>
  ['aria-describedby', 'aria-labelledby', 'for'].flatMap((attribute) =>
    [...document.querySelectorAll(`[${attribute}]`)].flatMap((e) =>
      e.getAttribute(attribute).split(' ')
        .filter((id) => document.querySelectorAll(`#${id}`).length !== 1)
        .map((id) => `${attribute}: ${id}`))));

nothing('links within a page lead somewhere', 'light', () =>
  [...document.querySelectorAll('a[href^="#"]')]
    .filter((a) => !document.getElementById(a.hash.slice(1)))
    .map((a) => a.hash));

test('no page asks for anything but itself', async () => {
  visited ??= visit();
  assert.equal((await visited).asked, pages.length);
});
