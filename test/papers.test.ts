// What the papers say is there: commands, preferences, scripts and files; and they keep to the length they promise.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { COMMANDS } from '../src/chat/commands/table.ts';
import { PREFERENCES } from '../src/chat/preferences.ts';

const papers: ReadonlyMap<string, string> = new Map(
  [...readdirSync('.'), ...readdirSync('docs').map((name) => `docs/${name}`)]
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name, readFileSync(name, 'utf8')]),
);

/** Made by running things: not in a fresh copy. */
const made: ReadonlySet<string> = new Set(['data/']);

/** What the papers name by a pattern's first group, each with the paper it stands in. */
function named(pattern: RegExp): readonly { readonly paper: string; readonly name: string }[] {
  return [...papers].flatMap(([paper, text]) =>
    [...text.matchAll(pattern)].map(([, name = '']) => ({ paper, name: name.replaceAll(/\s+/g, ' ') })),
  );
}

/** Those of them that are not there; that some are named shows that the pattern still finds them. */
function missing(pattern: RegExp, isThere: (name: string) => boolean): readonly string[] {
  const all = named(pattern);
  assert.ok(all.length > 0, `nothing matches ${pattern}`);
  return all.filter(({ name }) => !isThere(name)).map(({ paper, name }) => `${paper}: ${name}`);
}

test('every command that the papers name is in the table', () => {
  assert.deepEqual(
    missing(/`\/([a-z][a-z-]*)[ `\n]/g, (name) => COMMANDS.has(name)),
    [],
  );
});

test('every preference that the papers set is there', () => {
  assert.deepEqual(
    missing(/`\/set\s+([a-z]+)/g, (name) => PREFERENCES.has(name)),
    [],
  );
});

test('every script that the papers run is there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  assert.deepEqual(
    missing(/`?npm (?:run )?([a-z][a-z:]*)/g, (name) => scripts[name] !== undefined),
    [],
  );
});

test('every file that the papers name is there', () => {
  const isThere = (name: string) =>
    made.has(name) || [name, `src/${name}`, `src/chat/${name}`].some((path) => existsSync(path));
  assert.deepEqual(missing(/\]\(([\w./-]+)\)/g, isThere), []);
  assert.deepEqual(missing(/`(?!s\/)((?:[\w.-]+\/)+(?:[\w-]+\.(?:ts|mjs|md|json|yml|svg))?)`/g, isThere), []);
});

test('the architecture stays on its page, and so do the house rules', () => {
  const lines = (name: string) => papers.get(name)?.trimEnd().split('\n').length ?? Number.POSITIVE_INFINITY;
  assert.ok(lines('ARCHITECTURE.md') <= 60);
  assert.ok(lines('CONTRIBUTING.md') <= 40);
});

test('no paper names a place on somebody’s machine', () => {
  for (const [name, text] of papers) assert.doesNotMatch(text, /(?<![\w.])\/(?:tmp|home|work|root|Users|mnt)\//, name);
});
