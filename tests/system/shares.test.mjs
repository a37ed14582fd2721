// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// split and join as people use them: every k papers give the key back, anything
// else is refused with the share and the line named, and no file is left
// behind. The papers are read by shares.mjs, too, which knows the format alone.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { EX, folder, must, officer, run } from '../unit/officer/programs.mjs';
import { onTerminal } from './pty.mjs';
import { joinShares, readShare, shareOfTwo, writeShare } from './shares.mjs';

const format = readFileSync(new URL('../../docs/FORMAT.md', import.meta.url), 'utf8');

// Not in a build without ML-KEM.
const hybridToo = async (t) => (await run(officer,
  ['keygen', '--plain', '-o', join(folder(t), 'key')])).code === EX.OK;

// { dir, key (the file's text), recipient, shares: the files' paths }.
async function split(t, k, n, ...options) {
  const dir = folder(t);
  const recipient = await must(officer, ['keygen', '--plain', '-o', 'key', ...options],
    { cwd: dir });
  await must(officer, ['split', '-i', 'key', '-k', k, '-n', n, '-o', 'shares'],
    { cwd: dir });
  return { dir, recipient, key: readFileSync(join(dir, 'key'), 'utf8'),
    shares: Array.from({ length: n }, (_, i) => `shares/share-${i + 1}.txt`) };
}

const joinArgs = (shares, out) => ['join', ...shares, '-o', out, '--plain'];

// join refuses these, says so in words, and writes nothing.
async function refused(dir, shares, words, { input, code = EX.DATAERR } = {}) {
  const done = await run(officer, joinArgs(shares, 'new'), { cwd: dir, input });
  assert.equal(done.code, code, done.stderr);
  assert.match(done.stderr, words);
  assert.match(done.stderr, /hint: /);
  assert.equal(done.out, '');
  assert.ok(!readdirSync(dir).includes('new'), 'no file is left behind');
  return done.stderr;
}

const subsets = (list) => list.reduce(
  (all, item) => [...all, ...all.map((some) => [...some, item])], [[]]);

const textOf = (dir, path) => readFileSync(join(dir, path), 'utf8');

