// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What there is to go through: the areas and questions of the built-in form,
// and the languages. Read from what the pages are made of, so that an area or a
// language that is added is tested without a word here.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = new URL('../../web/', import.meta.url);
export const sourceOf = (name) => readFileSync(new URL(name, web), 'utf8');

export const form = JSON.parse(sourceOf('forms/kinda.json'));
export const areas = form.areas.map((area) => area.id);
export const helpPages = (form.help ?? []).map((page) => page.id);

// The questions that an area asks, section by section, as its page has them.
export function questionsOf(areaId) {
  const area = form.areas.find(({ id }) => id === areaId);
  const asked = area.questions.map((id) => form.questions.find((q) => q.id === id));
  return form.sections.flatMap(({ id }) => asked.filter((q) => q.section === id));
}

export const catalogues = readdirSync(fileURLToPath(new URL('po', web)))
  .filter((file) => file.endsWith('.po')).sort();

const catalogueLanguage = (file) => {
  const header = (name) =>
    new RegExp(`"${name}: (.*)\\\\n"`).exec(sourceOf(`po/${file}`))?.[1];
  return { tag: file.replace('.po', ''), name: header('X-Name'),
    dir: header('X-Direction') };
};

// [{ tag, name, dir }], Swedish first.
export const languages = [{ tag: 'sv', name: 'Svenska', dir: 'ltr' },
  ...catalogues.map(catalogueLanguage)];
