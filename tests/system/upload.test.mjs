// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Photos through a whole gateway to the officer's programs; and whatever is wrong
// with photos, the text stays and nothing is stored.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Gateway, must, program } from './gateway.mjs';
import { camera, comment, jpeg, png } from './pictures.mjs';
import { entriesOf, postUpload, pressWithPhotos, toCheck, uploadOf } from './uploads.mjs';

const what = 'Cykeln står bakom lilla huset, "den gröna"';
const photo = (bytes, name) => ({ bytes, name });
const cleanedJpeg = jpeg({ secrets: false });
const cleanedPng = png({ secrets: false });

async function atCheck(t, options) {
  const gateway = await Gateway.create(t, options);
  await gateway.start();
  const citizen = gateway.citizen();
  assert.equal(await toCheck(citizen, what), 'check');
  return { gateway, citizen };
}

// The check page with the text on it, and nothing stored: of what is sent from
// there, it is the only tip.
async function assertKept({ gateway, citizen }, words) {
  assert.equal(citizen.state, 'check');
  assert.equal(citizen.status, 200);
  assert.ok(citizen.page.text.includes(what), 'the text is gone');
  assert.match(citizen.page.text, words);
  assert.equal(await citizen.press('step', 'send'), 'sent');
  const tips = await gateway.tips();
  assert.deepEqual(tips.map(({ tip, files }) => [tip.answers[0].answer, files]),
    [[what, []]]);
  await gateway.stop();
}

test('photos_arrive_clean_with_what_was_taken_out_of_each', async (t) => {
  const { gateway, citizen } = await atCheck(t);
  assert.equal(await pressWithPhotos(citizen, 'send',
    [photo(jpeg()), photo(png(), 'Anna "hemma"\\.png')]), 'sent');
  const bundle = await gateway.export();
  const [{ id, tip, files }] = await gateway.open(bundle);
  assert.deepEqual(tip.attachments, [
    { name: 'photo-1.jpg', type: 'image/jpeg', bytes: cleanedJpeg.length,
      width: 320, height: 240, removed: ['camera', 'text'] },
    { name: 'photo-2.png', type: 'image/png', bytes: cleanedPng.length,
      width: 500, height: 2, removed: ['time', 'text'] }]);
  const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
  assert.deepEqual(files, [
    { name: 'photo-1.jpg', bytes: cleanedJpeg.length, sha256: sha256(cleanedJpeg) },
    { name: 'photo-2.png', bytes: cleanedPng.length, sha256: sha256(cleanedPng) }]);

  const dir = join(gateway.top, 'opened');
  await must(program('inkast-officer'),
    ['open', '-i', gateway.identities[0].file, bundle, '-o', dir]);
  assert.deepEqual(readdirSync(join(dir, id)).sort(),
    ['photo-1.jpg', 'photo-2.png', 'tip.json']);
  assert.deepEqual(readFileSync(join(dir, id, 'photo-1.jpg')), cleanedJpeg);
  assert.deepEqual(readFileSync(join(dir, id, 'photo-2.png')), cleanedPng);
  for (const file of readdirSync(join(dir, id))) {
    const text = readFileSync(join(dir, id, file), 'latin1');
    for (const secret of [camera, comment, 'Anna', 'IMG_1'])
      assert.ok(!text.includes(Buffer.from(secret).toString('latin1')), `${secret} in ${file}`);
  }
  await gateway.stop();
});

test('the_officer_reads_what_the_photos_are_and_what_was_taken_out', async (t) => {
  const { gateway, citizen } = await atCheck(t);
  assert.equal(await pressWithPhotos(citizen, 'send',
    [photo(jpeg()), photo(png({ secrets: false }))]), 'sent');
  const text = await must(program('inkast-officer'),
    ['open', '-i', gateway.identities[0].file, await gateway.export()]);
  assert.match(text, /photo-1\.jpg, JPEG, 320 × 240, \d+ byte\n      Borttaget: kamera, text\n/);
  assert.match(text, /photo-2\.png, PNG, 500 × 2, \d+ byte\n      Inget att ta bort\n/);
  assert.doesNotMatch(text, /Övrigt/);
  await gateway.stop();
});

test('the_check_page_says_what_would_be_taken_out_and_stores_nothing', async (t) => {
  const it = await atCheck(t);
  await pressWithPhotos(it.citizen, 'check', [photo(jpeg()), photo(png())]);
  await assertKept(it, /kamera/i);
});

