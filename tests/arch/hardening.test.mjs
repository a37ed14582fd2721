// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The release programs carry what the compiler and the linker were asked for.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { output, programs } from './tree.mjs';

// What is missing, by name; an empty array for a hardened program.
function missing(program) {
  const head = output('readelf', '--file-header', '--wide', program);
  const segments = output('readelf', '--program-headers', '--wide', program);
  const dynamic = output('readelf', '--dynamic', '--wide', program);
  const symbols = output('readelf', '--dyn-syms', '--wide', program);
  const has = {
    'position independent': /Type:\s+DYN/.test(head) &&
      /FLAGS_1.*\bPIE\b/.test(dynamic),
    'RELRO': /GNU_RELRO/.test(segments),
    'bind now': /BIND_NOW|FLAGS_1.*\bNOW\b/.test(dynamic),
    'stack not executable': /GNU_STACK.*\sRW\s/.test(segments),
    'no segment both writable and executable':
      !/LOAD.*\sRWE\s/.test(segments),
    'stack protector': /__stack_chk_fail/.test(symbols),
    '_FORTIFY_SOURCE': /__\w+_chk\b/.test(
      symbols.replaceAll('__stack_chk_fail', '')),
    'no search path': !/RPATH|RUNPATH/.test(dynamic),
  };
  return Object.keys(has).filter((what) => !has[what]);
}

for (const [name, path] of Object.entries(programs)) {
  test(`${name}_is_hardened`, () => assert.deepEqual(missing(path), []));
}

test('a_soft_program_would_be_seen', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'inkast-arch-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const soft = join(dir, 'soft');
  execFileSync('gcc', ['-x', 'c', '-', '-o', soft, '-no-pie', '-fno-pie',
    '-fno-stack-protector', '-U_FORTIFY_SOURCE', '-z', 'norelro', '-z',
    'lazy', '-z', 'execstack'],
  { input: 'int main(void) { return 0; }\n', stdio: ['pipe', 'pipe', 'pipe'] });
  assert.deepEqual(missing(soft), ['position independent', 'RELRO', 'bind now',
    'stack not executable', 'stack protector', '_FORTIFY_SOURCE']);
});
