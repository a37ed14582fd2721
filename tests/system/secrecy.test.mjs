// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Nothing in clear: no file that a gateway makes and no line that it prints
// holds what a citizen typed, in any form, while it runs or afterwards.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { EX, Gateway, program, run } from './gateway.mjs';
import { findTraces, tracesOf } from './texts.mjs';

const secret = 'Vid Björkgården säljer Önnerud tramadol varje fredag';
const traces = tracesOf(secret);

// "file: form" for each form of the secret that a file below dir holds.
function leaks(dir) {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath ?? e.path, e.name))
    .flatMap((path) => {
      try {
        return findTraces(traces, readFileSync(path)).map((f) => `${path}: ${f}`);
      } catch (error) {
        if (error.code === 'ENOENT')
          return []; // a log that was truncated away while we looked
        throw error;
      }
    });
}

const inLog = (gateway) => findTraces(traces, Buffer.from(gateway.log));

test('no_file_and_no_log_line_holds_a_tip_in_clear', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  const citizen = gateway.citizen();
  for (let i = 0; i < 10; i++) {
    assert.equal(await citizen.tip('narcotics', { what: `${secret} ${i}` }), 'sent');
    assert.deepEqual(leaks(gateway.top), []);
  }
  // What is refused leaves as little behind as what is taken.
  await gateway.quickTip(secret, { area: 'nonsense' });
  await gateway.quickTip(secret.repeat(1000));
  await gateway.quickTip('', { more: { where: secret } });
  const bundle = await gateway.export();
  assert.equal((await gateway.open(bundle)).length, 10);
  assert.deepEqual(leaks(gateway.top), []);
  gateway.child.kill('SIGHUP');
  await gateway.stop();
  assert.deepEqual(leaks(gateway.top), []);
  assert.deepEqual(inLog(gateway), []);
});

test('no_trace_is_left_by_processes_that_were_killed', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  assert.equal((await gateway.quickTip(secret)).state, 'sent');
  const pids = [gateway.child.pid, ...gateway.roles('inkast-front'),
    ...gateway.roles('inkast-vault')];
  for (const pid of pids)
    process.kill(pid, 'SIGKILL');
  await gateway.ended;
  gateway.child = null;
  assert.deepEqual(leaks(gateway.top), []);
  assert.deepEqual(inLog(gateway), []);
});

test('the_officers_program_writes_no_plaintext_unless_asked', async (t) => {
  const gateway = await Gateway.create(t);
  await gateway.start();
  assert.equal((await gateway.quickTip(secret)).state, 'sent');
  await gateway.stop();
  const bundle = await gateway.export();
  assert.equal((await gateway.open(bundle)).length, 1);
  assert.deepEqual(leaks(gateway.top), []);
  const stranger = await gateway.keygen('stranger.key');
  const out = join(gateway.top, 'out');
  const refused = await run(program('inkast-officer'),
    ['open', '-i', stranger.file, bundle, '-o', out]);
  assert.equal(refused.code, EX.NOPERM, refused.stderr);
  assert.deepEqual(leaks(gateway.top), []);
});

test('each_form_of_the_text_would_be_seen', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'inkast-secrecy-'));
  t.after(() => rmSync(dir, { recursive: true }));
  for (const { name, trace } of traces) {
    writeFileSync(join(dir, 'made'),
      Buffer.concat([Buffer.from('before '), trace, Buffer.from(' after')]));
    assert.ok(leaks(dir).includes(`${join(dir, 'made')}: ${name}`), name);
  }
  for (let shift = 0; shift < 3; shift++) {
    const long = Buffer.from('x'.repeat(30 + shift) + secret + 'y'.repeat(30));
    writeFileSync(join(dir, 'made'), long.toString('base64'));
    assert.equal(leaks(dir).length, 1, `base64, shifted by ${shift}`);
  }
});
