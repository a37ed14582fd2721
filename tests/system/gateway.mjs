// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A whole gateway of its own for a test: keys, init, inkastd on a free port, a
// citizen's browser, export, the officer's program. Everything it makes lies in
// one temporary folder. INKAST_BUILD names the build under test.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync,
  writeFileSync,
} from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsePage, press } from './html.mjs';
import { Signer, keyringText, writeSigned } from './keyrings.mjs';

const build = process.env.INKAST_BUILD ??
  fileURLToPath(new URL('../../build/dev', import.meta.url));
export const program = (name) => join(build, 'bin', name);

// A sanitized program is ten times slower, on a machine that does much else besides;
// more than this is a hang.
const patience = 180_000;

// sysexits.h: the programs' exit codes.
export const EX = { OK: 0, USAGE: 64, DATAERR: 65, NOPERM: 77, CONFIG: 78 };

// Run to the end: { code, signal, stdout (bytes), stderr (text) }.
export function run(command, args, { input, env, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out = [];
    let stderr = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    child.stdout.on('data', (piece) => out.push(piece));
    child.stderr.setEncoding('utf8').on('data', (t) => { stderr += t; });
    child.stdin.on('error', () => {}); // it may not want its input
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout: Buffer.concat(out), stderr });
    });
  });
}

// The same for a program that must succeed: its standard output as text.
export async function must(command, args, options) {
  const done = await run(command, args, options);
  assert.equal(done.code, 0,
    `${command} ${args.join(' ')} ended ${done.code ?? done.signal}:\n` +
    done.stderr);
  return done.stdout.toString('utf8');
}

// Look until look() gives something true. Never a fixed time.
export async function until(what, look, limit = patience) {
  const end = Date.now() + limit;
  for (;;) {
    const seen = await look();
    if (seen)
      return seen;
    if (Date.now() > end)
      throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

// One HTTP exchange on a connection of its own, as { status, headers, html,
// page }. Rejects when the connection breaks.
export function exchange(url, { method = 'GET', type, body, headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : Buffer.from(body);
    const sent = { ...headers };
    if (type) sent['Content-Type'] = type;
    if (payload) sent['Content-Length'] = payload.length;
    const req = httpRequest(url, { method, headers: sent, agent: false });
    req.setTimeout(patience, () => req.destroy(new Error('no answer')));
    req.on('error', reject);
    req.on('response', (res) => {
      const pieces = [];
      res.on('data', (piece) => pieces.push(piece));
      res.on('error', reject);
      res.on('aborted', () => reject(new Error('answer broken off')));
      res.on('end', () => {
        const html = Buffer.concat(pieces).toString('utf8');
        resolve({ status: res.statusCode, headers: res.headers, html,
          get page() { return parsePage(html); } });
      });
    });
    req.end(payload);
  });
}

const formType = 'application/x-www-form-urlencoded';
export const postForm = (url, body) =>
  exchange(url, { method: 'POST', type: formType, body });

// The form token of a page from which a tip can be sent (docs/FORMAT.md 8.8).
export const tokenOf = (html) =>
  /<input type="hidden" name="token" value="([^"]*)">/.exec(html)?.[1] ?? '';

// One that has sent nothing yet; whatever was on its page, it sends one tip.
export const formToken = async (url) =>
  tokenOf((await postForm(url, 'area=theft&step=check&what=x')).html);

// A citizen's browser, scripts off: only what pages offer can be done.
export class Citizen {
  constructor(base, path = '') {
    this.url = new URL(path, base);
  }

  async visit() {
    return this.take(await exchange(this.url));
  }

  async press(name, value, values = {}) {
    const form = press(this.page, name, value, values);
    assert.equal(form.method, 'post');
    this.url = new URL(form.action || this.url.href, this.url);
    return this.take(await postForm(this.url, form.body));
  }

  take(answer) {
    assert.equal(answer.page.state.length, 1, 'one main with a data-state');
    Object.assign(this, answer, { state: answer.page.state[0] });
    return this.state;
  }

