// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A form of one's own (docs/FORMAT.md 6.6, 7): it is the one that citizens get,
// a wrong one is refused with file, line and member wherever it is read, and
// tips of an earlier form stay readable.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { EX, Gateway, answerTo, program, run, until } from './gateway.mjs';

const kinda = JSON.parse(readFileSync(
  fileURLToPath(new URL('../../web/forms/kinda.json', import.meta.url))));

// What the gateway is told to use, one member a line.
const write = (gateway, form) => {
  const file = join(gateway.dir, 'our-form.json');
  writeFileSync(file, JSON.stringify(form, null, 1));
  return file;
};
const lineOf = (file, text) =>
  readFileSync(file, 'utf8').split('\n').findIndex((l) => l.includes(text)) + 1;

// One area, two questions, one of them new.
const own = () => ({
  format: 'inkast-form/1', version: 'own-1',
  sections: [{ id: 's', title: 'Allt' }],
  questions: [
    { id: 'what', section: 's', type: 'textarea', required: true, max: 100,
      label: 'Vad har hänt?' },
    { id: 'boat', section: 's', type: 'radio', label: 'Gäller det en båt?',
      choices: [{ id: 'yes', label: 'Ja' }, { id: 'no', label: 'Nej' }] }],
  areas: [{ id: 'harbour', name: 'Hamnen', lead: 'Berätta om hamnen.',
    questions: ['what', 'boat'], help: ['more'] }],
  help: [{ id: 'more', title: 'Mer om båtar',
    parts: [{ heading: 'Ring {police}', contacts: [
      { name: 'Hamnkontoret', phone: '0494-1 23' }] }] }],
});

async function withForm(t, form) {
  const gateway = await Gateway.create(t);
  const file = write(gateway, form);
  gateway.configure('form.file', 'our-form.json');
  return { gateway, file };
}

test('citizens_get_the_form_that_the_configuration_names', async (t) => {
  const { gateway } = await withForm(t, own());
  await gateway.start();
  const citizen = gateway.citizen();
  assert.equal(await citizen.visit(), 'start');
  assert.match(citizen.html, /Hamnen/);
  assert.doesNotMatch(citizen.html, /Narkotika/);
  assert.equal(await citizen.press('area', 'harbour'), 'questions');
  assert.match(citizen.html, /Gäller det en båt\?/);
  assert.match(citizen.html, /Mer om båtar/);
  assert.equal(await citizen.press('step', 'check',
    { what: 'Någon stjäl motorer.', boat: 'yes' }), 'check');
  assert.equal(await citizen.press('step', 'send'), 'sent');
  const [opened] = await gateway.tips();
  assert.equal(opened.tip.form, 'own-1');
  assert.equal(opened.tip.area, 'harbour');
  assert.equal(opened.tip.area_name, 'Hamnen');
  assert.equal(answerTo(opened, 'boat'), 'Ja');
});

test('its_help_pages_are_shown_with_numbers_to_call', async (t) => {
  const { gateway } = await withForm(t, own());
  await gateway.start();
  const citizen = gateway.citizen();
  await citizen.visit();
  assert.equal(await citizen.press('help', 'more'), 'help');
  assert.match(citizen.html, /Ring 114 14/);
  assert.match(citizen.html, /href="tel:0494123"/);
});

test('a_tip_of_an_earlier_form_reads_well_under_another', async (t) => {
  const { gateway, file } = await withForm(t, kinda);
  await gateway.start();
  const citizen = gateway.citizen();
  assert.equal(await citizen.tip('theft',
    { what: 'En cykel.', 'stolen-numbers': 'WTU 1' }), 'sent');
  // The same file changes: a reload notices.
  const mark = gateway.log.length;
  writeFileSync(file, JSON.stringify(own()));
  gateway.child.kill('SIGHUP');
  await until('the new form', () =>
    gateway.log.slice(mark).includes('a new generation serves'));
  assert.equal(await gateway.citizen().tip('harbour', { what: 'Ny.' }), 'sent');
  const bundle = await gateway.export();
  const opened = await gateway.open(bundle);
  const old = opened.find((o) => o.tip.form === kinda.version);
  assert.equal(old.tip.area_name, 'Stöld och inbrott');
  assert.deepEqual(old.tip.answers.map((a) => a.question),
    ['Berätta vad du har sett, hört eller vet', 'Nummer och märkning']);
  const shown = await run(program('inkast-officer'),
    ['open', '-i', gateway.identities[0].file, bundle]);
  assert.match(shown.stdout.toString(), /Nummer och märkning/);
  assert.match(shown.stdout.toString(), /Vad har hänt\?/);
});

