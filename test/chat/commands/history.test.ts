import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from './stage.ts';

test('/history asks for older lines: 20, or as many as are wanted', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/history'), []);
  assert.deepEqual(await alice.types('/history 200'), []);
  assert.deepEqual(alice.older, [20, 200]);
});

test('/history of no sensible number says what it takes', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  const usage = '! How many lines? /history 20 reads 20 older ones, at most 1000 at once.';
  for (const wrong of ['0', '1001', '-3', 'many', '2 3'])
    assert.deepEqual(await alice.types(`/history ${wrong}`), [usage]);
  assert.deepEqual(alice.older, []);
});
