// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// How many tests passed and failed in a JUnit file of ctest. A test program
// holds many tests: cmocka's and node's own totals are taken where the program
// printed them; a program without totals is one test, one that ran none failed.
//
//	node count.mjs FILE	prints "PASSED FAILED"
import { readFileSync } from 'node:fs';

const sum = (text, pattern) =>
  [...text.matchAll(pattern)].reduce((n, m) => n + Number(m[1]), 0);

function countCase(status, output) {
  let good = sum(output, /^\[ {2}PASSED {2}\] (\d+) test/gm);
  let bad = sum(output, /^\[ {2}FAILED {2}\] (\d+) test/gm);
  good += sum(output, /^(?:#|ℹ) pass (\d+)$/gm);
  bad += sum(output, /^(?:#|ℹ) (?:fail|cancelled) (\d+)$/gm);
  // Skipped is not passed: nothing may be left out in silence.
  bad += sum(output, /^(?:#|ℹ) (?:skipped|todo) (\d+)$/gm);
  if (status !== 'run')
    return [good, Math.max(bad, 1)];
  if (good + bad > 0)
    return [good, bad];
  // Totals that say 0: a program of tests that ran none.
  return /^(\[={10}\] 0 test|(#|ℹ) tests 0$)/m.test(output) ? [0, 1] : [1, 0];
}

let passed = 0;
let failed = 0;
const xml = readFileSync(process.argv[2], 'utf8');
for (const m of xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>([^]*?)<\/testcase>)/g)) {
  const status = /\bstatus="([^"]*)"/.exec(m[1])?.[1] ?? 'unknown';
  const [good, bad] = countCase(status, m[2] ?? '');
  passed += good;
  failed += bad;
}
console.log(passed, failed);
