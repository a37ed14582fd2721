// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// 'inkast-admin keyring install', and how init, check and status go by the
// keyring. keyring_hostile.test.mjs has what must not come in.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync,
  writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { EX, Gateway, must, program, run, until } from './gateway.mjs';
import { day, keyringText, writeSigned } from './keyrings.mjs';

const admin = program('inkast-admin');
const form = JSON.parse(readFileSync(
  new URL('../../web/forms/kinda.json', import.meta.url), 'utf8'));

// A gateway whose signer is at hand; nothing runs yet.
async function pinned(t, more = {}) {
  const gateway = await Gateway.create(t, { kind: 'classic', keyring: async (g) => {
    g.desk = await g.keygen('desk.key');
    return { serial: 3, epochs: [{ areas: { '*': [g.desk.recipient] } }], ...more };
  } });
  gateway.spec = (serial, rest = {}) => ({ serial,
    epochs: [{ areas: { '*': [gateway.desk.recipient] } }], ...rest });
  gateway.signed = (spec) => writeSigned(join(gateway.top, 'next.ini'),
    keyringText(spec), [gateway.signer]);
  return gateway;
}

const installed = (gateway) => readFileSync(join(gateway.keyring, 'keyring.ini'), 'utf8');
const names = (dir) => readdirSync(dir).sort();

async function refused(gateway, spec, words, code = EX.DATAERR) {
  const before = installed(gateway);
  const done = await gateway.admin(['keyring', 'install', gateway.signed(spec), '--yes']);
  assert.equal(done.code, code, done.stderr.toString());
  assert.match(done.stderr.toString(), words);
  assert.equal(installed(gateway), before);
}

test('the_folder_is_exchanged_as_a_whole_and_the_one_before_is_kept', async (t) => {
  const gateway = await pinned(t);
  const before = installed(gateway);
  const file = gateway.signed(gateway.spec(4));
  const dry = await gateway.keyringVerb('install', file, '--dry-run');
  assert.match(dry.toString(), /^serial: 4, was 3$/m);
  assert.match(dry.toString(), /nothing was changed/);
  assert.equal(installed(gateway), before);
  mkdirSync(`${gateway.keyring}.new`); // an attempt that was cut off
  writeFileSync(join(`${gateway.keyring}.new`, 'keyring.ini'), 'half');
  const said = await gateway.keyringVerb('install', file, '--yes');
  assert.match(said.toString(), /^no gateway runs; it will use it when it starts$/m);
  assert.equal(installed(gateway), readFileSync(file, 'utf8'));
  assert.deepEqual(names(gateway.keyring), ['keyring.ini', 'keyring.ini.minisig']);
  assert.equal(readFileSync(join(`${gateway.keyring}.previous`, 'keyring.ini'), 'utf8'), before);
  assert.ok(!existsSync(`${gateway.keyring}.new`));
  assert.equal(statSync(gateway.keyring).mode & 0o7777, 0o755);
  await gateway.keyringVerb('install', gateway.signed(gateway.spec(5)), '--yes');
  assert.match(readFileSync(join(`${gateway.keyring}.previous`, 'keyring.ini'), 'utf8'),
    /^serial = 4$/m);
});

test('installs_at_once_leave_one_whole_keyring', async (t) => {
  const gateway = await pinned(t);
  const files = [4, 5, 6, 7, 8, 9].map((serial) => writeSigned(
    join(gateway.top, `next-${serial}.ini`), keyringText(gateway.spec(serial)),
    [gateway.signer]));
  const all = await Promise.all(files.map((file) =>
    gateway.admin(['keyring', 'install', file, '--yes'])));
  const good = all.filter((done) => done.code === EX.OK);
  assert.ok(good.length >= 1);
  for (const done of all.filter((one) => one.code !== EX.OK))
    assert.match(done.stderr.toString(), /another install is at work|replaced by a newer/);
  assert.ok(files.some((file) => readFileSync(file, 'utf8') === installed(gateway)));
  assert.deepEqual(names(gateway.keyring), ['keyring.ini', 'keyring.ini.minisig']);
  assert.equal((await gateway.admin(['keyring', 'show'])).code, EX.OK);
});

