// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A tip is sent once, whatever a browser does: a double click, a reload of the
// receipt, Back. And a form that was open for too long keeps its text.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../system/gateway.mjs';
import { patience } from './pages.mjs';
import { Visits, expect, fill, go, press, send, toCheck } from './visits.mjs';

let visits;
before(async () => { visits = await Visits.begin(); });
after(() => visits.end());

const sendButton = (tab) => tab.locator('main button.main[name="step"][value="send"]');

for (const scripts of [false, true]) {
  const which = `scripts ${scripts ? 'on' : 'off'}`;

  test(`a double click sends one tip, ${which}`, async (t) => {
    const tab = await visits.visit(t, { scripts, size: 'desktop' });
    const what = `dubbelklick ${scripts}`;
    await toCheck(tab, 'theft', { texts: { what } });
    let posts = 0;
    tab.on('request', (request) => { posts += request.method() === 'POST'; });
    await sendButton(tab).dblclick();
    await tab.locator('main[data-state="sent"]').waitFor();
    await tab.waitForLoadState();
    assert.ok(posts >= 1);
    assert.equal(await visits.countOf(what), 1);
  });

  test(`a reload of the receipt is no second tip, ${which}`, async (t) => {
    const tab = await visits.visit(t, { scripts });
    const what = `omladdning ${scripts}`;
    await toCheck(tab, 'vandalism', { texts: { what } });
    await send(tab);
    let posts = 0;
    tab.on('request', (request) => { posts += request.method() === 'POST'; });
    for (let i = 0; i < 2; i++) {
      await tab.reload();
      await expect(tab, 'sent');
    }
    assert.equal(posts, 2, 'the browser did post again');
    assert.equal(await visits.countOf(what), 1);
  });

  // The receipt advises to close the tab; until then Back must find nothing:
  // the browser kept no page, and does not post again by itself.
  test(`back after sending does not show the text, ${which}`, async (t) => {
    const tab = await visits.visit(t, { scripts });
    await toCheck(tab, 'narcotics', { texts: { what: 'bakåthemlighet' } });
    await send(tab);
    await assert.rejects(tab.goBack(), /ERR_CACHE_MISS/);
    const left = await until('the error page', () => tab.content().catch(() => ''));
    assert.ok(!left.includes('bakåthemlighet'));
  });
}

// The two tabs of somebody who opened one in a new tab: alike, they are one
// tip; changed, they are two, and nothing is sent without being asked for.
test('the same page sent from two tabs is one tip, changed it is asked for', async (t) => {
  const tab = await visits.visit(t);
  await toCheck(tab, 'other', { texts: { what: 'två flikar' } });
  const html = await tab.content();
  await send(tab);
  const other = await tab.context().newPage();
  await other.goto(visits.gateway.url);
  await other.setContent(html.replace('<form method="post" id="tip"',
    `<form method="post" id="tip" action="${visits.gateway.url}"`));
  await go(other, () => sendButton(other).click(), 'sent');
  assert.equal(await visits.countOf('två flikar'), 1);

  await other.setContent(html.replaceAll('två flikar', 'ändrat')
    .replace('<form method="post" id="tip"',
      `<form method="post" id="tip" action="${visits.gateway.url}"`));
  await go(other, () => sendButton(other).click(), 'check');
  assert.equal(await other.locator('.summary[role="alert"]').count(), 1);
  assert.equal(await visits.countOf('ändrat'), 0);
  await send(other);
  assert.equal(await visits.countOf('ändrat'), 1);
});

// Tokens live in the front's memory: a new front knows none of the old ones,
// as after half a day.
test('a form that was open for too long keeps its text', async (t) => {
  const own = await Visits.begin();
  t.after(() => own.end());
  const tab = await own.visit(t);
  await press(tab, 'area', 'vandalism', 'questions');
  await fill(tab, { texts: { what: 'för sent\nrad två', 'tag-text': 'X9' },
    choices: { source: ['saw', 'told'] } });
  await press(tab, 'step', 'check', 'check');
  await own.gateway.killRole('inkast-front');
  // Only one that answers is the new one.
  await until('a new front', async () => {
    const probe = await tab.context().newPage();
    const up = await probe.goto(own.gateway.url).then((r) => r.ok(), () => false);
    await probe.close();
    return up;
  }, patience);
  await go(tab, () => sendButton(tab).click(), 'check');
  assert.match(await tab.locator('.summary[role="alert"]').innerText(), /öppen/);
  assert.equal(await tab.locator('dd.typed').first().innerText(), 'för sent\nrad två');
  await send(tab); // now it is one tip, and was none
  const tip = await own.tipThatSays('för sent\r\nrad två');
  assert.deepEqual(tip.answers.find((a) => a.id === 'source').choices, ['saw', 'told']);
  assert.equal(tip.answers.find((a) => a.id === 'tag-text').answer, 'X9');
});
