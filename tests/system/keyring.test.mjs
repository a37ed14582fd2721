// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// 'inkast-admin keyring' as those who write and sign keyrings use it, without a
// gateway. keyring_install.test.mjs goes on from there.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { EX, admin, folder, inside, must, officer, onTerminal, run }
  from '../unit/officer/programs.mjs';
import { day, keyringText } from './keyrings.mjs';

const secretKey = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;

// A folder in which a keyring is made. Keys are classic: they are short.
class Desk {
  constructor(t) {
    this.dir = folder(t);
    this.file = join(this.dir, 'k.ini');
  }

  path(name) { return join(this.dir, name); }
  text() { return readFileSync(this.file, 'utf8'); }
  line(name) { return new RegExp(`^${name} = (.*)$`, 'm').exec(this.text())?.[1]; }

  // Runs it; { code, out, stderr }.
  run(...args) { return run(admin, ['keyring', ...args], { cwd: this.dir }); }
  verb(...args) { return must(admin, ['keyring', ...args], { cwd: this.dir }); }

  // Refused: with a reason and a hint, and the folder is as it was.
  async refused(code, words, ...args) {
    const before = inside(this.dir).map((n) => [n, readFileSync(this.path(n), 'latin1')]);
    const done = await this.run(...args);
    assert.equal(done.code, code, `${args.join(' ')}\n${done.stderr}`);
    assert.match(done.stderr, words);
    assert.match(done.stderr, /^inkast-admin: hint: /m);
    assert.deepEqual(inside(this.dir).map((n) => [n, readFileSync(this.path(n), 'latin1')]),
      before);
    return done.stderr;
  }

  key(name, ...more) {
    return must(officer, ['keygen', '--plain', '--classic', ...more, '-o', this.path(name)]);
  }

  async signer(name) {
    await this.verb('signer', '-o', this.path(name), '--plain');
    return this.path(name);
  }

  // A keyring with one epoch, not signed.
  async begin(...more) {
    this.desk = await this.key('desk');
    await this.verb('new', 'k.ini', '--service', 'Inkast', '--yes');
    await this.verb('add-epoch', 'k.ini', '--from', 'today', '--until', '+180',
      '--destroy-after', '+360', '--area', `*=${this.desk}`, ...more, '--yes');
  }
}

// docs/FORMAT.md 13.9.
const fingerprint = (what, text) => {
  const hash = createHash('sha256').update(`${what}\n`).update(text).digest();
  return [0, 1, 2, 3, 4, 5].map((i) =>
    String(hash.readUIntBE(i * 5, 5) % 100000).padStart(5, '0')).join(' ');
};

test('a_new_keyring_has_its_head_and_no_epoch', async (t) => {
  const d = new Desk(t);
  const said = await d.run('new', 'k.ini', '--service', 'Tipsa polisen', '--yes');
  assert.equal(said.code, EX.OK);
  assert.match(said.stderr, /has no epoch yet/);
  assert.equal(d.text(), ['# Inkast keyring, docs/FORMAT.md 13', '[keyring]',
    'format = inkast-keyring/1', 'service = Tipsa polisen', 'serial = 1',
    `issued = ${day()}`, `expires = ${day(364)}`, 'stanzas = 1', ''].join('\n'));
  await d.refused(EX.CANTCREAT, /is there already/, 'new', 'k.ini', '--service', 'x', '--yes');
  rmSync(d.file);
  await d.refused(EX.USAGE, /expected --service NAME/, 'new', 'k.ini', '--yes');
  await d.refused(EX.USAGE, /--service: expected one line/, 'new', 'k.ini', '--service', '');
  await d.refused(EX.USAGE, /--stanzas: expected a number from 1 to 16/,
    'new', 'k.ini', '--service', 'x', '--stanzas', '17');
  await d.refused(EX.USAGE, /--expires: expected today or a later/,
    'new', 'k.ini', '--service', 'x', '--expires', day(-1));
});

test('it_asks_before_it_writes', async (t) => {
  const d = new Desk(t);
  const line = `cd '${d.dir}' && '${admin}' keyring new k.ini --service Inkast`;
  const no = await onTerminal(line, [['[y/N]', 'nej\r']]);
  assert.equal(no.code, EX.NOPERM, no.shown);
  assert.match(no.shown, /serial 1, counts from/);
  assert.deepEqual(inside(d.dir), []);
  // Nobody to ask: then nothing is done either.
  const nobody = await run('setsid', ['-w', admin, 'keyring', 'new', d.file, '--service', 'x']);
  assert.equal(nobody.code, EX.USAGE);
  assert.match(nobody.stderr, /hint: --yes/);
  assert.deepEqual(inside(d.dir), []);
  const yes = await onTerminal(line, [['[y/N]', 'ja\r']]);
  assert.equal(yes.code, EX.OK, yes.shown);
  assert.deepEqual(inside(d.dir), ['k.ini']);
});

