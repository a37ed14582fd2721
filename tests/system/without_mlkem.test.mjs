// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A build that found no ML-KEM says so, does all of the rest with classic keys,
// and refuses post-quantum ones by name, never falling back in silence.
import assert from 'node:assert/strict';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const source = fileURLToPath(new URL('../..', import.meta.url));
const build = mkdtempSync(join(tmpdir(), 'inkast-without-'));
process.env.INKAST_BUILD = build; // for gateway.mjs
const { Gateway, answerTo, program, run } = await import('./gateway.mjs');
const { keyringText, putInstalled } = await import('./keyrings.mjs');
const execute = promisify(execFile);
const unavailable = 69;

let identity;
let recipient;

before(async () => {
  const { stderr } = await execute('cmake', ['--preset', 'dev', '-B', build,
    '-D', 'INKAST_MLKEM=none', '-D', 'INKAST_TESTS=OFF'], { cwd: source });
  assert.match(stderr, /no post-quantum keys/);
  await execute('cmake', ['--build', build]);
  identity = join(build, 'officer.key');
  const text = await generateHybridIdentity();
  writeFileSync(identity, `${text}\n`, { mode: 0o600 });
  recipient = await identityToRecipient(text);
});

after(() => rmSync(build, { recursive: true }));

// Fails with that exit code, words on standard error, and nothing on output.
async function refused(command, args, words) {
  const done = await run(command, args, { input: '' });
  assert.equal(done.code, unavailable, done.stderr);
  assert.match(done.stderr, words);
  assert.equal(done.stdout.length, 0);
}

test('keygen_fails_and_names_classic_instead_of_falling_back', async () => {
  await refused(program('inkast-officer'),
    ['keygen', '--plain', '-o', join(build, 'new.key')], /hint: .*--classic/);
});

test('a_post-quantum_identity_is_refused_by_its_line', async () => {
  await refused(program('inkast-officer'), ['unseal', '-i', identity, '-'],
    /line 1 is a post-quantum identity, and this build has no ML-KEM/);
});

test('init_makes_nothing_for_a_key_that_nothing_could_be_sealed_to', async () => {
  const dir = join(build, 'instance');
  await refused(program('inkast-admin'), ['init', dir, '--recipient', recipient],
    /recipient 1 is post-quantum, and this build has no ML-KEM/);
  assert.equal(existsSync(dir), false);
});

test('a_gateway_with_such_a_keyring_is_closed_and_says_what_to_do', async (t) => {
  const gateway = await Gateway.create(t, { kind: 'classic', keyring: async (g) => {
    const [desk] = await g.keygens(1, 'desk');
    return { epochs: [{ areas: { '*': [desk.recipient] } }] };
  } });
  putInstalled(gateway.keyring, keyringText({ serial: 2,
    epochs: [{ areas: { '*': [recipient] } }] }), [gateway.signer]);
  await gateway.start();
  assert.equal(await gateway.citizen().visit(), 'closed');
  assert.match(gateway.log, /keyring\.ini.*(post-quantum|ML-KEM)/);
  await gateway.stop();
  const checked = await gateway.admin(['check']);
  assert.equal(checked.code, 65);
  assert.match(String(checked.stdout), /^failed +keyring .*(post-quantum|ML-KEM)/m);
});

test('the_chain_works_with_classic_keys', async (t) => {
  const gateway = await Gateway.create(t, { kind: 'classic' });
  await gateway.start();
  assert.equal(await gateway.citizen().tip('theft', { what: 'En grön cykel' }), 'sent');
  await gateway.stop();
  const [opened] = await gateway.tips();
  assert.equal(answerTo(opened, 'what'), 'En grön cykel');
});
