// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The tests' browser does what HTML says, or the system tests prove nothing.
import assert from 'node:assert/strict';
import test from 'node:test';
import { parsePage, press } from './html.mjs';

const page = parsePage(`<!DOCTYPE html><html lang="sv"><title>A &amp; B</title>
<style>main{color:red}</style><main data-state="questions">
<form method="post" action="/tips"><input type="hidden" name="area" value="theft">
<input type=hidden name=h value="a&#10;b &quot;&lt;&amp;amp;">
<textarea name="what">

two</textarea><input name="line" value="x">
<input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
<input type="checkbox" name="c" value="p" checked><input type="checkbox" name="c" value="q" checked>
<select name="s"><option value="">none</option><option value="k" selected>Kisa</option></select>
<button name="step" value="check">Next</button><button name="step" value="start">Back</button>
</form><p>Text &auml;</p></main>`);
const sent = (values) =>
  [...new URLSearchParams(press(page, 'step', 'check', values).body)];

test('what_the_page_holds_is_sent_in_document_order', () => {
  assert.deepEqual(sent({}), [['area', 'theft'], ['h', 'a\r\nb "<&amp;'],
    ['what', '\r\ntwo'], ['line', 'x'], ['r', '2'], ['c', 'p'], ['c', 'q'],
    ['s', 'k'], ['step', 'check']]);
});

test('what_is_typed_replaces_what_the_page_held', () => {
  const fields = sent({ what: 'a\nb', line: 'c\nd', r: '1', c: ['q'], s: '' });
  assert.deepEqual(fields.slice(2), [['what', 'a\r\nb'], ['line', 'cd'],
    ['r', '1'], ['c', 'q'], ['s', ''], ['step', 'check']]);
});

test('a_field_or_button_that_is_not_there_cannot_be_used', () => {
  assert.throws(() => press(page, 'step', 'send'), /no button/);
  assert.throws(() => press(page, 'step', 'check', { where: 'x' }), /no field/);
});

test('state_title_and_language_are_read', () => {
  assert.deepEqual(page.state, ['questions']);
  assert.equal(page.title, 'A & B');
  assert.equal(page.language, 'sv');
  assert.match(page.text, /Text/);
  assert.doesNotMatch(page.text, /color/);
});

test('control_characters_survive_as_a_parser_keeps_them', () => {
  const all = String.fromCharCode(...Array.from({ length: 32 }, (_, i) => i));
  const made = parsePage(`<form><input type="hidden" name="x" value="${all}">` +
    '<button name="step" value="send"></button></form>');
  const value = new URLSearchParams(press(made, 'step', 'send').body).get('x');
  assert.equal(value, all.replace('\0', '\uFFFD')
    .replace(/[\r\n]/g, '\r\n'));
});
