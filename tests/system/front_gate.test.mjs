// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Requests that no browser sends, as bytes on a socket: each is refused, the
// connection is closed after one answer, and nothing reaches the vault. Most are
// what libmicrohttpd by itself would take, and what request smuggling is made of.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Front } from './front.mjs';

const cleanups = [];
const front = await Front.start({ after: (fn) => cleanups.push(fn) });
// How much memory there is: told at start, where it is little.
const logged = front.log;

// After all of this: nothing was stored, and the front still serves.
after(async () => {
  try {
    assert.equal(front.vault.blobs.length, 0);
    assert.equal((await front.get()).status, 200);
    assert.equal(front.log, logged);
  } finally {
    for (const fn of cleanups)
      await fn();
  }
});

const form = 'application/x-www-form-urlencoded';
// It would be stored, if it came through anywhere.
const tip = `area=theft&step=send&what=smuggled&token=${await front.token()}`;
const smuggled = `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\n` +
  `Content-Length: ${tip.length}\r\n\r\n${tip}`;

// A request of these lines, and bytes after them.
const request = (lines, body = '') => [...lines, '', body].join('\r\n');
const post = (headers, body = tip) => request(
  ['POST / HTTP/1.1', 'Host: x', ...headers], body);
const typed = (headers, body = tip) =>
  post([`Content-Type: ${form}`, ...headers], body);
const length = `Content-Length: ${tip.length}`;
const get = (headers) => request(['GET / HTTP/1.1', 'Host: x', ...headers]);

// ours: the answer is one of our pages; otherwise libmicrohttpd's own parser
// spoke first, with pages of its own.
async function assertRefused(bytes, statuses, ours = true) {
  const answer = await front.exchange(Buffer.from(bytes, 'latin1'));
  assert.ok([statuses].flat().includes(answer.status),
    `status ${answer.status}`);
  if (!ours)
    return;
  assert.equal(answer.answers, 1);
  assert.deepEqual(answer.states, ['error']);
  assert.deepEqual(answer.headers.connection, ['close']);
  assert.deepEqual(answer.headers['cache-control'], ['no-store']);
}

