// Which line is picked next, and that runs of history keep the newest state.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../src/chat/message.ts';
import { renew } from '../../src/session/newest.ts';
import { linesOf, picked } from '../../src/session/picking.ts';
import { layRows, line, message, style, who } from '../tui/said.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const said: readonly ChatMessage[] = [
  line('alice', 'one'),
  message({ kind: 'join', who: who('carol') }),
  { ...line('bob', ''), revision: 1, deletedBy: who('bob') },
  line('bob', 'two, which is longer than a row of so few columns can hold'),
  message({ kind: 'system', text: 'bob set the topic' }),
  line('carol', 'three'),
];
const placed = layRows(said, 0, style(30));
const textOf = (found: ReturnType<typeof picked>) => [
  found.line && 'text' in found.line && found.line.text.slice(0, 5),
  found.left,
];
const last = said.at(-1)?.seq ?? 0;

test('what somebody said and still stands can be picked, each line once', () => {
  assert.deepEqual(
    linesOf(placed).map(({ seq }) => seq),
    [said[0], said[3], said[5]].map((each) => each?.seq),
  );
});

test('steps go from line to line, and stop at the last with what is left of them', () => {
  assert.deepEqual(textOf(picked(placed, last + 1, -1)), ['three', 0]);
  assert.deepEqual(textOf(picked(placed, last, -1)), ['two, ', 0]);
  assert.deepEqual(textOf(picked(placed, last, -5)), ['one', -3]);
  assert.deepEqual(textOf(picked(placed, said[0]?.seq ?? 0, -1)), [undefined, -1]);
  assert.deepEqual(textOf(picked(placed, said[0]?.seq ?? 0, 2)), ['three', 0]);
  assert.deepEqual(textOf(picked(placed, last, 1)), [undefined, 1]);
});

test('a line that was deleted while it was picked is left in either direction', () => {
  const gone = said[2]?.seq ?? 0;
  assert.deepEqual(textOf(picked(placed, gone, -1)), ['one', 0]);
  assert.deepEqual(textOf(picked(placed, gone, 1)), ['two, ', 0]);
});

test('a newer state takes its place in a run, an older or a foreign one does not', () => {
  const run = said.slice(3);
  const [first, , third] = run as [ChatMessage, ChatMessage, ChatMessage];
  const newer = { ...third, revision: 5 };
  assert.equal(renew(run, newer), true);
  assert.equal(run[2], newer);
  assert.equal(renew(run, { ...third, revision: 4 }), false);
  assert.equal(run[2], newer);
  assert.equal(renew(run, { ...(said[0] as ChatMessage), revision: 9 }), false);
  assert.equal(renew(run, { ...third, seq: third.seq + 1, revision: 9 }), false);
  assert.equal(renew([], newer), false);
  assert.equal(run[0], first);
});

test('while a line is picked a character of two units is one key, which means nothing there', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  const alice = new ScreenTerminal({ columns: 60, rows: 14 });
  await stage.enters('alice', alice);
  await stage.chat.say(bob, '#lobby', 'pick me');
  await stage.pass(200);
  alice.type('\u001b[1;3A');
  for (const typed of ['🇩', '🎉🎉', '🎉'.repeat(100)]) {
    alice.type(typed);
    await stage.pass(100);
    assert.match(alice.screen(), /Enter quotes/);
  }
  alice.type('\u001b');
  await stage.pass(100);
  alice.type('🇩');
  await stage.pass(100);
  assert.match(alice.screen(), /> 🇩/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});
