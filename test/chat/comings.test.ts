/** Coming and going without end: the lists of people are right, and history is not filled with it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Comings } from '../../src/chat/comings.ts';
import { House, heard, unwrap } from './house.ts';

/** So many lines of a kind there are in a channel. */
function count(house: House, kind: 'join' | 'leave', channel: '#lobby' | '#dev'): number {
  return house.lines(channel).filter((line) => line.startsWith(`${kind} alice`)).length;
}

test('of a hundred visits ten are told, in each channel with their end; then one in ten seconds', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  unwrap(await house.chat.enter(await house.arrive('bob'), 'dev'));
  unwrap(await house.chat.enter(alice, 'dev'));
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  const visit = async () => {
    await house.arrive('alice');
    assert.equal(house.chat.members('#dev').length, 2);
    await house.chat.leave(alice, 'alice-1', { how: 'quit', reason: 'again' });
    assert.equal(house.chat.members('#dev').length, 1);
  };
  for (let n = 1; n <= 100; n += 1) await visit();
  // Going into #dev the first time was one, too.
  assert.deepEqual([count(house, 'join', '#lobby'), count(house, 'leave', '#lobby')], [9, 9]);
  assert.deepEqual([count(house, 'join', '#dev'), count(house, 'leave', '#dev')], [9, 9]);
  house.now += 10_000;
  for (let n = 1; n <= 5; n += 1) await visit();
  assert.deepEqual([count(house, 'join', '#dev'), count(house, 'leave', '#dev')], [10, 10]);
});

test('what was not told when somebody came is not told when they go, and what was is, however often they come elsewhere', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  for (let n = 1; n <= 50; n += 1) {
    unwrap(await house.chat.enter(alice, 'dev'));
    unwrap(await house.chat.part(alice, '#dev', 'and back'));
  }
  assert.deepEqual([count(house, 'join', '#dev'), count(house, 'leave', '#dev')], [9, 9]);
  const dev = house.chat.subscribe('#dev', () => {});
  unwrap(await house.chat.enter(alice, 'dev'));
  await house.chat.leave(alice, 'alice-1', { how: 'quit', reason: 'enough' });
  assert.deepEqual(heard(dev), ['(members)', '(members)']);
  assert.equal(house.lines('#lobby').at(-1), 'leave alice enough');
  assert.deepEqual([count(house, 'join', '#lobby'), count(house, 'leave', '#lobby')], [1, 1]);
});

test('who never came, as history has it, does not go either: a join that could not be written has no leave', async () => {
  const house = await House.open();
  house.diskFull = true;
  const alice = await house.arrive('alice');
  house.diskFull = false;
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  assert.deepEqual(house.lines('#lobby'), []);
});

test('a lost link that comes back is no coming, and others have an allowance of their own', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  for (let n = 1; n <= 30; n += 1) {
    await house.chat.leave(alice, `alice-${n}`, { how: 'lost' });
    unwrap(await house.chat.join(house.account('alice'), `alice-${n + 1}`));
  }
  unwrap(await house.chat.enter(alice, 'dev'));
  assert.equal(count(house, 'join', '#dev'), 1);
  await house.arrive('bob');
  assert.equal(house.lines('#lobby').at(-1), 'join bob');
});

test('it outlives the seat, is forgotten when all of it is back, and is not remembered of everybody who ever came', () => {
  const comings = new Comings();
  for (let n = 1; n <= 20; n += 1) assert.equal(comings.isTold(1, 0), n <= 10);
  comings.sweep(99_000);
  assert.equal(comings.size, 1);
  comings.sweep(100_000);
  assert.equal(comings.size, 0);
  for (let user = 1; user <= 40_000; user += 1) comings.isTold(user, 0);
  assert.ok(comings.size >= 10_000 && comings.size <= 20_000, `${comings.size}`);
  comings.sweep(10_000);
  assert.equal(comings.size, 0);
});