  // The whole flow. The state in which it ended: "sent", or where it stopped.
  async tip(area, values) {
    if (await this.visit() !== 'start') return this.state;
    if (await this.press('area', area) !== 'questions') return this.state;
    await this.press('step', 'check', values);
    // Once, or once more when another front has taken over since.
    for (let i = 0; i < 3 && this.state === 'check'; i++)
      await this.press('step', 'send');
    return this.state;
  }
}

// Children of pid whose program is name.
function childrenOf(pid, name) {
  return readdirSync('/proc').filter((p) => /^\d+$/.test(p)).flatMap((p) => {
    try {
      const stat = readFileSync(`/proc/${p}/stat`, 'latin1');
      const m = /^\d+ \((.*)\) (\S) (\d+)/s.exec(stat);
      return m[1] === name && m[2] !== 'Z' && Number(m[3]) === pid
        ? [Number(p)] : [];
    } catch {
      return []; // it ended while we looked
    }
  });
}

export class Gateway {
  // config: { 'section.key': value } over what init wrote. kind: of the keys.
  // place: a folder to put it in instead of a temporary one (a mounted file
  // system). keyring: instead of one that init makes for those recipients, what
  // keyring(gateway) says (keyringText of keyrings.mjs), signed by a new Signer.
  static async create(t, { config = {}, recipients = 1, kind = 'post-quantum',
    place, keyring } = {}) {
    const gateway = new Gateway();
    gateway.kind = kind;
    gateway.top = mkdtempSync(join(tmpdir(), 'inkast-system-'));
    gateway.dir = join(place ?? gateway.top, 'gateway');
    gateway.tmp = join(gateway.top, 'tmp');
    mkdirSync(gateway.tmp);
    t.after(() => gateway.remove());
    gateway.identities = [];
    const source = keyring ? await gateway.sign(await keyring(gateway))
      : (await gateway.keygens(recipients, 'officer'))
        .flatMap((id) => ['--recipient', id.recipient]);
    await must(program('inkast-admin'), ['init', gateway.dir, ...source,
      '--listen', '127.0.0.1:0'], { env: { TMPDIR: gateway.tmp } });
    gateway.config = join(gateway.dir, 'inkast.conf');
    gateway.keyring = join(gateway.dir, 'keyring');
    for (const [name, value] of Object.entries(config))
      gateway.configure(name, value);
    return gateway;
  }

  log = '';
  child = null;

  // Of the gateway's kind, or another. Debian's age knows the classic one only.
  async keygen(name, kind = this.kind) {
    const file = resolve(this.top, name);
    const printed = await must(program('inkast-officer'), ['keygen', '--plain',
      ...(kind === 'classic' ? ['--classic'] : []), '-o', file]);
    const recipient = /age1[0-9a-z]+/.exec(printed)?.[0];
    assert.ok(recipient, `keygen printed no recipient: ${printed}`);
    return { name, file, recipient };
  }

  // n more of the gateway's own identities: name-0.key and so on.
  async keygens(n, name) {
    const made = [];
    for (let i = 0; i < n; i++)
      made.push(await this.keygen(`${name}-${i}.key`));
    this.identities.push(...made);
    return made;
  }

  // A keyring for init, signed by a key that this gateway pins from then on: of
  // a ceremony (a file and a signer), or one to be made by hand.
  async sign(spec) {
    if (spec.file)
      return ['--keyring', spec.file, '--signer', spec.signer];
    this.signer = new Signer();
    const file = writeSigned(join(this.top, 'keyring.ini'), keyringText(spec),
      [this.signer]);
    return ['--keyring', file, '--signer', this.signer.public];
  }

  // Set one key, in its section.
  configure(name, value) {
    const [section, key] = name.split('.');
    const lines = readFileSync(this.config, 'utf8').split('\n');
    let at = lines.indexOf(`[${section}]`);
    if (at < 0)
      at = lines.push('', `[${section}]`) - 1;
    let end = lines.findIndex((l, i) => i > at && l.startsWith('['));
    end = end < 0 ? lines.length : end;
    const old = lines.findIndex((l, i) => i > at && i < end &&
      new RegExp(`^${key}\\s*=`).test(l));
    lines.splice(old < 0 ? at + 1 : old, old < 0 ? 0 : 1, `${key} = ${value}`);
    writeFileSync(this.config, lines.join('\n'));
  }

