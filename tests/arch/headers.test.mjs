// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Each header stands alone, for gcc and clang: it includes what it needs, may
// be included twice, and raises no warning of the strict set.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { build, cFiles, root } from './tree.mjs';

// The flags of the build under test, all zones' include folders together. What
// only one compiler knows (hardening, sanitizers) is not about a header.
function sharedFlags() {
  const file = join(build, 'compile_commands.json');
  const words = JSON.parse(readFileSync(file, 'utf8'))
    .filter((c) => !c.file.includes('/tests/'))
    .flatMap((c) => c.command.replaceAll('\\"', '"').split(/\s+/));
  const wanted = words.flatMap((word, i) =>
    word === '-isystem' ? [`-isystem${words[i + 1]}`] : [word]);
  return [...new Set(wanted.filter((w) => /^-(I|isystem|D|std=|W)/.test(w) &&
    !/^-Wl,|FORTIFY/.test(w)))];
}

function compile(compiler, flags, text) {
  const run = spawnSync(compiler,
    [...flags, '-fsyntax-only', '-x', 'c', '-'],
    { input: text, encoding: 'utf8', cwd: root });
  return run.status === 0 ? null : run.stderr || String(run.error);
}

const flags = sharedFlags();
const headers = cFiles().filter((path) => path.endsWith('.h'));

for (const compiler of ['gcc', 'clang']) {
  test(`each_header_compiles_alone_with_${compiler}`, () => {
    assert.ok(headers.length > 20, `only ${headers.length} headers found`);
    const broken = headers.flatMap((h) =>
      compile(compiler, flags,
        `#include "${h}"\n#include "${h}"\nextern int some_declaration;\n`) ?? []);
    assert.deepEqual(broken, []);
  });

  test(`a_header_that_needs_another_would_be_seen_with_${compiler}`, () => {
    assert.ok(flags.includes('-Werror') && flags.includes('-std=c11'));
    assert.match(compile(compiler, flags, 'size_t needs_stddef(void);\n'),
      /size_t/);
    assert.match(compile(compiler, flags, 'void old_style();\n'),
      /prototype/);
  });
}
