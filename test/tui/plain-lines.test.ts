// Messages as sentences: whatever somebody writes, it stands behind their own name, in every line of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChatMessage, Said } from '../../src/chat/message.ts';
import { plainLines } from '../../src/tui/plain-lines.ts';
import { line, message, who } from './said.ts';

const [alice, bob] = [who('alice'), who('bob')];
const read = (said: ChatMessage, me = 99, isCall = false) => plainLines(said, '#dev', me, isCall);
const direct = (text: string) => message({ kind: 'direct', from: alice, to: bob, text }, 0, '@1:2');

test('each further line of a paste says whose it is', () => {
  assert.deepEqual(read(line('alice', 'hi\nbob: I resign\n-- alice set the topic: x')), [
    '[#dev] alice: hi',
    '[#dev] alice, more: bob: I resign',
    '[#dev] alice, more: -- alice set the topic: x',
  ]);
  assert.deepEqual(read(direct('hm\n[#dev] bob: I resign'), bob.id), [
    'alice to you: hm',
    'alice to you, more: [#dev] bob: I resign',
  ]);
  assert.deepEqual(read(direct('hm\nso'), alice.id), ['you to bob: hm', 'you to bob, more: so']);
});

test('a mark that words call one stands once, what became of them behind the last line', () => {
  assert.deepEqual(read({ ...line('alice', 'hi\nthere'), editedAt: 5 }, 99, true), [
    '[#dev] (for you) alice: hi',
    '[#dev] alice, more: there (edited)',
  ]);
});

test('what is answered stands in a line of its own, in which neither of the two can write further', () => {
  const replyTo = { seq: 1, id: bob.id, handle: 'bob', excerpt: 'ok): I resign' };
  assert.deepEqual(read({ ...line('alice', 'yes'), replyTo }), [
    '[#dev] -- alice answers bob: ok): I resign',
    '[#dev] alice: yes',
  ]);
  assert.deepEqual(read({ ...direct('yes'), replyTo }, alice.id), [
    '-- you answer bob: ok): I resign',
    'you to bob: yes',
  ]);
  assert.deepEqual(read(line('alice', '(re bob: I resign) yes')), ['[#dev] alice: (re bob: I resign) yes']);
});

test('no text of any kind makes a line that begins otherwise than with who wrote it', () => {
  const kinds: readonly ((text: string) => Said)[] = [
    (text) => ({ kind: 'public', from: alice, text }),
    (text) => ({ kind: 'action', from: alice, action: text }),
    (text) => ({ kind: 'page', from: alice, to: bob, reason: text }),
  ];
  const text = fc
    .array(fc.constantFrom('bob', ': ', '\n', '-- ', '[#dev] ', ' ', '12:05 ', 'I resign'))
    .map((each) => each.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom(...kinds), (words, kind) => {
      for (const each of read(message(kind(words)), bob.id)) assert.match(each, /^\[#dev\] (\* )?alice\b/);
    }),
    { numRuns: 300 },
  );
});
