// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Keys over the years: folders of them, key periods, fingerprints, and the end
// of a key.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, statSync,
  symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { bundleOf, id, keys, sealedTip } from './bundles.mjs';
import { EX, folder, inside, must, officer, onTerminal, refused, run }
  from './programs.mjs';

const passphrases = ['den första av två fraser', 'den andra av de två fraserna'];

// A bundle of a tip for each recipient, in key periods 1, 2 and so on.
async function bundleFor(dir, recipients) {
  const [blobs, epochs] = [{}, {}];
  for (const [i, recipient] of recipients.entries()) {
    blobs[id(i + 1)] = await sealedTip(recipient, `period ${i + 1}`);
    epochs[id(i + 1)] = i + 1;
  }
  const path = join(dir, 'bundle.tar');
  writeFileSync(path, bundleOf(blobs, epochs));
  return path;
}

async function room(t, n = 2) {
  const dir = folder(t);
  const keep = join(dir, 'keys');
  mkdirSync(keep);
  const all = [];
  for (let i = 0; i < n; i++)
    all.push(await keys(keep, `period-${i + 1}.key`));
  return { dir, keep, all, bundle: await bundleFor(dir, all.map((k) => k.recipient)) };
}

async function protectedKey(dir, name, passphrase, more = []) {
  const file = join(dir, name);
  return { file, recipient: await must(officer, ['keygen', '--classic', '-o', file,
    '--passphrase-fd', '3', ...more], { fd3: `${passphrase}\n` }) };
}

const opened = (done) => done.out.split('\n').filter(Boolean).map((line) =>
  JSON.parse(line));

// FORMAT 13.9, by hand.
function fingerprint(recipient) {
  const digest = createHash('sha256').update(`inkast-fingerprint/1\n${recipient}`).digest();
  return Array.from({ length: 6 }, (_, i) =>
    (digest.readUIntBE(5 * i, 5) % 100000).toString().padStart(5, '0')).join(' ');
}

test('a_folder_of_keys_opens_old_tips_and_new_ones', async (t) => {
  const { keep, bundle } = await room(t, 3);
  const done = await run(officer, ['open', '-i', keep, bundle, '--json']);
  assert.equal(done.code, EX.OK, done.stderr);
  assert.deepEqual(opened(done).map((o) => o.tip.answers[0].answer),
    ['period 1', 'period 2', 'period 3']);
});

test('what_is_no_identity_is_left_out_of_a_folder_and_said', async (t) => {
  const { keep, all, bundle } = await room(t, 1);
  writeFileSync(join(keep, 'note.txt'), 'periods end in May');
  writeFileSync(join(keep, 'empty'), '');
  writeFileSync(join(keep, 'tip.age'), await sealedTip(all[0].recipient, 'x'));
  writeFileSync(join(keep, 'long'), 'x'.repeat(70000));
  writeFileSync(join(keep, '.hidden'), 'x');
  mkdirSync(join(keep, 'sub'));
  const done = await run(officer, ['open', '-i', keep, bundle, '--json']);
  assert.equal(done.code, EX.OK, done.stderr);
  assert.equal(opened(done).length, 1);
  for (const name of ['note.txt', 'empty', 'tip.age', 'long'])
    assert.match(done.stderr, new RegExp(`/${name} is .*left out`));
  assert.doesNotMatch(done.stderr, /hidden|sub/);
});

test('a_useless_file_in_a_folder_keeps_no_key_from_opening', async (t) => {
  const { keep, all, bundle } = await room(t, 1);
  writeFileSync(join(keep, 'notes'), 'a line AGE-SECRET-KEY-1 is the secret one');
  const damaged = await protectedKey(keep, 'a-damaged', passphrases[0]);
  const bytes = readFileSync(damaged.file);
  bytes[bytes.length - 20] ^= 1;
  writeFileSync(damaged.file, bytes);
  const done = await run(officer, ['open', '-i', keep, bundle, '--json',
    '--passphrase-fd', '3'], { fd3: `${passphrases[0]}\n` });
  assert.equal(done.code, EX.OK, done.stderr);
  assert.equal(opened(done).length, all.length);
  for (const name of ['notes', 'a-damaged'])
    assert.match(done.stderr, new RegExp(`/${name} is left out`));
  // Who tests a folder has to know that not all of it was.
  assert.equal((await run(officer, ['test', '-i', keep, '--passphrase-fd', '3'],
    { fd3: `${passphrases[0]}\n` })).code, EX.NOPERM);
});

