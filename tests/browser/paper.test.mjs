// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Pages for the printer: valid HTML that fetches nothing and runs nothing, each
// on one sheet of A4, with codes that a reader of codes reads.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { FileSystemConfigLoader, HtmlValidate, defineConfig } from 'html-validate';
import { launch, patience } from './pages.mjs';

const build = process.env.INKAST_BUILD ??
  fileURLToPath(new URL('../../build/dev', import.meta.url));
const officer = join(build, 'bin', 'inkast-officer');

// A sheet at 96 dots per inch, and what its margins leave.
const a4 = { width: 794, height: 1123 };
const millimetre = 96 / 25.4;
const inside = { width: (210 - 36) * millimetre, height: (297 - 36) * millimetre };

const validator = new HtmlValidate(new FileSystemConfigLoader(defineConfig({
  root: true,
  extends: [
    'html-validate:recommended', 'html-validate:a11y', 'html-validate:document',
  ],
})));

const dir = mkdtempSync(join(tmpdir(), 'inkast-paper-'));
const run = (program, ...args) =>
  execFileSync(program, args, { cwd: dir, encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'] });

// The longest a contact may be, and hostile.
const contact = `<script>x</script>&"'${'Å'.repeat(89)}`;

function makePages() {
  run(officer, 'keygen', '--classic', '--plain', '-o', 'classic.key');
  run(officer, 'split', '-i', 'classic.key', '-k', '2', '-n', '3', '-o', 'two');
  run(officer, 'split', '-i', 'classic.key', '-k', '16', '-n', '16', '-o', 'many',
    '--contact', contact);
  const recipient = (file) =>
    /age1\S+/.exec(readFileSync(join(dir, file), 'utf8'))[0];
  const classic = recipient('classic.key');
  run(officer, 'public', '-i', 'classic.key', '--poster', 'classic.html');
  const made = [
    ...[1, 2, 3].map((i) => ({ name: `two/share-${i}`, code: `two/share-${i}.txt` })),
    { name: 'many/share-16', code: 'many/share-16.txt' },
    { name: 'classic', text: classic },
  ];
  // A build without ML-KEM has no such keys.
  try {
    run(officer, 'keygen', '--plain', '-o', 'hybrid.key');
  } catch {
    return made;
  }
  const hybrid = recipient('hybrid.key');
  run(officer, 'public', '-i', 'hybrid.key', '--poster', 'hybrid.html');
  return [...made, { name: 'hybrid', long: hybrid }];
}

// The seven lines of a share's text.
const linesOf = (file) =>
  `${readFileSync(join(dir, file), 'utf8').match(/^[1-7]: .*$/gm).join('\n')}\n`;

const pages = makePages();
const pathOf = (page) => join(dir, `${page.name}.html`);
let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  rmSync(dir, { recursive: true, force: true });
});

// The page as it is printed; what it asked for besides itself.
async function open(t, page) {
  const context = await browser.newContext({ viewport: a4 });
  t.after(() => context.close());
  context.setDefaultTimeout(patience);
  const tab = await context.newPage();
  const asked = [];
  const complaints = [];
  tab.on('request', (request) => asked.push(request.url()));
  tab.on('console', (message) => complaints.push(message.text()));
  await tab.emulateMedia({ media: 'print' });
  await tab.goto(String(pathToFileURL(pathOf(page))));
  return { tab, asked, complaints };
}

// What a reader of codes finds in the picture of a tab.
async function readCodes(tab) {
  const picture = join(dir, 'picture.png');
  writeFileSync(picture, await tab.screenshot({ fullPage: true }));
  return execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable',
    '-Sqrcode.enable', picture],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

test('there are pages of every kind', () => {
  assert.ok(pages.length >= 5);
});

test('the checker finds what is wrong', async () => {
  const report = await validator.validateString('<p><div></p>');
  assert.ok(!report.valid);
});

for (const page of pages) {
  test(`${page.name} is valid HTML`, async () => {
    const report = await validator.validateString(
      readFileSync(pathOf(page), 'utf8'), pathOf(page));
    const messages = report.results.flatMap((r) => r.messages)
      .map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
    assert.deepEqual(messages, []);
  });

  test(`${page.name} asks for nothing, and its style is the one allowed`, async (t) => {
    const { tab, asked, complaints } = await open(t, page);
    assert.equal(asked.length, 1); // itself
    assert.deepEqual(complaints, []);
    assert.equal(await tab.evaluate(() =>
      globalThis.getComputedStyle(globalThis.document.querySelector('dl')).display), 'grid');
    assert.equal(await tab.locator('script, img, link, iframe').count(), 0);
  });

  test(`${page.name} fits one sheet of A4`, async (t) => {
    const { tab } = await open(t, page);
    await tab.setViewportSize({ width: Math.floor(inside.width), height: a4.height });
    const size = await tab.evaluate(() => {
      const { scrollWidth } = globalThis.document.documentElement;
      return { width: scrollWidth,
        height: globalThis.document.body.getBoundingClientRect().height };
    });
    assert.ok(size.width <= inside.width, `${size.width} wide`);
    assert.ok(size.height <= inside.height, `${size.height} high`);
    const pdf = await tab.pdf({ preferCSSPageSize: true });
    assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g).length, 1);
  });
}

for (const page of pages.filter(({ code, text }) => code ?? text)) {
  test(`the code on ${page.name} reads back to its text`, async (t) => {
    const { tab } = await open(t, page);
    const expected = page.code ? linesOf(page.code) : page.text;
    assert.equal((await readCodes(tab)).trimEnd(), expected.trimEnd());
    const shown = await tab.locator('pre').first().innerText();
    assert.equal(shown.replace(/\s/g, ''), expected.replace(/\s/g, ''));
  });

  test(`the code on ${page.name} is read as a small print, too`, async (t) => {
    const { tab } = await open(t, page);
    await tab.evaluate(() => {
      globalThis.document.body.style.zoom = '0.75';
    });
    assert.match(await readCodes(tab), /^(1: |age1)/);
  });
}

test('a key too long for a code is shown whole, and the page says why', async (t) => {
  const page = pages.find(({ long }) => long);
  if (!page)
    return; // a build without ML-KEM
  const { tab } = await open(t, page);
  assert.equal(await tab.locator('svg').count(), 0);
  const shown = await tab.locator('pre').innerText();
  assert.equal(shown.replace(/\s/g, ''), page.long);
  assert.match(await tab.locator('main').innerText(), /för lång för en kod/);
});

test('what somebody writes as a contact is text on the page', async (t) => {
  const { tab } = await open(t, pages.find(({ name }) => name === 'many/share-16'));
  assert.ok((await tab.locator('main').innerText()).includes(contact));
});

test('share and poster show the same fingerprint', async (t) => {
  const print = /\d{5}( \d{5}){5}/;
  const prints = [];
  for (const name of ['two/share-1', 'classic']) {
    const { tab } = await open(t, pages.find((page) => page.name === name));
    const text = (await tab.locator('main').innerText()).replace(/\s+/g, ' ');
    prints.push(print.exec(text)[0]);
  }
  assert.equal(prints[0], prints[1]);
});
