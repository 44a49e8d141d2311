/** A handle that becomes somebody's with their first words, and is free again if there were none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { House, unwrap } from './house.ts';

test('a provisional account becomes lasting with its first words, once', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice', { provisional: true });
  assert.deepEqual(house.calls, []);
  await Promise.all([house.chat.say(alice, '#lobby', 'hi'), house.chat.say(alice, '#lobby', 'there')]);
  assert.deepEqual(house.calls, ['confirm 1']);
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  assert.deepEqual(house.calls, ['confirm 1']);
});

for (const [what, speak] of [
  ['an action', (house: House, me: number) => house.chat.act(me, '#lobby', 'waves')],
  ['a direct message', (house: House, me: number) => house.chat.direct(me, 'bob', 'hi')],
  ['a page', (house: House, me: number) => house.chat.page(me, 'bob', '')],
  ['a topic', (house: House, me: number) => house.chat.settings.setTopic(me, '#lobby', 'Be kind')],
] as const) {
  test(`${what} is somebody's first words too`, async () => {
    const house = await House.open();
    await house.arrive('bob');
    const alice = await house.arrive('alice', { provisional: true });
    unwrap<unknown>(await speak(house, alice));
    assert.deepEqual(house.calls, [`confirm ${alice}`]);
  });
}

test('a provisional account that said nothing is released with its seat; refused words are none', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice', { provisional: true });
  await house.chat.say(alice, '#lobby', '   ');
  await house.chat.say(alice, '#elsewhere', 'hi');
  await house.chat.leave(alice, 'alice-1', { how: 'lost' });
  assert.deepEqual(house.calls, []);
  house.now += 600_000;
  await house.chat.sweep();
  assert.deepEqual(house.calls, [`release ${alice}`]);
});

test('a second session that signed in before the first words does not make the account provisional again', async () => {
  const house = await House.open();
  const account = house.account('alice', { provisional: true });
  const alice = await house.arrive('alice');
  await house.chat.say(alice, '#lobby', 'hi');
  unwrap(await house.chat.join(account, 'alice-2'));
  for (const session of ['alice-1', 'alice-2']) await house.chat.leave(alice, session, { how: 'quit' });
  assert.deepEqual(house.calls, [`confirm ${alice}`]);
});

test('a newcomer whom a full chat refuses keeps no name', async () => {
  const house = await House.open({ capacity: 1 });
  await house.arrive('alice');
  const bob = house.account('bob', { provisional: true });
  const refused = await house.chat.join(bob, 'bob-1');
  assert.equal(refused.ok, false);
  assert.deepEqual(house.calls, [`release ${bob.id}`]);
});

test('who signed in to a name that was given back meanwhile is asked to connect again', async () => {
  const house = await House.open();
  const account = house.account('alice', { provisional: true });
  const alice = await house.arrive('alice', { provisional: true });
  const leaving = house.chat.leave(alice, 'alice-1', { how: 'quit' });
  const joined = await house.chat.join(account, 'alice-2');
  await leaving;
  assert.deepEqual(joined.ok ? '' : joined.code, 'given-back');
  assert.equal(house.chat.isInChat(alice), false);
});

test('a name that cannot be given back now is given back later, but not while its owner is there again', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice', { provisional: true });
  house.keepsNames = true;
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  await house.chat.sweep();
  assert.deepEqual(house.calls, []);
  await house.arrive('alice');
  house.keepsNames = false;
  await house.chat.sweep();
  assert.deepEqual(house.calls, []);
  house.keepsNames = true;
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  house.keepsNames = false;
  await house.chat.sweep();
  await house.chat.sweep();
  assert.deepEqual(house.calls, [`release ${alice}`]);
});

test('a newcomer who cannot come in for want of the store keeps no name', async () => {
  const house = await House.open();
  const bob = house.account('bob', { provisional: true });
  const { get } = house.settings;
  house.settings.get = () => {
    throw new StoreUnavailable('reading the disk failed');
  };
  house.keepsNames = true;
  await assert.rejects(house.chat.join(bob, 'bob-1'), StoreUnavailable);
  house.settings.get = get;
  house.keepsNames = false;
  await house.chat.sweep();
  assert.deepEqual(house.calls, [`release ${bob.id}`]);
});
