// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// How large the answers of a gateway are: every page of the flow with a text of
// 500 characters, in any script, in every language, is of the smallest class.
// On the wire there is no compression that would tell the text's length.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Gateway, exchange, postForm } from '../system/gateway.mjs';
import { areas, languages } from './definition.mjs';

const smallest = 32768;
const sentences = {
  Latin: 'En röd bil stannade vid kiosken i går kväll. ',
  Cyrillic: 'Червона машина зупинилася біля кіоску ввечері. ',
  Arabic: 'توقفت سيارة حمراء بجانب الكشك مساء أمس. ',
};
const texts = Object.entries(sentences).map(([script, sentence]) =>
  [script, sentence.repeat(20).slice(0, 500)]);

let gateway;
const endings = [];
before(async () => {
  gateway = await Gateway.create({ after: (end) => endings.push(end) });
  await gateway.start();
});
after(async () => {
  for (const end of endings)
    await end();
});

// Each page that a text of somebody's is on or is not: { step, fields }.
const steps = (what) => [
  { state: 'questions', fields: { step: 'questions', what } },
  { state: 'error', fields: { step: 'check', what: '', who: what } },
  { state: 'now', fields: { step: 'check', what, now: 'yes' } },
  { state: 'check', fields: { step: 'check', what } },
  { state: 'check', fields: { step: 'send', what, token: '0'.repeat(64) } },
];

function assertSmallest({ html, headers, page, status }, state, of) {
  assert.deepEqual([status, page.state], [200, [state]], of);
  assert.equal(Buffer.byteLength(html), smallest, of);
  assert.equal(headers['content-length'], String(smallest), of);
  assert.equal(headers['content-encoding'], undefined, of);
  return Buffer.byteLength(html.trimEnd());
}

for (const { tag } of languages)
  test(`every page with 500 characters is of the smallest class, ${tag}`, async (t) => {
    const url = new URL(tag === 'sv' ? '' : `${tag}/`, gateway.url);
    let most = 0;
    const start = await exchange(url, { headers: { 'Accept-Encoding': 'gzip, br' } });
    assertSmallest(start, 'start', tag);
    for (const area of areas)
      for (const [script, what] of texts)
        for (const { state, fields } of steps(what)) {
          const body = new URLSearchParams({ area, ...fields }).toString();
          const used = assertSmallest(await postForm(url, body), state,
            `${area}, ${script}, ${state}`);
          most = Math.max(most, used);
        }
    t.diagnostic(`the largest uses ${most} bytes of ${smallest}`);
  });
