// Runs the compiled tests. Node 20's --test takes no globs and would run helpers as well, so the files are found here,
// beside their sources, for dist/ may hold tests that are gone. Arguments are parts of paths: `npm test -- test/tui`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '..', '..');

function find(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return find(path);
    return entry.name.endsWith('.test.ts') ? [relative(root, path)] : [];
  });
}

const wanted = process.argv.slice(2);
const files = find(join(root, 'test'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .map((file) => join('dist', file.replace(/\.ts$/, '.js')))
  .sort();
if (files.length === 0) {
  process.stderr.write(`No test matches ${wanted.join(' ')}\n`);
  process.exit(1);
}
// The whole of the hostile tests holds a soak of half an hour.
const patience = process.env.TORTURE === '1' ? 3_000_000 : 120_000;
const options = ['--enable-source-maps', '--test', '--test-reporter=spec', `--test-timeout=${patience}`];

/** One process a file, so many at a time; returns whether all passed. */
function run(these, atOnce) {
  if (these.length === 0) return true;
  const args = [...options, `--test-concurrency=${atOnce}`, ...these];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

// Hostile tests measure how long others wait, so nothing runs beside them.
const isHostile = (file) => file.startsWith(join('dist', 'test', 'hostile'));
const passed = [
  run(
    files.filter((file) => !isHostile(file)),
    availableParallelism(),
  ),
  run(files.filter(isHostile), 1),
];
process.exit(passed.every(Boolean) ? 0 : 1);