test('what_lies_beside_the_folder_leads_to_no_other', async (t) => {
  const gateway = await pinned(t);
  const precious = join(gateway.top, 'precious');
  mkdirSync(precious);
  writeFileSync(join(precious, 'file'), 'x');
  for (const [i, end] of ['.new', '.previous'].entries()) {
    symlinkSync(precious, `${gateway.keyring}${end}`);
    await gateway.keyringVerb('install', gateway.signed(gateway.spec(4 + i)), '--yes');
    assert.deepEqual(names(precious), ['file']);
    assert.match(installed(gateway), new RegExp(`^serial = ${4 + i}$`, 'm'));
    await must('rm', ['-rf', `${gateway.keyring}.previous`]);
  }
});

test('what_is_not_there_is_not_installed', async (t) => {
  const gateway = await pinned(t);
  const done = await gateway.admin(['keyring', 'install', join(gateway.top, 'none.ini'), '--yes']);
  assert.equal(done.code, 66);
  assert.match(done.stderr.toString(), /cannot read .*none\.ini: No such file/);
  // A keyring without its signatures is one by nobody.
  const bare = gateway.signed(gateway.spec(4));
  await must('rm', [`${bare}.minisig`]);
  const bald = await gateway.admin(['keyring', 'install', bare, '--yes']);
  assert.equal(bald.code, EX.NOPERM);
  assert.match(bald.stderr.toString(), /signed by 0, expected 1/);
});

test('a_folder_that_is_gone_is_made_again', async (t) => {
  const gateway = await pinned(t);
  await must('mv', [gateway.keyring, `${gateway.keyring}.gone`]);
  await gateway.keyringVerb('install', gateway.signed(gateway.spec(4)), '--yes');
  assert.match(installed(gateway), /^serial = 4$/m);
});

test('whoever_installs_may_be_careful_with_rights_and_the_gateway_reads_it', async (t) => {
  const gateway = await pinned(t);
  const file = gateway.signed(gateway.spec(4));
  await must('sh', ['-c', 'umask 077 && exec "$@"', 'sh', admin, '-c', gateway.config,
    'keyring', 'install', file, '--yes']);
  for (const name of names(gateway.keyring))
    assert.equal(statSync(join(gateway.keyring, name)).mode & 0o7777, 0o644);
  assert.equal(statSync(gateway.keyring).mode & 0o7777, 0o755);
});

test('a_gateway_that_runs_uses_it_when_install_says_so', async (t) => {
  const gateway = await pinned(t);
  await gateway.start();
  const other = await gateway.keygen('other.key');
  const said = await gateway.install({ serial: 4,
    epochs: [{ areas: { '*': [other.recipient] } }] });
  assert.match(said.toString(), /^the gateway uses it now$/m);
  await until('the front has it', () => /serial 4 counts/.test(gateway.log));
  assert.equal((await gateway.quickTip('after')).state, 'sent');
  const bundle = await gateway.export();
  const open = await run(program('inkast-officer'), ['open', '-i', other.file, bundle]);
  assert.equal(open.code, EX.OK, open.stderr.toString());
  await gateway.stop();
});

test('a_serial_stands_for_one_text', async (t) => {
  const gateway = await pinned(t);
  await refused(gateway, gateway.spec(3, { stanzas: 2 }),
    /another keyring with serial 3 is installed/, EX.NOPERM);
  await refused(gateway, gateway.spec(2), /its serial is 2, and serial 3 is installed/, EX.NOPERM);
  await gateway.start();
  await gateway.stop(); // the store has noted it: also without the folder
  await must('rm', ['-r', gateway.keyring]);
  const done = await gateway.admin(['keyring', 'install',
    gateway.signed(gateway.spec(2)), '--yes']);
  assert.equal(done.code, EX.NOPERM);
  assert.match(done.stderr.toString(), /serial 3 was used already/);
  // The same again is no other.
  await gateway.keyringVerb('install', gateway.signed(gateway.spec(3)), '--yes');
});