test('an_epoch_is_added_with_its_areas_and_the_stanzas_it_needs', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const two = [await d.key('a'), await d.key('b')];
  writeFileSync(d.path('two.txt'), `# the narcotics desk\n${two.join('\n')}\n`);
  const recovery = await d.key('r');
  const add = ['add-epoch', 'k.ini', '--from', '+10', '--until', '+180',
    '--destroy-after', day(400), '--area', 'narcotics=two.txt', '--area', `*=${d.desk}`,
    '--recovery', recovery];
  const before = d.text();
  const dry = await d.verb(...add, '--dry-run');
  assert.equal(d.text(), before);
  assert.match(dry, /nothing was changed/);
  const said = await d.verb(...add, '--yes');
  assert.equal(said.split('\n').slice(0, -1).join('\n'), dry.split('\n').slice(0, -1).join('\n'));
  assert.match(said, /^stanzas of every tip: 3, was 1$/m);
  assert.ok(said.includes(`epoch 2 is new: tips from ${day(10)} to ${day(190)}, ` +
    `identities kept until ${day(400)}\n`), said);
  for (const [who, key] of [['area narcotics', two[0]], ['area narcotics', two[1]],
    ['every other area', d.desk], ['every area (recovery)', recovery]])
    assert.ok(said.includes(`  ${who}: sealed to ` +
      `${fingerprint('inkast-fingerprint/1', key)} (classic)\n`), `${who}\n${said}`);
  assert.ok(d.text().endsWith(['', '[epoch 2]', `from = ${day(10)}`, `until = ${day(190)}`,
    `destroy-after = ${day(400)}`, `recovery = ${recovery}`, `area narcotics = ${two[0]}`,
    `area narcotics = ${two[1]}`, `area * = ${d.desk}`, ''].join('\n')), d.text());
});

test('an_epoch_that_is_wrong_is_not_added', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const days = ['--from', 'today', '--until', '+9', '--destroy-after', '+9'];
  const add = (...more) => ['add-epoch', 'k.ini', ...more, '--yes'];
  const area = ['--area', `*=${d.desk}`];
  await d.refused(EX.USAGE, /expected --area ID=KEY/, ...add(...days));
  await d.refused(EX.USAGE, /expected --from DAY/, ...add(...days.slice(2), ...area));
  for (const wrong of ['2026-02-30', '2026-2-3', 'tomorrow', '+', '+x', '-1', '1969-12-31',
    '10000-01-01', '+3000000', '2026-12-31 ', ''])
    await d.refused(EX.USAGE, /--until: expected a day/, ...add('--from', 'today', '--until',
      wrong, '--destroy-after', '+9', ...area));
  await d.refused(EX.DATAERR, /from, until and destroy-after/, ...add('--from', '+9', '--until',
    day(3), '--destroy-after', '+9', ...area));
  for (const id of ['0', '1', 'x', '2147483648'])
    await d.refused(EX.USAGE, /--id: expected a number/, ...add(...days, ...area, '--id', id));
  for (const text of ['*', 'Narcotics=x', '=x', `${'a'.repeat(41)}=x`, 'a b=x'])
    await d.refused(EX.USAGE, /expected (ID=KEY|an area's id)/, ...add(...days, '--area', text));
  await d.refused(EX.NOINPUT, /cannot read nothing\.txt/, ...add(...days, '--area', '*=nothing.txt'));
  await d.refused(EX.DATAERR, /is not a public key: a character was changed/,
    ...add(...days, '--area', `*=${d.desk.slice(0, -1)}`));
  await d.refused(EX.DATAERR, /same recipient|each recipient once|twice/,
    ...add(...days, ...area, ...area));
  const hybrid = await must(officer, ['keygen', '--plain', '-o', d.path('pq')]);
  await d.refused(EX.DATAERR, /kind/, ...add(...days, ...area, '--recovery', hybrid));
  for (const [option, text] of [['--area', `*=${secretKey}`], ['--area', secretKey],
    ['--recovery', secretKey], ['--recovery', secretKey.slice(12)]]) {
    const said = await d.refused(EX.USAGE, /secret key/, ...add(...days, ...area, option, text));
    assert.doesNotMatch(said, /QQQQ/);
  }
});

test('an_edit_after_a_signature_raises_the_serial_and_removes_it', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const key = await d.signer('anna.key');
  assert.equal(d.line('serial'), '1'); // two edits, unsigned: one serial
  await d.verb('sign', 'k.ini', '-s', key, '--yes');
  const said = await d.verb('renew', 'k.ini', '--expires', '+400', '--yes');
  assert.match(said, /^serial: 2, was 1$/m);
  assert.match(said, /^removes k\.ini\.minisig: it signs the keyring as it was$/m);
  assert.ok(said.includes(`expires: ${day(400)}, was ${day(364)}`), said);
  assert.ok(!existsSync(`${d.file}.minisig`));
  await d.verb('renew', 'k.ini', '--expires', '+401', '--yes');
  assert.equal(d.line('serial'), '2');
  await d.refused(EX.USAGE, /--expires DAY/, 'renew', 'k.ini', '--yes');
  await d.refused(EX.USAGE, /today or a later day/, 'renew', 'k.ini', '--expires', day(-1));
});

