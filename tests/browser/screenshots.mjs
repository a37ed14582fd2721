// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Pictures of every page into a folder, to be looked at by people:
//
//	node tests/browser/screenshots.mjs [FOLDER]
//
// or the build target "screenshots". One file for each page and setting:
// sv.check.theft-phone.png. Every language has every kind of page; every area
// is shown in Swedish.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { areas } from './definition.mjs';
import { build, desktop, launch, patience, phone, renderPages } from './pages.mjs';

const a4 = { width: 794, height: 1123 };
const all = () => true;
const isSwedish = ({ language }) => language === 'sv';
// Where a page's layout is another one, or is printed.
const isShort = ({ kind }) =>
  /^(start|questions|faults|now|check|check-photos|sent|help-keys)$/.test(kind);
const isArea = ({ area }) => area === undefined || area === areas[0];
const settings = {
  phone: { viewport: phone, of: all },
  desktop: { viewport: desktop, of: (p) => isSwedish(p) && isArea(p) },
  dark: { viewport: phone, colorScheme: 'dark', of: (p) => isSwedish(p) && isArea(p) },
  forced: { viewport: phone, forcedColors: 'active',
    of: (p) => isSwedish(p) && isArea(p) && isShort(p) },
  print: { viewport: a4, media: 'print',
    of: (p) => isSwedish(p) && isArea(p) && isShort(p) },
  tiny: { viewport: { width: 320, height: 256 },
    of: (p) => isSwedish(p) && isArea(p) && isShort(p), fullPage: false },
};

const folder = process.argv[2] ?? join(build, 'screenshots');
const pages = renderPages().filter((page) => isSwedish(page) || isArea(page));

async function takeAll(browser, name, { of, media, fullPage = true, ...options }) {
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  context.setDefaultTimeout(patience);
  const tab = await context.newPage();
  await tab.emulateMedia({ media });
  const wanted = pages.filter(of);
  for (const page of wanted) {
    await tab.goto(pathToFileURL(page.path).href);
    await tab.screenshot({ path: join(folder, `${page.name}-${name}.png`), fullPage });
  }
  await context.close();
  return wanted.length;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const browser = await launch();
const taken = await Promise.all(Object.entries(settings)
  .map(([name, setting]) => takeAll(browser, name, setting)));
await browser.close();
console.log(`${taken.reduce((a, b) => a + b)} pictures in ${folder}`);
