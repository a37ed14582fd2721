// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Running the tools as a person does: arguments, standard input, descriptors,
// a terminal; in a folder of their own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const build = process.env.INKAST_BUILD;
assert.ok(build, 'expected INKAST_BUILD: the build folder');

export const EX = { OK: 0, USAGE: 64, DATAERR: 65, NOINPUT: 66, NOUSER: 67,
  OSERR: 71, CANTCREAT: 73, IOERR: 74, NOPERM: 77, CONFIG: 78 };
export const admin = join(build, 'bin', 'inkast-admin');
export const officer = join(build, 'bin', 'inkast-officer');
export const tool = (name) => join(build, 'tests', name);

// Milliseconds for a terminal's whole talk: two runs of scrypt, under a
// sanitizer on a busy machine, take some ten seconds. More is a hang.
const patience = 180_000;

// A temporary folder that the test's end removes.
export function folder(t) {
  const dir = mkdtempSync(join(tmpdir(), 'inkast-unit-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const inside = (dir) => readdirSync(dir).sort();

// { code, signal, stdout (Buffer), stderr, out (stdout as text) }. input: bytes
// on standard input. fd3: bytes on descriptor 3.
export function run(program, args, { input = '', fd3, env, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['pipe', 'pipe', 'pipe', ...(fd3 === undefined ? [] : ['pipe'])] });
    const out = [];
    let stderr = '';
    child.on('error', reject);
    child.stdout.on('data', (piece) => out.push(piece));
    child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
    for (const [stream, bytes] of [[child.stdin, input], [child.stdio[3], fd3]])
      stream?.on('error', () => {}).end(bytes); // it may end unread
    child.on('close', (code, signal) => {
      const stdout = Buffer.concat(out);
      resolve({ code, signal, stdout, stderr, out: stdout.toString() });
    });
  });
}

// It must succeed: its standard output as text, without the last line end.
export async function must(program, args, more) {
  const done = await run(program, args, more);
  assert.equal(done.code, EX.OK, `${program} ${args.join(' ')}\n${done.stderr}`);
  return done.out.trimEnd();
}

// It must fail with this code, say something, and give a hint; stderr.
export async function refused(code, program, args, more) {
  const done = await run(program, args, more);
  assert.equal(done.code, code, `${args.join(' ')}\n${done.stderr}`);
  assert.match(done.stderr, /^inkast-(admin|officer): [^A-Z]/);
  assert.match(done.stderr, /\bhint: /);
  assert.equal(done.stdout.length, 0);
  return done.stderr;
}

// A shell command on a terminal of its own; each answer is typed (or called,
// with what was shown, and what it then says typed) when the text before it has been seen. Everything that the terminal showed.
export function onTerminal(command, answers, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', command, '/dev/null'],
      { cwd, env: { PATH: process.env.PATH, SHELL: '/bin/sh', ...env } });
    const waiting = [...answers];
    const late = setTimeout(() => child.kill('SIGKILL'), patience);
    let shown = '';
    let from = 0;
    child.on('error', reject);
    child.stdin.on('error', () => {});
    child.stdout.setEncoding('utf8').on('data', (text) => {
      shown += text;
      const at = waiting.length ? shown.indexOf(waiting[0][0], from) : -1;
      if (at < 0)
        return;
      from = at + waiting[0][0].length;
      const answer = waiting.shift()[1];
      const typed = typeof answer === 'function' ? answer(shown) : answer;
      if (typeof typed === 'string')
        child.stdin.write(typed);
    });
    child.on('close', (code) => {
      clearTimeout(late);
      resolve({ code, shown, unasked: waiting });
    });
  });
}
