// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// inkast-admin as an operator uses it: an instance made, looked at, exported.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync,
  writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EX, admin, folder, inside, must, officer, refused, run, tool }
  from '../officer/programs.mjs';

const today = 20779; // days since 1970-01-01: 2026-11-22
const secretKey = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;

const key = (dir, name, kind = 'classic') =>
  must(officer, ['keygen', '--plain', ...(kind === 'classic' ? ['--classic'] : []),
    '-o', join(dir, name)]);

// A fresh instance with a desk key and a recovery key.
async function instance(t, more = [], kind = 'classic') {
  const dir = folder(t);
  const recipients = [await key(dir, 'desk', kind), await key(dir, 'recovery', kind)];
  const top = join(dir, 'gw');
  await must(admin, ['init', top, '--recipient', recipients[0],
    '--recovery', recipients[1], ...more]);
  return { dir, top, recipients, conf: join(top, 'inkast.conf'),
    store: join(top, 'store'), keyring: join(top, 'keyring', 'keyring.ini') };
}

async function addTips(i, n, day = today) {
  const files = [];
  for (let k = 0; k < n; k++) {
    const { stdout } = await run(tool('seal-file'),
      ['-t', ...i.recipients], { input: `{"format":"inkast-tip/1","n":${k}}` });
    files.push(join(i.dir, `blob-${k}`));
    writeFileSync(files[k], stdout);
  }
  await must(tool('add-tips'), [i.store, String(day), ...files]);
  files.forEach((file) => rmSync(file));
}

test('init_makes_a_whole_instance_below_one_folder', async (t) => {
  const i = await instance(t, ['--listen', '127.0.0.1:0', '--name', 'Kinda tips']);
  assert.deepEqual(inside(i.dir), ['desk', 'gw', 'recovery']);
  assert.deepEqual(inside(i.top), ['inkast.conf', 'keyring', 'store']);
  assert.deepEqual(inside(join(i.top, 'keyring')), ['keyring.ini', 'keyring.ini.minisig']);
  assert.deepEqual(inside(i.store), ['tips.db']);
  assert.equal(statSync(i.conf).mode & 0o777, 0o640);
  assert.equal(statSync(i.keyring).mode & 0o777, 0o644);
  assert.equal(statSync(i.store).mode & 0o777, 0o700);
  const conf = readFileSync(i.conf, 'utf8');
  assert.match(conf, /^listen = 127\.0\.0\.1:0$/m);
  assert.match(conf, /^name = Kinda tips$/m);
  assert.match(conf, /^dir = keyring$/m);
  assert.match(conf, /^signer = RW[A-Za-z0-9+/]{54}$/m);
  const keyring = readFileSync(i.keyring, 'utf8');
  assert.ok(keyring.includes(`\nrecovery = ${i.recipients[1]}\narea * = ${i.recipients[0]}\n`));
  assert.match(keyring, /^service = Kinda tips\nserial = 1$/m);
  assert.match(keyring, /^stanzas = 2$/m);
  await must(admin, ['-c', i.conf, 'check']);
});

test('init_takes_recipients_from_a_file_as_keygen_writes_it', async (t) => {
  const dir = folder(t);
  const recipients = [await key(dir, 'desk', 'hybrid'), await key(dir, 'recovery', 'hybrid')];
  const file = join(dir, 'keys.txt');
  writeFileSync(file, `# desk\n${recipients[0]}\n\n# recovery\r\n${recipients[1]}\r\n`);
  const done = await run(admin, ['init', join(dir, 'gw'), '--recipients', file,
    '--recovery', await key(dir, 'safe', 'hybrid')]);
  assert.equal(done.code, EX.OK, done.stderr);
  assert.equal(done.stderr, '');
  assert.deepEqual([...readFileSync(join(dir, 'gw', 'keyring', 'keyring.ini'), 'utf8')
    .matchAll(/^area \* = (.*)$/gm)].map((m) => m[1]), recipients);
  const conf = join(dir, 'gw', 'inkast.conf');
  assert.match(await must(admin, ['-c', conf, 'check']), /^ok +kind-of-key +post-quantum$/m);
  const status = JSON.parse(await must(admin, ['-c', conf, 'status', '--json']));
  assert.deepEqual([status.keyring.serial, status.keyring.epoch,
    status.keyring.kind_of_key, status.keyring.days_left], [1, 1, 'post-quantum', 365]);
  const shown = (await must(admin, ['-c', conf, 'status'])).split('\n');
  assert.ok(shown.includes('epoch       1 in use (post-quantum)'), shown);
  assert.ok(shown.every((line) => line.length < 80), shown);
});

