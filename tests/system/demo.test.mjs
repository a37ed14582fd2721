// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// deploy/demo does what it says: builds, sends a tip through the form, opens
// it, leaves nothing in clear and nothing behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { exchange, run, until } from './gateway.mjs';
import { findTraces, tracesOf } from './texts.mjs';

// It builds all programs, on a machine that may have other work.
const buildPatience = 600_000;

const demo = fileURLToPath(new URL('../../deploy/demo', import.meta.url));

// Ends by itself or is told to; its output, and the text that it says it sent.
async function demonstrate(t, args, during = () => {}) {
  const top = mkdtempSync(join(tmpdir(), 'inkast-demo-test-'));
  t.after(() => rmSync(top, { recursive: true }));
  const child = spawn(demo, args, {
    env: { ...process.env, TMPDIR: top }, stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const all = { out: '', top, child };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => { all.out += text; });
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  try {
    await during(all);
  } catch (error) {
    process.kill(-child.pid, 'SIGINT');
    await ended;
    throw error;
  }
  const end = await ended; // first: the output goes on until then
  return { ...all, ...end };
}

const sentText = (out) => /^sending: (.*)$/m.exec(out)?.[1];
const folderOf = (out) => /^folder: (.*)$/m.exec(out)?.[1];

function leaks(dir, text) {
  const traces = tracesOf(text);
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name))
    .flatMap((path) => findTraces(traces, readFileSync(path)).map((f) => `${path}: ${f}`));
}

test('demo_once_shows_the_opened_tip_and_leaves_nothing', async (t) => {
  const { out, code, top } = await demonstrate(t, ['--once']);
  assert.equal(code, 0, out);
  const text = sentText(out);
  assert.ok(text.length > 20, out);
  const opened = out.slice(out.indexOf('opened by inkast-officer:'));
  assert.ok(opened.includes(text), opened);
  assert.match(out, /no file .* holds the text/);
  assert.match(out, /recipient, 1959 characters: age1pq1/);
  const [, key] = /^fingerprint of the officer's key: +([\d ]+)$/m.exec(out);
  assert.ok(out.includes(`signed keyring has it:   ${key}\n`), out);
  assert.match(opened, /^Nyckel: +period 1$/m);
  assert.equal(existsSync(folderOf(out)), false);
  assert.deepEqual(readdirSync(top), []);
});

test('demo_keep_leaves_a_folder_without_the_text', async (t) => {
  const { out, code, top } = await demonstrate(t, ['--once', '--keep']);
  assert.equal(code, 0, out);
  assert.ok(folderOf(out).startsWith(top));
  assert.ok(existsSync(join(folderOf(out), 'gateway/store/tips.db')));
  assert.deepEqual(leaks(top, sentText(out)), []);
});

test('demo_leaves_the_form_running_until_ctrl_c', async (t) => {
  const { out, code, top } = await demonstrate(t, [], async (all) => {
    const url = (await until('the address', () => {
      assert.equal(all.child.exitCode, null, all.out);
      return /^form: +(http:\S+)$/m.exec(all.out);
    }, buildPatience))[1];
    const { status, page } = await exchange(url);
    assert.deepEqual([status, page.state], [200, ['start']]);
    const officer = (await until('the command', () =>
      /^ +(\S*inkast-admin .*)\n +(\S*inkast-officer .*)$/m.exec(all.out)));
    assert.deepEqual(leaks(folderOf(all.out), sentText(all.out)), []);
    const again = await run('bash', ['-c', officer[1]]);
    assert.equal(again.code, 0, again.stderr);
    process.kill(-all.child.pid, 'SIGINT');
  });
  assert.equal(code, 0, out);
  assert.deepEqual(readdirSync(top), []);
});

test('demo_refuses_what_it_does_not_know', async () => {
  const done = await run(demo, ['--twice']);
  assert.equal(done.code, 64);
  assert.match(done.stderr, /--once/);
});
