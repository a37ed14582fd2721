// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The way through the form as inkast-front alone gives it, with a stand-in for
// the vault: what is acknowledged was handed over, what is not is kept on the
// page, and what was typed arrives unchanged. Blobs are opened by an
// implementation of age that is not ours.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import test from 'node:test';
import { until } from './gateway.mjs';
import { Front, NOT_STORED, REFUSED, closed } from './front.mjs';
import { parsePage, press } from './html.mjs';
import { hardText } from './texts.mjs';

const formType = 'application/x-www-form-urlencoded';
const body = (fields) => new URLSearchParams(fields).toString();
const tip = (what) => body({ area: 'theft', step: 'send', what });

// What a page would send again for a field.
const keptValue = (html, name) =>
  parsePage(html).forms.flatMap((f) => f.controls)
    .find((c) => c.attrs.name === name)?.value;

function assertState(answer, state, status = 200) {
  assert.deepEqual([answer.states, answer.status], [[state], status]);
}

test('the_hard_text_arrives_character_for_character', async (t) => {
  const front = await Front.start(t);
  const text = hardText(10_000);
  assert.equal([...text.replaceAll('\r\n', '\n')].length <= 10_000, true);
  const check = await front.post(
    body({ area: 'theft', step: 'check', what: text }));
  assertState(check, 'check');
  const again = press(parsePage(check.html), 'step', 'send');
  assertState(await front.post(again.body), 'sent');
  const opened = await front.open(front.vault.blobs[0]);
  const { answer } = opened.answers.find((a) => a.id === 'what');
  assert.ok(Buffer.from(answer).equals(Buffer.from(text)));
});

test('nul_becomes_the_replacement_character', async (t) => {
  const front = await Front.start(t);
  assertState(await front.send('area=theft&step=send&what=a%00b'), 'sent');
  const opened = await front.open(front.vault.blobs[0]);
  assert.equal(opened.answers[0].answer, 'a\uFFFDb');
});

test('the_blob_tells_nothing_but_its_class', async (t) => {
  const front = await Front.start(t);
  for (const what of ['a', 'b'.repeat(9000)])
    assertState(await front.send(tip(what)), 'sent');
  const [a, b] = front.vault.blobs;
  assert.equal(a.length, b.length);
  assert.equal(a.length, 22 + 98 + 48 + 16 + 16384 + 16);
});

