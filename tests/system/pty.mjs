// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// A person at a terminal: a program on a terminal of its own (made by script(1)
// of bsdutils), which asks, and is answered when it has asked.
import { spawn } from 'node:child_process';

const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

// answers: [question, answer] in the order in which they come; an answer may be a
// function of what has been seen. Back at the end with { code, seen, unasked }:
// all that stood on the terminal, and the questions that did not come.
export function onTerminal(command, args, answers, { patience = 180_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-q', '-e', '-E', 'never', '-c',
      [command, ...args].map(quote).join(' '), '/dev/null'],
    { stdio: ['pipe', 'pipe', 'inherit'] });
    const left = [...answers];
    let [seen, from] = ['', 0];
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      seen += text;
      const at = left.length === 0 ? -1 : seen.slice(from).search(left[0][0]);
      if (at >= 0) {
        from = seen.length;
        const [, answer] = left.shift();
        child.stdin.write(`${typeof answer === 'string' ? answer : answer(seen)}\r`);
      }
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, seen, unasked: left.map(([question]) => String(question)) });
    });
  });
}
