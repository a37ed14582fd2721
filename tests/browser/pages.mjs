// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The pages as files, and a browser to look at them with. INKAST_BUILD names
// the build under test.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const build = process.env.INKAST_BUILD ??
  fileURLToPath(new URL('../../build/dev', import.meta.url));

// Every page that render-pages writes: [{ name, path, language, kind, area }].
// A kind is a state, or one of its variants ("check-photos"); what is not of an
// area has none. Removed at the end.
export function renderPages() {
  const dir = mkdtempSync(join(tmpdir(), 'inkast-pages-'));
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  execFileSync(join(build, 'tests', 'render-pages'), [dir]);
  return readdirSync(dir).sort().map((file) => {
    const name = file.replace('.html', '');
    const [language, kind, area] = name.split('.');
    return { name, path: join(dir, file), language, kind, area };
  });
}

// Every kind of page in every language, and every area in Swedish: in another
// language one area, a different one in each, stands for all, which are of one
// template.
export function everyKind(pages) {
  const areas = [...new Set(pages.map(({ area }) => area).filter(Boolean))];
  const languages = [...new Set(pages.map(({ language }) => language))];
  return pages.filter(({ language, kind, area }) => {
    const own = pages.filter((p) => p.language === language && p.kind === kind);
    const chosen = areas[languages.indexOf(language) % areas.length];
    return language === 'sv' || area === undefined || area === chosen ||
      own.length === 1;
  });
}

// Milliseconds for one thing in the browser, the start of it included: more is
// a hang, also for a sanitized gateway on a busy machine.
export const patience = 180_000;

// Debian's Chromium, without what it would do on its own.
export const launch = () => chromium.launch({
  timeout: patience,
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update',
    '--disable-sync',
  ],
});

export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 800 };