test('a_file_of_recipients_that_is_wrong_is_named_and_makes_nothing', async (t) => {
  const dir = folder(t);
  const good = await key(dir, 'desk');
  const file = join(dir, 'keys.txt');
  const typo = good.slice(0, -1) + (good.endsWith('q') ? 'p' : 'q');
  const init = ['init', join(dir, 'gw'), '--recipients', file];
  assert.match(await refused(EX.NOINPUT, admin, init), /keys\.txt: No such file/);
  for (const [text, words] of [
    ['', /keys\.txt: expected a public key, found none/],
    [`${good}\nhello\n`, /keys\.txt: line 2: expected a public key/],
    [`${secretKey}\n`, /keys\.txt: line 1: expected a public key/],
    [`${good} \n`, /keys\.txt: line 1: expected a public key/],
    [`${good}\0\n`, /keys\.txt: line 1: expected a public key/],
    [`${typo}\n`, /keys\.txt: line 1: expected a public key/],
    [`${good}\n${await key(dir, 'pq', 'hybrid')}\n`, /keys\.txt: line 2: expected keys of one/],
    ['#'.repeat(65537), /keys\.txt: File too large/]]) {
    writeFileSync(file, text);
    const code = text.length > 65536 ? EX.NOINPUT : EX.DATAERR;
    const said = await refused(code, admin, init);
    assert.match(said, words);
    assert.doesNotMatch(said, /QQQQ/);
  }
  writeFileSync(file, `${good}\n${good}\n`);
  assert.match(await refused(EX.USAGE, admin, init), /recipient 2: expected each key once/);
  await refused(EX.USAGE, admin, [...init, '--recipients', file]);
  assert.deepEqual(inside(dir), ['desk', 'keys.txt', 'pq']);
});

test('keys_of_both_kinds_are_refused', async (t) => {
  const dir = folder(t);
  const kinds = [await key(dir, 'old'), await key(dir, 'new', 'hybrid')];
  for (const [first, second] of [kinds, [...kinds].reverse()]) {
    const said = await refused(EX.USAGE, admin, ['init', join(dir, 'gw'),
      '--recipient', first, '--recipient', second]);
    assert.match(said, /recipient 2: expected keys of one kind/);
    assert.match(said, /hint: .*weaker/);
  }
  assert.deepEqual(inside(dir), ['new', 'old']);
});

test('classic_keys_are_warned_of_and_work', async (t) => {
  const dir = folder(t);
  const top = join(dir, 'gw');
  const done = await run(admin, ['init', top, '--recipient', await key(dir, 'a'),
    '--recipient', await key(dir, 'b')]);
  assert.equal(done.code, EX.OK);
  assert.match(done.stderr, /classic.*quantum computer/);
  const conf = join(top, 'inkast.conf');
  assert.match(await must(admin, ['-c', conf, 'check']),
    /^warning +kind-of-key +classic: .*quantum computer/m);
  assert.equal(JSON.parse(await must(admin,
    ['-c', conf, 'status', '--json'])).keyring.kind_of_key, 'classic');
});