test('a_recipient_is_added_to_an_area_or_to_all', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const [a, r] = [await d.key('a'), await d.key('r')];
  const said = await d.verb('add-recipient', 'k.ini', '--epoch', '1', '--area', '*', a, '--yes');
  assert.ok(said.includes(`epoch 1:\n  every other area: also ` +
    `${fingerprint('inkast-fingerprint/1', a)} (classic)\n`), said);
  await d.verb('add-recipient', 'k.ini', '--epoch', '1', '--recovery', r, '--yes');
  assert.equal(d.line('stanzas'), '3');
  assert.equal(d.line('recovery'), r);
  for (const [code, words, ...args] of [
    [EX.USAGE, /there is no epoch 2/, '--epoch', '2', '--recovery', r],
    [EX.USAGE, /expected --epoch N/, '--recovery', r],
    [EX.USAGE, /expected --area ID, or --recovery/, '--epoch', '1', r],
    [EX.USAGE, /expected --area ID, or --recovery/, '--epoch', '1', '--recovery', '--area', '*', r],
    [EX.DATAERR, /twice/, '--epoch', '1', '--recovery', r],
    [EX.USAGE, /secret key/, '--epoch', '1', '--recovery', secretKey]])
    await d.refused(code, words, 'add-recipient', 'k.ini', ...args, '--yes');
});

test('an_area_that_loses_its_own_keys_is_warned_of', async (t) => {
  const d = new Desk(t);
  const drugs = await d.key('drugs');
  await d.begin('--area', `narcotics=${drugs}`);
  const epoch = ['add-epoch', 'k.ini', '--from', 'today', '--until', '+180',
    '--destroy-after', '+360', '--yes', '--area', `*=${await d.key('later')}`];
  const kept = await d.run(...epoch, '--area', `narcotics=${drugs}`, '--dry-run');
  assert.equal(kept.code, EX.OK, kept.stderr);
  assert.doesNotMatch(kept.stderr, /go to those of/);
  const lost = await d.run(...epoch);
  assert.equal(lost.code, EX.OK, lost.stderr);
  assert.match(lost.stderr, /epoch 2: tips of "narcotics".* go to those of '\*'/);
});

test('an_epoch_is_retired_with_yesterday_or_today', async (t) => {
  const d = new Desk(t);
  await d.begin();
  await d.verb('retire', 'k.ini', '--epoch', '1', '--yes');
  assert.equal(d.line('until'), day()); // it began today
  await d.refused(EX.DATAERR, /ends by then anyway/, 'retire', 'k.ini', '--epoch', '1');
  const key = await d.key('old');
  writeFileSync(d.file, keyringText({ issued: day(-9), epochs: [
    { from: day(-9), areas: { '*': [key] } }, { from: day(3), areas: { '*': [key] } }] }));
  await d.verb('retire', 'k.ini', '--epoch', '1', '--yes');
  assert.equal(d.line('until'), day(-1));
  await d.refused(EX.DATAERR, /has not begun/, 'retire', 'k.ini', '--epoch', '2', '--until', 'today');
  await d.verb('retire', 'k.ini', '--epoch', '2', '--until', '+5', '--yes');
  assert.ok(d.text().includes(`from = ${day(3)}\nuntil = ${day(5)}\n`));
});

