// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What is wrong is refused with a clear page, nothing of it is stored, and
// nothing that was typed is lost (docs/FORMAT.md, 8.5).
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { Gateway, answerTo, exchange, formToken, postForm } from './gateway.mjs';

const cleanups = [];
let gateway;
let token; // good: nothing here is refused for want of one

before(async () => {
  gateway = await Gateway.create({ after: (fn) => cleanups.push(fn) });
  await gateway.start();
  token = await formToken(gateway.url);
});

// Nothing of all this was stored, and a good tip still is.
after(async () => {
  try {
    assert.equal((await gateway.quickTip('the only good one')).state, 'sent');
    const tips = await gateway.tips();
    assert.deepEqual(tips.map((o) => answerTo(o, 'what')), ['the only good one']);
    await gateway.stop();
  } finally {
    for (const fn of cleanups)
      await fn();
  }
});

const form = (fields) => new URLSearchParams({ token, ...fields }).toString();
const type = 'application/x-www-form-urlencoded';

function assertRefused(answer, status) {
  assert.equal(answer.status, status);
  assert.deepEqual(answer.page.state, ['error']);
  assert.match(answer.page.text, /\b112\b/);
  assert.equal(answer.headers['cache-control']?.includes('no-store'), true);
}

const textarea = (page) =>
  page.forms.flatMap((f) => f.controls).find((c) => c.attrs.name === 'what')?.value;

test('an_unknown_area_is_refused', async () => {
  for (const step of ['questions', 'check', 'send'])
    assertRefused(await postForm(gateway.url,
      form({ area: 'nonsense', step, what: 'x' })), 400);
});

test('a_missing_area_is_refused', async () => {
  assertRefused(await postForm(gateway.url, form({ step: 'send', what: 'x' })), 400);
});

test('an_unknown_step_is_refused', async () => {
  assertRefused(await postForm(gateway.url,
    form({ area: 'theft', step: 'steal', what: 'x' })), 400);
});

test('a_missing_text_is_asked_for_again', async () => {
  for (const step of ['check', 'send'])
    for (const what of ['', '   ', '\r\n\t'])
      assertRefused(await postForm(gateway.url,
        form({ area: 'theft', step, what })), 200);
});

test('a_text_that_is_too_long_comes_back_whole', async () => {
  const what = 'ö'.repeat(10_001);
  for (const step of ['check', 'send']) {
    const answer = await postForm(gateway.url, form({ area: 'theft', step, what }));
    assertRefused(answer, 200);
    assert.equal(textarea(answer.page), what);
  }
});

test('a_text_of_exactly_the_limit_is_taken', async () => {
  const answer = await postForm(gateway.url,
    form({ area: 'theft', step: 'check', what: '🚔'.repeat(10_000) }));
  assert.deepEqual(answer.page.state, ['check']);
});

test('broken_utf_8_is_refused', async () => {
  for (const bytes of ['%ff%fe', '%c0%af', '%ed%a0%80', '%e2%82', '%f4%90%80%80'])
    assertRefused(await postForm(gateway.url,
      `area=theft&step=send&token=${token}&what=${bytes}`), 200);
});

test('a_broken_percent_escape_is_refused', async () => {
  for (const bytes of ['%', '%4', '%zz'])
    assertRefused(await postForm(gateway.url,
      `area=theft&step=send&token=${token}&what=${bytes}`), 400);
});

test('an_unknown_choice_is_refused_or_ignored_but_never_sent', async () => {
  const start = gateway.citizen();
  await start.visit();
  await start.press('area', 'narcotics');
  const box = start.page.forms.flatMap((f) => f.controls)
    .find((c) => c.kind === 'checkbox' || c.kind === 'radio');
  const answer = await postForm(gateway.url,
    form({ area: 'narcotics', step: 'send', what: 'x', [box.attrs.name]: 'no-such' }));
  assertRefused(answer, 200);
});

test('another_content_type_is_refused', async () => {
  for (const other of ['text/plain', 'multipart/form-data',
    'application/json', `${type}; charset=utf-16`])
    assertRefused(await exchange(gateway.url,
      { method: 'POST', type: other, body: form({ area: 'theft', step: 'send', what: 'x' }) }), 415);
});

test('a_post_without_content_type_is_refused', async () => {
  assertRefused(await exchange(gateway.url,
    { method: 'POST', body: `area=theft&step=send&token=${token}&what=x` }), 415);
});

test('a_body_beyond_the_limit_is_refused_with_a_page', async () => {
  assertRefused(await postForm(gateway.url,
    form({ area: 'theft', step: 'send', what: 'x'.repeat(600_000) })), 413);
});

// The announcement alone: the refusal comes before a byte of the body is read.
test('a_huge_body_is_refused_unread', async () => {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\n` +
    'Content-Length: 6000000000\r\n\r\n');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => { answer += text; });
  socket.on('error', () => {}); // it may be reset after its answer
  await new Promise((resolve) => socket.on('close', resolve));
  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.match(answer, /data-state="error"/);
});

test('another_method_path_or_query_is_refused', async () => {
  const at = (path) => new URL(path, gateway.url);
  assertRefused(await exchange(at('/nowhere'), {}), 404);
  assertRefused(await exchange(at('/../etc/passwd'), {}), 404);
  assertRefused(await exchange(gateway.url, { method: 'PUT', body: 'x' }), 405);
  assertRefused(await exchange(gateway.url, { method: 'DELETE' }), 405);
  const query = await exchange(at('/?what=x'), {});
  assert.ok([400, 404].includes(query.status), String(query.status));
});

test('more_fields_than_a_form_has_are_refused', async () => {
  const many = Array.from({ length: 513 }, (_, i) => `f${i}=`).join('&');
  assertRefused(await postForm(gateway.url,
    `area=theft&step=send&token=${token}&what=x&${many}`), 400);
});
