// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A tip sent twice is stored once, and a page whose token no longer counts never
// costs the text (docs/FORMAT.md 8.8): through a whole gateway, down to the
// officer's screen; and, where a moment has to be caught, with a vault that waits.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Front, NOT_STORED } from './front.mjs';
import { Gateway, answerTo, exchange, formToken, postForm, tokenOf, until } from './gateway.mjs';
import { parsePage, press } from './html.mjs';

const stateOf = (answer) => answer.page.state[0];
const body = (fields) => new URLSearchParams(fields).toString();
const valueOf = (html, name) => parsePage(html).forms.flatMap((f) => f.controls)
  .find((c) => c.attrs.name === name)?.value;

async function started(t) {
  const gateway = await Gateway.create(t, { kind: 'classic' });
  await gateway.start();
  return gateway;
}

// On the check page of a tip.
async function toCheck(gateway, what) {
  const citizen = gateway.citizen();
  await citizen.visit();
  await citizen.press('area', 'theft');
  assert.equal(await citizen.press('step', 'check', { what }), 'check');
  return citizen;
}

const textsOf = async (gateway) =>
  (await gateway.tips()).map((tip) => answerTo(tip, 'what')).sort();

test('a_double_click_stores_one_tip_and_both_are_told_it_is_sent', async (t) => {
  const gateway = await started(t);
  for (let i = 0; i < 10; i++) {
    const { page, url } = await toCheck(gateway, `tips ${i}`);
    const pressed = press(page, 'step', 'send').body;
    const both = await Promise.all([postForm(url, pressed), postForm(url, pressed)]);
    assert.deepEqual(both.map(stateOf), ['sent', 'sent']);
  }
  assert.deepEqual(await textsOf(gateway), Array.from({ length: 10 }, (_, i) => `tips ${i}`));
  await gateway.stop();
});

test('a_receipt_that_is_loaded_again_is_the_same_tip', async (t) => {
  const gateway = await started(t);
  const { page, url } = await toCheck(gateway, 'en gång');
  const pressed = press(page, 'step', 'send').body;
  for (let i = 0; i < 5; i++)
    assert.equal(stateOf(await postForm(url, pressed)), 'sent');
  assert.deepEqual(await textsOf(gateway), ['en gång']);
  await gateway.stop();
});

test('a_changed_tip_is_shown_again_and_then_sent_as_another', async (t) => {
  const gateway = await started(t);
  const { page, url } = await toCheck(gateway, 'först');
  const form = new URLSearchParams(press(page, 'step', 'send').body);
  assert.equal(stateOf(await postForm(url, form.toString())), 'sent');
  for (const [name, value] of [['what', 'sedan'], ['area', 'other']]) {
    const changed = new URLSearchParams(form);
    changed.set(name, value);
    const asked = await postForm(url, changed.toString());
    assert.equal(stateOf(asked), 'check');
    assert.match(asked.html, /role="alert"/);
    assert.equal(valueOf(asked.html, name), value);
    assert.notEqual(tokenOf(asked.html), form.get('token'));
    const again = press(asked.page, 'step', 'send').body;
    assert.equal(stateOf(await postForm(url, again)), 'sent');
  }
  assert.deepEqual(await textsOf(gateway), ['först', 'först', 'sedan']);
  await gateway.stop();
});

test('the_same_tip_in_another_language_is_another', async (t) => {
  const gateway = await started(t);
  const { page, url } = await toCheck(gateway, 'samma');
  const pressed = press(page, 'step', 'send').body;
  assert.equal(stateOf(await postForm(url, pressed)), 'sent');
  const english = new URL('en/', url);
  assert.equal(stateOf(await postForm(english, pressed)), 'check');
  assert.equal(stateOf(await postForm(english, pressed)), 'check');
  assert.deepEqual(await textsOf(gateway), ['samma']);
  await gateway.stop();
});

