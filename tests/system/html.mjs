// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// As much of a browser without scripts as our pages need: the forms of a page,
// what is filled in, and what pressing a button would send (HTML, 4.10.21 and
// 13.2; WHATWG URL, 5.1). It knows nothing of our fields but their names.

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const decode = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (all, x, d, name) =>
    name ? entities[name] ?? all
      : String.fromCodePoint(x ? parseInt(x, 16) : Number(d)));

// 13.2.3.5: a parser never sees CR, and NUL becomes U+FFFD.
const preprocess = (html) =>
  html.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll('\0', '\uFFFD');

function attributes(text) {
  const found = {};
  const pattern = /([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;
  for (const m of text.matchAll(pattern))
    found[m[1].toLowerCase()] ??= decode(m[2] ?? m[3] ?? m[4] ?? '');
  return found;
}

// Tags and what is between them. Text of elements that hold no tags (textarea,
// title, style) comes as one piece.
function* tokens(html) {
  const raw = /^(textarea|title|style|script)$/;
  const tag = /<!--[^]*?-->|<!doctype[^>]*>|<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi;
  let at = 0;
  for (let m; (m = tag.exec(html)) !== null; at = tag.lastIndex) {
    if (m.index > at)
      yield { text: decode(html.slice(at, m.index)) };
    if (!m[2])
      continue;
    const name = m[2].toLowerCase();
    yield { name, end: m[1] === '/', attrs: m[1] ? {} : attributes(m[3]) };
    if (m[1] || !raw.test(name))
      continue;
    const close = html.slice(tag.lastIndex).search(new RegExp(`</${name}`, 'i'));
    const inner = close < 0 ? '' : html.slice(tag.lastIndex, tag.lastIndex + close);
    yield { text: name === 'textarea' || name === 'title' ? decode(inner) : inner };
    tag.lastIndex += inner.length;
  }
  if (at < html.length)
    yield { text: decode(html.slice(at)) };
}

const newForm = (attrs) => ({
  method: (attrs.method ?? 'get').toLowerCase(),
  action: attrs.action ?? '',
  id: attrs.id,
  controls: [],
});

class Builder {
  constructor() {
    this.page = { state: [], title: '', text: '', forms: [], links: [], language: '' };
    this.form = null;
    this.control = null; // textarea, option, button or title being filled
    this.select = null;
    this.hidden = 0; // inside style or script
  }

  add(control) {
    const owner = control.attrs.form
      ? this.page.forms.find((f) => f.id === control.attrs.form) : this.form;
    owner?.controls.push(control);
    return control;
  }

  start(name, attrs) {
    const { page } = this;
    if (name === 'html') page.language = attrs.lang ?? '';
    if (name === 'main') page.state.push(attrs['data-state']);
    if (name === 'a') page.links.push(attrs.href);
    if (name === 'form') page.forms.push(this.form = newForm(attrs));
    if (name === 'input') this.add({ kind: attrs.type ?? 'text', attrs, value: attrs.value });
    if (name === 'textarea') this.control = this.add({ kind: 'textarea', attrs, value: '' });
    if (name === 'button') this.control = this.add({ kind: 'button', attrs, value: attrs.value ?? '', label: '' });
    if (name === 'select') this.select = this.add({ kind: 'select', attrs, options: [] });
    if (name === 'option' && this.select)
      this.select.options.push(this.control = { kind: 'option', attrs, label: '' });
    if (name === 'title') this.control = { kind: 'title' };
    if (name === 'style' || name === 'script') this.hidden++;
  }

  finish(name) {
    if (name === 'form') this.form = null;
    if (name === 'select') this.select = null;
    if (name === 'style' || name === 'script') this.hidden--;
    if (['textarea', 'button', 'option', 'title'].includes(name)) this.control = null;
  }

  text(text) {
    if (this.hidden) return;
    const kind = this.control?.kind;
    // 13.2.6.4.7: a newline right after the tag is not content.
    if (kind === 'textarea') this.control.value += text.replace(/^\n/, '');
    else if (kind === 'title') this.page.title += text;
    else {
      if (kind) this.control.label += text;
      this.page.text += text;
    }
  }
}

// A page: the states of its <main>s, title, visible text, links, forms.
export function parsePage(html) {
  const builder = new Builder();
  for (const token of tokens(preprocess(html))) {
    if (token.text !== undefined) builder.text(token.text);
    else if (token.end) builder.finish(token.name);
    else builder.start(token.name, token.attrs);
  }
  return builder.page;
}

const crlf = (text) => text.replace(/\r\n|\r|\n/g, '\r\n');
const asText = (text) => text.replace(/[\r\n]/g, '');

function typed(control, values) {
  const { name } = control.attrs;
  const given = Object.hasOwn(values, name) ? values[name] : control.value ?? '';
  // 4.10.5.1.2: a line cannot hold line ends; hidden and textarea can.
  return [control.kind === 'text' ? asText(given) : given];
}

function chosen(control, values) {
  const { name } = control.attrs;
  const value = control.value ?? 'on';
  const on = Object.hasOwn(values, name)
    ? [values[name]].flat().includes(value) : 'checked' in control.attrs;
  return on ? [value] : [];
}

function selected(control, values) {
  const ids = control.options.map((o) => o.attrs.value ?? o.label);
  const { name } = control.attrs;
  if (Object.hasOwn(values, name)) {
    if (!ids.includes(values[name]))
      throw new Error(`select ${name} has no option ${values[name]}`);
    return [values[name]];
  }
  const at = control.options.findIndex((o) => 'selected' in o.attrs);
  return ids.length === 0 ? [] : [ids[Math.max(at, 0)]];
}

function valuesOf(control, values) {
  if (control.kind === 'checkbox' || control.kind === 'radio')
    return chosen(control, values);
  return control.kind === 'select'
    ? selected(control, values) : typed(control, values);
}

const isButton = (c) => ['button', 'submit', 'image', 'reset'].includes(c.kind);

export const fieldsOf = (page) =>
  [...new Set(page.forms.flatMap((f) => f.controls)
    .filter((c) => !isButton(c)).map((c) => c.attrs.name))];

// Fill in values (by field name; an array ticks several boxes) and press the
// button name=value. The form that owns it, and the body a browser would post.
export function press(page, name, value, values = {}) {
  const matches = (c) =>
    isButton(c) && c.attrs.name === name && (c.attrs.value ?? '') === value;
  const form = page.forms.find((f) => f.controls.some(matches));
  if (!form)
    throw new Error(`no button ${name}=${value} on a page in state ${page.state}`);
  const names = new Set(form.controls.map((c) => c.attrs.name));
  const stranger = Object.keys(values).find((field) => !names.has(field));
  if (stranger !== undefined)
    throw new Error(`no field ${stranger} in state ${page.state}`);
  const body = new URLSearchParams();
  for (const control of form.controls) {
    if (!control.attrs.name || 'disabled' in control.attrs)
      continue;
    const sent = isButton(control)
      ? (matches(control) ? [value] : []) : valuesOf(control, values);
    for (const one of sent)
      body.append(control.attrs.name, crlf(one));
  }
  return { method: form.method, action: form.action, body: body.toString() };
}
