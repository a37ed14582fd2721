// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// inkast-front alone, for tests of it: started with the descriptors of
// docs/FORMAT.md 4.1, and a stand-in for the vault that does as it is told.
// Raw sockets, since what is tested is what no HTTP client would send.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { tokenOf } from './gateway.mjs';
import { Signer, keyringText } from './keyrings.mjs';

const build = process.env.INKAST_BUILD ??
  fileURLToPath(new URL('../../build/dev', import.meta.url));

// docs/FORMAT.md 4.4.
const STATE = 1;
const STATE_IS = 2;
const ADD = 3;
const ADDED = 4;
const KEYRING = 17;
export const REFUSED = 5;
export const NOT_STORED = 6;

function message(type, body = Buffer.alloc(0)) {
  const head = Buffer.alloc(8);
  head[0] = 1;
  head[1] = type;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

// What a test may change at any time: state, answer (null: durable), silent
// (answers nothing), onAdd (called instead of answering an ADD). blobs: what was
// handed over and acknowledged; epochs: their epochs.
export class Vault {
  state = 0;
  answer = null;
  silent = false;
  onAdd = null;
  blobs = [];
  epochs = [];
  asked = 0;
  channels = [];

  serve(channel) {
    let bytes = Buffer.alloc(0);
    this.channels.push(channel);
    channel.on('error', () => {});
    channel.on('data', (piece) => {
      bytes = Buffer.concat([bytes, piece]);
      while (bytes.length >= 8 && bytes.length >= 8 + bytes.readUInt32BE(4)) {
        const end = 8 + bytes.readUInt32BE(4);
        this.handle(channel, bytes[1], bytes.subarray(8, end));
        bytes = bytes.subarray(end);
      }
    });
  }

  handle(channel, type, body) {
    if (type === STATE) this.asked += 1;
    if (this.silent) return;
    if (type === STATE)
      channel.write(message(STATE_IS, Buffer.of(this.state)));
    else if (type === ADD && this.onAdd !== null)
      this.onAdd(() => this.add(channel, body));
    else if (type === ADD)
      this.add(channel, body);
    else
      assert.fail(`the front sent message type ${type}`);
  }

  add(channel, body) {
    if (this.answer !== null)
      return channel.write(message(this.answer, this.answer === NOT_STORED
        ? Buffer.of(1) : undefined));
    this.epochs.push(body.readUInt32BE(0));
    this.blobs.push(Buffer.from(body.subarray(4)));
    return channel.write(message(ADDED));
  }

  die() {
    for (const channel of this.channels)
      channel.destroy();
  }
}

// However it closes: once() would take a reset for a failure, and what closes
// with bytes unread resets.
export const closed = (socket) => new Promise((resolve) => socket.on('close', resolve));

export class Front {
  vault = new Vault();
  log = '';

  // memlock: bytes that may be locked, when it is not ours to inherit.
  // generations: fronts on the same listening socket, as while inkastd replaces
  // one by another. children[0] is the oldest.
  static async start(t, { config = {}, workers = 2, generations = 1,
    memlock = null } = {}) {
    const front = new Front();
    front.memlock = memlock;
    front.dir = mkdtempSync(join(tmpdir(), 'inkast-front-'));
    t.after(() => front.remove());
    front.identity = await generateIdentity();
    const recipient = await identityToRecipient(front.identity);
    const file = join(front.dir, 'inkast.conf');
    writeFileSync(file, ['[service]', `base_path = ${config.base_path ?? '/'}`,
      '[gateway]', `workers = ${workers}`, '[store]', 'dir = store',
      '[keyring]', `signer = ${new Signer().public}`, ''].join('\n'));
    front.keyring = config.keyring ??
      keyringText({ epochs: [{ areas: { '*': [recipient] } }] });
    front.file = file;
    front.workers = workers;
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    front.port = server.address().port;
    for (let i = 0; i < generations; i++)
      front.spawn(server._handle.fd);
    // Only the fronts shall accept.
    server.close();
    await Promise.all(front.children.map((child) => front.ready(child)));
    return front;
  }

  children = [];

  spawn(listening) {
    const channels = Array(this.workers).fill('pipe');
    const command = [join(build, 'libexec/inkast-front'), '-c', this.file];
    if (this.memlock !== null)
      command.unshift('prlimit', `--memlock=${this.memlock}`);
    const child = spawn(command[0], command.slice(1), {
      env: { PATH: process.env.PATH, TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', listening, ...channels],
    });
    this.children.push(child);
    child.control = '';
    child.stdio[3].on('data', (bytes) => { child.control += bytes; });
    child.stderr.setEncoding('utf8').on('data', (t) => { this.log += t; });
    child.ended = Promise.all([once(child, 'exit'), once(child.stderr, 'end')])
      .then(([exit]) => exit);
    for (const channel of child.stdio.slice(5))
      this.vault.serve(channel);
  }

  // Tell a front its keyring, as inkastd does (4.2): K when it counts, N when not.
  async tell(child, keyring) {
    child.stdio[3].write(message(KEYRING, Buffer.from(keyring)));
    return this.said(child, /^[KN]/);
  }

  // What it says on its control socket until that matches, or how it ended.
  async said(child, words) {
    for (;;) {
      if (words.test(child.control)) {
        const [said] = words.exec(child.control);
        child.control = child.control.slice(said.length);
        return said;
      }
      const end = await Promise.race([once(child.stdio[3], 'data').then(() => null),
        child.ended.then(([code, signal]) => code ?? signal)]);
      if (end !== null && !words.test(child.control))
        return end;
    }
  }

  async ready(child) {
    assert.equal(await this.tell(child, this.keyring), 'K', this.log);
    assert.equal(await this.said(child, /^R/), 'R', this.log);
  }

  // SIGTERM to the oldest, and how it ended: [code, signal].
  async stop() {
    this.children[0].kill('SIGTERM');
    return this.children[0].ended;
  }

  async remove() {
    for (const child of this.children)
      child.kill('SIGKILL');
    rmSync(this.dir, { recursive: true });
  }

  // Send pieces as they are; everything that came back until the end, as text.
  // A reset after the answer is a way to close: the front does not read what it
  // has refused.
  async raw(...pieces) {
    const socket = connect(this.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (t) => { text += t; });
    socket.on('error', () => {});
    await once(socket, 'connect');
    // At once: a refusal may close before a second write, and node then throws
    // away what it has not read.
    socket.write(Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
    await closed(socket);
    return text;
  }

  // Send, and be gone. (libmicrohttpd does not always see at once that a client
  // has ended in the middle of a request; its idle timeout does.)
  async rawGone(piece) {
    const socket = connect(this.port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    await new Promise((resolve) => socket.write(piece, resolve));
    socket.resetAndDestroy();
    await closed(socket);
  }

  async exchange(...pieces) {
    return parseAnswer(await this.raw(...pieces));
  }

  get(path = '/', method = 'GET') {
    return this.exchange(`${method} ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  }

  post(body, path = '/') {
    const bytes = Buffer.from(body);
    return this.exchange(`POST ${path} HTTP/1.1\r\nHost: x\r\n` +
      'Content-Type: application/x-www-form-urlencoded\r\n' +
      `Content-Length: ${bytes.length}\r\n\r\n`, bytes);
  }

  // A form token that has sent nothing yet (docs/FORMAT.md 8.8).
  async token() {
    return tokenOf((await this.post('area=theft&step=check&what=x')).html);
  }

  // Post a form that sends a tip, with a token of its own.
  async send(body, path = '/') {
    return this.post(`${body}&token=${await this.token()}`, path);
  }

  // Open the blob with an implementation of age that is not ours.
  async open(blob) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.identity);
    const tar = Buffer.from(await decrypter.decrypt(blob));
    const size = parseInt(tar.toString('latin1', 124, 135), 8);
    assert.equal(tar.toString('latin1', 0, 8), 'tip.json');
    return JSON.parse(tar.toString('utf8', 512, 512 + size));
  }
}

// { status, headers (name to array), html, state, count (of answers) }
export function parseAnswer(text) {
  const end = text.indexOf('\r\n\r\n');
  assert.ok(end > 0, `no answer in ${JSON.stringify(text.slice(0, 200))}`);
  const [line, ...lines] = text.slice(0, end).split('\r\n');
  const headers = {};
  for (const l of lines) {
    const colon = l.indexOf(':');
    (headers[l.slice(0, colon).toLowerCase()] ??= []).push(l.slice(colon + 2));
  }
  const html = Buffer.from(text.slice(end + 4), 'latin1').toString('utf8');
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3}) /.exec(line)?.[1]),
    headers, html,
    states: [...html.matchAll(/<main[^>]*data-state="([a-z]+)"/g)]
      .map((m) => m[1]),
    answers: text.match(/HTTP\/1\.[01] \d{3} /g)?.length ?? 0,
  };
}
