// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A tip travels from the web form to the officer's screen, unchanged.
import assert from 'node:assert/strict';
import { readFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Gateway, answerTo, must, program, run } from './gateway.mjs';
import { hardText } from './texts.mjs';

const areas = ['narcotics', 'vandalism', 'theft'];
const languages = { sv: '', en: 'en/' };

for (const [language, path] of Object.entries(languages)) {
  test(`tip_reaches_the_officer_from_each_area_in_${language}`, async (t) => {
    const gateway = await Gateway.create(t);
    await gateway.start();
    for (const area of areas) {
      const citizen = gateway.citizen(path);
      const text = `En lampa är sönder, ${area} åäö ${language}`;
      assert.equal(await citizen.tip(area, { what: text }), 'sent');
      assert.equal(citizen.page.language, language);
    }
    const tips = await gateway.tips();
    assert.deepEqual(tips.map((o) => o.tip.area).sort(), [...areas].sort());
    for (const { tip, files, id } of tips) {
      assert.match(id, /^[0-9a-f]{32}$/);
      assert.deepEqual(files, []);
      assert.equal(tip.format, 'inkast-tip/1');
      assert.equal(tip.language, language);
      assert.match(tip.received, /^\d{4}-\d\d-\d\dT\d\dZ$/);
      assert.equal(answerTo({ tip }, 'what'),
        `En lampa är sönder, ${tip.area} åäö ${language}`);
    }
    await gateway.stop();
  });
}

test('ten_thousand_hard_characters_arrive_byte_for_byte', async (t) => {
  const text = hardText(10_000);
  assert.equal([...text].length, 10_000);
  const gateway = await Gateway.create(t);
  await gateway.start();
  const citizen = gateway.citizen();
  assert.equal(await citizen.tip('narcotics', { what: text }), 'sent');
  const [opened] = await gateway.tips();
  assert.equal(answerTo(opened, 'what'), text);
  await gateway.stop();
});

test('going_back_from_the_check_page_keeps_every_character', async (t) => {
  const text = hardText(2_000);
  const gateway = await Gateway.create(t);
  await gateway.start();
  const citizen = gateway.citizen();
  await citizen.visit();
  await citizen.press('area', 'theft');
  for (let round = 0; round < 3; round++) {
    const values = round === 0 ? { what: text } : {};
    assert.equal(await citizen.press('step', 'check', values), 'check');
    assert.equal(await citizen.press('step', 'questions'), 'questions');
  }
  await citizen.press('step', 'check');
  assert.equal(await citizen.press('step', 'send'), 'sent');
  const [opened] = await gateway.tips();
  assert.equal(answerTo(opened, 'what'), text);
  await gateway.stop();
});

test('line_ends_become_cr_lf_and_nul_becomes_u_fffd', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  const { state } = await gateway.quickTip('a\nb\rc\r\nd\0e');
  assert.equal(state, 'sent');
  const [opened] = await gateway.tips();
  assert.equal(answerTo(opened, 'what'), 'a\r\nb\r\nc\r\nd\uFFFDe');
  await gateway.stop();
});

test('age_and_tar_open_a_tip_without_any_program_of_ours', async (t) => {
  // Debian's age knows this kind only.
  const gateway = await Gateway.create(t, { kind: 'classic', recipients: 2 });
  await gateway.start();
  assert.equal((await gateway.quickTip('åäö')).state, 'sent');
  const bundle = await gateway.export();
  const out = join(gateway.top, 'out');
  mkdirSync(out);
  await must('tar', ['-xf', bundle, '-C', out]);
  await must('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: out });
  const names = (await must('tar', ['-tf', bundle])).trim().split('\n');
  const blob = join(out, names.find((n) => n.startsWith('tips/')));
  for (const identity of gateway.identities) {
    const opened = await run('age', ['-d', '-i', identity.file, blob]);
    assert.equal(opened.code, 0, opened.stderr);
    assert.equal(opened.stdout.length, 16 * 1024);
    const listed = await run('tar', ['-tf', '-'], { input: opened.stdout });
    assert.equal(listed.stdout.toString(), 'tip.json\n');
    const json = await run('tar', ['-xOf', '-', 'tip.json'],
      { input: opened.stdout });
    assert.equal(answerTo({ tip: JSON.parse(json.stdout) }, 'what'), 'åäö');
  }
  const ours = await run(program('inkast-officer'),
    ['unseal', '-i', gateway.identities[0].file, blob]);
  assert.equal(ours.code, 0, ours.stderr);
  assert.equal(ours.stdout.length, 16 * 1024);
  assert.ok(readFileSync(blob).length > 16 * 1024);
  await gateway.stop();
});

test('the_same_tips_give_the_same_bundle', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  for (const what of ['one', 'two', 'three'])
    assert.equal((await gateway.quickTip(what)).state, 'sent');
  const first = await gateway.export();
  await gateway.stop();
  const second = await gateway.export();
  assert.equal(first.split('/').at(-1), second.split('/').at(-1));
  assert.ok(readFileSync(first).equals(readFileSync(second)));
  await must(program('inkast-officer'), ['verify', second]);
});
