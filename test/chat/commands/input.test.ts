import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInput } from '../../../src/chat/commands/dispatch.ts';

test('what begins with no slash is said as it is', () => {
  assert.deepEqual(parseInput('hello there  '), { type: 'say', text: 'hello there' });
  assert.deepEqual(parseInput('and/or'), { type: 'say', text: 'and/or' });
  assert.deepEqual(parseInput('  indented\n    more\n'), { type: 'say', text: '  indented\n    more' });
  assert.deepEqual(parseInput('\n \n  indented'), { type: 'say', text: '  indented' });
});

test('nothing, spaces and what is never drawn are empty', () => {
  for (const text of ['', '   ', '\n\n', '\t', '\u001b[31m', '\u202e', '\u200b']) {
    assert.deepEqual(parseInput(text), { type: 'empty' }, JSON.stringify(text));
  }
});

test('a command is its name in lower case and the rest', () => {
  assert.deepEqual(parseInput('/msg bob  hi there '), { type: 'command', name: 'msg', rest: 'bob  hi there' });
  assert.deepEqual(parseInput('/WHO'), { type: 'command', name: 'who', rest: '' });
  assert.deepEqual(parseInput('/me   waves'), { type: 'command', name: 'me', rest: 'waves' });
});

test('a slip before the slash does not show a secret to everyone', () => {
  assert.deepEqual(parseInput('  /claim SECRET'), { type: 'command', name: 'claim', rest: 'SECRET' });
  assert.deepEqual(parseInput('\u200b/claim SECRET'), { type: 'command', name: 'claim', rest: 'SECRET' });
});

test('two slashes say one', () => {
  assert.deepEqual(parseInput('//help me'), { type: 'say', text: '/help me' });
  assert.deepEqual(parseInput('//'), { type: 'say', text: '/' });
  assert.deepEqual(parseInput('///'), { type: 'say', text: '//' });
});

test('a lone slash is a command without a name', () => {
  assert.deepEqual(parseInput('/'), { type: 'command', name: '', rest: '' });
  assert.deepEqual(parseInput('/ help'), { type: 'command', name: '', rest: 'help' });
});

test('a paste behind a command keeps its lines', () => {
  assert.deepEqual(parseInput('/msg bob\n  one\n  two\n'), { type: 'command', name: 'msg', rest: 'bob\n  one\n  two' });
});

test('a newline right after the name is kept, so that a paste is known as one', () => {
  assert.deepEqual(parseInput('/quit\nmore'), { type: 'command', name: 'quit', rest: '\nmore' });
});

test('the arguments are safe: no sequence, no bidi override', () => {
  assert.deepEqual(parseInput('/away \u001b[2Jout\u202e'), { type: 'command', name: 'away', rest: 'out' });
});
