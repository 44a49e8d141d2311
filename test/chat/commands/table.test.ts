import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookUp, visible } from '../../../src/chat/commands/lookup.ts';
import { mayRun } from '../../../src/chat/commands/permission.ts';
import { COMMANDS } from '../../../src/chat/commands/table.ts';
import { countWords } from '../../../src/chat/commands/words.ts';

const rows = [...new Set(COMMANDS.values())];

/** What issue 2 promises. */
const PROMISED = [
  ...['me', 'msg', 'reply', 'r', 'page', 'who', 'whois', 'away', 'back', 'dnd', 'ignore', 'unignore', 'join', 'part'],
  ...['channels', 'topic', 'help', 'keys', 'clear', 'quit', 'password', 'key', 'claim', 'invite-code'],
  ...['j', 'leave', 'names', 'w', 'whisper', 'tell', 'm', 'query', 'exit', 'q', 'nick'],
];

test('every promised command and alias is there', () => {
  assert.deepEqual(
    PROMISED.filter((name) => !COMMANDS.has(name)),
    [],
  );
});

test('every row says what it does in one short line, and its name can be typed', () => {
  for (const { name, summary, details = [] } of rows) {
    assert.match(name, /^[a-z][a-z-]*$/);
    assert.match(summary, /^\S.{5,59}$/, name);
    assert.doesNotMatch(summary, /[.!]$/, name);
    for (const detail of details) assert.match(detail, /^[^!]+\.$/, name);
  }
});

test('names and aliases are unique, lower case, and lead to their row', () => {
  const names = rows.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual([...COMMANDS.keys()].sort(), [...names].sort());
  for (const row of rows) {
    for (const name of [row.name, ...(row.aliases ?? [])]) {
      assert.equal(name, name.toLowerCase());
      assert.equal(COMMANDS.get(name), row);
    }
  }
});

test('no row needs more words than its usage shows, and none that it calls optional', () => {
  for (const { name, args, required } of rows) {
    const asked = countWords(args.replace(/\[[^\]]*\]/g, ''));
    assert.ok(required <= countWords(args), name);
    assert.equal(required, asked, name);
  }
});

test('what Object has is no command', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const found = lookUp(COMMANDS, 'sysop', name);
    assert.equal(found.ok ? found.value : found.code, 'unknown-command', name);
  }
});

test('a sysop may do all that a user may, and a user nothing of a sysop', () => {
  for (const row of rows) {
    assert.ok(mayRun('sysop', row), row.name);
    assert.equal(mayRun('user', row), row.role !== 'sysop', row.name);
  }
  assert.ok(rows.some(({ role }) => role === 'sysop'));
});

test('what sysops do stands in their group, and nothing else does', () => {
  for (const { name, group, role } of rows) assert.equal(group === 'sysop', role === 'sysop', name);
});

test('what is visible is each command once', () => {
  const sysop = visible(COMMANDS, 'sysop');
  assert.deepEqual(sysop, rows);
  assert.deepEqual(
    visible(COMMANDS, 'user'),
    rows.filter(({ role }) => role === undefined),
  );
});

test('case does not matter, and a beginning is not enough', () => {
  const found = lookUp(COMMANDS, 'user', 'WHOIS');
  assert.equal(found.ok && found.value.name, 'whois');
  assert.equal(lookUp(COMMANDS, 'user', 'whoi').ok, false);
});

test('an unknown command is answered with the nearest one that the person may use', () => {
  const answers: readonly (readonly [string, string])[] = [
    ['pgae', 'did you mean /page?'],
    ['whosi', 'did you mean /whois?'],
    ['wisper', 'did you mean /whisper?'],
    ['chanels', 'did you mean /channels?'],
    ['frobnicate', '/help lists them all.'],
    ['x', '/help lists them all.'],
    ['invite-cod', '/help lists them all.'],
  ];
  for (const [typed, hint] of answers) {
    const found = lookUp(COMMANDS, 'user', typed);
    assert.equal(found.ok ? '' : found.sentence, `There is no command /${typed}; ${hint} Nothing was sent.`);
  }
  const sysop = lookUp(COMMANDS, 'sysop', 'invite-cod');
  assert.match(sysop.ok ? '' : sysop.sentence, /did you mean \/invite-code\?/);
});

test('a very long unknown name is not repeated in full', () => {
  const found = lookUp(COMMANDS, 'user', 'x'.repeat(5000));
  assert.ok(!found.ok && found.sentence.length < 120);
});