const broken = {
  'questions[1].labl: unknown member': [(f) => { f.questions[1].labl = 'x'; }, '"labl"'],
  'questions[0].max: expected a number': [(f) => { f.questions[0].max = '9'; }, '"max"'],
  'areas[0].questions[1]: expected the id of a question, found "bota"':
    [(f) => { f.areas[0].questions[1] = 'bota'; }, '"bota"'],
  'help[0].parts[0].contacts[0].phone: expected a telephone number':
    [(f) => { f.help[0].parts[0].contacts[0].phone = 'ring'; }, '"phone"'],
};

for (const [message, [change, text]] of Object.entries(broken)) {
  test(`refused_wherever_it_is_read: ${message}`, async (t) => {
    const form = own();
    change(form);
    const { gateway, file } = await withForm(t, form);
    const line = lineOf(file, text);
    for (const [name, args] of [['inkastd', []], ['inkastd', ['--check-config']],
      ['inkast-admin', ['check']]]) {
      const done = await run(program(name), ['-c', gateway.config, ...args]);
      assert.equal(done.code, EX.CONFIG, `${name} ${args}: ${done.stderr}`);
      const said = done.stderr + done.stdout;
      assert.ok(said.includes(`${file}:${line}: ${message}`), said);
    }
  });
}

test('a_broken_form_changes_nothing_at_a_reload', async (t) => {
  const { gateway, file } = await withForm(t, own());
  await gateway.start();
  const mark = gateway.log.length;
  writeFileSync(file, '{"format":\n"inkast-form/1",\n}');
  gateway.child.kill('SIGHUP');
  await until('the refusal', () =>
    gateway.log.slice(mark).includes('the configuration stays as it was'));
  assert.ok(gateway.log.includes(`${file}:3: form: expected JSON`), gateway.log);
  assert.equal(await gateway.citizen().tip('harbour', { what: 'Ja.' }), 'sent');
});

test('a_form_file_that_is_not_there_or_too_large_is_said', async (t) => {
  const gateway = await Gateway.create(t);
  gateway.configure('form.file', 'nowhere.json');
  let done = await run(program('inkastd'), ['-c', gateway.config, '--check-config']);
  assert.equal(done.code, EX.CONFIG);
  assert.match(done.stderr, /nowhere\.json: No such file/);
  const file = join(gateway.dir, 'large.json');
  writeFileSync(file, ' '.repeat(1024 * 1024 + 1));
  gateway.configure('form.file', 'large.json');
  done = await run(program('inkastd'), ['-c', gateway.config, '--check-config']);
  assert.equal(done.code, EX.CONFIG);
  assert.match(done.stderr, /large\.json: expected at most 1 MiB/);
});

test('an_area_of_the_form_without_a_key_is_said_by_both_checks', async (t) => {
  const gateway = await Gateway.create(t, { keyring: async (g) => {
    const [key] = await g.keygens(1, 'desk');
    return { epochs: [{ areas: Object.fromEntries(
      kinda.areas.map((a) => [a.id, [key.recipient]])) }] };
  } });
  const check = (name, ...args) =>
    run(program(name), ['-c', gateway.config, ...args]);
  assert.equal((await check('inkastd', '--check-config')).code, EX.OK);
  write(gateway, own());
  gateway.configure('form.file', 'our-form.json');
  const refused = await check('inkastd', '--check-config');
  assert.equal(refused.code, EX.CONFIG, refused.stderr);
  assert.match(refused.stderr,
    /\[epoch 1\]: expected a recipient for the form's area harbour/);
  assert.match((await check('inkast-admin', 'check')).stdout.toString(),
    /failed +areas.*harbour/is);
});

test('check_says_which_form_counts', async (t) => {
  const { gateway } = await withForm(t, own());
  const check = await gateway.admin(['check']);
  assert.match(check.stdout.toString(), /ok +form +version own-1, 1 areas/);
  assert.match(check.stdout.toString(), /ok +areas/);
});
