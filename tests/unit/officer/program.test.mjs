// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// inkast-officer as an officer uses it: keys, bundles, any age file; and
// Debian's age on the same files.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, watch,
  writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { aBundle, bundleOf, id, keys, sealed, sealedTip, sha256, tip } from './bundles.mjs';
import { EX, folder, inside, must, officer, onTerminal, refused, run, tool }
  from './programs.mjs';

const passphrase = 'fem slumpade ord räcker långt';
test('keygen_prints_the_recipient_alone_and_keeps_the_file_to_itself', async (t) => {
  const dir = folder(t);
  const file = join(dir, 'id.txt');
  const done = await run(officer, ['keygen', '--classic', '--plain', '-o', file]);
  assert.equal(done.code, EX.OK);
  assert.match(done.out, /^age1[0-9a-z]{58}\n$/);
  assert.match(done.stderr, /not protected/);
  assert.doesNotMatch(done.stderr, /AGE-SECRET/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(await must('age-keygen', ['-y', file]), done.out.trim());
});

test('keygen_never_overwrites', async (t) => {
  const dir = folder(t);
  const file = join(dir, 'id.txt');
  writeFileSync(file, 'precious');
  await refused(EX.CANTCREAT, officer, ['keygen', '--plain', '-o', file]);
  assert.equal(readFileSync(file, 'utf8'), 'precious');
  assert.deepEqual(inside(dir), ['id.txt']);
});

test('keygen_refuses_a_short_passphrase_and_makes_nothing', async (t) => {
  const dir = folder(t);
  for (const input of ['elva tecken\n', '\n', ''])
    assert.notEqual((await run(officer,
      ['keygen', '-o', join(dir, 'id'), '--passphrase-fd', '0'],
      { input })).code, EX.OK);
  assert.deepEqual(inside(dir), []);
});

test('age_opens_with_our_plain_identity', async (t) => {
  const dir = folder(t);
  const { file, recipient } = await keys(dir);
  const { stdout } = await run('age', ['-r', recipient], { input: 'hej' });
  assert.equal(await must('age', ['-d', '-i', file], { input: stdout }), 'hej');
});

test('age_opens_with_our_protected_identity', async (t) => {
  const dir = folder(t);
  const recipient = await must(officer,
    ['keygen', '--classic', '-o', join(dir, 'id'), '--passphrase-fd', '3'],
    { fd3: `${passphrase}\n` });
  assert.doesNotMatch(readFileSync(join(dir, 'id'), 'latin1'), /SECRET/);
  await must('age', ['-r', recipient, '-o', join(dir, 'x.age')], { input: 'hej' });
  const { code, shown } = await onTerminal('age -d -i id -o x x.age',
    [['passphrase', `${passphrase}\n`]], { cwd: dir });
  assert.equal(code, 0, shown);
  assert.equal(readFileSync(join(dir, 'x'), 'utf8'), 'hej');
});

test('we_open_with_an_identity_that_age_protected', async (t) => {
  const dir = folder(t);
  const recipient = (await must('age-keygen', ['-o', join(dir, 'plain')]).then(
    () => must('age-keygen', ['-y', join(dir, 'plain')])));
  const { code } = await onTerminal('age -p -o id plain',
    [['Enter passphrase', `${passphrase}\n`], ['onfirm', `${passphrase}\n`]],
    { cwd: dir });
  assert.equal(code, 0);
  const blob = (await run('age', ['-r', recipient], { input: 'hej' })).stdout;
  const args = ['unseal', '-i', join(dir, 'id'), '--passphrase-fd', '3', '-'];
  assert.equal(await must(officer, args, { input: blob, fd3: passphrase }), 'hej');
  await refused(EX.NOPERM, officer, args,
    { input: blob, fd3: 'inte den rätta alls\n' });
});

test('a_passphrase_typed_on_a_terminal_is_not_echoed', async (t) => {
  const dir = folder(t);
  const { code, shown, unasked } = await onTerminal(`${officer} keygen -o id`,
    [['new passphrase', `${passphrase}\n`], ['again', `${passphrase}\n`]],
    { cwd: dir });
  assert.equal(code, 0, shown);
  assert.deepEqual(unasked, []);
  assert.doesNotMatch(shown, /slumpade/);
  assert.match(shown, /age1[0-9a-z]{58}/);
});

test('two_passphrases_that_differ_make_nothing', async (t) => {
  const dir = folder(t);
  const { code, shown } = await onTerminal(`${officer} keygen -o id`,
    [['new passphrase', `${passphrase}\n`], ['again', `${passphrase}x\n`]],
    { cwd: dir });
  assert.equal(code, EX.DATAERR, shown);
  assert.deepEqual(inside(dir), []);
});

test('an_interrupted_question_gives_the_terminal_its_echo_back', async (t) => {
  const dir = folder(t);
  const { shown } = await onTerminal(
    `trap : INT; ${officer} keygen -o id; echo "ended $?"; stty -a`,
    [['new passphrase', '\x03']], { cwd: dir });
  assert.match(shown, /ended 130/);
  assert.match(shown, / echo /);
  assert.deepEqual(inside(dir), []);
});

test('a_stopped_question_gives_the_terminal_its_echo_back', async (t) => {
  const dir = folder(t);
  const stop = (shown) => process.kill(Number(/pid (\d+)/.exec(shown)[1]), 'SIGTSTP');
  const { shown } = await onTerminal(
    `sh -c 'echo pid $$; exec ${officer} keygen -o id'; echo "ended $?"; stty -a`,
    [['new passphrase', stop]], { cwd: dir });
  assert.match(shown, /ended 148/);
  assert.match(shown, / echo /);
  assert.deepEqual(inside(dir), []);
});

test('without_a_terminal_the_passphrase_s_descriptor_is_named', async (t) => {
  const dir = folder(t);
  const done = await run('setsid', ['-w', officer, 'keygen', '-o', join(dir, 'id')]);
  assert.equal(done.code, EX.USAGE);
  assert.match(done.stderr, /--passphrase-fd/);
  assert.deepEqual(inside(dir), []);
});

test('open_shows_tips_to_people_in_swedish', async (t) => {
  const { key, path } = await aBundle(t, ['en cykel\r\nvid ån', '\x1b[2J\u202e']);
  const out = await must(officer, ['open', '-i', key.file, path]);
  assert.match(out, /^===== Tips 1 =====$/m);
  assert.match(out, /^Område: {3}Stöld$/m);
  assert.match(out, /^ {4}│ en cykel\n {4}│ vid ån$/m);
  assert.match(out, /⟨U\+001B⟩\[2J⟨U\+202E⟩/);
  assert.doesNotMatch(out, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
});

test('open_json_gives_every_string_as_it_was_sealed', async (t) => {
  let text = '\u202e\u2066 åäö 😀 <script>{{x}} \'";--\\ \r\n';
  for (let c = 0; c < 0xa0; c++)
    text += String.fromCharCode(c);
  const { key, path, dir } = await aBundle(t, [text]);
  const line = await must(officer, ['open', '-i', key.file, path, '--json']);
  assert.deepEqual(JSON.parse(line), { id: id(1), tip: tip(text), files: [] });
  assert.deepEqual(inside(dir), ['bundle.tar', 'id.txt']);
});

test('open_lists_the_files_of_a_tip', async (t) => {
  const { dir, key } = await aBundle(t);
  const photo = randomBytes(3000);
  const blob = await sealedTip(key.recipient, 'x', [['photo-1.jpg', photo]]);
  writeFileSync(join(dir, 'b.tar'), bundleOf({ [id(7)]: blob }));
  const line = await must(officer, ['open', '-i', key.file, join(dir, 'b.tar'), '--json']);
  assert.deepEqual(JSON.parse(line).files,
    [{ name: 'photo-1.jpg', bytes: 3000, sha256: sha256(photo) }]);
});

test('open_writes_a_folder_for_each_tip_and_never_over_one', async (t) => {
  const { dir, key } = await aBundle(t);
  const photo = randomBytes(70000);
  const blob = await sealedTip(key.recipient, 'x', [['photo-1.jpg', photo]]);
  const path = join(dir, 'b.tar');
  const out = join(dir, 'out');
  writeFileSync(path, bundleOf({ [id(7)]: blob, [id(8)]: blob }));
  await must(officer, ['open', '-i', key.file, path, '-o', out]);
  assert.deepEqual(inside(out), [id(7), id(8)]);
  assert.equal(statSync(join(out, id(7))).mode & 0o777, 0o700);
  const file = join(out, id(7), 'photo-1.jpg');
  assert.deepEqual(readFileSync(file), photo);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(JSON.parse(readFileSync(join(out, id(8), 'tip.json'))), tip('x'));
  writeFileSync(file, 'changed');
  const again = await run(officer, ['open', '-i', key.file, path, '-o', out]);
  assert.equal(again.code, EX.OK, again.stderr);
  assert.equal(again.stderr.match(/is there already/g).length, 2);
  assert.equal(readFileSync(file, 'utf8'), 'changed');
  assert.deepEqual(inside(out), [id(7), id(8)]);
  rmSync(join(out, id(7)), { recursive: true });
  writeFileSync(join(out, id(7)), 'not a folder');
  await refused(EX.CANTCREAT, officer, ['open', '-i', key.file, path, '-o', out]);
  assert.equal(readFileSync(join(out, id(7)), 'utf8'), 'not a folder');
});

test('what_an_end_without_clean_up_left_is_made_again', async (t) => {
  const { dir, key, path } = await aBundle(t, ['ett', 'två']);
  const out = join(dir, 'out');
  const open = () => run(officer, ['open', '-i', key.file, path, '-o', out]);
  const part = (n) => join(out, `.${id(n)}.part`);
  mkdirSync(part(1), { recursive: true });
  writeFileSync(join(part(1), 'tip.json'), 'half');
  mkdirSync(part(2));
  writeFileSync(join(part(2), 'mine'), 'not of this tip');
  const done = await open();
  assert.equal(done.code, EX.CANTCREAT);
  assert.deepEqual(inside(out), [`.${id(2)}.part`, id(1)]);
  assert.deepEqual(JSON.parse(readFileSync(join(out, id(1), 'tip.json'))), tip('ett'));
  assert.equal(readFileSync(join(part(2), 'mine'), 'utf8'), 'not of this tip');
  rmSync(part(2), { recursive: true });
  symlinkSync(dir, part(2));
  assert.equal((await open()).code, EX.CANTCREAT);
  assert.ok(existsSync(path));
});

test('an_interrupt_leaves_whole_tips_and_can_be_gone_on_from', async (t) => {
  const { dir, key } = await aBundle(t);
  const photo = Buffer.alloc(3 << 20, 1);
  const blob = await sealedTip(key.recipient, 'x', [['photo-1.jpg', photo]]);
  const path = join(dir, 'b.tar');
  const out = join(dir, 'out');
  const blobs = Object.fromEntries(Array.from({ length: 12 },
    (_, i) => [id(i + 1), blob]));
  writeFileSync(path, bundleOf(blobs));
  const args = ['open', '-i', key.file, path, '-o', out];
  // Interrupted when the first tip's temporary folder is there. Should all be
  // done by the time the signal comes, it was too late: then again.
  const interrupted = async () => {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out);
    let seen;
    const watcher = watch(out, () => seen());
    const first = new Promise((resolve) => { seen = resolve; });
    const child = spawn(officer, args, { stdio: 'ignore' });
    const closed = once(child, 'close');
    await Promise.race([first, closed]);
    child.kill('SIGINT');
    const [code] = await closed;
    watcher.close();
    return code;
  };
  let code;
  let tries = 50;
  do
    code = await interrupted();
  while (inside(out).length === 12 && --tries > 0);
  assert.equal(code, 130);
  const names = inside(out);
  assert.ok(names.length < 12 && names.every((name) => name in blobs), names);
  for (const name of names)
    assert.deepEqual(inside(join(out, name)), ['photo-1.jpg', 'tip.json']);
  await must(officer, args);
  assert.deepEqual(inside(out), Object.keys(blobs));
});

test('an_interrupted_unseal_leaves_no_file', async (t) => {
  const dir = folder(t);
  const { file, recipient } = await keys(dir);
  const blob = (await run('age', ['-r', recipient],
    { input: randomBytes(300_000) })).stdout;
  const first = new Promise((resolve) => {
    const watcher = watch(dir, () => { watcher.close(); resolve(); });
  });
  const child = spawn(officer, ['unseal', '-i', file, '-', '-o', join(dir, 'out')],
    { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => {}); // it may end before it has read all
  child.stdin.write(blob.subarray(0, 200_000)); // and then nothing more comes
  const closed = once(child, 'close');
  await Promise.race([first, closed]); // the temporary file is there
  child.kill('SIGTERM');
  const [code] = await closed;
  assert.equal(code, 143);
  assert.deepEqual(inside(dir), ['id.txt']);
});

test('an_altered_tip_is_written_under_a_name_that_says_so', async (t) => {
  const { dir, key, path, blobs } = await aBundle(t, ['ett', 'två']);
  const out = join(dir, 'out');
  const bytes = readFileSync(path);
  bytes.set(blobs[id(2)], bytes.indexOf(blobs[id(1)]));
  writeFileSync(path, bytes);
  const said = await refused(EX.DATAERR, officer,
    ['open', '-i', key.file, path, '-o', out]);
  assert.match(said, new RegExp(`tip ${id(1)}: opened, but it does not match`));
  assert.deepEqual(inside(out), [`${id(1)}.altered`, id(2)]);
  assert.deepEqual(
    JSON.parse(readFileSync(join(out, `${id(1)}.altered`, 'tip.json'))), tip('två'));
});

test('a_tip_whose_json_is_odd_is_shown_as_it_is', async (t) => {
  const { dir, key } = await aBundle(t);
  const path = join(dir, 'odd.tar');
  const odd = ['{"n":1e999,"a":"\x1b[2J"}', '{"n":123456789012345678901234567890}',
    'not JSON at all'];
  const blobs = {};
  for (const [i, json] of odd.entries())
    blobs[id(i + 1)] = await sealed(key.recipient, [['tip.json', Buffer.from(json)]]);
  writeFileSync(path, bundleOf(blobs));
  const open = (...more) => run(officer, ['open', '-i', key.file, path, ...more]);
  const text = await open();
  assert.equal(text.code, EX.DATAERR);
  assert.equal(text.out.match(/^VARNING/mg).length, 3);
  assert.match(text.out, /│ \{"n":1e999,"a":"⟨U\+001B⟩\[2J"\}$/m);
  assert.match(text.out, /│ not JSON at all$/m);
  const json = await open('--json');
  assert.equal(json.code, EX.DATAERR);
  for (const line of json.out.trim().split('\n')) {
    const opened = JSON.parse(line);
    assert.equal(opened.tip, null);
    assert.match(opened.warning, /not a JSON object/);
  }
  const out = join(dir, 'out');
  const written = await open('-o', out);
  assert.equal(written.code, EX.DATAERR);
  assert.equal(readFileSync(join(out, id(3), 'tip.json'), 'utf8'), odd[2]);
});

test('a_damaged_tip_is_named_and_the_others_are_opened', async (t) => {
  const { key, path, blobs } = await aBundle(t, ['ett', 'två', 'tre']);
  const bytes = readFileSync(path);
  const at = bytes.indexOf(blobs[id(2)]) + blobs[id(2)].length - 100;
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
  const done = await run(officer, ['open', '-i', key.file, path, '--json']);
  assert.equal(done.code, EX.DATAERR);
  const opened = done.out.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(opened.map((o) => o.id), [id(1), id(3)]);
  assert.ok(opened.every((o) => !('warning' in o)));
  assert.match(done.stderr, new RegExp(`tip ${id(2)} is damaged: \\S`));
});

test('a_tip_in_another_s_place_is_not_passed_off_as_intact', async (t) => {
  const { key, path, blobs } = await aBundle(t, ['ett', 'två']);
  const bytes = readFileSync(path);
  assert.equal(blobs[id(1)].length, blobs[id(2)].length);
  bytes.set(blobs[id(2)], bytes.indexOf(blobs[id(1)]));
  writeFileSync(path, bytes);
  const done = await run(officer, ['open', '-i', key.file, path, '--json']);
  assert.equal(done.code, EX.DATAERR);
  for (const line of done.out.trim().split('\n')) {
    const opened = JSON.parse(line);
    assert.equal('warning' in opened, opened.id === id(1));
  }
  const { out } = await run(officer, ['open', '-i', key.file, path]);
  assert.match(out, /^VARNING/m);
});

test('a_truncated_bundle_gives_its_whole_tips_with_a_warning', async (t) => {
  const { key, path, blobs } = await aBundle(t, ['ett', 'två']);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, bytes.indexOf(blobs[id(2)]) + 100));
  const done = await run(officer, ['open', '-i', key.file, path, '--json']);
  assert.equal(done.code, EX.DATAERR);
  const opened = done.out.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(opened.map((o) => o.id), [id(1)]);
  assert.match(opened[0].warning, /checksum/);
  assert.match(done.stderr, /the file ends inside/);
});

test('thousands_of_tips_that_are_none_are_all_named', async (t) => {
  const { dir, key } = await aBundle(t);
  const path = join(dir, 'many.tar');
  const many = Array.from({ length: 5000 }, (_, i) => [id(i), Buffer.from('x')]);
  const bytes = bundleOf(Object.fromEntries(many));
  const sums = bytes.indexOf('SHA256SUMS') + 512;
  bytes.fill('z', sums, sums + 5000 * 108); // none of the lines can be read
  writeFileSync(path, bytes);
  const done = await run(officer, ['open', '-i', key.file, path]);
  assert.equal(done.code, EX.DATAERR);
  assert.equal(done.stderr.match(/^inkast-officer: tip [0-9a-f]{32} is damaged/mg).length,
    5000);
});

test('the_wrong_identity_is_told_apart_and_says_what_to_do', async (t) => {
  const { dir, path, key } = await aBundle(t);
  const other = await keys(dir, 'other');
  const said = await refused(EX.NOPERM, officer, ['open', '-i', other.file, path]);
  assert.match(said, /2 tips are sealed to other identities/);
  await must(officer, ['open', '-i', other.file, '-i', key.file, path]);
});

test('tips_for_others_do_not_hide_those_for_us', async (t) => {
  const { dir, key, blobs } = await aBundle(t);
  const other = await keys(dir, 'other');
  blobs[id(9)] = await sealedTip(other.recipient, 'deras');
  const path = join(dir, 'mixed.tar');
  writeFileSync(path, bundleOf(blobs));
  const done = await run(officer, ['open', '-i', key.file, path, '--json']);
  assert.equal(done.code, EX.OK);
  assert.equal(done.out.trim().split('\n').length, 2);
  assert.match(done.stderr, /1 tip is sealed to other identities/);
});

test('damage_is_told_even_when_nothing_opens', async (t) => {
  const { dir, path } = await aBundle(t);
  const other = await keys(dir, 'other');
  const bytes = readFileSync(path);
  bytes[bytes.length - 1500] ^= 1;
  writeFileSync(path, bytes);
  const said = await refused(EX.DATAERR, officer, ['open', '-i', other.file, path]);
  assert.match(said, /sealed to other identities/);
  assert.match(said, /something is damaged/);
});

test('hostile_containers_cost_only_themselves', async (t) => {
  const { dir, key, blobs } = await aBundle(t, ['ett']);
  const json = Buffer.from(JSON.stringify(tip('x')));
  const bad = [
    [['photo.jpg', json]],
    [['tip.json', json], ['a', json], ['a', json]],
    [['tip.json', json], ['../evil', json]],
    [['tip.json', json], ['/evil', json]],
    [],
  ];
  for (const [i, members] of bad.entries())
    blobs[id(i + 2)] = await sealed(key.recipient, members);
  const path = join(dir, 'hostile.tar');
  writeFileSync(path, bundleOf(blobs));
  const done = await run(officer, ['open', '-i', key.file, path, '--json']);
  assert.equal(done.code, EX.DATAERR);
  assert.equal(done.out.trim().split('\n').length, 1);
  for (const i of bad.keys())
    assert.match(done.stderr, new RegExp(`tip ${id(i + 2)}`));
});

test('verify_says_whole_or_where_not', async (t) => {
  const { path } = await aBundle(t);
  const done = await run(officer, ['verify', path]);
  assert.match(done.out, /is whole: 2 tips$/m);
  assert.match(done.stderr, /note: not checked against a name/);
  assert.deepEqual(JSON.parse(await must(officer, ['verify', '--json', path])),
    { ok: true, tips: 2 });
  const bytes = readFileSync(path);
  bytes[700] ^= 1;
  writeFileSync(path, bytes);
  const said = await refused(EX.DATAERR, officer, ['verify', path]);
  assert.match(said, /tips\/0{31}1\.age, at byte 512: .*checksum/);
  const { out } = await run(officer, ['verify', '--json', path]);
  const { ok, problem } = JSON.parse(out);
  assert.deepEqual([ok, problem.member, problem.offset],
    [false, `tips/${id(1)}.age`, 512]);
});

test('sha256sum_and_tar_agree_with_verify', async (t) => {
  const { dir, path } = await aBundle(t);
  mkdirSync(join(dir, 'x'));
  await must('tar', ['xf', path, '-C', join(dir, 'x')]);
  await must('sha256sum', ['-c', 'SHA256SUMS'], { cwd: join(dir, 'x') });
});

test('a_bundle_that_is_no_plain_file_is_refused', async (t) => {
  const dir = folder(t);
  const key = await keys(dir);
  for (const path of [join(dir, 'gone'), dir, '/dev/null'])
    await refused(EX.NOINPUT, officer, ['open', '-i', key.file, path]);
});

test('a_file_s_name_cannot_command_the_terminal', async (t) => {
  const { dir, path, key } = await aBundle(t);
  const evil = join(dir, 'a\x1b]0;x\x07\n\u202e.tar');
  const shown = /a⟨U\+001B⟩\]0;x⟨U\+0007⟩⟨U\+000A⟩⟨U\+202E⟩\.tar/;
  const said = await refused(EX.NOINPUT, officer, ['verify', evil]);
  assert.match(said, shown);
  assert.doesNotMatch(said, /[\x1b\x07\u202e]/);
  writeFileSync(evil, readFileSync(path));
  assert.match(await must(officer, ['verify', evil]), shown);
  writeFileSync(evil, await run('age', ['-r', key.recipient], { input: 'x' })
    .then((done) => done.stdout));
  const { shown: asked } = await onTerminal(`${officer} open -i "$EVIL" bundle.tar`,
    [['passphrase of', '\x03']], { cwd: dir, env: { EVIL: evil } });
  assert.match(asked, shown);
});