test('a_folder_without_an_identity_is_refused', async (t) => {
  const { dir, bundle } = await room(t, 1);
  mkdirSync(join(dir, 'none'));
  assert.match(await refused(EX.NOINPUT, officer,
    ['open', '-i', join(dir, 'none'), bundle]), /no identity in this folder/);
});

test('one_passphrase_for_all_files_is_asked_for_once', async (t) => {
  const dir = folder(t);
  const keep = join(dir, 'keys');
  mkdirSync(keep);
  const all = [];
  for (const name of ['a.key', 'b.key'])
    all.push(await protectedKey(keep, name, passphrases[0]));
  const bundle = await bundleFor(dir, all.map((k) => k.recipient));
  const done = await run(officer, ['open', '-i', keep, bundle, '--json',
    '--passphrase-fd', '3'], { fd3: `${passphrases[0]}\n` });
  assert.equal(done.code, EX.OK, done.stderr);
  assert.equal(opened(done).length, 2);
});

test('a_file_without_its_passphrase_is_left_out_and_the_others_open', async (t) => {
  const dir = folder(t);
  const keep = join(dir, 'keys');
  mkdirSync(keep);
  const all = [await protectedKey(keep, 'a.key', passphrases[0]),
    await protectedKey(keep, 'b.key', passphrases[1])];
  const bundle = await bundleFor(dir, all.map((k) => k.recipient));
  const both = await run(officer, ['open', '-i', keep, bundle, '--json',
    '--passphrase-fd', '3'], { fd3: `${passphrases.join('\n')}\n` });
  assert.equal(opened(both).length, 2, both.stderr);
  const one = await run(officer, ['open', '-i', keep, bundle, '--json',
    '--passphrase-fd', '3'], { fd3: `wrong\n${passphrases[1]}\n` });
  assert.equal(one.code, EX.OK, one.stderr);
  assert.deepEqual(opened(one).map((o) => o.tip.answers[0].answer), ['period 2']);
  assert.match(one.stderr, /a\.key: the passphrase is wrong; the file is left out/);
  assert.match(one.stderr, /key period 1: 1 tip/);
});

test('a_tip_names_the_key_period_that_it_is_sealed_to', async (t) => {
  const { all, bundle } = await room(t, 2);
  const json = await run(officer, ['open', '-i', all[1].file, bundle, '--json']);
  assert.deepEqual(opened(json).map((o) => o.epoch), [2]);
  const text = await run(officer, ['open', '-i', all[1].file, bundle]);
  assert.match(text.out, /^Nyckel: {3}period 2$/m);
  // One that stays sealed, too: which key is to be fetched?
  assert.match(text.stderr, /1 tip is sealed to other identities/);
  assert.match(text.stderr, /key period 1: 1 tip/);
});

test('a_manifest_that_lacks_a_tip_leaves_its_period_unknown', async (t) => {
  const { dir, all, bundle } = await room(t, 2);
  const bytes = readFileSync(bundle);
  const at = bytes.indexOf(`${id(1)} 2026-11-22 1\n`);
  bytes.write('f', at);
  const damaged = join(dir, 'damaged.tar');
  writeFileSync(damaged, bytes);
  const done = await run(officer, ['open', '-i', join(dir, 'keys'), damaged, '--json']);
  assert.equal(done.code, EX.DATAERR);
  assert.equal(opened(done).length, all.length);
  assert.equal(opened(done)[0].epoch, undefined);
});

test('public_prints_the_recipient_and_the_fingerprint_of_the_format', async (t) => {
  const { all } = await room(t, 1);
  const done = await run(officer, ['public', '-i', all[0].file]);
  assert.equal(done.out, `${all[0].recipient}\n`);
  assert.ok(done.stderr.includes(`classic, fingerprint ${fingerprint(all[0].recipient)}`),
    done.stderr);
});

test('a_key_is_tested_by_a_probe_of_its_own', async (t) => {
  const { keep, all } = await room(t, 2);
  const lines = (await must(officer, ['test', '-i', keep])).split('\n');
  assert.deepEqual(lines.map((line) => line.replace(/ +/g, ' ')), all.map((k) =>
    `works ${fingerprint(k.recipient)} classic`));
});