test('minisign_verifies_what_is_signed_here_and_the_other_way_round', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const key = await d.signer('anna.key');
  await must('minisign', ['-G', '-W', '-f', '-p', d.path('bo.pub'), '-s', d.path('bo.key')]);
  await d.verb('sign', 'k.ini', '-s', key, '--yes');
  await must('minisign', ['-V', '-q', '-p', `${key}.pub`, '-m', d.file]);
  assert.match(readFileSync(`${d.file}.minisig`, 'utf8'),
    new RegExp(`^trusted comment: inkast keyring serial 1, ${day()}$`, 'm'));
  await must('minisign', ['-S', '-s', d.path('bo.key'), '-m', d.file, '-x', `${d.file}.2.minisig`]);
  const said = await d.verb('verify', 'k.ini', '--signer', `${key}.pub`, '--signer', 'bo.pub');
  assert.match(said, /^good: serial 1 for "Inkast", signed by 2, needed 2$/m);
  // minisign's own key signs here, too.
  rmSync(`${d.file}.2.minisig`);
  await d.verb('sign', 'k.ini', '-s', 'bo.key', '--yes');
  await must('minisign', ['-V', '-q', '-p', d.path('bo.pub'), '-m', d.file,
    '-x', `${d.file}.2.minisig`]);
});

test('nobody_signs_twice_and_an_outdated_signature_is_replaced', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const key = await d.signer('anna.key');
  await d.verb('sign', 'k.ini', '-s', key, '--dry-run');
  assert.ok(!existsSync(`${d.file}.minisig`));
  const said = await d.verb('sign', 'k.ini', '-s', key, '--yes');
  assert.ok(said.includes(fingerprint('inkast-keyring-fingerprint/1', d.text())), said);
  await d.refused(EX.CANTCREAT, /is signed with this key already/,
    'sign', 'k.ini', '-s', key, '--yes');
  writeFileSync(d.file, d.text().replace('stanzas = 1', 'stanzas = 2')); // by hand
  const again = await d.run('sign', 'k.ini', '-s', key, '--yes');
  assert.equal(again.code, EX.OK, again.stderr);
  assert.match(again.stderr, /is this signer's, of another text: it is replaced/);
  await d.verb('verify', 'k.ini', '--signer', `${key}.pub`);
  await d.refused(EX.USAGE, /expected --secret-key SECRETKEY/, 'sign', 'k.ini', '--yes');
  await d.refused(EX.NOINPUT, /cannot read no\.key/, 'sign', 'k.ini', '-s', 'no.key', '--yes');
  await d.refused(EX.DATAERR, /desk: /, 'sign', 'k.ini', '-s', 'desk', '--yes');
});

test('what_no_gateway_would_take_is_not_signed', async (t) => {
  const d = new Desk(t);
  const key = await d.signer('anna.key');
  writeFileSync(d.file, 'hello\n');
  await d.refused(EX.DATAERR, /k\.ini: line 1/, 'sign', 'k.ini', '-s', key, '--yes');
  rmSync(d.file);
  await d.verb('new', 'k.ini', '--service', 'Inkast', '--yes');
  await d.refused(EX.DATAERR, /epoch/, 'sign', 'k.ini', '-s', key, '--yes');
});

test('a_signing_key_may_have_a_passphrase', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const fd3 = 'five words without any meaning\n';
  const made = await run(admin, ['keyring', 'signer', '-o', d.path('a.key'),
    '--passphrase-fd', '3'], { fd3 });
  assert.equal(made.code, EX.OK, made.stderr);
  const sign = ['keyring', 'sign', d.file, '-s', d.path('a.key'), '--passphrase-fd', '3', '--yes'];
  const wrong = await run(admin, sign, { fd3: 'six words\n' });
  assert.equal(wrong.code, EX.NOPERM);
  assert.ok(!existsSync(`${d.file}.minisig`));
  assert.equal((await run(admin, sign, { fd3 })).code, EX.OK);
  await must('minisign', ['-V', '-q', '-p', d.path('a.key.pub'), '-m', d.file]);
});