test('init_takes_an_empty_folder_and_no_other', async (t) => {
  const dir = folder(t);
  const recipient = await key(dir, 'desk');
  mkdirSync(join(dir, 'empty'));
  await must(admin, ['init', join(dir, 'empty'), '--recipient', recipient]);
  mkdirSync(join(dir, 'full'));
  writeFileSync(join(dir, 'full', 'precious'), 'x');
  for (const name of ['empty', 'full']) // the first is an instance by now
    await refused(EX.CANTCREAT, admin,
      ['init', join(dir, name), '--recipient', recipient]);
  assert.deepEqual(inside(join(dir, 'full')), ['precious']);
  await refused(EX.CANTCREAT, admin,
    ['init', join(dir, 'no', 'where'), '--recipient', recipient]);
});

test('an_instance_can_be_moved', async (t) => {
  const i = await instance(t);
  execFileSync('mv', [i.top, join(i.dir, 'elsewhere')]);
  await must(admin, ['-c', join(i.dir, 'elsewhere', 'inkast.conf'), 'check']);
});

test('init_warns_of_a_single_recipient', async (t) => {
  const dir = folder(t);
  const done = await run(admin, ['init', join(dir, 'gw'), '--recipient',
    await key(dir, 'desk')]);
  assert.equal(done.code, EX.OK);
  assert.match(done.stderr, /with one recipient/);
  assert.match(done.stderr, /recovery key/);
  assert.match(done.out, /^next: inkastd -c /m);
});

test('a_secret_key_given_by_mistake_is_named_and_not_repeated', async (t) => {
  const dir = folder(t);
  for (const text of [secretKey, secretKey.toLowerCase(), 'AGE-SECRET-KEY-1x']) {
    const said = await refused(EX.USAGE, admin,
      ['init', join(dir, 'gw'), '--recipient', text]);
    assert.match(said, /secret key: it must never be on this machine/);
    assert.doesNotMatch(said, /QQQQ/i);
  }
  for (const text of [secretKey, secretKey.slice(1), secretKey.slice(16)]) {
    const said = await refused(EX.USAGE, admin,
      ['init', join(dir, 'gw'), '--recipients', text]);
    assert.match(said, /may be a secret key/);
    assert.doesNotMatch(said, /QQQQ/i);
  }
  assert.deepEqual(inside(dir), []);
});

test('init_takes_recipients_from_a_pipe', async (t) => {
  const dir = folder(t);
  const first = await key(dir, 'desk');
  execFileSync('sh', ['-c', 'echo "$3" | "$1" init "$2" --recipients /dev/stdin',
    'sh', admin, join(dir, 'gw'), first.toUpperCase()]);
  assert.ok(readFileSync(join(dir, 'gw', 'keyring', 'keyring.ini'), 'utf8')
    .includes(`\narea * = ${first}\n`));
});

test('each_wrong_recipient_is_named_by_its_place', async (t) => {
  const dir = folder(t);
  const good = await key(dir, 'desk');
  const typo = good.slice(0, -1) + (good.endsWith('q') ? 'p' : 'q');
  const low = 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq8nv4nn';
  for (const bad of ['', 'hello', typo, `${good} `, low, `${good}\n${good}`]) {
    const said = await refused(EX.USAGE, admin,
      ['init', join(dir, 'gw'), '--recipient', good, '--recipient', bad]);
    assert.match(said, /recipient 2 is not a public key: expected "age1"/);
  }
  assert.match(await refused(EX.USAGE, admin, ['init', join(dir, 'gw'),
    '--recipient', good, '--recipient', good]), /recipient 2: expected each .* once/);
  assert.match(await refused(EX.USAGE, admin, ['init', join(dir, 'gw')]),
    /inkast-officer keygen -o FILE/);
  assert.deepEqual(inside(dir), ['desk']);
});

