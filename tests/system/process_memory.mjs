// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// All that a process can read of its own memory, for a test to look into. Needs
// root: our processes are not dumpable.
import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const pieceMax = 1 << 26;

// look(bytes) for each mapping, in pieces of at most 64 MiB.
export function searchMemory(pid, look) {
  const mem = openSync(`/proc/${pid}/mem`, 'r');
  let total = 0;
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const m = /^([0-9a-f]+)-([0-9a-f]+) r\S+ .*?(\[\w+\])?$/.exec(line);
    if (!m || /^\[v(var|syscall|dso)/.test(m[3] ?? ''))
      continue;
    const [from, to] = [BigInt(`0x${m[1]}`), BigInt(`0x${m[2]}`)];
    for (let at = from; at < to; at += BigInt(pieceMax)) {
      const bytes = Buffer.alloc(Number(to - at) < pieceMax ? Number(to - at) : pieceMax);
      try {
        total += readSync(mem, bytes, 0, bytes.length, at);
      } catch (error) {
        if (!['EIO', 'EFAULT'].includes(error.code))
          throw error; // guard pages of secret memory cannot be read
      }
      look(bytes);
    }
  }
  closeSync(mem);
  assert.ok(total > 100_000, `only ${total} bytes of ${pid} were read`);
}
