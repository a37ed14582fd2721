// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What is left on the device, and on the wire: one request a page, one address
// in the history, a neutral title, no cookie, nothing stored, nobody else
// asked. Scripts are on, so that a page that used them would be found out.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { until } from '../system/gateway.mjs';
import { jpeg } from '../system/pictures.mjs';
import { Visits, buttonOf, fill, go, press, send } from './visits.mjs';
import { Wiretap } from './wiretap.mjs';

let visits;
let tap;
before(async () => {
  visits = await Visits.begin();
  tap = await Wiretap.at(visits.gateway.url);
});
after(async () => {
  await tap.end();
  await visits.end();
});

// What a tab's browser keeps for this site, where it says.
const kept = (tab) => tab.evaluate(async () => {
  const { caches, indexedDB, localStorage, navigator, sessionStorage } = globalThis;
  return {
    local: localStorage.length, session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookie: globalThis.document.cookie,
  };
});
const nothing =
  { local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookie: '' };

async function history(tab) {
  const cdp = await tab.context().newCDPSession(tab);
  const { entries } = await cdp.send('Page.getNavigationHistory');
  return entries.filter(({ url }) => url !== 'about:blank');
}

// The whole flow with every kind of page, and what follows each.
async function walk(tab, each) {
  const step = async (act, state) => {
    await go(tab, act, state);
    await each(state);
  };
  const main = (name, value) => () => buttonOf(tab, name, value).click();
  await each('start');
  await step(() => tab.locator('[name="help"]').first().click(), 'help');
  await step(() => tab.locator('main a.button').last().click(), 'start');
  await step(main('area', 'narcotics'), 'questions');
  await step(main('step', 'check'), 'error');
  await fill(tab, { texts: { what: 'spårlöst' }, choices: { now: ['yes'] } });
  await step(main('step', 'check'), 'now');
  await step(main('step', 'check'), 'check');
  await step(() => tab.locator('.languages button').first().click(), 'check');
  await tab.locator('[name="photo"]').setInputFiles(
    { name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: jpeg() });
  await step(main('step', 'check'), 'check');
  await step(() => tab.locator('button.main').click(), 'sent');
}

// The browser asks for icons unless a page's policy forbids it, and its own
// tools do not tell.
test('an icon that a page asks for would be seen', async (t) => {
  const server = createServer((req, res) => {
    res.setHeader('Content-Type', 'text/html');
    res.end('<!doctype html><title>x</title>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const plain = await Wiretap.at(`http://127.0.0.1:${server.address().port}/`);
  const tab = await visits.browser.newPage();
  t.after(async () => {
    await tab.close();
    await plain.end();
    server.close();
  });
  await tab.goto(plain.url);
  await until('the icon', () => plain.seen.some(({ path }) => path === '/favicon.ico'));
});

test('every page is one request, and nothing else is asked for', async (t) => {
  const tab = await visits.visit(t, { scripts: true, url: tap.url });
  const elsewhere = [];
  tab.context().on('request', (request) => {
    if (!request.url().startsWith(tap.url))
      elsewhere.push(request.url());
  });
  const pages = [];
  await walk(tab, async (state) => {
    await tab.waitForLoadState('networkidle');
    const seen = tap.take();
    pages.push(state);
    assert.equal(seen.length, 1,
      `${state}: ${seen.map(({ method, path }) => `${method} ${path}`)}`);
    const [{ path, headers }] = seen;
    assert.match(path, /^\/(en\/|[a-z-]+\/)?$/, state);
    assert.equal(headers.cookie, undefined, state);
    assert.equal(headers.referer, undefined, state);
  });
  assert.deepEqual(pages, ['start', 'help', 'start', 'questions', 'error', 'now',
    'check', 'check', 'check', 'sent']);
  assert.deepEqual(elsewhere, []);
});

test('nothing is kept on the device, on any page', async (t) => {
  const tab = await visits.visit(t, { scripts: true });
  const said = [];
  // What Clear-Site-Data did is told, too: that is as it should be.
  tab.on('console', (message) =>
    /^Clear-Site-Data.*Cleared/.test(message.text()) || said.push(message.text()));
  await walk(tab, async (state) => {
    assert.deepEqual(await kept(tab), nothing, state);
    assert.deepEqual(await tab.context().cookies(), [], state);
  });
  const { origins } = await tab.context().storageState({ indexedDB: true });
  assert.deepEqual(origins, []);
  assert.deepEqual(said, [], 'no policy was broken');
});

test('the history has one address and neutral titles', async (t) => {
  const tab = await visits.visit(t, { scripts: true });
  await press(tab, 'area', 'narcotics', 'questions');
  await fill(tab, { texts: { what: 'historia' } });
  await press(tab, 'step', 'check', 'check');
  await send(tab);
  const entries = await history(tab);
  assert.ok(entries.length >= 1);
  for (const { url, title } of entries) {
    assert.equal(url.replace(/#.*/, ''), visits.gateway.url);
    assert.match(title, /^Formulär – [a-zåäö ]+$/);
  }
  assert.equal(tab.url(), visits.gateway.url);
});

test('leaving goes elsewhere, and says nothing of where from', async (t) => {
  const tab = await visits.visit(t, { scripts: true });
  await press(tab, 'area', 'narcotics', 'questions');
  let asked = null;
  await tab.context().route('https://**', (route) => {
    asked ??= route.request();
    return route.fulfill({ contentType: 'text/html', body: '<title>Väder</title>' });
  });
  await tab.locator('.leave').click();
  await tab.waitForURL('https://**');
  assert.equal((await asked.allHeaders()).referer, undefined);
});

test('scripts would not run, whoever put them on a page', async (t) => {
  const tab = await visits.visit(t, { scripts: true });
  await press(tab, 'area', 'other', 'questions');
  await fill(tab, { texts: { what: '"><script>window.ran=1</script><img src=x onerror=ran=1>' } });
  await press(tab, 'step', 'check', 'check');
  assert.equal(await tab.evaluate(() => globalThis.ran), undefined);
  // And if one got in: the policy is there.
  const blocked = await tab.evaluate(() => new Promise((resolve) => {
    globalThis.document.addEventListener('securitypolicyviolation',
      (event) => resolve(event.effectiveDirective));
    const script = globalThis.document.createElement('script');
    script.textContent = 'window.ran = 1';
    globalThis.document.body.append(script);
  }));
  assert.match(blocked, /^script-src/);
  assert.equal(await tab.evaluate(() => globalThis.ran), undefined);
});
