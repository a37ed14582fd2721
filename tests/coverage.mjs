// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Lines and branches reached, from gcov's JSON (one object a line on standard
// input), of the files below a folder.
//
//	coverage.mjs FOLDER [--missing]
import { createInterface } from 'node:readline';
import { relative, resolve } from 'node:path';

// What the issue asks for. Branches that only a bug could take keep it from
// being 100.
const floors = { lines: 95, branches: 90 };
const [folder, option] = process.argv.slice(2);
const files = new Map();

// A line may come several times: once for each object file it is in.
function add(path, line)
{
	const file = files.get(path) ?? new Map();
	const seen = file.get(line.line_number) ?? { count: 0, branches: [] };

	seen.count += line.count;
	line.branches.forEach((b, i) => {
		seen.branches[i] = (seen.branches[i] ?? 0) + b.count;
	});
	file.set(line.line_number, seen);
	files.set(path, file);
}

for await (const text of createInterface({ input: process.stdin })) {
	const unit = JSON.parse(text);
	for (const file of unit.files) {
		const path = resolve(unit.current_working_directory, file.file);
		if (path.startsWith(folder))
			file.lines.forEach((line) => add(path, line));
	}
}

function measure(path)
{
	const lines = [...files.get(path).values()];
	const branches = lines.flatMap((line) => line.branches);

	return {
		path: relative(process.cwd(), path),
		lines: lines.length,
		linesHit: lines.filter((line) => line.count > 0).length,
		branches: branches.length,
		branchesHit: branches.filter((count) => count > 0).length,
	};
}

function missing(path)
{
	for (const [number, line] of files.get(path)) {
		const not = line.branches.flatMap((c, i) => c > 0 ? [] : [i]);
		if (line.count === 0)
			console.log(`  line ${number} is not reached`);
		else if (not.length > 0)
			console.log(`  line ${number}: branches ${not.join(' ')} of ${line.branches.length}`);
	}
}

const percent = (hit, of) => of === 0 ? 100 : 100 * hit / of;

function show(m)
{
	const cell = (hit, of) =>
		`${percent(hit, of).toFixed(1).padStart(5)} % (${hit}/${of})`.padEnd(20);
	console.log(`${m.path.padEnd(34)} lines ${cell(m.linesHit, m.lines)} branches ${cell(m.branchesHit, m.branches)}`.trimEnd());
}

const all = { path: 'all', lines: 0, linesHit: 0, branches: 0, branchesHit: 0 };
for (const path of [...files.keys()].sort()) {
	const m = measure(path);
	show(m);
	if (option === '--missing')
		missing(path);
	for (const key of ['lines', 'linesHit', 'branches', 'branchesHit'])
		all[key] += m[key];
}
show(all);

const low = ['lines', 'branches'].filter((what) =>
	!(percent(all[`${what}Hit`], all[what]) >= floors[what]) || all[what] === 0);
for (const what of low)
	console.error(`coverage: ${what} are below ${floors[what]} %`);
process.exitCode = low.length > 0 ? 1 : 0;