const cases = {
  'a_length_beside_a_transfer_coding':
    [typed([length, 'Transfer-Encoding: chunked'], `0\r\n\r\n${smuggled}`), 501],
  'a_transfer_coding_alone':
    [typed(['Transfer-Encoding: chunked'], `0\r\n\r\n${smuggled}`), 501],
  'an_unknown_transfer_coding': [typed(['Transfer-Encoding: xchunked']), 501],
  'the_identity_transfer_coding':
    [typed([length, 'Transfer-Encoding: identity']), 501],
  'two_transfer_codings':
    [typed(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity']), 501],
  'a_transfer_coding_with_a_space_before_its_colon':
    [typed([length, 'Transfer-Encoding : chunked']), 400],
  'a_transfer_coding_in_a_get': [get(['Transfer-Encoding: chunked']), 501],
  'two_different_lengths':
    [typed([length, 'Content-Length: 3']), 400],
  'two_equal_lengths': [typed([length, length]), 400],
  'a_list_of_lengths': [typed([`${length}, ${tip.length}`]), 400, false],
  'a_signed_length': [typed([`Content-Length: +${tip.length}`]), 400, false],
  'a_negative_length': [typed(['Content-Length: -1']), 400, false],
  'a_hexadecimal_length': [typed(['Content-Length: 0x22']), 400, false],
  'an_empty_length': [typed(['Content-Length:']), 400, false],
  'a_length_with_a_space_inside': [typed(['Content-Length: 3 4']), 400, false],
  'a_length_beyond_64_bits':
    [typed(['Content-Length: 18446744073709551617']), [400, 413], false],
  'no_length': [typed([]), 411],
  'a_length_beyond_the_limit': [typed(['Content-Length: 4194305'], ''), 413],
  'two_hosts': [get(['Host: y']), 400],
  'two_equal_hosts': [get(['Host: x']), 400],
  'no_host': [request(['GET / HTTP/1.1']), 400, false],
  'no_host_in_1_0': [request(['GET / HTTP/1.0']), 400],
  'an_empty_host': [request(['GET / HTTP/1.1', 'Host:']), 400],
  'a_bare_cr_in_a_value': [get(['X: a\rb']), 400],
  'an_escape_character_in_a_value': [get(['X: a\x1bb']), 400],
  'a_folded_header': [get(['X: a', ' b: c']), 400],
  'a_header_name_with_a_space': [get(['X Y: a']), 400],
  'a_header_name_that_is_not_ascii': [get(['\xc3\xa5: a']), 400],
  'a_header_without_a_colon': [get(['nonsense']), 400, false],
  'more_headers_than_the_limit':
    [get(Array.from({ length: 40 }, (_, i) => `X-${i}: a`)), 431],
  'an_escaped_nul_in_the_path':
    [request(['GET /%00 HTTP/1.1', 'Host: x']), 404],
  'an_escape_in_the_path': [request(['GET /%65n/ HTTP/1.1', 'Host: x']), 404],
  'a_path_that_climbs': [request(['GET /en/../ HTTP/1.1', 'Host: x']), 404],
  'a_double_slash': [request(['GET // HTTP/1.1', 'Host: x']), 404],
  'a_path_that_does_not_exist':
    [request(['GET /favicon.ico HTTP/1.1', 'Host: x']), 404],
  'a_query': [request(['GET /?a=b HTTP/1.1', 'Host: x']), 400],
  'an_empty_query': [request(['GET /? HTTP/1.1', 'Host: x']), 400],
  'a_fragment': [request(['GET /#x HTTP/1.1', 'Host: x']), 400],
  'a_whole_address_as_target':
    [request(['GET http://x/ HTTP/1.1', 'Host: x']), 400],
  'an_asterisk_as_target': [request(['GET * HTTP/1.1', 'Host: x']), 400],
  'method_put': [request(['PUT / HTTP/1.1', 'Host: x', length], tip), 405],
  'method_options': [request(['OPTIONS * HTTP/1.1', 'Host: x']), 405],
  'method_trace': [request(['TRACE / HTTP/1.1', 'Host: x']), 405],
  'method_connect': [request(['CONNECT x:80 HTTP/1.1', 'Host: x']), 405],
  'a_method_in_lower_case': [request(['get / HTTP/1.1', 'Host: x']), 405],
  'version_2_0': [request(['GET / HTTP/2.0', 'Host: x']), [400, 505], false],
  'version_1_2': [request(['GET / HTTP/1.2', 'Host: x']), [400, 505], false],
  'the_preface_of_http_2':
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 405, 505], false],
  'no_content_type': [post([length]), 415],
  'another_content_type': [post([length, 'Content-Type: text/plain']), 415],
  'a_multipart_form_that_is_none':
    [post([length, 'Content-Type: multipart/form-data; boundary=x']), 400],
  'a_multipart_form_without_a_boundary':
    [post([length, 'Content-Type: multipart/form-data']), 415],
  'another_charset':
    [post([length, `Content-Type: ${form}; charset=iso-8859-1`]), 415],
  'two_content_types':
    [typed([length, `Content-Type: ${form}`]), 400],
  'a_content_encoding': [typed([length, 'Content-Encoding: gzip']), 415],
  'an_unknown_expectation': [typed([length, 'Expect: 200-maybe']), 417],
  'a_get_with_a_body': [request(['GET / HTTP/1.1', 'Host: x', length], tip), 400],
  'a_head_with_a_body':
    [request(['HEAD / HTTP/1.1', 'Host: x', length], tip), 400, false],
  'a_body_with_a_bad_percent':
    [typed(['Content-Length: 6'], 'what=%'), 400],
  'a_body_with_too_many_fields':
    [typed(['Content-Length: 2052'], 'a=1&'.repeat(513)), 400],
};

for (const [name, [bytes, statuses, ours]] of Object.entries(cases))
  test(`${name}_is_refused`, () => assertRefused(bytes, statuses, ours));

test('what_follows_a_request_is_never_looked_at', async () => {
  const text = await front.raw(
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n' + smuggled);
  assert.equal(text.match(/HTTP\/1\.1 \d{3} /g).length, 1);
  const two = await front.raw(typed([length], 'area=theft'.padEnd(tip.length) +
    smuggled));
  assert.equal(two.match(/HTTP\/1\.1 \d{3} /g).length, 1);
});

test('keep_alive_is_not_granted', async () => {
  const answer = await front.exchange(get(['Connection: keep-alive']));
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.headers.connection, ['close']);
});

test('a_refused_method_says_which_are_taken', async () => {
  const { headers } = await front.exchange(
    request(['DELETE / HTTP/1.1', 'Host: x']));
  assert.deepEqual(headers.allow, ['GET, HEAD, POST']);
});

// libmicrohttpd swallows these before anybody can see them. They are harmless
// since there is no second request on a connection that they could shift.
const hidden = {
  'a_nul_in_a_value': get(['X: a\0b']),
  'a_header_without_a_name': get([': a']),
  'bare_line_feeds': 'GET / HTTP/1.1\nHost: x\n\n',
  'empty_lines_before_the_request': `\r\n\r\n${get([])}`,
};
for (const [name, bytes] of Object.entries(hidden))
  test(`${name}_gets_one_answer_and_the_end`, async () => {
    const text = await front.raw(Buffer.from(bytes + smuggled, 'latin1'));
    assert.equal(text.match(/HTTP\/1\.1 \d{3} /g).length, 1);
    assert.match(text, /^Connection: close\r$/m);
  });

test('a_request_that_breaks_off_anywhere_stores_nothing', async () => {
  for (let n = 0; n < smuggled.length; n += 1)
    await front.rawGone(smuggled.slice(0, n));
});
