// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Runs the programs of tests/tools, or any other, and names the exit codes of
// the former. Their folder comes in INKAST_TEST_TOOLS.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = process.env.INKAST_TEST_TOOLS;
if (!folder)
	throw new Error('INKAST_TEST_TOOLS is not set: run this by ctest');

const ours = ['seal-file', 'unseal-file', 'age-parts'];
const names = ['success', 'header failure', 'HMAC failure', 'payload failure',
	'armor failure', 'no match', 'key', 'memory', 'io', 'crypto', 'limit',
	'state', 'type', 'mixed'];

// 0, or 10 more than the error's number (tests/tools).
export function outcome(status)
{
	const name = names[status > 10 ? status - 10 : status === 0 ? 0 : -1];
	return name ?? `exit ${status}`;
}

export function tool(program)
{
	return ours.includes(program) ? join(folder, program) : program;
}

export function run(program, args, input)
{
	const r = spawnSync(tool(program), args,
		{ input, maxBuffer: 1 << 28, timeout: 300_000 });
	// A program that fails need not have read all of its input.
	if (r.error && r.error.code !== 'EPIPE')
		throw r.error;
	return { status: r.status, out: r.stdout, err: r.stderr.toString() };
}

// What a program that must succeed writes.
export function must(program, args, input)
{
	const r = run(program, args, input);
	assert.equal(outcome(r.status), 'success', `${program}: ${r.err}`);
	return r.out;
}

// Buffer.equals: an assertion would print megabytes of difference.
export function same(a, b)
{
	return Buffer.from(a).equals(b);
}

// A program on a terminal of its own, which asks for a passphrase as often as
// there are answers.
export function onTerminal(program, args, answers)
{
	const quoted = [program, ...args].map((a) => `'${a}'`).join(' ');
	return new Promise((resolve, reject) => {
		const child = spawn('script', ['-qec', quoted, '/dev/null'],
			{ env: { PATH: process.env.PATH, SHELL: '/bin/sh' } });
		const late = setTimeout(() => child.kill('SIGKILL'), 60_000);
		let shown = '';
		let from = 0;
		child.on('error', reject);
		child.stdin.on('error', () => {});
		child.stdout.setEncoding('utf8').on('data', (text) => {
			shown += text;
			const at = shown.indexOf(' passphrase', from);
			if (at >= 0 && shown.indexOf(': ', at) >= 0) {
				from = shown.length;
				child.stdin.write(`${answers.shift() ?? ''}\n`);
			}
		});
		child.on('close', (code) => {
			clearTimeout(late);
			assert.equal(code, 0, shown);
			resolve();
		});
	});
}

// A folder that is gone when the tests of a file are over: writes a file there
// (or none, without content) and gives its path.
export function scratch(after)
{
	const dir = mkdtempSync(join(tmpdir(), 'inkast-vectors-'));
	after(() => rmSync(dir, { recursive: true }));
	return (name, content) => {
		const path = join(dir, name);
		if (content !== undefined)
			writeFileSync(path, content, { mode: 0o600 });
		return path;
	};
}
