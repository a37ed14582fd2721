// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// If Inkast vanished: Debian's own age opens a tip with the identity file that
// keygen wrote, after its passphrase was typed (docs/FORMAT.md 10). Both ask at
// a terminal, as they ask a person.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Gateway, must, program } from './gateway.mjs';
import { onTerminal } from './pty.mjs';

const passphrase = 'sju ord på en lapp i kassaskåpet';

// A classic identity whose passphrase was typed, and a gateway for it with a
// tip in it; the tip's sealed file.
async function sealedTip(t) {
  let file;
  const gateway = await Gateway.create(t, { keyring: async ({ top }) => {
    file = join(top, 'desk.key');
    const made = await onTerminal(program('inkast-officer'),
      ['keygen', '--classic', '-o', file],
      [[/passphrase/i, passphrase], [/passphrase|again/i, passphrase]]);
    assert.equal(made.code, 0, made.seen);
    assert.deepEqual(made.unasked, []);
    assert.ok(!made.seen.includes(passphrase), 'a passphrase is not shown');
    const [recipient] = /age1[0-9a-z]{58}/.exec(made.seen);
    return { epochs: [{ areas: { '*': [recipient] } }] };
  } });
  await gateway.start();
  assert.equal((await gateway.quickTip('En grön cykel')).state, 'sent');
  await gateway.stop();
  await must('tar', ['-xf', await gateway.export(), '-C', gateway.top]);
  const [tip] = (await must('sh', ['-c', 'echo "$0"/tips/*.age', gateway.top]))
    .trim().split(' ');
  return { gateway, file, tip, out: join(gateway.top, 'tip.tar') };
}

test('stock_age_opens_a_tip_with_the_identity_file_and_its_passphrase', async (t) => {
  const { file, tip, out } = await sealedTip(t);
  assert.match(readFileSync(file, 'latin1'), /^age-encryption\.org\/v1\n-> scrypt /);
  const opened = await onTerminal('age', ['-d', '-i', file, '-o', out, tip],
    [[/passphrase/i, passphrase]]);
  assert.equal(opened.code, 0, opened.seen);
  assert.match(await must('tar', ['-xOf', out, 'tip.json']), /En grön cykel/);
});

test('stock_age_opens_nothing_with_another_passphrase', async (t) => {
  const { file, tip, out } = await sealedTip(t);
  const refused = await onTerminal('age', ['-d', '-i', file, '-o', out, tip],
    [[/passphrase/i, `${passphrase}!`]]);
  assert.notEqual(refused.code, 0);
  assert.match(refused.seen, /passphrase/);
  assert.equal(existsSync(out), false);
});