  // Start inkastd; back when it says ready.
  async start() {
    const mark = this.log.length;
    const child = spawn(program('inkastd'), ['-c', this.config], {
      env: { ...process.env, TMPDIR: this.tmp },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal }));
    });
    let over = false;
    this.ended.then(() => { over = true; });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => { this.log += text; });
    const ready = await until('ready', () => {
      assert.ok(!over, `inkastd ended before it was ready:\n${this.log}`);
      return /^ready: (\S+)$/m.exec(this.log.slice(mark));
    });
    this.url = ready[1];
    return this.url;
  }

  // End in order. A gateway that does not is a failed test.
  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    const ended = await this.ended;
    this.child = null;
    assert.deepEqual(ended, { code: 0, signal: null }, this.log);
  }

  // The pids of a role, in no order: one, or two while a new pair takes over.
  roles(name) {
    return childrenOf(this.child.pid, name);
  }

  async killRole(name) {
    const [pid] = await until(name, () => {
      const found = this.roles(name);
      return found.length === 1 && found;
    });
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  citizen(path = '') {
    return new Citizen(this.url, path);
  }

  // One POST with everything, as the check page's button would send it. Where the
  // check page comes back, since another front took over, the button is pressed
  // once more.
  async quickTip(what, { area = 'narcotics', more = {} } = {}) {
    const body = new URLSearchParams({ area, step: 'send', what, ...more });
    let token = await formToken(this.url);
    for (let presses = 0; ; presses++) {
      const { page, ...answer } = await postForm(this.url, `${body}&token=${token}`);
      const [state] = page.state;
      if (state !== 'check' || presses > 2)
        return { ...answer, page, state };
      token = tokenOf(answer.html);
    }
  }

  admin(args) {
    return run(program('inkast-admin'), ['-c', this.config, ...args]);
  }

  // A keyring of the signer that this gateway pins, installed as an admin does.
  async install(spec) {
    const file = writeSigned(join(this.top, 'next.ini'), keyringText(spec),
      [this.signer]);
    return this.keyringVerb('install', file, '--yes');
  }

  // 'inkast-admin keyring VERB …' for this gateway, which must succeed.
  keyringVerb(...args) {
    return must(program('inkast-admin'), ['-c', this.config, 'keyring', ...args]);
  }

  // A new bundle's path.
  async export() {
    const to = mkdtempSync(join(this.top, 'bundle-'));
    const path = (await must(program('inkast-admin'),
      ['-c', this.config, 'export', to])).trim();
    assert.match(path, /\/inkast-[0-9a-f]{16}\.tar$/);
    return path;
  }

  // Every tip of a bundle, as inkast-officer prints them.
  async open(bundle, identity = this.identities[0]) {
    const lines = await must(program('inkast-officer'),
      ['open', '-i', identity.file, bundle, '--json']);
    return lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  async tips() {
    return this.open(await this.export());
  }

  // Those tips that an identity opens; others may be in the bundle.
  async openable(bundle, identity) {
    const done = await run(program('inkast-officer'),
      ['open', '-i', identity.file, bundle, '--json']);
    assert.ok([EX.OK, EX.NOPERM].includes(done.code), done.stderr.slice(-500));
    return done.stdout.toString('utf8').split('\n').filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  async remove() {
    if (this.child) {
      this.child.kill('SIGTERM');
      const late = setTimeout(() => this.child.kill('SIGKILL'), patience);
      await this.ended;
      clearTimeout(late);
    }
    chmodSync(this.top, 0o700);
    rmSync(this.top, { recursive: true, force: true });
  }
}

export const answerTo = (opened, id) =>
  opened.tip.answers.find((a) => a.id === id)?.answer;
