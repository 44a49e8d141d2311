import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reloads } from '../../src/session/reloads.ts';
import { settle } from './hand-timers.ts';

function world() {
  const done: string[] = [];
  const waiting: (() => void)[] = [];
  const reloads = new Reloads((_, work) => work());
  const ask = (kind: string) =>
    reloads.ask(kind, async () => {
      done.push(kind);
      await new Promise<void>((resolve) => waiting.push(resolve));
    });
  const finish = async () => {
    waiting.shift()?.();
    await settle();
  };
  return { reloads, done, ask, finish };
}

test('what is asked for while it is under way is done once more, however often that was', async () => {
  const { done, ask, finish } = world();
  for (let n = 0; n < 20; n += 1) ask('windows');
  assert.deepEqual(done, ['windows']);
  await finish();
  assert.deepEqual(done, ['windows', 'windows']);
  await finish();
  assert.equal(done.length, 2);
  ask('windows');
  assert.equal(done.length, 3);
});

test('one kind does not wait for another', () => {
  const { done, ask } = world();
  ask('windows');
  ask('preferences');
  assert.deepEqual(done, ['windows', 'preferences']);
});

test('nothing is read for a session that is over', async () => {
  const { done, reloads, ask, finish } = world();
  ask('windows');
  ask('windows');
  reloads.close();
  await finish();
  assert.equal(done.length, 1);
});
