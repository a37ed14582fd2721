// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Questions before something changes: on the terminal, and nowhere else.
import assert from 'node:assert/strict';
import test from 'node:test';
import { EX, onTerminal, run, tool } from '../officer/programs.mjs';

const ask = tool('ask-question');
const asked = (answer, kind = 'yes') =>
  onTerminal(`${ask} ${kind}`, [[kind === 'yes' ? '[y/N]' : 'go on:', answer]]);

test('yes_in_english_and_swedish_goes_on', async () => {
  for (const answer of ['y\r', 'yes\r', 'Y\r', 'j\r', 'ja\r', 'JA\r']) {
    const { code, shown } = await asked(answer);
    assert.equal(code, EX.OK, `${answer} ${shown}`);
  }
});

test('everything_else_does_not_go_on_and_says_so', async () => {
  for (const answer of ['\r', 'n\r', 'no\r', 'yep\r', 'y y\r', ' y\r', 'x'.repeat(300) + '\r']) {
    const { code, shown } = await asked(answer);
    assert.equal(code, EX.NOPERM, shown);
    assert.match(shown, /nothing was done: the answer was not yes/);
  }
});

test('the_end_of_input_is_no_answer', async () => {
  const { code, shown } = await asked('\x04');
  assert.equal(code, EX.NOPERM, shown);
  assert.match(shown, /no answer was given; nothing was done/);
});

test('what_cannot_be_undone_wants_the_whole_word', async () => {
  assert.equal((await asked('DESTROY\r', 'word')).code, EX.OK);
  for (const answer of ['destroy\r', 'DESTRO\r', 'yes\r', 'DESTROY \r', '\r'])
    assert.equal((await asked(answer, 'word')).code, EX.NOPERM, answer);
});

test('a_question_cannot_write_to_the_terminal_what_it_obeys', async () => {
  const { shown } = await asked('y\r');
  assert.ok(!shown.includes('\x1b[31m'));
  assert.match(shown, /U\+001B/);
});

test('without_a_terminal_only_yes_goes_on', async () => {
  for (const kind of ['yes', 'word']) {
    // setsid: no terminal of ours is asked either.
    const none = await run('setsid', ['-w', ask, kind], { input: 'y\nDESTROY\n' });
    assert.equal(none.code, EX.USAGE);
    assert.match(none.stderr, /no terminal to ask on; nothing was done/);
    assert.match(none.stderr, /hint: --yes/);
    const yes = await run('setsid', ['-w', ask, kind, '--yes']);
    assert.equal(yes.code, EX.OK);
    assert.equal(yes.stderr, '');
  }
});
