// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What every file of the project keeps to, whoever wrote it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { filesBelow, readText } from './tree.mjs';

const files = filesBelow('.').map((path) => ({ path, text: readText(path) }));
const isCode = ({ path, text }) =>
  /\.(c|h|mjs|js|sh|py)$/.test(path) || text.startsWith('#!');
const isC = ({ path }) => /\.[ch]$/.test(path);
const names = (list) => list.map((f) => f.path).sort();

const lacksHead = ({ text }) =>
  !/SPDX-License-Identifier: EUPL-1\.2/.test(text.slice(0, 300)) ||
  !/Copyright \(c\) \d{4} the Inkast authors/.test(text.slice(0, 300));

// Folders of the machine where something was written, and talk about who wrote
// it. In pieces, so that this file is not its own first find.
const telltales = new RegExp([
  '/wo' + 'rk/', '/home/\\w', '\\bcl' + 'aude\\b', '\\bchat' + 'gpt\\b',
  '\\bco' + 'pilot\\b', '\\bas an a' + 'i\\b', 'language mo' + 'del',
  'this sess' + 'ion', 'the br' + 'ief\\b', 'sub-?ag' + 'ent',
].join('|'), 'i');

// Corpora and documents of ours that are bytes, not text.
const isText = ({ path }) =>
  !path.startsWith('tests/fuzz/corpus/') && path !== 'LICENSE' &&
  !path.endsWith('package-lock.json');

test('every_code_file_begins_with_licence_and_copyright', () => {
  assert.ok(files.filter(isCode).length > 50);
  assert.deepEqual(names(files.filter(isCode).filter(lacksHead)), []);
});

test('a_file_without_head_would_be_seen', () => {
  assert.ok(lacksHead({ text: 'int x;\n' }));
  assert.ok(lacksHead({ text: '/* SPDX-License-Identifier: MIT\n' }));
});

test('no_file_tells_where_or_by_what_it_was_written', () => {
  const telling = files.filter(isText).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) =>
      telltales.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : []));
  assert.deepEqual(telling, []);
});

test('a_telltale_would_be_seen', () => {
  assert.match('see /wo' + 'rk/main', telltales);
  assert.doesNotMatch('how it works/what for', telltales);
});

test('no_c_file_is_longer_than_400_lines', () => {
  const long = files.filter(isC).filter((f) => !f.path.startsWith('tests/'))
    .map((f) => [f.path, f.text.split('\n').length - 1])
    .filter(([, n]) => n > 400);
  assert.deepEqual(long, []);
});

test('texts_end_with_a_newline_and_have_no_trailing_space', () => {
  const untidy = files.filter(isText)
    .filter(({ path }) => /\.(c|h|mjs|md|txt|cmake|json|po|css)$/.test(path))
    .filter(({ text }) => !text.endsWith('\n') || /[ \t]+$/m.test(text));
  assert.deepEqual(names(untidy), []);
});

// A test that no CMakeLists.txt names is a test that nobody runs. Names may be
// put together there: test_buf.c or buf_test.c of "buf"; a folder may be taken
// in whole.
const unnamed = (list, read) => names(list
  .filter(({ path }) => /^tests\/.+(\.c|\.test\.mjs)$/.test(path))
  .filter(({ path }) => {
    const [, folder, stem] = /^(.*)\/([^/.]+)(?:\.c|\.test\.mjs)$/.exec(path);
    const short = stem.replace(/^test_|_(test|faults)$/, '').replace(/^bench_/, '');
    const word = new RegExp(`(^|[^\\w-])(${stem}|${short})($|[^\\w-])`, 'm');
    const text = read(`${folder}/CMakeLists.txt`).replace(/#.*/g, '');
    return !text.includes('file(GLOB') && !word.test(text);
  }));

test('every_test_is_named_where_tests_are_registered', () => {
  assert.ok(files.some(({ path }) => path === 'tests/unit/base/test_buf.c'));
  assert.deepEqual(unnamed(files, readText), []);
});

test('a_test_that_nobody_runs_would_be_seen', () => {
  const list = [{ path: 'tests/x/a.test.mjs' }, { path: 'tests/x/b_test.c' }];
  assert.deepEqual(unnamed(list, () => 'foreach(name IN ITEMS c) # a b'),
    ['tests/x/a.test.mjs', 'tests/x/b_test.c']);
  assert.deepEqual(unnamed(list, () => 'ITEMS a SOURCES b_test.c)'), []);
});