test('a_value_that_the_gateway_would_refuse_is_refused_here', async (t) => {
  const dir = folder(t);
  const good = await key(dir, 'desk');
  for (const more of [['--listen', 'everywhere'], ['--listen', '127.0.0.1:99999'],
    ['--name', ''], ['--name', 'x'.repeat(300)], ['--name', 'a\nb = c'],
    ['--user', '../root']])
    await refused(EX.USAGE, admin,
      ['init', join(dir, 'gw'), '--recipient', good, ...more]);
  await refused(EX.NOUSER, admin, ['init', join(dir, 'gw'), '--recipient', good,
    '--user', 'nobody-has-this-name']);
  assert.deepEqual(inside(dir), ['desk']);
});

test('run_by_root_the_store_is_given_to_the_account', async (t) => {
  assert.equal(process.getuid(), 0, 'expected to run as root');
  const i = await instance(t, ['--user', 'daemon']);
  const [uid, gid] = ['-u', '-g'].map((what) =>
    Number(execFileSync('id', [what, 'daemon'])));
  for (const path of [i.store, join(i.store, 'tips.db')])
    assert.deepEqual([statSync(path).uid, statSync(path).gid], [uid, gid]);
  for (const path of [i.top, i.conf])
    assert.deepEqual([statSync(path).uid, statSync(path).gid], [0, gid]);
});

test('check_says_what_is_wrong_and_what_to_do', async (t) => {
  const i = await instance(t);
  const good = await must(admin, ['-c', i.conf, 'check', '--json']);
  assert.equal(JSON.parse(good).ok, true);
  chmodSync(i.store, 0o755);
  assert.match(await must(admin, ['check', '-c', i.conf]),
    /^warning +store-rights .*chmod 0700/m);

  const conf = readFileSync(i.conf, 'utf8');
  writeFileSync(i.conf, conf.replace(/^reserve_mib = .*/m, 'reserve_mib = 1048576'));
  const full = await run(admin, ['-c', i.conf, 'check']);
  assert.equal(full.code, EX.DATAERR);
  assert.match(full.out, /^failed +space .*the form is closed/m);

  writeFileSync(i.conf, conf);
  const keyring = readFileSync(i.keyring);
  writeFileSync(i.keyring, `${keyring}# one more\n`);
  const altered = await run(admin, ['-c', i.conf, 'check', '--json']);
  assert.equal(altered.code, EX.DATAERR);
  const { result, text } = JSON.parse(altered.out).checks.find((c) => c.name === 'keyring');
  assert.equal(result, 'failed');
  assert.match(text, /keyring\.ini.*signature/);
  writeFileSync(i.keyring, keyring);

  writeFileSync(i.conf, `${conf}\nnonsense = 1\n`);
  const bad = await run(admin, ['-c', i.conf, 'check']);
  assert.equal(bad.code, EX.CONFIG);
  assert.match(bad.out, /^failed +config .*inkast\.conf:\d+: /m);
});

test('check_fails_where_others_could_change_who_opens_tips', async (t) => {
  const i = await instance(t);
  const failed = async () => {
    const done = await run(admin, ['-c', i.conf, 'check']);
    return [done.code, done.out.split('\n').filter((l) => /^failed/.test(l))];
  };
  assert.deepEqual(await failed(), [EX.OK, []]);
  for (const path of [i.conf, i.keyring, join(i.top, 'keyring'), i.top])
    for (const bit of [0o020, 0o002]) {
      const before = statSync(path).mode & 0o7777;
      chmodSync(path, before | bit);
      const [code, lines] = await failed();
      assert.equal(code, EX.DATAERR);
      assert.ok(lines.length >= 1, path);
      assert.ok(lines.every((l) => /^failed +config-rights /.test(l) &&
        l.endsWith(`chmod go-w ${path}`)), lines.join('\n'));
      chmodSync(path, before);
    }
});

