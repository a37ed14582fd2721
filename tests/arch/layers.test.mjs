// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Folders are trust zones: an include is an arrow, and layers.txt says which
// arrows there may be.
import assert from 'node:assert/strict';
import test from 'node:test';
import { offences, parseLayers } from './layers.mjs';
import { cFiles, filesBelow, readText, zoneFolders } from './tree.mjs';

const layers = parseLayers(readText('tests/arch/layers.txt'));
const one = (path, include) =>
  offences(layers, [{ path, text: `#include ${include}\n` }]);

test('no_zone_includes_what_it_may_not', () => {
  const files = cFiles().map((path) => ({ path, text: readText(path) }));
  assert.ok(files.length > 50, `only ${files.length} files were found`);
  assert.deepEqual(offences(layers, files), []);
});

test('every_folder_with_code_is_a_zone', () => {
  const code = filesBelow('.').filter((p) => /\.[ch]$/.test(p) &&
    !p.startsWith('tests/') && !p.startsWith('web/compiler/'));
  const outside = code.filter((p) => !zoneFolders.includes(p.split('/')[0]));
  assert.deepEqual(outside, []);
});

test('layers_name_no_zone_that_is_not_declared', () => {
  for (const [zone, allowed] of layers)
    for (const other of allowed)
      assert.ok(layers.has(other), `${zone} may include unknown ${other}`);
});

test('a_forbidden_arrow_would_be_seen', () => {
  assert.match(one('gateway/front/x.c', '"gateway/store/store.h"')[0],
    /gateway\/front may not include gateway\/store/);
  assert.match(one('gateway/vault/x.c', '"crypto/unseal/unseal.h"')[0],
    /may not include crypto\/unseal/);
  assert.match(one('base/x.h', '"crypto/core/age.h"')[0], /may not include/);
  assert.match(one('base/x.c', '"buf.h"')[0], /not written from the root/);
  assert.match(one('base/x.c', '"../base/buf.h"')[0], /from the root/);
  assert.match(one('elsewhere/x.c', '<stdio.h>')[0], /in no zone/);
});

test('a_library_header_in_the_wrong_zone_would_be_seen', () => {
  assert.equal(one('gateway/vault/x.c', '<microhttpd.h>').length, 1);
  assert.equal(one('admin/x.c', '<sqlite3.h>').length, 1);
  assert.equal(one('gateway/front/x.c', '<sodium.h>').length, 1);
  assert.equal(one('gateway/front/x.c', '<microhttpd.h>').length, 0);
  assert.equal(one('crypto/seal/x.c', '<sodium.h>').length, 0);
});

test('an_allowed_arrow_passes', () => {
  assert.deepEqual(one('gateway/front/x.c', '"crypto/seal/seal.h"'), []);
  assert.deepEqual(one('base/x.c', '"base/buf.h"'), []);
});