test('a_passphrase_of_words_is_shown_once_and_asked_back', async (t) => {
  const dir = folder(t);
  let words;
  const read = (seen) => {
    words = /\n {4}([a-z]+(?: [a-z]+){6})\r?\n/.exec(seen)[1];
    return `${words}\n`;
  };
  const { code, shown } = await onTerminal(`${officer} keygen --classic --words -o id`,
    [['type it now', 'not this\n'], ['type it now', read]], { cwd: dir });
  assert.equal(code, EX.OK, shown);
  assert.match(shown, /that is not the passphrase/);
  assert.equal(shown.split(words).length, 2, 'shown once');
  assert.match(shown.slice(shown.indexOf(words)), /\x1b\[2J/, 'and cleared');
  const recipient = /age1[0-9a-z]{58}/.exec(shown)[0];
  assert.equal(await must(officer, ['public', '-i', join(dir, 'id'), '--passphrase-fd', '3'],
    { fd3: `${words}\n` }), recipient);
});

test('without_a_terminal_no_words_are_made', async (t) => {
  const dir = folder(t);
  assert.match(await refused(EX.USAGE, 'setsid', ['-w', officer, 'keygen', '--words',
    '-o', join(dir, 'id')]), /no terminal to show a passphrase on/);
  assert.deepEqual(inside(dir), []);
});

// ---- destroy ----

async function doomed(t, n = 2) {
  const all = await room(t, n);
  const signer = join(all.dir, 'eva.key');
  await must(officer, ['signer', '-o', signer, '--plain']);
  const record = join(all.dir, 'record');
  return { ...all, signer, record, with: (...more) =>
    ['destroy', '--sign', signer, '-o', record, '--yes', ...more] };
}

// The last epoch is the one in use: the newest of those that count today.
const later = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
function keyring(dir, epochs) {
  const file = join(dir, 'keyring.ini');
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(file, ['[keyring]', 'format = inkast-keyring/1', 'service = Test',
    'serial = 1', `issued = ${today}`, 'expires = 2099-01-01', 'stanzas = 4',
    ...epochs.flatMap((list, i) => ['', `[epoch ${i + 1}]`, `from = ${today}`,
      'until = 2098-01-01', 'destroy-after = 2099-01-01',
      ...list.map((r) => `area * = ${r}`)]), ''].join('\n'));
  return file;
}

test('a_destroyed_key_is_gone_and_its_record_is_signed', async (t) => {
  const d = await doomed(t);
  const secret = readFileSync(d.all[0].file, 'latin1');
  await must(officer, d.with('-i', d.all[0].file));
  assert.equal(existsSync(d.all[0].file), false);
  assert.deepEqual(inside(d.keep), [basename(d.all[1].file)]);
  const text = readFileSync(d.record, 'utf8');
  assert.equal(text, 'inkast-destroyed/1\n' +
    `day ${new Date().toISOString().slice(0, 10)}\n` +
    `recipient ${d.all[0].recipient}\nfingerprint ${fingerprint(d.all[0].recipient)}\n` +
    'file period-1.key\nend\n');
  assert.ok(!text.includes(/AGE-SECRET-KEY-\w+/.exec(secret)[0]));
  await must('minisign', ['-V', '-q', '-p', `${d.signer}.pub`, '-m', d.record]);
});

test('a_dry_run_destroys_nothing_and_records_nothing', async (t) => {
  const d = await doomed(t);
  const before = readFileSync(d.all[0].file);
  const out = await must(officer, d.with('-i', d.all[0].file, '--dry-run'));
  assert.match(out, /would destroy/);
  assert.ok(out.includes(fingerprint(d.all[0].recipient)));
  assert.deepEqual(readFileSync(d.all[0].file), before);
  assert.equal(existsSync(d.record), false);
});

// Nothing is touched when anything is wrong; every file is as it was.
async function nothingDestroyed(d, code, args, message) {
  const before = d.all.map((k) => readFileSync(k.file));
  const had = existsSync(d.record) ? readFileSync(d.record) : null;
  const done = await run(officer, args);
  assert.equal(done.code, code, done.stderr);
  assert.match(done.stderr, message);
  assert.match(done.stderr, /hint: .*nothing was (destroyed|done)|nothing was done/);
  d.all.forEach((k, i) => assert.deepEqual(readFileSync(k.file), before[i]));
  assert.deepEqual(existsSync(d.record) ? readFileSync(d.record) : null, had);
  assert.equal(existsSync(`${d.record}.minisig`), false);
}

test('links_and_folders_are_not_destroyed', async (t) => {
  const d = await doomed(t);
  const link = join(d.dir, 'link');
  symlinkSync(d.all[0].file, link);
  await nothingDestroyed(d, EX.DATAERR, d.with('-i', link), /symbolic link/);
  await nothingDestroyed(d, EX.NOINPUT, d.with('-i', d.keep), /keys/);
  linkSync(d.all[0].file, join(d.dir, 'second'));
  await nothingDestroyed(d, EX.DATAERR, d.with('-i', d.all[0].file), /other names/);
});

test('one_wrong_file_among_several_spares_them_all', async (t) => {
  const d = await doomed(t);
  const wrong = join(d.dir, 'wrong');
  writeFileSync(wrong, 'no identity');
  await nothingDestroyed(d, EX.DATAERR,
    d.with('-i', d.all[0].file, '-i', wrong), /no identity|not an identity/);
  assert.ok(existsSync(wrong));
});

test('nothing_is_destroyed_where_no_record_can_be_written', async (t) => {
  const d = await doomed(t);
  writeFileSync(d.record, 'of last year');
  await nothingDestroyed(d, EX.CANTCREAT, d.with('-i', d.all[0].file), /never overwritten/);
  await nothingDestroyed(d, EX.CANTCREAT, ['destroy', '--sign', d.signer, '--yes',
    '-o', join(d.dir, 'no', 'where'), '-i', d.all[0].file], /no.where/);
});

test('nothing_is_destroyed_without_a_yes', async (t) => {
  const d = await doomed(t);
  const args = d.with('-i', d.all[0].file).filter((a) => a !== '--yes');
  const done = await run('setsid', ['-w', officer, ...args]);
  assert.equal(done.code, EX.USAGE);
  const { code, shown } = await onTerminal([officer, ...args].join(' '),
    [['type destroy', 'yes\n']], { cwd: d.dir });
  assert.equal(code, EX.NOPERM, shown);
  assert.ok(existsSync(d.all[0].file));
  const sure = await onTerminal([officer, ...args].join(' '),
    [['type destroy', 'destroy\n']], { cwd: d.dir });
  assert.equal(sure.code, EX.OK, sure.shown);
  assert.equal(existsSync(d.all[0].file), false);
});

test('a_key_of_another_period_is_not_destroyed', async (t) => {
  const d = await doomed(t);
  const ring = keyring(d.dir, d.all.map((k) => [k.recipient]));
  await nothingDestroyed(d, EX.DATAERR, d.with('-i', d.all[1].file,
    '--epoch', '1', '--keyring', ring), /none of epoch 1/);
  await nothingDestroyed(d, EX.DATAERR, d.with('-i', d.all[0].file,
    '--epoch', '7', '--keyring', ring), /no epoch 7/);
});

test('a_key_that_another_period_needs_is_spared_unless_told', async (t) => {
  const d = await doomed(t);
  const [one, two] = d.all.map((k) => k.recipient);
  const ring = keyring(d.dir, [[one], [two, one]]);
  const args = d.with('-i', d.all[0].file, '--epoch', '1', '--keyring', ring);
  await nothingDestroyed(d, EX.DATAERR, args, /one of epoch 2, too/);
  await must(officer, [...args, '--also-others']);
  assert.equal(existsSync(d.all[0].file), false);
  assert.match(readFileSync(d.record, 'utf8'), /^epoch 1$/m);
});

test('who_could_still_open_the_period_is_named', async (t) => {
  const d = await doomed(t);
  const ring = keyring(d.dir, [d.all.map((k) => k.recipient), [later]]);
  const done = await run(officer, d.with('-i', d.all[0].file, '--epoch', '1',
    '--keyring', ring));
  assert.equal(done.code, EX.OK, done.stderr);
  assert.match(done.stderr, /still able to open tips of epoch 1/);
  assert.ok(done.stderr.includes(fingerprint(d.all[1].recipient)));
  assert.ok(!done.stderr.includes(fingerprint(d.all[0].recipient)));
  const text = readFileSync(d.record, 'utf8');
  const digest = createHash('sha256').update(readFileSync(ring)).digest('hex');
  assert.ok(text.includes(`\nepoch 1\nkeyring unverified ${digest}\n` +
    `remaining ${fingerprint(d.all[1].recipient)}\n`), text);
});

test('the_period_in_use_is_spared_unless_told', async (t) => {
  const d = await doomed(t);
  const ring = keyring(d.dir, [[d.all[0].recipient]]);
  const args = d.with('-i', d.all[0].file, '--epoch', '1', '--keyring', ring);
  await nothingDestroyed(d, EX.DATAERR, args, /tips are sealed to epoch 1 today/);
  await must(officer, [...args, '--also-in-use']);
  assert.equal(existsSync(d.all[0].file), false);
});

test('what_was_shown_is_destroyed_whatever_its_name_becomes', async (t) => {
  const d = await doomed(t);
  const args = d.with('-i', d.all[0].file).filter((a) => a !== '--yes');
  const other = readFileSync(d.all[1].file);
  const moved = join(d.keep, 'moved');
  const swap = () => {
    renameSync(d.all[0].file, moved);
    renameSync(d.all[1].file, d.all[0].file);
    return 'destroy\n';
  };
  const { code, shown } = await onTerminal([officer, ...args].join(' '),
    [['type destroy', swap]], { cwd: d.dir });
  assert.equal(code, EX.IOERR, shown);
  assert.equal(readFileSync(moved, 'latin1'), '', 'the one that was shown');
  assert.deepEqual(readFileSync(d.all[0].file), other, 'and no other');
});

test('what_is_no_identity_is_not_destroyed_unopened', async (t) => {
  const d = await doomed(t);
  const list = join(d.dir, 'shopping');
  writeFileSync(list, 'milk');
  await nothingDestroyed(d, EX.DATAERR, d.with('-i', list, '--unopened'),
    /no identity file/);
  assert.equal(readFileSync(list, 'latin1'), 'milk');
});

test('a_full_disk_destroys_nothing', async (t) => {
  const d = await doomed(t);
  const small = join(d.dir, 'small');
  mkdirSync(small);
  await must('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'none', small]);
  t.after(() => run('umount', [small]));
  await nothingDestroyed(d, EX.CANTCREAT, ['destroy', '--sign', d.signer, '--yes',
    '-o', join(small, 'record'), '-i', d.all[0].file], /record/);
  assert.deepEqual(inside(small), []);
  await must('umount', [small]);
});

test('a_keyring_that_its_signers_did_not_sign_is_refused', async (t) => {
  const d = await doomed(t);
  const ring = keyring(d.dir, [[d.all[0].recipient], [later]]);
  const args = d.with('-i', d.all[0].file, '--epoch', '1', '--keyring', ring,
    '--signer', `${d.signer}.pub`);
  await nothingDestroyed(d, EX.DATAERR, args, /signed by 0, expected 1 of 1/);
  await must('minisign', ['-S', '-W', '-s', d.signer, '-m', ring]);
  writeFileSync(ring, readFileSync(ring, 'utf8').replace('stanzas = 4', 'stanzas = 5'));
  await nothingDestroyed(d, EX.DATAERR, args, /not one of this text/);
  writeFileSync(ring, readFileSync(ring, 'utf8').replace('stanzas = 5', 'stanzas = 4'));
  await must(officer, args);
  assert.equal(existsSync(d.all[0].file), false);
});

test('a_wrong_passphrase_spares_the_key_and_a_lost_one_does_not', async (t) => {
  const d = await doomed(t, 1);
  const key = await protectedKey(d.dir, 'lost.key', passphrases[0]);
  const args = d.with('-i', key.file, '--passphrase-fd', '3');
  const wrong = await run(officer, args, { fd3: 'wrong\n' });
  assert.equal(wrong.code, EX.NOPERM);
  assert.match(wrong.stderr, /nothing was destroyed; --unopened/);
  assert.ok(existsSync(key.file));
  await must(officer, d.with('-i', key.file, '--unopened'));
  assert.equal(existsSync(key.file), false);
  assert.match(readFileSync(d.record, 'utf8'), /\nrecipient unknown\nfile lost\.key\nend\n$/);
});

test('a_file_whose_name_cannot_be_removed_is_empty_and_recorded', async (t) => {
  const d = await doomed(t);
  const stuck = join(d.dir, 'stuck');
  mkdirSync(stuck);
  const key = await keys(stuck, 'id.key');
  await must('chattr', ['+i', stuck]);
  const done = await run(officer, d.with('-i', key.file));
  await must('chattr', ['-i', stuck]);
  assert.equal(done.code, EX.IOERR, done.stderr);
  assert.match(done.stderr, /id\.key is destroyed, but its name could not be removed/);
  assert.equal(readFileSync(key.file, 'latin1'), '');
  assert.match(readFileSync(d.record, 'utf8'), /^emptied id\.key$/m);
});

test('a_file_that_is_named_twice_is_refused', async (t) => {
  const d = await doomed(t);
  await nothingDestroyed(d, EX.USAGE, d.with('-i', d.all[0].file, '-i',
    join(d.keep, '..', 'keys', basename(d.all[0].file))), /named twice/);
});

test('a_signing_key_of_ours_is_private_and_minisign_s', async (t) => {
  const dir = folder(t);
  const file = join(dir, 'eva.key');
  const printed = await must(officer, ['signer', '-o', file, '--plain']);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(readFileSync(`${file}.pub`, 'utf8').endsWith(`${printed}\n`));
  writeFileSync(join(dir, 'text'), 'hej');
  await must('minisign', ['-S', '-W', '-s', file, '-m', join(dir, 'text')]);
  await must('minisign', ['-V', '-q', '-P', printed, '-m', join(dir, 'text')]);
  chmodSync(file, 0o400);
  await refused(EX.CANTCREAT, officer, ['signer', '-o', file, '--plain']);
});
