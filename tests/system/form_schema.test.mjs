// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// The JSON schema says what the parser says: the built-in form passes both, and
// what one refuses the other refuses too.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import { EX, Gateway, program, run } from './gateway.mjs';

const read = (name) => JSON.parse(readFileSync(
  fileURLToPath(new URL(`../../web/forms/${name}`, import.meta.url))));
const kinda = read('kinda.json');
const valid = new Ajv({ strict: false }).compile(read('form.schema.json'));

// What is wrong with each: one member of the built-in form is changed.
const wrong = {
  'no object': () => [],
  'another format': (f) => { f.format = 'inkast-form/2'; },
  'no version': (f) => { delete f.version; },
  'an unknown member': (f) => { f.colour = 'blue'; },
  'no sections': (f) => { f.sections = []; },
  'nine sections': (f) => { while (f.sections.length < 9) f.sections.push({ id: `s${f.sections.length}`, title: 'S' }); },
  'an id with capitals': (f) => { f.questions[0].id = 'Now'; },
  'an id that is too long': (f) => { f.questions[0].id = 'a'.repeat(41); },
  'an id that is taken': (f) => { f.questions[0].id = 'token'; },
  'a label of another type': (f) => { f.questions[0].label = 7; },
  'an empty label': (f) => { f.questions[0].label = ''; },
  'a long label': (f) => { f.questions[0].label = 'a'.repeat(201); },
  'a label with a line end': (f) => { f.questions[0].label = 'a\nb'; },
  'a label with braces': (f) => { f.questions[0].label = 'a {count}'; },
  'an unknown type': (f) => { f.questions[0].type = 'date'; },
  'a choice without a label': (f) => { delete f.questions[0].choices[0].label; },
  'a single choice': (f) => { f.questions[0].choices.length = 1; },
  'max on a choice': (f) => { f.questions[0].max = 9; },
  'a text without max': (f) => { delete f.questions[3].max; },
  'max of nought': (f) => { f.questions[3].max = 0; },
  'max beyond the limit': (f) => { f.questions[3].max = 10001; },
  'rows on a line': (f) => { f.questions[3].rows = 2; },
  'choices on a text': (f) => { f.questions[3].choices = f.questions[0].choices; },
  'what need not be answered': (f) => { delete f.questions[1].required; },
  'what is a line': (f) => { f.questions[1].type = 'text'; delete f.questions[1].rows; },
  'an area without what': (f) => { f.areas[0].questions = ['now']; },
  'an area without a lead': (f) => { delete f.areas[0].lead; },
  'a question asked twice': (f) => { f.areas[0].questions.push('now'); },
  'a help page linked twice': (f) => { f.areas[0].help = ['drugs', 'drugs']; },
  'a help page with a taken id': (f) => { f.help[0].id = 'keys'; },
  'a help page without parts': (f) => { f.help[0].parts = []; },
  'a part without a heading': (f) => { delete f.help[0].parts[0].heading; },
  'an empty list': (f) => { f.help[0].parts[0].items = []; },
  'a phone of words': (f) => { f.help[0].parts[0].contacts = [{ name: 'A', phone: 'ring' }]; },
  'a link without https': (f) => { f.help[0].parts[0].contacts = [{ name: 'A', url: 'http://a' }]; },
};

test('the_built_in_form_and_every_refusal_are_the_same_for_schema_and_parser', async (t) => {
  const gateway = await Gateway.create(t);
  gateway.configure('form.file', 'form.json');
  const parses = async (form) => {
    writeFileSync(join(gateway.dir, 'form.json'), JSON.stringify(form));
    const done = await run(program('inkastd'),
      ['-c', gateway.config, '--check-config']);
    assert.ok([EX.OK, EX.CONFIG].includes(done.code), done.stderr);
    return done.code === EX.OK;
  };
  assert.ok(valid(kinda), JSON.stringify(valid.errors));
  assert.ok(await parses(kinda));
  for (const [what, change] of Object.entries(wrong)) {
    const form = structuredClone(kinda);
    const changed = change(form) ?? form;
    assert.equal(valid(changed), false, `the schema takes ${what}`);
    assert.equal(await parses(changed), false, `the parser takes ${what}`);
  }
});
