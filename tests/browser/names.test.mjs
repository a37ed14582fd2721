// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What a screen reader is told: the browser's own accessibility tree. Every
// control has a name, and in Swedish the one that the form definition gives it;
// groups say their question; headings and landmarks make an outline.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { areas, languages, questionsOf } from './definition.mjs';
import { everyKind, launch, patience, phone, renderPages } from './pages.mjs';

const pages = renderPages();
let browser;
let tab;
let cdp;
before(async () => {
  browser = await launch();
  const context = await browser.newContext({ viewport: phone });
  context.setDefaultTimeout(patience);
  tab = await context.newPage();
  cdp = await context.newCDPSession(tab);
});
after(() => browser.close());

const valueOf = (node, name) =>
  node.properties?.find((p) => p.name === name)?.value.value;

// Every node that is not ignored, in the order read: { role, name, description,
// level, invalid, required, url, group (name of the nearest group) }.
async function look({ path }) {
  await tab.goto(pathToFileURL(path).href);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const groupOf = (node) => {
    for (let up = byId.get(node.parentId); up; up = byId.get(up.parentId))
      if (!up.ignored && ['group', 'radiogroup'].includes(up.role?.value))
        return up.name.value;
    return undefined;
  };
  const below = (node) => [node, ...(node.childIds ?? []).flatMap((id) =>
    byId.has(id) ? below(byId.get(id)) : [])];
  return below(nodes[0]).filter((node) => !node.ignored).map((node) => ({
    role: node.role.value, name: node.name?.value ?? '',
    description: node.description?.value ?? '', level: valueOf(node, 'level'),
    invalid: valueOf(node, 'invalid'), required: valueOf(node, 'required'),
    url: valueOf(node, 'url'), group: groupOf(node),
  }));
}

const trees = new Map();
async function tree(page) {
  if (!trees.has(page.name))
    trees.set(page.name, await look(page));
  return trees.get(page.name);
}

const controls = new Set(['button', 'checkbox', 'combobox', 'link', 'radio',
  'textbox', 'listbox', 'option', 'MenuListOption']);
const isControl = ({ role }) => controls.has(role);
const named = (name) => pages.find((page) => page.name === name);

const different = everyKind(pages);

test('every control on every page has a name', async () => {
  for (const page of different) {
    const nodes = await tree(page);
    assert.ok(nodes.filter(isControl).length >= 2, `${page.name} has controls`);
    assert.deepEqual(nodes.filter((node) => isControl(node) && !node.name.trim()),
      [], page.name);
  }
});

const roles = { text: 'textbox', textarea: 'textbox', radio: 'radio',
  checkbox: 'checkbox', select: 'combobox' };
const optional = (question) => question.required ? '' : ' (valfritt)';

// What the definition says that a question's controls are called: role, name,
// group.
function expected(question) {
  const label = question.label + optional(question);
  const role = roles[question.type];
  return ['radio', 'checkbox'].includes(question.type)
    ? question.choices.map((choice) => [role, choice.label, label])
    : [[role, label]];
}

for (const area of areas)
  test(`fields are called what the definition calls them: ${area}`, async () => {
    const fields = new Set(Object.values(roles));
    const told = (await tree(named(`sv.questions.${area}`)))
      .filter(({ role }) => fields.has(role))
      .map(({ role, name, group }) =>
        ['radio', 'checkbox'].includes(role) ? [role, name, group] : [role, name]);
    assert.deepEqual(told, questionsOf(area).flatMap(expected));
  });

test('questions in a group of texts say the group', async () => {
  const nodes = await tree(named('sv.questions.theft'));
  const plate = nodes.find(({ name }) => name.startsWith('Registreringsnummer'));
  assert.equal(plate.group, 'Fordon');
});

test('help and mistakes are read with their field', async () => {
  const nodes = await tree(named('sv.faults.theft'));
  const wrong = nodes.filter(({ invalid }) => invalid && invalid !== 'false');
  const fields = wrong.filter(({ role }) => role === 'textbox');
  assert.equal(fields.length, 3, JSON.stringify(wrong));
  for (const { name, description } of fields)
    assert.ok(description.length > 10, `${name}: ${description}`);
  const what = fields.find(({ name }) => name.startsWith('Berätta'));
  assert.match(what.description, /Skriv något här/);
  assert.match(what.description, /egna ord/);
  assert.equal(what.required, true);
});

// A link out of its sentence, as a list of links has it.
test('links of one name lead to one place', async () => {
  for (const page of different) {
    const where = new Map();
    for (const { name, url } of (await tree(page)).filter(({ role }) => role === 'link')) {
      assert.equal(where.get(name) ?? url, url, `${page.name}: ${name}`);
      where.set(name, url);
    }
  }
});

test('headings make an outline, landmarks are one of each', async () => {
  for (const page of different) {
    const nodes = await tree(page);
    const levels = nodes.filter(({ role }) => role === 'heading').map(({ level }) => level);
    assert.equal(levels[0], 1, page.name);
    assert.equal(levels.filter((level) => level === 1).length, 1, page.name);
    levels.forEach((level, i) =>
      assert.ok(i === 0 || level <= levels[i - 1] + 1, `${page.name}: ${levels}`));
    for (const role of ['main', 'banner', 'contentinfo'])
      assert.equal(nodes.filter((node) => node.role === role).length, 1,
        `${page.name}: ${role}`);
    for (const { role, name } of nodes)
      if (['region', 'navigation'].includes(role))
        assert.ok(name.trim(), `${page.name}: ${role}`);
  }
});

test('a page in another language says which parts are in which', async () => {
  for (const { tag } of languages) {
    await tab.goto(pathToFileURL(named(`${tag}.start`).path).href);
    const links = await tab.locator('.languages a').evaluateAll((all) =>
      all.map((a) => [a.lang, a.hreflang, a.textContent.trim()]));
    assert.deepEqual(links.map(([lang]) => lang).sort(), languages.map((l) => l.tag).sort());
    for (const [lang, hreflang, text] of links) {
      assert.equal(hreflang, lang);
      assert.equal(text, languages.find((l) => l.tag === lang).name);
    }
  }
});
