// The law of the house, read from the sources themselves: which room may import which, and who alone may import a
// package. The linter says the same while one types; this table is the one that decides.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

/** Room → rooms it may import besides itself. */
const allowed: ReadonlyMap<string, readonly string[]> = new Map([
  ['chat', []],
  ['session', ['chat', 'tui']],
  ['tui', ['chat']],
  ['ssh', ['session', 'accounts', 'chat']],
  ['accounts', ['chat']],
  ['storage', ['chat']],
  ['config', []],
  ['ops', []],
  ['admin', ['config', 'storage', 'chat']],
]);

/** Package → the only path under src/ that may import it. */
const owners: ReadonlyMap<string, string> = new Map([
  ['ssh2', 'src/ssh/'],
  ['better-sqlite3', 'src/storage/'],
  ['@node-rs/argon2', 'src/accounts/'],
  ['convict', 'src/config/'],
  ['pino', 'src/ops/'],
  ['blessed', 'src/tui/blessed.ts'],
]);

/** What a file imports: statically, by re-export, dynamically, by require, and in types. */
function specifiers(source: string): readonly string[] {
  const code = source.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\bresolve\s*\(\s*)(['"`])([^'"`\n]+)\1/g;
  return [...code.matchAll(pattern)].map((match) => match[2] ?? '');
}

/** `src/tui/view/x.ts` → `tui`; undefined for app.ts and main.ts, which may import everything. */
function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

/** What is wrong with one import, if anything. */
function breach(file: string, specifier: string): string | undefined {
  const room = roomOf(file);
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(file), specifier));
    const other = roomOf(target);
    if (room === undefined || other === room) return undefined;
    if (other !== undefined && allowed.get(room)?.includes(other)) return undefined;
    return `${file} imports ${target}`;
  }
  if (specifier.startsWith('node:')) return room === 'chat' ? `${file} imports ${specifier}` : undefined;
  for (const [name, owner] of owners) {
    if (specifier !== name && !specifier.startsWith(`${name}/`)) continue;
    if (!file.startsWith(owner)) return `${file} imports ${specifier}, which belongs to ${owner}`;
  }
  return room === 'chat' && /^(fs|net|os|path|crypto|http|timers|child_process)\b/.test(specifier)
    ? `${file} imports ${specifier}`
    : undefined;
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return /\.[cm]?ts$/.test(entry.name) ? [path] : [];
  });
}

const imports: ReadonlyMap<string, readonly string[]> = new Map(
  sources('src').map((file) => [file, specifiers(readFileSync(file, 'utf8'))]),
);

test('no room imports what the law forbids', () => {
  const breaches = [...imports].flatMap(([file, list]) => list.flatMap((specifier) => breach(file, specifier) ?? []));
  assert.deepEqual(breaches, []);
});

test('one place reads the clock on the wall for all, so that whatever waits goes by the steady one', () => {
  const readers = [...imports.keys()].filter((file) => /\bDate\.now\b/.test(readFileSync(file, 'utf8')));
  assert.deepEqual(readers, ['src/session/timers.ts']);
});

test('every folder under src is a room of the law', () => {
  const rooms = new Set([...imports.keys()].flatMap((file) => roomOf(file) ?? []));
  assert.deepEqual(
    [...rooms].filter((room) => !allowed.has(room)),
    [],
  );
});

test('every room stands in biome.json, so that the linter says the same', () => {
  const { overrides } = JSON.parse(readFileSync('biome.json', 'utf8')) as { overrides: { includes: string[] }[] };
  const covered = overrides.flatMap((override) => override.includes);
  for (const room of allowed.keys()) assert.ok(covered.includes(`src/${room}/**`), room);
});

test('imports of own files end in .ts and lead to a file', () => {
  for (const [file, list] of imports) {
    for (const specifier of list.filter((name) => name.startsWith('.'))) {
      assert.ok(existsSync(join(dirname(file), specifier)) && specifier.endsWith('.ts'), `${file}: ${specifier}`);
    }
  }
});

test('no file takes part in a cycle of imports (types alone may: they are gone when the code runs)', () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    if (done.has(file) || !existsSync(file)) return;
    const source = readFileSync(file, 'utf8').replaceAll(/^(?:import|export) type [^;]*;/gm, '');
    for (const specifier of specifiers(source)) {
      if (specifier.startsWith('.')) visit(normalize(join(dirname(file), specifier)), [...path, file]);
    }
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
});

const forbidden: readonly [file: string, source: string][] = [
  ['src/chat/x.ts', "import type { Screen } from '../tui/screen.ts';"],
  ['src/chat/ports/x.ts', "export { open } from '../../storage/open.ts';"],
  ['src/chat/x.ts', "import { readFile } from 'node:fs/promises';"],
  ['src/tui/x.ts', "import {\n  open,\n} from '../ssh/server.ts';"],
  ['src/tui/view.ts', "import blessed from 'blessed';"],
  ['src/storage/x.ts', "const tui = await import('../tui/screen.ts');"],
  ['src/session/x.ts', "type Client = import('ssh2').Client;"],
  ['src/ssh/x.ts', "const Database = require('better-sqlite3');"],
  ['src/accounts/x.ts', "import { start } from '../app.ts';"],
  ['src/config/x.ts', "import '../../test/config/load.test.ts';"],
];

for (const [file, source] of forbidden) {
  test(`the law forbids ${file} to say ${JSON.stringify(source)}`, () => {
    assert.equal(specifiers(source).flatMap((specifier) => breach(file, specifier) ?? []).length, 1);
  });
}

const permitted: readonly [file: string, source: string][] = [
  ['src/session/x.ts', "import { view } from '../tui/view.ts';"],
  ['src/tui/blessed.ts', "import blessed from 'blessed';"],
  ['src/app.ts', "import { listen } from './ssh/listen.ts';"],
  ['src/chat/x.ts', "// copied from '../tui/view.ts'"],
];

for (const [file, source] of permitted) {
  test(`the law lets ${file} say ${JSON.stringify(source)}`, () => {
    assert.deepEqual(
      specifiers(source).flatMap((specifier) => breach(file, specifier) ?? []),
      [],
    );
  });
}

test('every ceiling in docs/limits.md is there, in the file it names', () => {
  const rows = readFileSync('docs/limits.md', 'utf8')
    .split('\n')
    .filter((line) => /^\|.*\| src\//.test(line));
  assert.ok(rows.length > 40);
  for (const row of rows) {
    const [, , , names = '', files = ''] = row.split('|');
    const text = files
      .split(',')
      .map((file) => readFileSync(file.trim(), 'utf8'))
      .join('\n');
    for (const [, name = ''] of names.matchAll(/`([^`]+)`/g)) {
      const known = new RegExp(`\\b${name.split('.').at(-1)}\\b`);
      assert.ok(known.test(text), `docs/limits.md says that ${name} is in${files}`);
    }
  }
});
