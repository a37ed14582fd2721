// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What the pages are like in a browser: nothing overflows on a small phone or
// with text set wide, targets are large, contrast holds in both palettes and
// where the system's colours replace ours, right to left is a mirror, and what
// is printed is what is to be read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { everyKind, launch, phone, renderPages } from './pages.mjs';

const pages = everyKind(renderPages());
let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

// Every page is loaded once, and shown in each of these settings; what is
// looked at in one setting is asked together.
// 320 by 256 px is what four times the size leaves of 1280 by 1024 (WCAG 1.4.10).
const settings = {
  narrow: { viewport: { width: 320, height: 256 }, media: { colorScheme: 'light' } },
  light: { viewport: phone, media: { colorScheme: 'light' } },
  dark: { viewport: phone, media: { colorScheme: 'dark' } },
  forced: { viewport: phone, media: { colorScheme: 'dark', forcedColors: 'active' } },
  print: { viewport: { width: 794, height: 1123 },
    media: { media: 'print', colorScheme: 'light', forcedColors: 'none' } },
};
const looks = Object.fromEntries(Object.keys(settings).map((kind) => [kind, {}]));
let visited = null;

// All that is looked for in one setting is asked at once.
async function lookAt(tab, found, name) {
  for (const [kind, { viewport, media }] of Object.entries(settings)) {
    await tab.setViewportSize(viewport);
    await tab.emulateMedia({ media: 'screen', forcedColors: 'none', ...media });
    const faults = await tab.evaluate(`(() => {
      const asked = {${Object.entries(looks[kind])
    .map(([what, look]) => `${JSON.stringify(what)}: ${look}`).join(',')}};
      return Object.entries(asked).map(([what, look]) => [what, look()]);
    })()`);
    for (const [what, lines] of faults)
      for (const line of lines)
        (found[what] ??= []).push(`${name}: ${line}`);
  }
}

// All faults of all pages, by what was looked for; and how many requests they
// made.
async function visit() {
  const found = {};
  let asked = 0;
  const queue = [...pages];
  const worker = async () => {
    const tab = await browser.newPage();
    tab.on('request', () => { asked++; });
    for (let page; (page = queue.pop());) {
      await tab.goto(pathToFileURL(page.path).href);
      await lookAt(tab, found, page.name);
    }
    await tab.close();
  };
  await Promise.all([worker(), worker()]);
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

nothing('no page scrolls sideways when text is set wide', 'narrow', () => {
  const style = document.createElement('style');
  // WCAG 1.4.12.
  style.textContent = '*{line-height:1.5!important;letter-spacing:.12em!important;' +
    'word-spacing:.16em!important}p{margin-block-end:2em!important}';
  document.head.append(style);
  const wide = document.documentElement.scrollWidth;
  style.remove();
  return wide > innerWidth ? [`${wide} px wide`] : [];
});

nothing('the bar leaves two thirds of a small window', 'narrow', () => {
  const { height } = document.querySelector('.bar').getBoundingClientRect();
  return height > innerHeight / 3 ? [`${height} px of ${innerHeight}`] : [];
});

// WCAG 2.2 AAA 2.5.5 asks 44 px; links within a sentence are excepted.
nothing('targets are at least 44 px high and wide', 'light', () => {
  const targets = 'button, select, textarea, input[type=text], input[type=file], ' +
    'label.c, .leave, .button, .call, .languages a, .summary li a';
  return [...document.querySelectorAll(targets)]
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, { height, width }]) => Math.round(Math.min(height, width)) < 44)
    .map(([e, { height, width }]) =>
      `${e.outerHTML.slice(0, 60)} is ${width} by ${height} px`);
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

for (const colorScheme of ['light', 'dark', 'forced'])
  nothing(`every text has contrast 4.5 in the ${colorScheme} palette`,
    colorScheme, lowContrast);

// WCAG 1.4.11: where a field is to be seen, its border against the page.
function faintBorders() {
  const rgb = (css) => css.match(/[\d.]+/g).map(Number);
  const channel = (v) => v <= 10.31475 ? v / 3294.6
    : ((v / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const page = light(rgb(getComputedStyle(document.body).backgroundColor));
  return [...document.querySelectorAll('input[type=text], textarea, select, .button')]
    .map((e) => [e, getComputedStyle(e)])
    .filter(([, { borderTopColor, borderTopWidth, borderTopStyle }]) => {
      const line = light(rgb(borderTopColor));
      const ratio = (Math.max(line, page) + 0.05) / (Math.min(line, page) + 0.05);
      return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1 || ratio < 3;
    }).map(([e]) => e.outerHTML.slice(0, 60));
}

for (const colorScheme of ['light', 'dark', 'forced'])
  nothing(`every field has a border of contrast 3 in the ${colorScheme} palette`,
    colorScheme, faintBorders);

nothing('what leads right to left is a mirror of left to right', 'light', () => {
  const rtl = document.documentElement.dir === 'rtl';
  const middle = (e) => {
    const { left, right } = e.getBoundingClientRect();
    return (left + right) / 2;
  };
  const faults = [];
  if (getComputedStyle(document.body).direction !== (rtl ? 'rtl' : 'ltr'))
    faults.push('direction');
  if (middle(document.querySelector('.leave')) < innerWidth / 2 !== rtl)
    faults.push('leave is on the wrong side');
  for (const panel of document.querySelectorAll('.panel')) {
    const { borderLeftWidth, borderRightWidth } = getComputedStyle(panel);
    if (parseFloat(borderRightWidth) > parseFloat(borderLeftWidth) !== rtl)
      faults.push(`thick border on the wrong side: ${panel.className}`);
  }
  for (const label of document.querySelectorAll('label.c'))
    if (middle(label.querySelector('input')) > middle(label) !== rtl)
      faults.push(`box on the wrong side: ${label.textContent}`);
  return faults;
});

nothing('what is printed is to be read, not to be pressed', 'print', () => {
  const shown = (e) => e.getClientRects().length > 0;
  const faults = [...document.querySelectorAll('.bar, button, .languages, input[type=file]')]
    .filter(shown).map((e) => `${e.outerHTML.slice(0, 60)} is printed`);
  if (!shown(document.querySelector('h1')) ||
      !document.querySelector('main').innerText.trim())
    faults.push('nothing is printed');
  if ([...document.querySelectorAll('main > section, main > p.lead, dd')].some((e) => !shown(e)))
    faults.push('a part is missing');
  return faults;
});

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