test('unseal_opens_what_age_seals_of_every_size', async (t) => {
  const dir = folder(t);
  const { file, recipient } = await keys(dir);
  for (const size of [0, 1, 65535, 65536, 65537, 1 << 20]) {
    const plain = randomBytes(size);
    const blob = (await run('age', ['-r', recipient], { input: plain })).stdout;
    const done = await run(officer, ['unseal', '-i', file, '-'], { input: blob });
    assert.equal(done.code, EX.OK, done.stderr);
    assert.deepEqual(done.stdout, plain);
  }
});

test('unseal_opens_a_file_with_a_passphrase', async (t) => {
  const dir = folder(t);
  writeFileSync(join(dir, 'pass'), passphrase);
  const blob = (await run(tool('seal-file'), ['-P', join(dir, 'pass')],
    { input: 'hej' })).stdout;
  assert.equal(await must(officer, ['unseal', '--passphrase-fd', '3', '-'],
    { input: blob, fd3: passphrase }), 'hej');
});

test('unseal_names_what_is_wrong_and_leaves_no_file', async (t) => {
  const dir = folder(t);
  const { file, recipient } = await keys(dir);
  const other = await keys(dir, 'other');
  const blob = (await run('age', ['-r', recipient], { input: randomBytes(70000) }))
    .stdout;
  const mac = blob.indexOf('\n--- ') + 5;
  const changed = (at, to = blob[at] ^ 1) => {
    const copy = Buffer.from(blob);
    copy[at] = to;
    return copy;
  };
  const digit = blob[mac] === 0x41 ? 0x42 : 0x41; // still base64
  const cases = [
    [EX.DATAERR, /header/, changed(0)],
    [EX.DATAERR, /header/, Buffer.alloc(0)],
    [EX.DATAERR, /header/, blob.subarray(0, 40)],
    [EX.DATAERR, /hmac/, changed(mac, digit)],
    [EX.DATAERR, /payload/, changed(blob.length - 1)],
    [EX.DATAERR, /payload/, blob.subarray(0, blob.length - 1)],
    [EX.DATAERR, /payload/, Buffer.concat([blob, Buffer.alloc(1)])],
    [EX.DATAERR, /armor/, Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----\n')],
  ];
  for (const [code, words, bytes] of cases) {
    const done = await run(officer,
      ['unseal', '-i', file, '-', '-o', join(dir, 'out')], { input: bytes });
    assert.equal(done.code, code, done.stderr);
    assert.match(done.stderr, words);
    assert.deepEqual(inside(dir), ['id.txt', 'other']);
  }
  await refused(EX.NOPERM, officer, ['unseal', '-i', other.file, '-'],
    { input: blob });
});

test('unseal_releases_authentic_chunks_only', async (t) => {
  const dir = folder(t);
  const { file, recipient } = await keys(dir);
  const plain = randomBytes(70000);
  const blob = (await run('age', ['-r', recipient], { input: plain })).stdout;
  blob[blob.length - 1] ^= 1;
  const done = await run(officer, ['unseal', '-i', file, '-'], { input: blob });
  assert.equal(done.code, EX.DATAERR);
  assert.deepEqual(done.stdout, plain.subarray(0, 65536));
});

test('files_that_are_no_identity_are_refused_by_what_they_are', async (t) => {
  const dir = folder(t);
  const { recipient } = await keys(dir);
  const path = join(dir, 'x');
  for (const [text, words] of [
    ['', /no identity/], ['# only a comment\n', /no identity/],
    ['AGE-SECRET-KEY-1NONSENSE\n', /line 1/],
    [`# c\n\n${'x'.repeat(20)}\n`, /line 3/],
    [`${recipient}\n`, /recipient/],
    ['-----BEGIN AGE ENCRYPTED FILE-----\n', /armor/]]) {
    writeFileSync(path, text);
    const said = await refused(EX.DATAERR, officer, ['unseal', '-i', path, '-']);
    assert.match(said, words);
    assert.doesNotMatch(said, /NONSENSE|xxxxx/);
  }
  await refused(EX.NOINPUT, officer, ['unseal', '-i', join(dir, 'gone'), '-']);
});

test('a_wrong_command_line_says_so_and_does_nothing', async (t) => {
  const dir = folder(t);
  for (const args of [[], ['opne'], ['--bogus'], ['open'], ['open', 'x'],
    ['open', '-i'], ['open', '-i', 'x', 'y', 'z'], ['open', '--bogus'],
    ['open', '-i', 'x', '--json', '-o', 'd', 'b'], ['verify'],
    ['verify', 'a', 'b'], ['keygen'], ['keygen', '-o', 'x', 'y'],
    ['keygen', '-o', 'x', '--plain', '--passphrase-fd', '0'],
    ['keygen', '-o', 'x', '--passphrase-fd', 'zero'], ['unseal']])
    await refused(EX.USAGE, officer, args, { cwd: dir });
  assert.deepEqual(inside(dir), []);
});

test('each_verb_has_help_that_names_all_its_options', async () => {
  assert.match(await must(officer, ['--version']), /^inkast-officer \d+\.\d+\.\d+$/);
  const help = await must(officer, ['--help']);
  for (const [verb, options] of Object.entries({
    keygen: ['--output', '--classic', '--words', '--plain', '--passphrase-fd'],
    open: ['--identity', '--json', '--output', '--passphrase-fd'],
    public: ['--identity', '--poster', '--passphrase-fd'],
    test: ['--identity', '--passphrase-fd'],
    split: ['--identity', '--output'], join: ['--output', '--plain'],
    destroy: ['--identity', '--sign', '--output', '--keyring', '--epoch', '--signer',
      '--needed', '--also-others', '--unopened', '--dry-run', '--yes', '--passphrase-fd'],
    signer: ['--output', '--plain', '--passphrase-fd'],
    verify: ['--json'], unseal: ['--identity', '--output', '--passphrase-fd'] })) {
    assert.match(help, new RegExp(`^  ${verb} `, 'm'));
    const text = await must(officer, [verb, '--help']);
    for (const option of [...options, '--help'])
      assert.ok(text.includes(option), `${verb} ${option}`);
    assert.ok(text.split('\n').every((line) => line.length <= 79), text);
  }
});