test('stored_tips_can_be_got_out_without_a_keyring', async (t) => {
  const i = await instance(t);
  const out = folder(t);
  await addTips(i, 1);
  for (const spoil of [() => writeFileSync(i.keyring, 'hello\n'),
    () => rmSync(join(i.top, 'keyring'), { recursive: true })]) {
    spoil();
    await must(admin, ['-c', i.conf, 'export', out]);
    const status = JSON.parse(await must(admin, ['-c', i.conf, 'status', '--json']));
    assert.deepEqual([status.tips, status.keyring], [1, null]);
    assert.match(status.keyring_error, /keyring\.ini/);
    assert.match(await must(admin, ['-c', i.conf, 'status']), /^keyring +cannot be used: /m);
    const check = await run(admin, ['-c', i.conf, 'check']);
    assert.equal(check.code, EX.DATAERR);
    assert.match(check.out, /^failed +keyring .*keyring install/m);
  }
});

test('check_finds_a_store_that_is_gone_or_none', async (t) => {
  const i = await instance(t);
  writeFileSync(join(i.store, 'tips.db'), randomBytes(8192));
  const damaged = await run(admin, ['-c', i.conf, 'check']);
  assert.equal(damaged.code, EX.DATAERR);
  assert.match(damaged.out, /^failed +store /m);
  rmSync(i.store, { recursive: true });
  const gone = await run(admin, ['-c', i.conf, 'check']);
  assert.equal(gone.code, EX.DATAERR);
  assert.match(gone.out, /^failed +store /m);
  await refused(EX.NOINPUT, admin, ['-c', i.conf, 'status']);
});

test('status_tells_counts_and_days_and_nothing_finer', async (t) => {
  const i = await instance(t);
  assert.match(await must(admin, ['-c', i.conf, 'status']), /0 waiting$/m);
  await addTips(i, 2, today);
  await addTips(i, 1, today - 3);
  assert.match(await must(admin, ['-c', i.conf, 'status']),
    /3 waiting, from 2026-11-19 to 2026-11-22$/m);
  const status = JSON.parse(await must(admin, ['-c', i.conf, 'status', '--json']));
  assert.deepEqual(Object.keys(status), ['service', 'tips', 'first_day',
    'last_day', 'gateway_running', 'free_mib', 'reserve_mib', 'keyring_error',
    'keyring']);
  assert.deepEqual(Object.keys(status.keyring), ['serial', 'fingerprint', 'expires',
    'last_day', 'days_left', 'warning', 'epoch', 'kind_of_key', 'may_be_destroyed']);
  assert.deepEqual([status.tips, status.first_day, status.last_day],
    [3, '2026-11-19', '2026-11-22']);
  assert.equal(status.gateway_running, false);
});

test('export_writes_a_bundle_that_the_officer_accepts', async (t) => {
  const i = await instance(t);
  const out = join(i.dir, 'out');
  mkdirSync(out);
  await addTips(i, 5);
  const path = await must(admin, ['-c', i.conf, 'export', out]);
  assert.deepEqual(inside(out).map((name) => join(out, name)), [path]);
  assert.match(path, /\/inkast-[0-9a-f]{16}\.tar$/);
  await must(officer, ['verify', path]);
  const lines = (await must(officer, ['open', '-i', join(i.dir, 'recovery'),
    path, '--json'])).split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((l) => l.tip.n).sort(), [0, 1, 2, 3, 4]);
  const ids = lines.map((l) => l.id);
  assert.deepEqual(ids, [...ids].sort());
});

test('export_repeated_gives_the_same_file_and_mends_a_broken_one', async (t) => {
  const i = await instance(t);
  const out = join(i.dir, 'out');
  mkdirSync(out);
  await addTips(i, 3);
  const path = await must(admin, ['export', out, '-c', i.conf]);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, 700)); // the stick was pulled out
  const done = JSON.parse(await must(admin, ['-c', i.conf, 'export', out, '--json']));
  assert.deepEqual(done, { bundle: path, tips: 3, bytes: bytes.length,
    first_day: '2026-11-22', last_day: '2026-11-22' });
  assert.deepEqual(readFileSync(path), bytes);
  assert.equal(inside(out).length, 1);
  assert.match(await must(admin, ['-c', i.conf, 'status']), /3 waiting/);
});