test('a_token_that_does_not_count_costs_nothing_but_a_press', async (t) => {
  const gateway = await started(t);
  const good = await formToken(gateway.url);
  const bad = [undefined, '', 'x', '0'.repeat(64), good.slice(1), `${good}0`,
    good.toUpperCase().replace(/^[0-9]*$/, 'A'), `0${good.slice(1, -1)}g`, 'é'.repeat(64), good.repeat(1000)];
  for (const [i, token] of bad.entries()) {
    const what = `text ${i} <b>"åäö"</b>`;
    const asked = await postForm(gateway.url, body({ area: 'theft', step: 'send', what,
      'vehicle-color': 'green', ...(token === undefined ? {} : { token }) }));
    assert.equal(stateOf(asked), 'check', `token ${i}`);
    assert.match(asked.html, /role="alert"/);
    assert.equal(valueOf(asked.html, 'what'), what);
    assert.equal(valueOf(asked.html, 'vehicle-color'), 'green');
    assert.match(tokenOf(asked.html), /^[0-9a-f]{64}$/);
    if (i % 2 === 0)
      assert.equal(stateOf(await postForm(gateway.url,
        press(asked.page, 'step', 'send').body)), 'sent');
  }
  assert.deepEqual(await textsOf(gateway),
    bad.flatMap((_, i) => (i % 2 ? [] : [`text ${i} <b>"åäö"</b>`])).sort());
  await gateway.stop();
});

test('a_page_from_before_a_restart_is_sent_with_one_more_press', async (t) => {
  const gateway = await started(t);
  const sent = await toCheck(gateway, 'sänt före');
  const open = await toCheck(gateway, 'öppet');
  assert.equal(await sent.press('step', 'send'), 'sent');
  await gateway.stop();
  await gateway.start();
  const asked = await postForm(gateway.url, press(open.page, 'step', 'send').body);
  assert.equal(stateOf(asked), 'check');
  assert.equal(valueOf(asked.html, 'what'), 'öppet');
  assert.deepEqual(await textsOf(gateway), ['sänt före']);
  assert.equal(stateOf(await postForm(gateway.url, press(asked.page, 'step', 'send').body)),
    'sent');
  assert.deepEqual(await textsOf(gateway), ['sänt före', 'öppet']);
  await gateway.stop();
});

// Workers are fewer than those who wait: who finds too many waiting gets the page
// to press once more on, and the form is there for everybody else.
test('a_flood_with_one_token_stores_one_tip_and_holds_up_nobody', async (t) => {
  const gateway = await started(t);
  const token = await formToken(gateway.url);
  const flood = Array.from({ length: 200 }, () => postForm(gateway.url,
    body({ area: 'theft', step: 'send', what: 'flod', token })).then(stateOf));
  const [others] = await Promise.all([
    Promise.all(Array.from({ length: 5 }, async (_, i) =>
      (await gateway.quickTip(`andra ${i}`)).state)),
    exchange(gateway.url).then((answer) => assert.equal(stateOf(answer), 'start')),
  ]);
  assert.deepEqual(others, Array(5).fill('sent'));
  const states = new Set(await Promise.all(flood));
  assert.ok(states.has('sent'));
  states.delete('sent');
  states.delete('check');
  assert.deepEqual([...states], []);
  assert.deepEqual(await textsOf(gateway),
    [...Array.from({ length: 5 }, (_, i) => `andra ${i}`), 'flod']);
  await gateway.stop();
});

// Files below a folder, as one text each.
const filesBelow = (dir) => readdirSync(dir, { recursive: true, withFileTypes: true })
  .filter((e) => e.isFile()).map((e) => readFileSync(join(e.parentPath ?? e.path, e.name), 'latin1'));

test('no_token_is_in_the_store_or_in_the_log', async (t) => {
  const gateway = await started(t);
  const tokens = [];
  for (let i = 0; i < 5; i++) {
    const citizen = await toCheck(gateway, `tips ${i}`);
    tokens.push(tokenOf(citizen.html));
    assert.equal(await citizen.press('step', 'send'), 'sent');
  }
  await gateway.stop();
  // Nor as bytes, nor a part of one: its nonce is the first half.
  const parts = tokens.flatMap((token) => [token, token.slice(0, 32), token.slice(32)])
    .flatMap((text) => [text, Buffer.from(text, 'hex').toString('latin1')]);
  assert.equal(new Set(tokens).size, 5);
  const files = filesBelow(gateway.top);
  assert.ok(files.length > 3);
  for (const text of [gateway.log, ...files])
    for (const part of parts)
      assert.ok(!text.includes(part));
});

