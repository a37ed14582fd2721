// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Runs seal-file and unseal-file (tests/tools) and names their exit codes. The
// programs' folder comes in INKAST_TEST_TOOLS.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = process.env.INKAST_TEST_TOOLS;
if (!folder)
	throw new Error('INKAST_TEST_TOOLS is not set: run this by ctest');

const names = ['success', 'header failure', 'HMAC failure', 'payload failure',
	'armor failure', 'no match', 'key', 'memory', 'io', 'crypto', 'limit',
	'state'];

// 0, or 10 more than the error's number (tests/tools).
export function outcome(status)
{
	const name = names[status > 10 ? status - 10 : status === 0 ? 0 : -1];
	return name ?? `exit ${status}`;
}

export function run(program, args, input)
{
	const path = program.includes('-file') ? join(folder, program) : program;
	const r = spawnSync(path, args,
		{ input, maxBuffer: 1 << 28, timeout: 300_000 });
	if (r.error)
		throw r.error;
	return { status: r.status, out: r.stdout, err: r.stderr.toString() };
}

// A folder that is gone when the tests of a file are over.
export function scratch(after)
{
	const dir = mkdtempSync(join(tmpdir(), 'inkast-vectors-'));
	after(() => rmSync(dir, { recursive: true }));
	return (name, content) => {
		const path = join(dir, name);
		writeFileSync(path, content, { mode: 0o600 });
		return path;
	};
}