test('with_a_configuration_an_edit_goes_above_the_installed_serial', async (t) => {
  const gateway = await pinned(t);
  const copy = join(gateway.top, 'copy.ini');
  writeFileSync(copy, installed(gateway)); // without its signatures
  await gateway.keyringVerb('renew', copy, '--expires', '+400', '--yes');
  assert.match(readFileSync(copy, 'utf8'), /^serial = 4$/m);
  // A configuration that cannot be read is no reason to go on without.
  const done = await run(admin, ['-c', join(gateway.top, 'none.conf'), 'keyring', 'renew',
    copy, '--expires', '+401', '--yes']);
  assert.equal(done.code, EX.CONFIG);
  assert.match(readFileSync(copy, 'utf8'), /^serial = 4$/m);
});

test('an_area_that_nobody_could_open_is_refused', async (t) => {
  const gateway = await pinned(t);
  const key = gateway.desk.recipient;
  await refused(gateway, { serial: 4, epochs: [{ areas: { narcotics: [key], theft: [key] } }] },
    /epoch 1: no key can open tips of the area "vandalism"/);
  await refused(gateway, { serial: 4, epochs: [{ areas: { '*': [key] } },
    { from: day(9), areas: { theft: [key] } }] }, /epoch 2: no key can open/);
  // What is over needs nobody, and every area by its name will do.
  await gateway.install({ serial: 4, issued: day(-9), epochs: [
    { from: day(-9), until: day(-1), areas: { theft: [key] } },
    { areas: Object.fromEntries(form.areas.map(({ id }) => [id, [key]])) }] });
});

test('a_keyring_without_an_epoch_for_today_is_refused', async (t) => {
  const gateway = await pinned(t);
  const areas = { '*': [gateway.desk.recipient] };
  await refused(gateway, { serial: 4, epochs: [{ from: day(1), areas }] },
    /no epoch of it covers today/);
});

test('what_is_unwise_is_warned_of', async (t) => {
  const gateway = await pinned(t);
  const recovery = await gateway.keygen('recovery.key');
  const areas = { '*': [gateway.desk.recipient] };
  const warned = async (spec) => (await gateway.admin(['keyring', 'install',
    gateway.signed(spec), '--dry-run'])).stderr.toString();
  assert.match(await warned({ serial: 4, epochs: [{ areas }] }), /area with one recipient/);
  const two = { '*': [gateway.desk.recipient, recovery.recipient] };
  assert.match(await warned({ serial: 4, epochs: [{ areas: two }] }), /has no recovery recipient/);
  assert.match(await warned({ serial: 4, epochs: [{ areas: { ...two, thfet: two['*'] } }] }),
    /has no area "thfet"/);
  assert.match(await warned({ serial: 4, expires: day(20), epochs: [{ areas }] }),
    /the form closes after/);
  assert.match(await warned({ serial: 4, epochs: [{ areas }] }), /classic.*quantum computer/);
});

test('check_fails_from_sixty_days_on', async (t) => {
  const gateway = await pinned(t);
  const outlook = async (expires, serial) => {
    await gateway.install(gateway.spec(serial, { expires: day(expires) }));
    const done = await gateway.admin(['check']);
    return [done.code, /^(\S+) +outlook +(.*)$/m.exec(done.stdout.toString()).slice(1)];
  };
  assert.deepEqual(await outlook(61, 4), [EX.OK, ['ok', 'tips can be sealed for 62 days more']]);
  for (const [days, serial] of [[60, 5], [30, 6], [7, 7], [0, 8]]) {
    const [code, [result, text]] = await outlook(days, serial);
    assert.deepEqual([code, result], [EX.DATAERR, 'failed']);
    assert.ok(text.includes(day(days)), text);
  }
});

test('check_and_status_tell_of_a_keyring_that_was_put_back', async (t) => {
  const gateway = await pinned(t);
  await gateway.start();
  await gateway.install(gateway.spec(4));
  await gateway.stop();
  await must('mv', [gateway.keyring, `${gateway.keyring}.4`]);
  await must('mv', [`${gateway.keyring}.previous`, gateway.keyring]);
  const done = await gateway.admin(['check']);
  assert.equal(done.code, EX.DATAERR);
  assert.match(done.stdout.toString(), /^failed +serial +.*serial 4 was used already.* has 3/m);
});