test('verify_counts_only_the_signers_that_are_expected', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const [a, b, c] = [await d.signer('a.key'), await d.signer('b.key'), await d.signer('c.key')];
  await d.refused(EX.NOPERM, /signed by 0, expected 1/, 'verify', 'k.ini', '--signer', `${a}.pub`);
  await d.verb('sign', 'k.ini', '-s', a, '--yes');
  await d.verb('sign', 'k.ini', '-s', b, '--yes');
  const signers = (...keys) => keys.flatMap((k) => ['--signer', `${k}.pub`]);
  await d.verb('verify', 'k.ini', ...signers(a, b, c), '--needed', '2');
  await d.refused(EX.NOPERM, /signed by 2, expected 3/, 'verify', 'k.ini', ...signers(a, b, c));
  await d.refused(EX.NOPERM, /not one of the signers/, 'verify', 'k.ini', ...signers(a, c));
  await d.refused(EX.USAGE, /--needed: expected a number from 1 to 2/,
    'verify', 'k.ini', ...signers(a, b), '--needed', '3');
  const secret = readFileSync(a, 'utf8').split('\n')[1];
  const said = await d.refused(EX.USAGE, /not shown/, 'verify', 'k.ini', '--signer', secret);
  assert.ok(!said.includes(secret.slice(10, 30)));
  copyFileSync(`${d.file}.minisig`, `${d.file}.3.minisig`);
  await d.refused(EX.NOPERM, /same signer/, 'verify', 'k.ini', ...signers(a, b));
});

test('show_prints_fingerprints_that_can_be_compared', async (t) => {
  const d = new Desk(t);
  await d.begin();
  const shown = await d.verb('show', 'k.ini');
  const print = fingerprint('inkast-fingerprint/1', d.desk);
  assert.match(shown, new RegExp(`every other area +${print}$`, 'm'));
  const told = await run(officer, ['public', '-i', d.path('desk')]);
  assert.equal(told.out, `${d.desk}\n`);
  assert.match(told.stderr, new RegExp(print)); // what the officer reads aloud
  assert.ok(shown.includes(fingerprint('inkast-keyring-fingerprint/1', d.text())));
  assert.match(shown, /^epoch 1 +in use$/m);
  assert.match(shown, /^signatures +0, not checked here/m);
  const json = JSON.parse(await d.verb('show', 'k.ini', '--json'));
  assert.deepEqual(json.epochs[0].areas,
    [{ id: '*', recipients: [{ fingerprint: print, recipient: d.desk }] }]);
  assert.deepEqual([json.serial, json.issued, json.warning], [1, day(), null]);
});

test('diff_says_what_changes_in_words', async (t) => {
  const d = new Desk(t);
  await d.begin();
  copyFileSync(d.file, d.path('old.ini'));
  assert.equal(await d.verb('diff', 'old.ini', 'k.ini'), 'nothing differs');
  const other = await d.key('other');
  writeFileSync(d.file, d.text().replace(d.desk, other).replace('serial = 1', 'serial = 2'));
  const print = (key) => `${fingerprint('inkast-fingerprint/1', key)} (classic)`;
  assert.equal(await d.verb('diff', 'old.ini', 'k.ini'), ['serial: 2, was 1', 'epoch 1:',
    `  every other area: no longer ${print(d.desk)}`,
    `  every other area: also ${print(other)}`].join('\n'));
  writeFileSync(d.file, d.text().replace('[epoch 1]', '[epoch 5]'));
  const said = await d.verb('diff', 'old.ini', 'k.ini');
  assert.match(said, /^epoch 1 is gone: tips from/m);
  assert.match(said, /^epoch 5 is new: tips from/m);
});

test('each_verb_has_help_and_refuses_what_it_does_not_know', async (t) => {
  const d = new Desk(t);
  const verbs = ['new', 'add-epoch', 'add-recipient', 'retire', 'renew', 'sign', 'signer',
    'verify', 'install', 'show', 'diff'];
  const all = await d.verb('--help');
  for (const verb of verbs) {
    const help = await d.verb(verb, '--help');
    assert.match(all, new RegExp(`^  ${verb} `, 'm'));
    assert.ok(help.split('\n').every((line) => line.length <= 79), help);
    const usage = help.slice(0, help.indexOf('\n\n'));
    for (const [option] of usage.matchAll(/--[a-z-]+/g))
      assert.match(help, new RegExp(`^ .*${option}( |$)`, 'm'), `${verb} ${option}`);
    await d.refused(EX.USAGE, /unknown option|no such option|bogus/, verb, '--bogus');
    if (!['signer', 'show'].includes(verb))
      await d.refused(EX.USAGE, /expected/, verb);
  }
  await d.refused(EX.USAGE, /expected a verb/);
  await d.refused(EX.USAGE, /unknown verb "shwo"/, 'shwo');
  await d.refused(EX.USAGE, /given twice/, 'renew', 'k', '--expires', '+1', '--expires', '+2');
});