test('every_answer_carries_the_headers_that_protect', async (t) => {
  const front = await Front.start(t);
  const { headers, html } = await front.get();
  const style = /<style>([^]*?)<\/style>/.exec(html)[1];
  const hash = createHash('sha256').update(style).digest('base64');
  assert.deepEqual(headers['content-security-policy'], [
    `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; ` +
    "base-uri 'none'; frame-ancestors 'none'"]);
  const expected = {
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store',
    'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer', 'connection': 'close',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
  for (const path of ['/', '/en/', '/nowhere'])
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual((await front.get(path)).headers[name], [value], path);
  for (const absent of ['date', 'server', 'set-cookie', 'etag', 'last-modified'])
    assert.equal(headers[absent], undefined);
});

test('only_the_receipt_clears_the_browsers_cache', async (t) => {
  const front = await Front.start(t);
  const sent = await front.send(tip('x'));
  assert.deepEqual(sent.headers['clear-site-data'], ['"cache"']);
  assert.equal((await front.get()).headers['clear-site-data'], undefined);
});

test('pages_are_padded_to_a_size_class', async (t) => {
  const front = await Front.start(t);
  for (const answer of [await front.get(), await front.get('/nowhere'),
    await front.post('area=theft'), await front.send(tip('x'))])
    assert.equal(Buffer.byteLength(answer.html), 32768);
});

test('head_is_get_without_its_body', async (t) => {
  const front = await Front.start(t);
  const head = await front.get('/', 'HEAD');
  const get = await front.get('/', 'GET');
  assert.equal(head.status, 200);
  assert.equal(head.html, '');
  assert.deepEqual(head.headers, get.headers);
});

test('http_1_0_is_answered_and_closed', async (t) => {
  const front = await Front.start(t);
  const answer = await front.exchange(
    'GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n');
  assertState(answer, 'start');
  assert.deepEqual(answer.headers.connection, ['close']);
  const text = `${tip('1.0')}&token=${await front.token()}`;
  assertState(await front.exchange('POST / HTTP/1.0\r\nHost: x\r\n' +
    `Content-Type: ${formType}\r\nContent-Length: ${text.length}\r\n\r\n${text}`),
  'sent');
});

test('a_client_that_asks_to_continue_is_told_to', async (t) => {
  const front = await Front.start(t);
  const text = `${tip('patience')}&token=${await front.token()}`;
  const socket = connect(front.port, '127.0.0.1');
  let heard = '';
  socket.on('error', () => {});
  socket.setEncoding('latin1').on('data', (piece) => {
    heard += piece;
    if (heard === 'HTTP/1.1 100 Continue\r\n\r\n')
      socket.write(text);
  });
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n' +
    `Content-Type: ${formType}\r\nContent-Length: ${text.length}\r\n\r\n`);
  await closed(socket);
  assert.match(heard, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  assert.equal(front.vault.blobs.length, 1);
});

test('who_asks_to_continue_and_is_refused_hears_it_at_once', async (t) => {
  const front = await Front.start(t);
  const answer = await front.exchange('POST / HTTP/1.1\r\nHost: x\r\n' +
    `Expect: 100-continue\r\nContent-Type: ${formType}\r\n` +
    'Content-Length: 600000\r\n\r\n');
  assertState(answer, 'error', 413);
});

test('a_body_of_the_limit_is_read_whole', async (t) => {
  const front = await Front.start(t);
  const start = `area=theft&step=send&what=x&token=${await front.token()}&ignored=`;
  const most = start + 'y'.repeat(512 * 1024 - start.length);
  assertState(await front.post(most), 'sent');
  assertState(await front.post(`${most}y`), 'error', 413);
  assert.equal(front.vault.blobs.length, 1);
});

test('faults_are_shown_with_the_text_kept_and_nothing_stored', async (t) => {
  const front = await Front.start(t);
  const long = 'å'.repeat(10_001);
  for (const step of ['check', 'send']) {
    assertState(await front.send(body({ area: 'theft', step })), 'error');
    const answer = await front.send(body({ area: 'theft', step, what: long }));
    assertState(answer, 'error');
    assert.equal(keptValue(answer.html, 'what'), long);
    assertState(await front.send(`area=theft&step=${step}&what=%ff`), 'error');
  }
  assert.equal(front.vault.blobs.length, 0);
});

test('going_back_to_the_questions_shows_no_fault', async (t) => {
  const front = await Front.start(t);
  assertState(await front.post('area=theft'), 'questions');
  const back = await front.post(
    body({ area: 'theft', step: 'questions', what: 'kvar' }));
  assertState(back, 'questions');
  assert.equal(keptValue(back.html, 'what'), 'kvar');
  assertState(await front.post('step=start'), 'start');
});

test('unknown_areas_and_steps_are_refused', async (t) => {
  const front = await Front.start(t);
  for (const bad of ['', 'x=y', 'area=', 'area=nonsense', 'step=send',
    'area=theft&step=', 'area=theft&step=steal', 'area=theft%00',
    'area=nonsense&step=send&what=x'])
    assertState(await front.send(bad), 'error', 400);
  assert.equal(front.vault.blobs.length, 0);
});

test('a_vault_that_refuses_or_cannot_store_gets_the_text_kept', async (t) => {
  const front = await Front.start(t);
  for (const answer of [REFUSED, NOT_STORED]) {
    front.vault.answer = answer;
    const page = await front.send(tip('behåll mig'));
    assertState(page, 'error', 503);
    assert.equal(keptValue(page.html, 'what'), 'behåll mig');
    assert.deepEqual(page.headers['retry-after'], ['60']);
    assert.doesNotMatch(page.html, /data-state="sent"/);
  }
  front.vault.answer = null;
  assertState(await front.send(tip('behåll mig')), 'sent');
});

test('a_full_vault_closes_the_form_and_opens_it_again', async (t) => {
  const front = await Front.start(t);
  front.vault.state = 1;
  assertState(await front.get(), 'closed', 503);
  assert.match((await front.get('/en/')).html, /112/);
  const kept = await front.send(tip('för tidigt'));
  assertState(kept, 'closed', 503);
  assert.equal(keptValue(kept.html, 'what'), 'för tidigt');
  assert.equal(front.vault.blobs.length, 0);
  front.vault.state = 0;
  // The state is remembered for a second.
  const end = Date.now() + 20_000;
  while ((await front.get()).status !== 200)
    assert.ok(Date.now() < end, 'the form never opened again');
});

test('views_do_not_become_messages', async (t) => {
  const front = await Front.start(t);
  const begin = Date.now();
  for (let i = 0; i < 50; i++)
    assertState(await front.get(), 'start');
  assert.ok(front.vault.asked <= 2 + (Date.now() - begin) / 1000,
    `asked ${front.vault.asked} times`);
});

test('a_dead_vault_closes_the_form_for_good_and_keeps_the_text', async (t) => {
  const front = await Front.start(t, { workers: 3 });
  front.vault.die();
  const kept = await front.send(tip('ingen fara'));
  assertState(kept, 'closed', 503);
  assert.equal(keptValue(kept.html, 'what'), 'ingen fara');
  assertState(await front.get(), 'closed', 503);
  assert.deepEqual(await front.stop(), [0, null]);
});

test('one_broken_channel_gives_all_of_them_up', async (t) => {
  const front = await Front.start(t, { workers: 4 });
  const gone = front.vault.channels.map(closed);
  for (const channel of front.vault.channels)
    channel.removeAllListeners('data').on('data', () => {
      channel.write(Buffer.from('nonsense'));
    });
  assertState(await front.get(), 'closed', 503);
  // FORMAT 4.7: the vault sees its last channel close, and ends.
  await Promise.all(gone);
  assertState(await front.get(), 'closed', 503);
});

test('many_at_once_are_each_stored', async (t) => {
  const front = await Front.start(t, { workers: 4 });
  const all = await Promise.all(Array.from({ length: 100 },
    (_, i) => front.send(tip(`tips ${i}`))));
  for (const answer of all)
    assertState(answer, 'sent');
  const texts = await Promise.all(front.vault.blobs.map(
    async (blob) => (await front.open(blob)).answers[0].answer));
  assert.equal(new Set(texts).size, 100);
});

test('a_running_request_is_finished_before_the_end', async (t) => {
  const front = await Front.start(t);
  const added = new Promise((resolve) => { front.vault.onAdd = resolve; });
  const pending = front.send(tip('sista'));
  const answer = await added;
  const stopped = front.stop();
  answer();
  assertState(await pending, 'sent');
  assert.deepEqual(await stopped, [0, null]);
});

test('the_next_generation_serves_on_the_same_socket', async (t) => {
  const front = await Front.start(t, { generations: 2 });
  assert.deepEqual(await front.stop(), [0, null]);
  for (let i = 0; i < 20; i++)
    assertState(await front.get(), 'start');
  assertState(await front.send(tip('till nästa')), 'sent');
});

test('a_client_that_goes_in_the_middle_is_noticed_at_once', async (t) => {
  const front = await Front.start(t);
  for (let i = 0; i < 40; i++) {
    const socket = connect(front.port, '127.0.0.1');
    const begin = Date.now();
    socket.on('error', () => {}).resume();
    socket.end('POST / HTTP/1.1\r\nHost: x\r\n' +
      `Content-Type: ${formType}\r\nContent-Length: 5000\r\n\r\narea=theft` +
      'x'.repeat(i));
    await closed(socket);
    // Otherwise the idle timeout ends it, after 30 s.
    assert.ok(Date.now() - begin < 25_000, `only after ${Date.now() - begin} ms`);
  }
});

test('a_base_path_moves_every_page', async (t) => {
  const front = await Front.start(t, { config: { base_path: '/tips/' } });
  assertState(await front.get('/tips/'), 'start');
  assertState(await front.get('/tips/en/'), 'start');
  assertState(await front.get('/'), 'error', 404);
  assertState(await front.post('area=theft', '/tips/en/'), 'questions');
});

// docs/FORMAT.md 4.2: KEYRING, at any time, is a whole new state.
test('a_front_goes_by_the_last_good_keyring_that_it_was_told', async (t) => {
  const front = await Front.start(t);
  const [child] = front.children;
  const tip = 'area=theft&step=send&what=x';
  assertState(await front.send(tip), 'sent');
  assert.equal(await front.tell(child, front.keyring.replace('serial = 1', 'serial = x')), 'N');
  await until('the reason', () => /serial/.test(front.log));
  assertState(await front.send(tip), 'sent');
  assert.equal(await front.tell(child, front.keyring.replace('[epoch 1]', '[epoch 7]')), 'K');
  assertState(await front.send(tip), 'sent');
  assert.deepEqual(front.vault.epochs, [1, 1, 7]);
  assert.equal(await front.tell(child, ''), 'K');
  assertState(await front.get(), 'closed', 503);
  assertState(await front.send(tip), 'closed', 503);
  assert.equal(await front.tell(child, front.keyring), 'K');
  assertState(await front.get(), 'start');
});

test('a_front_without_a_keyring_is_ready_and_closed', async (t) => {
  const front = await Front.start(t, { config: { keyring: '' } });
  assertState(await front.get(), 'closed', 503);
  assertState(await front.send('area=theft&step=send&what=x'), 'closed', 503);
  assert.deepEqual(front.vault.blobs, []);
});

test('a_keyring_that_leaves_an_area_without_a_key_is_not_taken', async (t) => {
  const front = await Front.start(t);
  const only = front.keyring.replace('area * =', 'area theft =');
  assert.equal(await front.tell(front.children[0], only), 'N');
  await until('the reason', () => /narcotics|vandalism/.test(front.log));
  assertState(await front.send('area=narcotics&step=send&what=x'), 'sent');
});
