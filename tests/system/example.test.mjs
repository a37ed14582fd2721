// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The worked example of docs/FORMAT.md is run as it stands there.
import assert from 'node:assert/strict';
import test from 'node:test';
import { blocksOf, runBlocks } from './blocks.mjs';

test('the_worked_example_of_the_format_works_as_it_stands', async (t) => {
  const blocks = blocksOf('FORMAT.md', '12. A worked example');
  assert.equal(blocks.length, 5);
  const { code, stdout, stderr } = await runBlocks(t, blocks);
  assert.equal(code, 0, stdout + stderr);
  // Each line that shows something did.
  assert.deepEqual(stdout.match(/En grön cykel/g).length, 2);
});
