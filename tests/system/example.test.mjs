// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The worked example of docs/FORMAT.md is run as it stands there.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { program, run } from './gateway.mjs';

const format = fileURLToPath(new URL('../../docs/FORMAT.md', import.meta.url));

// The shell blocks of a section, in order.
function blocksOf(section) {
  const text = readFileSync(format, 'utf8').split(/^## /m)
    .find((part) => part.startsWith(section));
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]);
}

test('the_worked_example_of_the_format_works_as_it_stands', async (t) => {
  const blocks = blocksOf('12. A worked example');
  assert.equal(blocks.length, 5);
  const dir = mkdtempSync(join(tmpdir(), 'inkast-example-'));
  t.after(() => rmSync(dir, { recursive: true }));
  // Whatever fails, no gateway stays behind. A reader by hand has no "set".
  const script = ['set -euo pipefail', "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT",
    ...blocks].join('\n');
  const done = await run('bash', ['-c', script], { cwd: dir,
    env: { PATH: `${dirname(program('inkastd'))}:${process.env.PATH}` } });
  assert.equal(done.code, 0, done.stdout + done.stderr);
  // Each line that shows something did.
  assert.deepEqual(done.stdout.toString().match(/En grön cykel/g).length, 2);
});