test('without_tips_nothing_is_exported_and_that_is_no_failure', async (t) => {
  const i = await instance(t);
  const out = join(i.dir, 'out');
  mkdirSync(out);
  const done = await run(admin, ['-c', i.conf, 'export', out]);
  assert.deepEqual([done.code, done.out], [EX.OK, '']);
  assert.match(done.stderr, /no tips are waiting/);
  assert.deepEqual(inside(out), []);
  assert.deepEqual(JSON.parse(await must(admin,
    ['-c', i.conf, 'export', out, '--json'])), { bundle: null, tips: 0 });
});

test('a_target_that_cannot_be_written_is_told_and_left_as_it_was', async (t) => {
  const i = await instance(t);
  await addTips(i, 3);
  await refused(EX.CANTCREAT, admin, ['-c', i.conf, 'export', join(i.dir, 'gone')]);
  await refused(EX.CANTCREAT, admin, ['-c', i.conf, 'export', join(i.dir, 'desk')]);
  const out = join(i.dir, 'out');
  mkdirSync(out);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40k', 'tmpfs', out]);
  try {
    const said = await refused(EX.IOERR, admin, ['-c', i.conf, 'export', out]);
    assert.match(said, /No space left/);
    assert.deepEqual(inside(out), []);
  } finally {
    execFileSync('umount', [out]);
  }
});

test('a_large_store_is_exported_in_little_memory', async (t) => {
  const i = await instance(t);
  const out = join(i.dir, 'out');
  mkdirSync(out);
  const blob = join(i.dir, 'blob');
  writeFileSync(blob, randomBytes(1 << 20));
  await must(tool('add-tips'), [i.store, String(today), ...Array(100).fill(blob)]);
  const done = await run('/usr/bin/time', ['-f', 'peak %M KiB', admin, '-c',
    i.conf, 'export', out]);
  assert.equal(done.code, EX.OK, done.stderr);
  const peak = Number(/peak (\d+) KiB/.exec(done.stderr)[1]);
  t.diagnostic(`peak ${peak} KiB for 100 MiB`);
  // A sanitizer's own shadow memory is no business of the export's.
  assert.ok(peak < 32 * 1024 || /asan|tsan/.test(process.env.INKAST_BUILD), `${peak} KiB`);
});

test('a_wrong_command_line_says_so_and_does_nothing', async (t) => {
  const i = await instance(t);
  for (const args of [[], ['exprt'], ['--bogus'], ['-c'], ['-c', i.conf],
    ['-c', i.conf, 'export'], ['-c', i.conf, 'export', 'a', 'b'],
    ['-c', i.conf, 'status', 'x'], ['-c', i.conf, 'check', '--bogus'],
    ['init'], ['init', 'a', 'b'], ['init', 'a', '--recipient'],
    ['-c', i.conf, 'init', 'a']])
    await refused(EX.USAGE, admin, args, { cwd: i.dir });
  await refused(EX.CONFIG, admin, ['-c', join(i.dir, 'none'), 'status']);
  assert.deepEqual(inside(i.dir), ['desk', 'gw', 'recovery']);
});

test('each_verb_has_help_that_names_all_its_options', async () => {
  assert.match(await must(admin, ['--version']), /^inkast-admin \d+\.\d+\.\d+$/);
  const help = await must(admin, ['--help']);
  for (const [verb, options] of Object.entries({
    init: ['--recipient', '--recipients', '--recovery', '--keep-signer', '--keyring',
      '--signer', '--needed', '--listen', '--name', '--user'],
    check: ['--config', '--json'], status: ['--config', '--json'],
    export: ['--config', '--json'] })) {
    assert.match(help, new RegExp(`^  ${verb} `, 'm'));
    const text = await must(admin, [verb, '--help']);
    for (const option of [...options, '--help'])
      assert.ok(text.includes(option), `${verb} ${option}`);
    assert.ok(text.split('\n').every((line) => line.length <= 79), text);
  }
});
