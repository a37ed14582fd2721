// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Every page in every language is valid HTML.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FileSystemConfigLoader, HtmlValidate, defineConfig } from 'html-validate';
import { languages } from './definition.mjs';
import { renderPages } from './pages.mjs';

const validator = new HtmlValidate(new FileSystemConfigLoader(defineConfig({
  root: true,
  extends: [
    'html-validate:recommended', 'html-validate:a11y', 'html-validate:document',
  ],
  rules: {
    // What was ticked in one checkbox question is carried by several hidden
    // fields of one name: that is how forms post it (FORMAT 8.2), and the rule
    // cannot except hidden fields. That ids differ, form_parse checks.
    'form-dup-name': 'off',
    // The numbers are the configuration's, and tel links do not wrap
    // (style.css); a no-break space would be copied along with the number.
    'tel-non-breaking': 'off',
  },
})));

const pages = renderPages();

test('the checker finds what is wrong', async () => {
  const report = await validator.validateString('<p><div></p>');
  assert.ok(!report.valid);
});

async function faults({ name, path }) {
  const report = await validator.validateString(readFileSync(path, 'utf8').trimEnd(), path);
  return report.results.flatMap((r) => r.messages)
    .map((m) => `${name}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}

for (const { tag } of languages)
  test(`every page is valid HTML, ${tag}`, async () => {
    const own = pages.filter(({ language }) => language === tag);
    assert.ok(own.length > 60, `found ${own.length}`);
    assert.deepEqual((await Promise.all(own.map(faults))).flat(), []);
  });