// More than an ordinary account may lock to open it; stock age does not ask.
test('four_photos_of_ten_megabytes_arrive_and_age_and_tar_open_them', async (t) => {
  const { gateway, citizen } = await atCheck(t, { kind: 'classic' });
  const large = png({ size: 10 * 1024 * 1024 / 4 - 2048, secrets: false });
  assert.ok(large.length * 4 <= 10 * 1024 * 1024 && large.length * 4 > 10_400_000);
  assert.equal(await pressWithPhotos(citizen, 'send', Array(4).fill(photo(large))), 'sent');
  const dir = join(gateway.top, 'opened');
  mkdirSync(dir);
  await must('sh', ['-c', 'cd "$0" && tar -xf "$1" && age -d -i "$2" tips/*.age | tar -x',
    dir, await gateway.export(), gateway.identities[0].file]);
  const tip = JSON.parse(readFileSync(join(dir, 'tip.json'), 'utf8'));
  assert.deepEqual(tip.attachments.map((a) => [a.name, a.bytes]),
    [1, 2, 3, 4].map((i) => [`photo-${i}.png`, large.length]));
  for (const { name } of tip.attachments)
    assert.ok(readFileSync(join(dir, name)).equals(large), name);
  await gateway.stop();
});

test('a_form_without_photos_is_sent_the_same_way', async (t) => {
  const { gateway, citizen } = await atCheck(t);
  assert.equal(await pressWithPhotos(citizen, 'send', []), 'sent');
  const [{ tip, files }] = await gateway.tips();
  assert.deepEqual([tip.answers[0].answer, tip.attachments, files], [what, [], []]);
  await gateway.stop();
});

test('a_file_of_another_kind_is_refused_and_the_text_kept', async (t) => {
  const it = await atCheck(t);
  await pressWithPhotos(it.citizen, 'send', [photo(jpeg()),
    photo(Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'x.jpg')]);
  await assertKept(it, /JPEG|JPG/);
});

test('a_photo_that_ends_too_early_is_refused_and_the_text_kept', async (t) => {
  const it = await atCheck(t);
  await pressWithPhotos(it.citizen, 'send', [photo(png().subarray(0, -20))]);
  await assertKept(it, /Bild/);
});

test('five_photos_are_refused_and_the_text_kept', async (t) => {
  const it = await atCheck(t);
  await pressWithPhotos(it.citizen, 'send', Array(5).fill(photo(jpeg())));
  await assertKept(it, /för många/);
});

// More than photos may have, but less than a body may; then more than that; and
// what four photos straight from a telephone are.
for (const megabytes of [10.2, 12, 40])
  test(`photos_of_${megabytes}_megabytes_are_refused_and_the_text_kept`, async (t) => {
    const it = await atCheck(t);
    const size = megabytes * 1024 * 1024 / 4;
    await pressWithPhotos(it.citizen, 'send', Array(4).fill(photo(png({ size }))));
    await assertKept(it, /för stora/);
  });

test('change_with_photos_that_are_too_large_leads_back_to_the_questions', async (t) => {
  const { gateway, citizen } = await atCheck(t);
  // The first of those buttons stands before the photos.
  const body = uploadOf(citizen.page, 'questions', [photo(png({ size: 12e6 }))]);
  citizen.take(await postUpload(citizen.url, body));
  assert.equal(citizen.state, 'questions');
  assert.equal(await citizen.press('step', 'check'), 'check');
  assert.ok(citizen.page.text.includes(what));
  await gateway.stop();
});

test('other_programs_write_forms_that_are_taken', async (t) => {
  const { gateway, citizen } = await atCheck(t);
  const file = join(gateway.top, 'bild.jpg');
  writeFileSync(file, jpeg());
  const curled = await must('curl', ['-fsS', citizen.url.href,
    ...entriesOf(citizen.page, 'send', []).flatMap(([name, value]) => name === 'photo'
      ? ['-F', `photo=@${file};filename="en \\"bild\\".jpg"`]
      : ['--form-string', `${name}=${value}`])]);
  assert.match(curled, /data-state="sent"/);

  await toCheck(citizen, 'Ett annat');
  const form = new FormData();
  for (const [name, value] of entriesOf(citizen.page, 'send', []))
    if (name === 'photo')
      form.append(name, new Blob([png()], { type: 'image/png' }), 'en "bild"\r\n.png');
    else
      form.append(name, value);
  const fetched = await (await fetch(citizen.url, { method: 'POST', body: form })).text();
  assert.match(fetched, /data-state="sent"/);
  const names = (await gateway.tips()).map(({ files }) => files.map((f) => f.name).join());
  assert.deepEqual(names.sort(), ['photo-1.jpg', 'photo-1.png']);
  await gateway.stop();
});
