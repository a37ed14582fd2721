// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Photos in a real browser: chosen on the check page, looked at before and told
// of after, refused without losing a word. What the officer gets tells nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { camera, comment, jpeg, png } from '../system/pictures.mjs';
import { Visits, expect, go, press, send, toCheck } from './visits.mjs';

let visits;
before(async () => { visits = await Visits.begin(); });
after(() => visits.end());

const photo = (buffer, name = 'IMG_20261123.jpg', mimeType = 'image/jpeg') =>
  ({ name, mimeType, buffer });
const picture = (options) => photo(png(options), 'hemma hos mig.png', 'image/png');
const choose = (tab, ...files) => tab.locator('[name="photo"]').setInputFiles(files);
const pressSend = (tab, state) => go(tab, () =>
  tab.locator('main button.main').click(), state);

for (const [language, scripts, size] of [['sv', false, 'phone'], ['en', true, 'desktop']])
  test(`photos are looked at, sent and told of: ${language}, ${size}`, async (t) => {
    const what = `med bilder ${language}`;
    const tab = await visits.visit(t, { language, scripts, size });
    await toCheck(tab, 'vandalism', { texts: { what, 'tag-text': 'X9' } });
    await choose(tab, photo(jpeg()), picture(), picture({ secrets: false }));
    await press(tab, 'step', 'check', 'check');
    const said = await tab.locator('.photos > li').allInnerTexts();
    assert.equal(said.length, 3);
    assert.equal(await tab.locator('dd.typed').first().innerText(), what);
    // No page carries photos: they are chosen once more.
    assert.equal(await tab.locator('[name="photo"]').evaluate((e) => e.files.length), 0);
    await choose(tab, photo(jpeg()), picture(), picture({ secrets: false }));
    await send(tab);
    const told = await tab.locator('.photos > li').allInnerTexts();
    assert.deepEqual(told, said);

    const tip = await visits.tipThatSays(what);
    assert.equal(tip.language, language);
    assert.deepEqual(tip.attachments.map(({ name, type }) => [name, type]),
      [['photo-1.jpg', 'image/jpeg'], ['photo-2.png', 'image/png'],
        ['photo-3.png', 'image/png']]);
    assert.ok(tip.attachments[0].removed.includes('camera'));
    assert.ok(tip.attachments[1].removed.includes('text'));
    assert.deepEqual(tip.attachments[2].removed, []);
    const all = JSON.stringify(tip);
    for (const secret of ['IMG_2026', 'hemma', camera, comment])
      assert.ok(!all.includes(secret), secret);
  });

test('the receipt says in Swedish what was taken out of which', async (t) => {
  const tab = await visits.visit(t);
  await toCheck(tab, 'theft', { texts: { what: 'kvitto' } });
  await choose(tab, photo(jpeg()), picture({ secrets: false }));
  await send(tab);
  const [first, second] = await tab.locator('.photos > li').allInnerTexts();
  assert.match(first, /Bild 1.*kamera/s);
  assert.match(first, /kommentarer/);
  assert.match(second, /Bild 2.*Inget/s);
  assert.ok(!(await tab.content()).includes('IMG_2026'), 'no page has file names');
});

const gif = Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1');
const refused = {
  'of another type': [photo(gif, 'rolig.gif', 'image/gif')],
  'of another type that says it is JPEG': [photo(gif)],
  'that ends too early': [photo(jpeg().subarray(0, 200))],
  'of which one is bad': [photo(jpeg()), photo(gif, 'x.heic', 'image/heic')],
  'of which there are five': Array.from({ length: 5 }, () => photo(jpeg())),
  'of more than 10 MiB': [picture({ size: 6 << 20 }), picture({ size: 6 << 20 })],
};
for (const [which, files] of Object.entries(refused))
  test(`photos ${which} are refused, and the text is kept`, async (t) => {
    const tab = await visits.visit(t, { scripts: files.length > 1 });
    const what = `vägrad ${which}\nrad två`;
    await toCheck(tab, 'narcotics', { texts: { what, who: 'en man' },
      choices: { 'drug-kind': ['pills'] } });
    await choose(tab, ...files);
    await pressSend(tab, 'check');
    assert.equal(await tab.locator('.summary[role="alert"]').count(), 1);
    assert.ok(await tab.locator('.err').count() >= 1);
    assert.deepEqual(await tab.locator('dd.typed').allInnerTexts(), [what, 'en man']);
    await tab.locator('.summary a').click();
    assert.equal(await tab.evaluate(() => globalThis.document.activeElement.name), 'photo');
    // Without photos it can be sent, and was not before.
    await send(tab);
    const tip = await visits.tipThatSays(what.replace('\n', '\r\n'));
    assert.deepEqual(tip.attachments, []);
    assert.deepEqual(tip.answers.find((a) => a.id === 'drug-kind').choices, ['pills']);
  });

test('four photos of nearly 10 MiB together are taken', async (t) => {
  const tab = await visits.visit(t);
  await toCheck(tab, 'other', { texts: { what: 'fyra stora' } });
  const large = picture({ size: (10 << 20) / 4 - 4096 });
  await choose(tab, large, large, large, large);
  await send(tab);
  const tip = await visits.tipThatSays('fyra stora');
  assert.equal(tip.attachments.length, 4);
});

test('changing the text after photos keeps it, and they are chosen again', async (t) => {
  const tab = await visits.visit(t);
  await toCheck(tab, 'theft', { texts: { what: 'först' } });
  await choose(tab, photo(jpeg()));
  await go(tab, () => tab.locator('button[formaction="#s-1"]').click(), 'questions');
  assert.equal(await tab.locator('[name="what"]').inputValue(), 'först');
  await tab.locator('[name="what"]').fill('sedan');
  await press(tab, 'step', 'check', 'check');
  await expect(tab, 'check');
  await choose(tab, photo(jpeg()));
  await send(tab);
  assert.equal((await visits.tipThatSays('sedan')).attachments.length, 1);
});

test('a receipt with photos that is reloaded is no second tip', async (t) => {
  const tab = await visits.visit(t);
  await toCheck(tab, 'theft', { texts: { what: 'bild en gång' } });
  await choose(tab, photo(jpeg()));
  await send(tab);
  await tab.reload();
  assert.equal(await visits.countOf('bild en gång'), 1);
});