test('status_names_the_epochs_whose_identities_may_be_destroyed', async (t) => {
  const areas = (gateway) => ({ '*': [gateway.desk.recipient] });
  const gateway = await pinned(t);
  await gateway.install({ serial: 4, issued: day(-9), epochs: [
    { from: day(-9), until: day(-5), destroyAfter: day(-1), areas: areas(gateway) },
    { from: day(-4), until: day(-1), destroyAfter: day(), areas: areas(gateway) },
    { until: day(80), areas: areas(gateway) }] });
  const status = (await gateway.admin(['status'])).stdout.toString();
  assert.match(status, /^epoch +3 in use \(classic\)$/m);
  assert.match(status, new RegExp(`^days left +81, until ${day(80)}$`, 'm'));
  assert.deepEqual(status.match(/^destroy .*$/gm),
    ['destroy     epoch 1: its identities may be destroyed now']);
  const { keyring } = JSON.parse((await gateway.admin(['status', '--json'])).stdout);
  assert.deepEqual([keyring.epoch, keyring.days_left, keyring.last_day, keyring.may_be_destroyed],
    [3, 81, day(80), [1]]);
});

test('init_takes_the_keyring_of_a_ceremony_only_as_its_signers_signed_it', async (t) => {
  const gateway = await pinned(t);
  const file = gateway.signed(gateway.spec(1));
  const init = async (...args) => {
    const dir = join(gateway.top, 'another');
    const done = await run(admin, ['init', dir, ...args]);
    assert.ok(done.code !== EX.OK && !existsSync(dir), done.stderr.toString());
    return done.stderr.toString();
  };
  const ours = ['--signer', gateway.signer.public];
  const stranger = join(gateway.top, 'stranger.key');
  await must(admin, ['keyring', 'signer', '--plain', '-o', stranger]);
  assert.match(await init('--keyring', file, '--signer', `${stranger}.pub`), /not one of the signers/);
  assert.match(await init('--keyring', file, ...ours, '--signer', `${stranger}.pub`),
    /signed by 1, expected 2/);
  assert.match(await init('--keyring', file), /expected 1 to 9 --signer/);
  assert.match(await init('--keyring', file, ...ours, '--needed', '2'), /--needed: expected/);
  assert.match(await init('--keyring', file, ...ours, '--name', 'Other'), /for another service/);
  assert.match(await init('--keyring', file, ...ours, '--recipient', gateway.desk.recipient),
    /either --keyring FILE or recipients/);
  assert.match(await init(...ours, '--recipient', gateway.desk.recipient), /go with --keyring/);
  assert.match(await init('--keyring', gateway.signed(gateway.spec(1,
    { issued: day(-9), expires: day(-1) })), ...ours), /it expired/);
});

test('the_key_that_init_signs_with_is_thrown_away_or_kept', async (t) => {
  const gateway = await pinned(t);
  const keep = join(gateway.top, 'kept.key');
  const dir = join(gateway.top, 'another');
  const args = ['--recipient', gateway.desk.recipient];
  const away = await must(admin, ['init', join(gateway.top, 'third'), ...args]);
  assert.match(away.toString(), /was thrown away: nobody can sign another/);
  assert.deepEqual(names(join(gateway.top, 'third')), ['inkast.conf', 'keyring', 'store']);
  // What fails leaves no key behind.
  assert.notEqual((await run(admin, ['init', dir, ...args, '--keep-signer', keep,
    '--listen', 'nowhere'])).code, EX.OK);
  assert.ok(!existsSync(keep) && !existsSync(`${keep}.pub`));
  const kept = await run(admin, ['init', dir, ...args, '--keep-signer', keep]);
  assert.equal(kept.code, EX.OK);
  assert.match(kept.stderr.toString(), /signs keyrings and is not protected: move it off/);
  const next = join(gateway.top, 'own.ini');
  writeFileSync(next, readFileSync(join(dir, 'keyring', 'keyring.ini')));
  const conf = join(dir, 'inkast.conf');
  await must(admin, ['-c', conf, 'keyring', 'renew', next, '--expires', '+400', '--yes']);
  await must(admin, ['keyring', 'sign', next, '-s', keep, '--yes']);
  await must(admin, ['-c', conf, 'keyring', 'verify', next]);
  await must(admin, ['-c', conf, 'keyring', 'install', next, '--yes']);
});
