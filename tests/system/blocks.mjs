// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The shell blocks of a document, run as they stand there, by a reader in an
// empty folder who has the programs of this build on the path.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program, run } from './gateway.mjs';

// Of docs/NAME, or of its section that begins with these words.
export function blocksOf(name, section = '') {
  const text = readFileSync(
    fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');
  const part = section === '' ? text
    : text.split(/^## /m).find((p) => p.startsWith(section));
  return [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]);
}

// { code, stdout, stderr, dir }: as text. A failing command ends it, named on
// standard error. Whatever fails, no gateway stays behind.
export async function runBlocks(t, blocks) {
  const dir = mkdtempSync(join(tmpdir(), 'inkast-blocks-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const script = ['set -euo pipefail',
    "trap 'echo \"failed: $BASH_COMMAND\" >&2' ERR",
    "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", ...blocks].join('\n');
  const done = await run('bash', ['-c', script], { cwd: dir,
    env: { PATH: `${dirname(program('inkastd'))}:${process.env.PATH}` } });
  return { ...done, stdout: done.stdout.toString('utf8'), dir };
}
