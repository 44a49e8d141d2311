import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelInfo } from '../../src/chat/ports/channels.ts';
import { SlowMode } from '../../src/chat/slow-mode.ts';
import { House, heard, unwrap } from './house.ts';

const DEV: ChannelInfo = { name: '#dev', topic: '', topicBy: undefined, slow: 30, owner: 1, createdAt: 0 };
const bob = { id: 2, role: 'user' } as const;

test('in a slow channel each person has a turn and then waits, the sysop and the owner never', () => {
  const slow = new SlowMode();
  assert.equal(slow.take(bob, DEV, 1000), undefined);
  assert.equal(slow.wait(bob, DEV, 1000), 30_000);
  assert.equal(
    slow.take(bob, DEV, 18_001)?.sentence,
    '#dev is slow: one line every 30 s; you can speak there again in 13 s.',
  );
  assert.equal(slow.take({ id: 3, role: 'user' }, DEV, 1000), undefined);
  for (const free of [
    { id: 1, role: 'user' },
    { id: 4, role: 'sysop' },
  ] as const) {
    for (let n = 0; n < 3; n += 1) assert.equal(slow.take(free, DEV, 1000), undefined);
  }
  assert.equal(slow.wait(bob, { ...DEV, name: '#other' }, 1000), 0);
  assert.equal(slow.wait(bob, { ...DEV, slow: 0 }, 1000), 0);
  assert.equal(slow.take(bob, DEV, 31_000), undefined);
});

test('what is over is forgotten, and who was not heard after all has their turn back', () => {
  const slow = new SlowMode();
  slow.take(bob, DEV, 10_000_000);
  slow.sweep(10_000_000 + 3_599_999);
  assert.equal(slow.size, 1);
  slow.sweep(10_000_000 + 3_600_000);
  assert.equal(slow.size, 0);
  slow.take(bob, DEV, 5);
  slow.giveBack(bob.id, DEV.name);
  assert.equal(slow.wait(bob, DEV, 5), 0);
});

test('not everybody who ever spoke is remembered', () => {
  const slow = new SlowMode();
  for (let id = 10; id < 20_000; id += 1) slow.take({ id, role: 'user' }, DEV, 1000);
  assert.equal(slow.size, 16_384);
  assert.deepEqual(
    [slow.wait({ id: 10, role: 'user' }, DEV, 1000), slow.wait({ id: 19_999, role: 'user' }, DEV, 1000)],
    [0, 30_000],
  );
});

test('a topic counts as a line in a slow channel, and who sees the channel is told that it is slow', async () => {
  const house = await House.open();
  const [alice, carol] = [await house.arrive('alice'), await house.arrive('carol')];
  unwrap(await house.chat.enter(alice, 'dev'));
  unwrap(await house.chat.enter(carol, 'dev'));
  const dev = house.chat.subscribe('#dev', () => {});
  unwrap(await house.chat.settings.setSlow(alice, '#dev', 30));
  assert.deepEqual(heard(dev).slice(-2), ['(slow)', 'system alice made #dev slow: one line every 30 s']);
  unwrap(await house.chat.settings.setTopic(carol, '#dev', 'words for everybody'));
  const again = await house.chat.settings.setTopic(carol, '#dev', 'and more of them');
  assert.equal(again.ok ? '' : again.code, 'slow');
  assert.equal(house.chat.channel('#dev')?.topic, 'words for everybody');
});

test('the chat takes no words too soon, whoever asks it to', async () => {
  const house = await House.open();
  const [alice, carol] = [await house.arrive('alice'), await house.arrive('carol')];
  unwrap(await house.chat.enter(alice, 'dev'));
  unwrap(await house.chat.enter(carol, 'dev'));
  const notHers = await house.chat.settings.setSlow(carol, '#dev', 30);
  assert.equal(notHers.ok ? '' : notHers.code, 'not-yours');
  for (const seconds of [-1, 0.5, 3601, Number.NaN]) {
    const refused = await house.chat.settings.setSlow(alice, '#dev', seconds);
    assert.equal(refused.ok ? '' : refused.code, 'bad-number');
  }
  unwrap(await house.chat.settings.setSlow(alice, '#dev', 30));
  unwrap(await house.chat.say(carol, '#dev', 'first'));
  assert.equal(house.chat.settings.slowWait(carol, '#dev'), 30_000);
  for (const again of [house.chat.say(carol, '#dev', 'second'), house.chat.act(carol, '#dev', 'waves')]) {
    const refused = await again;
    assert.equal(refused.ok ? '' : refused.code, 'slow');
  }
  unwrap(await house.chat.say(carol, '#lobby', 'elsewhere'));
  house.now += 30_000;
  unwrap(await house.chat.say(carol, '#dev', 'second'));
  unwrap(await house.chat.settings.setSlow(alice, '#dev', 0));
  unwrap(await house.chat.say(carol, '#dev', 'third'));
});

test('a reason for leaving is no way round slow mode, and counts as having spoken', async () => {
  const house = await House.open();
  const [alice, carol] = [await house.arrive('alice'), await house.arrive('carol')];
  unwrap(await house.chat.enter(alice, 'dev'));
  unwrap(await house.chat.settings.setSlow(alice, '#dev', 600));
  for (const [who, reason] of [
    [carol, 'one'],
    [carol, 'two'],
    [alice, 'owner'],
    [alice, 'again'],
  ] as const) {
    unwrap(await house.chat.enter(who, 'dev'));
    unwrap(await house.chat.part(who, '#dev', reason));
  }
  house.now += 600_000;
  unwrap(await house.chat.enter(carol, 'dev'));
  unwrap(await house.chat.say(carol, '#dev', 'three'));
  await house.chat.leave(carol, 'carol-1', { how: 'quit', reason: 'four' });
  assert.deepEqual(
    house.lines('#dev').filter((line) => /^(leave|public)/.test(line)),
    ['leave carol one', 'leave carol', 'leave alice owner', 'leave alice again', 'public carol three', 'leave carol'],
  );
  assert.equal(house.lines('#lobby').at(-1), 'leave carol four');
});