for (const [kind, ...options] of [['classic', '--classic'], ['post-quantum']]) {
  test(`every 3 of 5 shares of a ${kind} key restore it, and 2 do not`, async (t) => {
    if (kind !== 'classic' && !await hybridToo(t))
      return;
    const { dir, key, recipient, shares } = await split(t, 3, 5, ...options);
    let joined = 0;
    for (const some of subsets(shares).filter((s) => s.length > 0)) {
      if (some.length < 3) {
        await refused(dir, some, new RegExp(`too few shares: ${some.length}, and 3 are needed`));
        continue;
      }
      const out = await must(officer, joinArgs(some, `key-${++joined}`), { cwd: dir });
      assert.equal(textOf(dir, `key-${joined}`), key);
      assert.match(out, /^# fingerprint \d{5}( \d{5}){5}\nage1/);
      assert.equal(out.split('\n')[1], recipient);
    }
    assert.equal(joined, 10 + 5 + 1);
    assert.equal(statSync(join(dir, 'key-1')).mode & 0o777, 0o600);
  });
}

const slopes = Array.from({ length: 33 }, (_, i) => (i * 37 + 11) & 255);

for (const [kind, ...options] of [[1, '--classic'], [2]]) {
  test(`shares of kind ${kind} are read and made by whoever has the format alone`, async (t) => {
    if (kind === 2 && !await hybridToo(t))
      return;
    const { dir, key, shares } = await split(t, 3, 4, ...options);
    const read = shares.map((path) => readShare(textOf(dir, path)));
    const secrets = subsets(read).filter((some) => some.length === 3).map(joinShares);
    assert.equal(secrets.length, 4);
    for (const secret of secrets)
      assert.deepEqual(secret, { kind, identity: secrets[0].identity });
    for (const i of [5, 2])
      writeFileSync(join(dir, `own-${i}`), writeShare(shareOfTwo(
        [kind, ...secrets[0].identity], slopes, { n: 7, i, set: [9, 8, 7, 6, 5, 4, 3, 2] })));
    await must(officer, joinArgs(['own-5', 'own-2'], 'again'), { cwd: dir });
    assert.equal(textOf(dir, 'again'), key);
  });
}

test('the example of the format is joined', async (t) => {
  const dir = folder(t);
  const rows = [...format.matchAll(/^ {2}([1-7]: \S.{18,19}\S) {8}([1-7]: \S.{18,19}\S)$/gm)];
  assert.equal(rows.length, 7);
  const papers = [1, 2].map((column) => rows.map((row) => `${row[column]}\n`).join(''));
  const secret = joinShares(papers.map(readShare));
  assert.equal(secret.kind, 1);
  assert.deepEqual([...secret.identity], [...Array(32).keys()]);
  papers.forEach((paper, i) => {
    assert.equal(writeShare(readShare(paper)), paper);
    writeFileSync(join(dir, `paper-${i}`), paper);
  });
  await must(officer, joinArgs(['paper-0', 'paper-1'], 'key'), { cwd: dir });
  assert.match(textOf(dir, 'key'), /^AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0/m);
});

test('a mistyped character names the share and the line', async (t) => {
  const { dir, shares } = await split(t, 2, 3, '--classic');
  for (let line = 1; line <= 7; line++) {
    const text = textOf(dir, shares[1]).replace(
      new RegExp(`^(${line}: .....)(.)(.)`, 'm'),
      (_, before, space, c) => before + space + (c === 'A' ? 'B' : 'A'));
    writeFileSync(join(dir, 'bad'), text);
    await refused(dir, [shares[0], 'bad'], new RegExp(`bad: line ${line} is mistyped`));
  }
});

test('a missing line, no line and a line of another share are named', async (t) => {
  const { dir, shares } = await split(t, 2, 3, '--classic');
  const text = textOf(dir, shares[0]);
  writeFileSync(join(dir, 'bad'), text.replace(/^4: .*\n/m, ''));
  await refused(dir, ['bad', shares[1]], /bad: line 4 is missing/);
  writeFileSync(join(dir, 'bad'), 'nothing\n');
  await refused(dir, [shares[1], 'bad'], /bad: no share/);
  writeFileSync(join(dir, 'bad'), '');
  await refused(dir, [shares[1], 'bad'], /bad: no share/);
  const other = /^6: .*$/m.exec(textOf(dir, shares[2]))[0];
  writeFileSync(join(dir, 'bad'), text.replace(/^6: .*$/m, other));
  await refused(dir, ['bad', shares[1]], /bad: each line is right, but they are not of one/);
  await refused(dir, ['none', shares[1]], /none/, { code: EX.NOINPUT });
});

test('a share of another set, or the same twice, is named', async (t) => {
  const { dir, shares } = await split(t, 2, 3, '--classic');
  await must(officer, ['split', '-i', 'key', '-k', 2, '-n', 3, '-o', 'others'], { cwd: dir });
  await refused(dir, [shares[0], 'others/share-2.txt'],
    /others\/share-2.txt: is of another set of shares than shares\/share-1.txt/);
  cpSync(join(dir, shares[0]), join(dir, 'copy'));
  await refused(dir, [shares[0], 'copy'], /copy: share 1 is there twice, in shares\/share-1.txt/);
});

test('an altered share with right checksums never gives a key', async (t) => {
  const { dir, shares } = await split(t, 2, 3, '--classic');
  const forged = readShare(textOf(dir, shares[1]));
  forged.values[7] ^= 1;
  writeFileSync(join(dir, 'forged'), writeShare(forged));
  await refused(dir, [shares[0], 'forged'], /do not give back what was split/);
  // One more than needed tells which it is.
  await refused(dir, [shares[0], shares[2], 'forged'], /forged: does not fit the others/);
});

test('a secret of a kind that there is not is refused', async (t) => {
  const dir = folder(t);
  const set = { n: 2, set: [1, 2, 3, 4, 5, 6, 7, 8] };
  const secret = [3, ...Array(32).fill(9)];
  for (const i of [1, 2])
    writeFileSync(join(dir, `${i}`),
      writeShare(shareOfTwo(secret, Array(33).fill(77), { ...set, i })));
  await refused(dir, ['1', '2'], /cannot make the identity/);
});

test('shares may be typed, in small letters and without spaces', async (t) => {
  const { dir, key, shares } = await split(t, 2, 3, '--classic');
  const typed = shares.slice(1).map((path) => textOf(dir, path)
    .match(/^[1-7]: .*$/gm).join('\n').toLowerCase().replaceAll(' ', '')).join('\n\n');
  await must(officer, joinArgs(['-'], 'again'), { cwd: dir, input: typed });
  assert.equal(textOf(dir, 'again'), key);
  // And with a file.
  await must(officer, joinArgs([shares[0], '-'], 'mixed'),
    { cwd: dir, input: textOf(dir, shares[1]) });
  assert.equal(textOf(dir, 'mixed'), key);
});

test('at a terminal a wrong line is asked for again, and as many as are needed are enough', async (t) => {
  const { dir, key, shares } = await split(t, 2, 3, '--classic');
  const [one, , three] = shares.map((path) =>
    textOf(dir, path).match(/^[1-7]: .*$/gm));
  const wrong = three[3].replace(/.$/, (c) => (c === 'A' ? 'B' : 'A'));
  const { code, seen } = await onTerminal(officer,
    joinArgs(['-'], join(dir, 'again')), [
      [/typed share 1:/, one.join('\r')],
      [/that was share 1 of 3; 2 are needed[^]*typed share 2:/,
        [...three.slice(0, 3), wrong].join('\r')],
      [/typed share 2: line 4 is mistyped[^]*type this line again/, three.slice(3).join('\r')],
    ]);
  assert.equal(code, EX.OK, seen);
  assert.match(seen, /that was share 3 of 3/);
  assert.match(seen, /# fingerprint /);
  assert.equal(textOf(dir, 'again'), key);
});

test('a typed share that is wrong is named by its number', async (t) => {
  const { dir, shares } = await split(t, 2, 3, '--classic');
  const [one, two] = shares.map((path) => textOf(dir, path));
  const bad = two.replace(/^5: (.)/m, (_, c) => `5: ${c === 'A' ? 'B' : 'A'}`);
  await refused(dir, ['-'], /typed share 2: line 5 is mistyped/, { input: one + bad });
  await refused(dir, ['-'], /typed share 2: line 7 is missing/,
    { input: one + two.replace(/^7: .*\n/m, '') });
  await refused(dir, ['-'], /too few shares: 1, and 2/, { input: one });
  await refused(dir, ['-'], /too few shares: 0, and 2/, { input: '' });
  await refused(dir, ['-'], /a line of more than/, { input: '1: '.padEnd(5000, 'A') });
});

test('the new key file is protected as keygen protects one', async (t) => {
  const { dir, key, shares } = await split(t, 2, 2, '--classic');
  await must(officer, ['join', ...shares, '-o', 'sealed', '--passphrase-fd', '3'],
    { cwd: dir, fd3: 'korrekt häst batteri\n' });
  assert.match(textOf(dir, 'sealed'), /^age-encryption.org\/v1\n-> scrypt /);
  // And split takes it.
  await must(officer, ['split', '-i', 'sealed', '-k', 2, '-n', 2, '-o', 'more',
    '--passphrase-fd', '3'], { cwd: dir, fd3: 'korrekt häst batteri\n' });
  await must(officer, joinArgs(['more/share-1.txt', 'more/share-2.txt'], 'plain'), { cwd: dir });
  assert.equal(textOf(dir, 'plain'), key);
});

test('nothing is overwritten, and only the owner may read', async (t) => {
  const { dir, shares } = await split(t, 2, 3, '--classic');
  const args = ['split', '-i', 'key', '-k', 2, '-n', 3, '-o', 'shares'];
  const again = await run(officer, args, { cwd: dir });
  assert.equal(again.code, EX.CANTCREAT);
  assert.match(again.stderr, /hint: name a folder that is not there yet/);
  assert.equal(statSync(join(dir, 'shares')).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(join(dir, 'shares')).sort(),
    [1, 2, 3].flatMap((i) => [`share-${i}.html`, `share-${i}.txt`]));
  for (const file of readdirSync(join(dir, 'shares')))
    assert.equal(statSync(join(dir, 'shares', file)).mode & 0o777, 0o600);
  const join2 = await run(officer, joinArgs(shares, 'key'), { cwd: dir });
  assert.equal(join2.code, EX.CANTCREAT);
  assert.match(join2.stderr, /never overwritten/);
});

// A page is some 13 KB: the texts fit into what the shell allows, in blocks of
// 512 bytes, and the first page does not.
test('a page that cannot be written leaves nothing behind', async (t) => {
  const { dir } = await split(t, 2, 2, '--classic');
  const full = await run('sh', ['-c', `trap '' XFSZ; ulimit -f 8; exec ${officer} ` +
    'split -i key -k 2 -n 3 -o more'], { cwd: dir });
  assert.equal(full.code, EX.CANTCREAT, full.stderr);
  assert.match(full.stderr, /cannot write more: File too large[^]*hint: nothing was left/);
  assert.deepEqual(readdirSync(dir).sort(), ['key', 'shares']);
  const nowhere = await run(officer,
    ['split', '-i', 'key', '-k', 2, '-n', 3, '-o', 'none/more'], { cwd: dir });
  assert.equal(nowhere.code, EX.CANTCREAT);
});

test('more shares than any set has are refused', async (t) => {
  const { dir, shares } = await split(t, 16, 16, '--classic');
  await must(officer, joinArgs(shares, 'again'), { cwd: dir });
  await refused(dir, [...shares, shares[0]], /more than 16 shares in all/,
    { code: EX.USAGE });
});

test('split says honestly that the shares are on this disk', async (t) => {
  const { dir } = await split(t, 2, 2, '--classic');
  const done = await run(officer,
    ['split', '-i', 'key', '-k', 2, '-n', 3, '-o', 'more'], { cwd: dir });
  assert.match(done.stderr, /3 shares are in more; any 2 give the key back/);
  assert.match(done.stderr, /warning: .* on this disk now: print .*, then destroy/);
  assert.ok(!/AGE-SECRET|[1-7]: [A-Z2-7]{5}/.test(done.stderr + done.out));
});

test('a file with two identities, or none, is not split', async (t) => {
  const { dir, key } = await split(t, 2, 2, '--classic');
  const args = (file) => ['split', '-i', file, '-k', 2, '-n', 2, '-o', 'no'];
  writeFileSync(join(dir, 'two'), key + key);
  const two = await run(officer, args('two'), { cwd: dir });
  assert.equal(two.code, EX.DATAERR);
  assert.match(two.stderr, /2 identities, and only one can be split/);
  writeFileSync(join(dir, 'none'), '# nothing\n');
  assert.equal((await run(officer, args('none'), { cwd: dir })).code, EX.DATAERR);
  assert.ok(!readdirSync(dir).includes('no'));
});

test('numbers that no set can have, and other mistakes, are usage', async (t) => {
  const { dir, shares } = await split(t, 2, 2, '--classic');
  const base = ['split', '-i', 'key', '-o', 'no'];
  for (const args of [
    [...base, '-k', 1, '-n', 3], [...base, '-k', 4, '-n', 3],
    [...base, '-k', 2, '-n', 17], [...base, '-k', 2], [...base, '-n', 3],
    [...base, '-k', 'x', '-n', 3], [...base, '-k', '-2', '-n', 3],
    [...base, '-k', 2, '-n', 100], [...base, '-k', '', '-n', 3],
    [...base, '-k', 2, '-n', 3, 'operand'], ['split', '-k', 2, '-n', 3],
    [...base, '-k', 2, '-n', 3, '--contact', 'a\n1: AEBAG'],
    [...base, '-k', 2, '-n', 3, '--contact', 'x'.repeat(201)],
    ['join', '-o', 'no'], ['join', shares[0], shares[1]],
    ['join', '-', '-', '-o', 'no'], ['join', '-', '-o', 'no', '--passphrase-fd', '0'],
    ['join', ...shares, '-o', 'no', '--plain', '--passphrase-fd', '3'],
    ['join', ...shares, '-o', 'no', '--plain', '--words'],
  ]) {
    const done = await run(officer, args.map(String), { cwd: dir });
    assert.equal(done.code, EX.USAGE, `${args}: ${done.stderr}`);
    assert.ok(!readdirSync(dir).includes('no'));
  }
});