// ---- a vault that waits, or fails ----

const tip = (token, what = 'x') => body({ area: 'theft', step: 'send', what, token });

// The stand-in's next ADD: acknowledge() says that it is stored.
const nextAdd = (front) => new Promise((resolve) => {
  front.vault.onAdd = (acknowledge) => { front.vault.onAdd = null; resolve(acknowledge); };
});

// Visit until so many visits have been answered. A worker that waits keeps those
// that it had accepted waiting, too, but it accepts no more; all is their end.
async function visits(front, enough) {
  const all = [];
  let answered = 0;
  await until(`${enough} visits`, () => {
    all.push(front.get().then((answer) => {
      assert.deepEqual(answer.states, ['start']);
      answered++;
    }));
    return answered >= enough;
  }, 15_000);
  return { all: Promise.all(all) };
}

test('a_second_press_waits_for_the_first_to_be_stored', async (t) => {
  const front = await Front.start(t, { workers: 4 });
  const token = await front.token();
  const add = nextAdd(front);
  const first = front.post(tip(token));
  const acknowledge = await add;
  let answered = false;
  const second = front.post(tip(token)).finally(() => { answered = true; });
  const { all } = await visits(front, 20);
  assert.equal(answered, false);
  acknowledge();
  assert.deepEqual((await first).states, ['sent']);
  assert.deepEqual((await second).states, ['sent']);
  await all;
  assert.equal(front.vault.blobs.length, 1);
});

test('a_tip_that_was_not_stored_leaves_its_token_good', async (t) => {
  const front = await Front.start(t);
  const token = await front.token();
  front.vault.answer = NOT_STORED;
  for (let i = 0; i < 3; i++) {
    const answer = await front.post(tip(token));
    assert.deepEqual([answer.status, answer.states], [503, ['error']]);
    assert.equal(valueOf(answer.html, 'token'), token);
  }
  front.vault.answer = null;
  assert.deepEqual((await front.post(tip(token))).states, ['sent']);
  assert.deepEqual((await front.post(tip(token))).states, ['sent']);
  assert.equal(front.vault.blobs.length, 1);
});

test('a_vault_that_dies_on_the_way_keeps_text_and_token_for_the_next', async (t) => {
  const gateway = await started(t);
  const citizen = await toCheck(gateway, 'kvar');
  const pressed = press(citizen.page, 'step', 'send').body;
  await gateway.killRole('inkast-vault');
  // The closed page, or the check page of the next front, or no answer at all:
  // whatever comes, what was typed is sent in the end, once.
  let html = citizen.html;
  await until('sent', async () => {
    const answer = await postForm(gateway.url,
      html === citizen.html ? pressed : press(parsePage(html), 'step', 'send').body)
      .catch(() => null);
    if (answer === null)
      return false;
    if (stateOf(answer) === 'sent')
      return true;
    assert.equal(valueOf(answer.html, 'what'), 'kvar', stateOf(answer));
    ({ html } = answer);
    return false;
  });
  assert.deepEqual(await textsOf(gateway), ['kvar']);
  await gateway.stop();
});

// A few of a flood wait for the tip that is being stored; the others hear at
// once, and so does everybody else.
test('a_flood_with_a_token_that_is_being_stored_leaves_workers_free', async (t) => {
  const front = await Front.start(t, { workers: 8 });
  const token = await front.token();
  const add = nextAdd(front);
  const first = front.post(tip(token));
  const acknowledge = await add;
  const flood = Array.from({ length: 200 }, () => front.post(tip(token)));
  const { all } = await visits(front, 20);
  acknowledge();
  assert.deepEqual((await first).states, ['sent']);
  await all;
  for (const answer of await Promise.all(flood))
    assert.ok(['sent', 'check'].includes(answer.states[0]), answer.states[0]);
  assert.equal(front.vault.blobs.length, 1);
});
