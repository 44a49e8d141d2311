// Changes to what was said, as sentences.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AmendedEvent, Change, ChatMessage } from '../../src/chat/message.ts';
import { plainChanges } from '../../src/tui/plain-changes.ts';
import { line, who } from './said.ts';

const cake = line('bob', 'cake in the kitchen');
let revision = 0;

function event(by: string, change: Change, message: ChatMessage = cake): AmendedEvent {
  revision += 1;
  return { event: 'amended', conversation: '#lobby', message: { ...message, revision }, by: who(by), change };
}

const react = (by: string, emoji: string, on = true) => event(by, { change: 'react', emoji, on });
const told = (...events: readonly AmendedEvent[]) => plainChanges(events, '#lobby', who('alice').id);

test('an edit tells the new words, all of their lines', () => {
  assert.deepEqual(told(event('bob', { change: 'edit', text: 'pie\nin the hall' })), [
    '[#lobby] -- bob edited: pie',
    '[#lobby] -- bob edited, more: in the hall',
  ]);
  assert.deepEqual(told(event('alice', { change: 'edit', text: 'pie' })), ['[#lobby] -- you edited: pie']);
});

test('a deletion tells whose line it was', () => {
  assert.deepEqual(told(event('bob', { change: 'delete' })), ['[#lobby] -- bob deleted a line of their own']);
  assert.deepEqual(told(event('carol', { change: 'delete' })), ['[#lobby] -- carol deleted a line of bob']);
  assert.deepEqual(told(event('carol', { change: 'delete' }, line('alice', 'hm'))), [
    '[#lobby] -- carol deleted a line of yours',
  ]);
});

test('reactions of several people of one kind are one sentence', () => {
  assert.deepEqual(told(react('carol', '🎉'), react('alice', '🎉'), react('dave', '👍')), [
    '[#lobby] -- carol, you reacted 🎉 to bob: "cake in the kitchen"',
    '[#lobby] -- dave reacted 👍 to bob: "cake in the kitchen"',
  ]);
});

test('what was taken back in the same breath is not told, and later it is', () => {
  assert.deepEqual(told(react('carol', '🎉'), react('carol', '🎉', false)), []);
  assert.deepEqual(told(react('carol', '🎉', false)), [
    '[#lobby] -- carol took 🎉 back from bob: "cake in the kitchen"',
  ]);
});

test('that a quotation went with its line is told with the line alone', () => {
  assert.deepEqual(told(event('bob', { change: 'unquote' })), []);
});
