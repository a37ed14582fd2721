// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What the linker proves: no server program can open a tip, none of the gateway's
// can sign a keyring, the front has no database, the vault no HTTP and no keys,
// the officer's program no network library.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import {
  loadedBy, neededBy, offeredBy, openingSymbols, signingSymbols, symbolsOf,
} from './binaries.mjs';
import { build, programs, serverPrograms } from './tree.mjs';

const archive = (zone) =>
  offeredBy(join(build, `crypto/${zone}/libcrypto_${zone}.a`));
const openers = archive('unseal');
const sealers = archive('seal');
const signers = archive('sign');
const sharers = archive('share');
const http = /microhttpd|libcurl|gnutls/;
const database = /sqlite|libpq/;
const network = /microhttpd|curl|gnutls|libssl|nghttp|libpq|resolv|libnsl/;

for (const name of serverPrograms) {
  test(`${name}_holds_no_code_that_opens_a_tip`, () => {
    const symbols = symbolsOf(programs[name]);
    assert.ok(symbols.own.has('main'), `${name} is stripped`);
    assert.deepEqual(openingSymbols(symbols, openers), []);
  });
}

test('opening_code_would_be_seen_in_the_officers_program', () => {
  assert.ok(openers.length > 2, 'libcrypto_unseal offers too little');
  const found = openingSymbols(symbolsOf(programs['inkast-officer']), openers);
  assert.ok(found.some((s) => openers.includes(s)), found.join(' '));
  assert.ok(found.some((s) => /^crypto_aead_.*_decrypt$/.test(s)),
    found.join(' '));
  assert.ok(found.includes('hybrid_decapsulate'), found.join(' '));
});

// Whichever ML-KEM a build has: ours calls libsodium's or PQClean's.
test('decapsulation_is_seen_by_its_name', () => {
  const made = (own, taken) =>
    openingSymbols({ own: new Set(own), taken: new Set(taken) });
  assert.deepEqual(made(['mlkem_encapsulate'],
    ['crypto_kem_mlkem768_enc_deterministic']), []);
  for (const name of ['mlkem_decapsulate', 'hybrid_decapsulate',
    'PQCLEAN_MLKEM768_CLEAN_crypto_kem_dec',
    'PQCLEAN_MLKEM768_CLEAN_indcpa_dec'])
    assert.deepEqual(made([name], []), [name]);
  assert.deepEqual(made([], ['crypto_kem_mlkem768_dec']),
    ['crypto_kem_mlkem768_dec']);
  const { own, taken } = symbolsOf(programs['inkast-officer']);
  const mlkem = [...own, ...taken].filter((s) => /kem.*_dec$/i.test(s));
  const none = !own.has('pqclean_end') && !own.has('mlkem_sodium_end');
  assert.equal(mlkem.length > 0, !none, mlkem.join(' '));
});

test('opening_code_under_another_name_would_be_seen', () => {
  const made = (own, taken) =>
    openingSymbols({ own: new Set(own), taken: new Set(taken) }, ['ajar']);
  assert.deepEqual(made(['main', 'seal_tip'], ['crypto_box_seal']), []);
  assert.deepEqual(made(['ajar'], []), ['ajar']);
  assert.deepEqual(made(['identity_read'], []), ['identity_read']);
  assert.deepEqual(made(['x'], ['crypto_secretbox_open_easy']),
    ['crypto_secretbox_open_easy']);
  assert.deepEqual(made([], ['crypto_box_seal_open']),
    ['crypto_box_seal_open']);
});

const gatewayPrograms = ['inkastd', 'inkast-front', 'inkast-vault'];

for (const name of gatewayPrograms)
  test(`${name}_holds_no_code_that_signs_or_shares`, () => {
    const symbols = symbolsOf(programs[name]);
    assert.ok(symbols.own.has('main'), `${name} is stripped`);
    assert.deepEqual(signingSymbols(symbols, [...signers, ...sharers]), []);
  });

// What no other archive offers too.
const seenIn = (name, offered) =>
  offered.filter((s) => symbolsOf(programs[name]).own.has(s));

test('signing_code_would_be_seen_in_the_tools_of_those_who_sign', () => {
  for (const name of ['inkast-admin', 'inkast-officer']) {
    const found = signingSymbols(symbolsOf(programs[name]), signers);
    assert.ok(found.includes('sign_text'), `${name}: ${found.join(' ')}`);
    assert.ok(found.some((s) => /^crypto_sign_.*detached$/.test(s)),
      `${name}: ${found.join(' ')}`);
  }
});

test('sharing_code_is_in_the_officers_program_alone', () => {
  assert.ok(seenIn('inkast-officer', sharers).includes('share_join'));
  for (const name of serverPrograms)
    assert.deepEqual(seenIn(name, sharers), [], name);
});

// It is told kinds, days and a number; it cannot tell whose keys they are.
test('the_vault_has_no_sealing_code_and_no_keyring', () => {
  assert.ok(seenIn('inkast-front', sealers).includes('keyring_recipients'));
  assert.deepEqual(seenIn('inkast-vault', sealers), []);
});

test('signing_code_under_another_name_would_be_seen', () => {
  const made = (own, taken) =>
    signingSymbols({ own: new Set(own), taken: new Set(taken) }, ['quill']);
  assert.deepEqual(made(['main', 'minisign_verify'],
    ['crypto_sign_ed25519_verify_detached', 'crypto_sign_verify_detached']), []);
  assert.deepEqual(made(['quill'], []), ['quill']);
  assert.deepEqual(made([], ['crypto_sign_detached', 'crypto_sign_keypair']),
    ['crypto_sign_detached', 'crypto_sign_keypair']);
});

test('the_front_has_no_database', () => {
  assert.ok(neededBy(programs['inkast-front']).some((l) => http.test(l)));
  assert.ok(!loadedBy(programs['inkast-front']).some((l) => database.test(l)));
  const { own } = symbolsOf(programs['inkast-front']);
  assert.deepEqual([...own].filter((s) => /^sqlite3_|^store_/.test(s)), []);
});

test('the_vault_has_no_http', () => {
  assert.ok(neededBy(programs['inkast-vault']).some((l) => database.test(l)));
  assert.ok(!loadedBy(programs['inkast-vault']).some((l) => http.test(l)));
});

test('the_supervisor_has_neither_http_nor_database', () => {
  const loaded = loadedBy(programs.inkastd);
  assert.ok(loaded.some((l) => /libc\.so/.test(l)));
  assert.ok(!loaded.some((l) => http.test(l) || database.test(l)));
});

test('the_officers_program_and_the_admins_have_no_network_library', () => {
  for (const name of ['inkast-officer', 'inkast-admin'])
    assert.ok(!loadedBy(programs[name]).some((l) => network.test(l)), name);
});
