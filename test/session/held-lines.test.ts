import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HELD_BYTES, HeldLines } from '../../src/session/held-lines.ts';

/** Room for so many lines; what was sent. */
function outbox(room: number) {
  const state = { room, sent: [] as string[], onSent: (): unknown => undefined };
  const held = new HeldLines({
    hasRoom: () => state.room > 0,
    enter: (text) => {
      state.room -= 1;
      state.sent.push(text);
      state.onSent();
    },
  });
  return { state, held };
}

test('lines leave in order as there is room, and none twice although sending calls back', () => {
  const { state, held } = outbox(2);
  state.onSent = () => held.send();
  for (const line of ['a', 'b', 'c', 'd']) assert.equal(held.put(line), true);
  assert.deepEqual([state.sent, held.size], [['a', 'b'], 2]);
  state.room = 5;
  held.send();
  assert.deepEqual([state.sent, held.size], [['a', 'b', 'c', 'd'], 0]);
});

test('what is kept is bounded in bytes; room that was used is free again', () => {
  const { state, held } = outbox(0);
  const half = 'é'.repeat(HELD_BYTES / 4 - 16);
  assert.equal(held.put(half), true);
  assert.equal(held.put(half), true);
  assert.equal(held.put('x'), false);
  assert.equal(held.size, 2);
  state.room = 1;
  held.send();
  assert.equal(held.put('x'), true);
});

test('lines without a word are bounded, too', () => {
  const { held } = outbox(0);
  let kept = 0;
  while (kept < 200_000 && held.put('')) kept += 1;
  assert.ok(kept >= 10_000 && kept < 100_000, `${kept}`);
});
