// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// What the arch tests share: the checkout, its files, and the build under test
// (INKAST_BUILD).
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const build = process.env.INKAST_BUILD ?? join(root, 'build/dev');

export const programs = {
  inkastd: join(build, 'bin/inkastd'),
  'inkast-admin': join(build, 'bin/inkast-admin'),
  'inkast-officer': join(build, 'bin/inkast-officer'),
  'inkast-front': join(build, 'libexec/inkast-front'),
  'inkast-vault': join(build, 'libexec/inkast-vault'),
};
export const serverPrograms =
  ['inkastd', 'inkast-admin', 'inkast-front', 'inkast-vault'];
export const zoneFolders =
  ['base', 'cli', 'crypto', 'web', 'photo', 'gateway', 'admin', 'officer'];

// Paths from the root of every file of the project below folder.
export function filesBelow(folder = '.') {
  const here = join(root, folder);
  return readdirSync(here, { withFileTypes: true }).flatMap((entry) => {
    const path = relative(root, join(here, entry.name));
    if (['.git', 'node_modules'].includes(entry.name) || path === 'build')
      return [];
    if (entry.isDirectory())
      return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

export const cFiles = () =>
  zoneFolders.flatMap(filesBelow).filter((p) => /\.[ch]$/.test(p)).sort();

export const readText = (path) => readFileSync(join(root, path), 'utf8');

// A tool's standard output. A tool that fails is a test that fails.
export const output = (tool, ...args) =>
  execFileSync(tool, args, {
    encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'],
  });
