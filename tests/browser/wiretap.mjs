// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What a browser really sends: a proxy between it and a gateway that writes
// down every request it sees, also those that the browser's own tools do not
// tell of (icons, prefetches).
import { createServer, request as httpRequest } from 'node:http';

export class Wiretap {
  // Of each request: { method, path, headers }.
  seen = [];

  // In front of a gateway's address.
  static async at(url) {
    const tap = new Wiretap();
    const to = new URL(url);
    tap.server = createServer((req, res) => tap.#pass(to, req, res));
    await new Promise((resolve) => tap.server.listen(0, '127.0.0.1', resolve));
    tap.url = `http://127.0.0.1:${tap.server.address().port}/`;
    return tap;
  }

  #pass(to, req, res) {
    const { method, url, headers } = req;
    this.seen.push({ method, path: url, headers });
    const onward = httpRequest({ host: to.hostname, port: to.port, method, path: url,
      headers, agent: false }, (answer) => {
      res.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(res);
    });
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  }

  // What was seen since the last time.
  take() {
    return this.seen.splice(0);
  }

  end() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
