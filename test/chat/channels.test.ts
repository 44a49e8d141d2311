/** Channels: who is in which, what they remember, topics, and what is told about people. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatManager } from '../../src/chat/manager.ts';
import { systemTimers } from '../../src/session/timers.ts';
import { memoryStore } from '../../src/storage/memory/store.ts';
import { House, heard, refusal, unwrap } from './house.ts';

test('the lobby is there from the start and belongs to nobody', async () => {
  const house = await House.open();
  assert.equal(house.chat.channel('#lobby')?.owner, undefined);
  assert.equal(house.chat.channel('#dev'), undefined);
});

test('a channel is entered however it is spelled, belongs to who opened it, and entering again is harmless', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const bob = await house.arrive('bob');
  for (const name of ['dev', '#Dev', '#dev']) {
    const info = unwrap(await house.chat.enter(alice, name));
    assert.equal(info.name, '#dev');
    assert.equal(info.owner, alice);
  }
  assert.equal(unwrap(await house.chat.enter(bob, 'dev')).owner, alice);
  assert.deepEqual(house.lines('#dev'), ['join alice', 'join bob']);
  assert.deepEqual([...(house.chat.participant(alice)?.channels ?? [])], ['#lobby', '#dev']);
});

test('an ill-formed channel name is refused with a sentence', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const refused = await house.chat.enter(alice, '#two words');
  assert.ok(!refused.ok);
  assert.equal(refused.code, 'bad-channel');
});

test('entering and parting tell the person, the channel and history', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const inbox = house.chat.inbox(alice, () => {});
  const dev = house.chat.subscribe('#dev', () => {});
  unwrap(await house.chat.enter(alice, 'dev'));
  unwrap(await house.chat.part(alice, '#dev', 'too\u001b[31m loud'));
  assert.deepEqual(heard(inbox), ['(windows)', '(windows)']);
  assert.deepEqual(heard(dev), ['(members)', 'join alice', '(members)', 'leave alice too loud']);
});

test('the only channel cannot be parted, nor one that a person is not in', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const last = await house.chat.part(alice, '#lobby');
  assert.ok(!last.ok);
  assert.equal(last.code, 'no-window');
  const other = await house.chat.part(alice, '#dev');
  assert.ok(!other.ok);
  assert.equal(other.code, 'not-in-channel');
  unwrap(await house.chat.enter(alice, 'dev'));
  unwrap(await house.chat.part(alice, '#lobby'));
  assert.deepEqual([...(house.chat.participant(alice)?.channels ?? [])], ['#dev']);
});

test('the channels of last time are entered again at the next login', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  unwrap(await house.chat.enter(alice, 'dev'));
  unwrap(await house.chat.enter(alice, 'ops'));
  unwrap(await house.chat.part(alice, '#lobby'));
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  assert.deepEqual(house.chat.members('#dev'), []);
  await house.arrive('alice');
  assert.deepEqual([...(house.chat.participant(alice)?.channels ?? [])], ['#dev', '#ops']);
});

for (const stored of ['nonsense', '{}', '[]', '["two words", 7.5]']) {
  test(`a remembered list of ${stored} leads to the lobby`, async () => {
    const house = await House.open();
    const { id } = house.account('alice');
    house.settings.set(id, new Map([['channels', stored]]));
    await house.arrive('alice');
    assert.deepEqual([...(house.chat.participant(id)?.channels ?? [])], ['#lobby']);
  });
}

test('a hundred channels are enough for one person, and fit what is remembered', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice', { role: 'sysop' });
  for (let i = 1; i < 100; i += 1) unwrap(await house.chat.enter(alice, `${'c'.repeat(27)}${100 + i}`));
  const refused = await house.chat.enter(alice, 'more');
  assert.ok(!refused.ok);
  assert.equal(refused.code, 'too-many-channels');
  assert.ok((house.settings.get(alice)?.get('channels')?.length ?? 0) < 4096);
});

test('members are sorted by role, then name; the list is the same array until something changes', async () => {
  const house = await House.open();
  for (const handle of ['dave', 'Bob', 'alice']) await house.arrive(handle);
  await house.arrive('zoe', { role: 'sysop' });
  const members = house.chat.members('#lobby');
  assert.deepEqual(
    members.map(({ handle }) => handle),
    ['zoe', 'alice', 'Bob', 'dave'],
  );
  assert.equal(house.chat.members('#lobby'), members);
  await house.arrive('carol');
  const five = house.chat.members('#lobby');
  assert.equal(five.length, 5);
  // Lists on screens are redrawn when the array is another one.
  house.chat.setAway(house.account('carol').id, 'lunch');
  assert.notEqual(house.chat.members('#lobby'), five);
  assert.deepEqual(house.chat.members('#nowhere'), []);
});

test('a topic is safe text, told to the channel and kept', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const lobby = house.chat.subscribe('#lobby', () => {});
  const info = unwrap(await house.chat.settings.setTopic(alice, '#lobby', ' Be\u202e kind.\n'));
  assert.equal(info.topic, 'Be kind.');
  assert.equal(house.chat.channel('#lobby')?.topic, 'Be kind.');
  // Whoever reads the line finds it so.
  assert.deepEqual(heard(lobby), ['(topic)', 'system alice set the topic: Be kind.']);
  unwrap(await house.chat.settings.setTopic(alice, '#lobby', ''));
  assert.equal(house.chat.channel('#lobby')?.topic, '');
});

test('a topic that cannot be kept is told to nobody, and costs no line in a slow channel', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const zoe = await house.arrive('zoe', { role: 'sysop' });
  unwrap(await house.chat.settings.setSlow(zoe, '#lobby', 30));
  const lobby = house.chat.subscribe('#lobby', () => {});
  house.keepsTopics = false;
  const { code, sentence } = refusal(await house.chat.settings.setTopic(alice, '#lobby', 'Be kind'));
  assert.deepEqual([code, sentence.includes('shown to nobody')], ['not-saved', true]);
  assert.equal(house.chat.channel('#lobby')?.topic, '');
  assert.deepEqual(heard(lobby), []);
  house.keepsTopics = true;
  unwrap(await house.chat.settings.setTopic(alice, '#lobby', 'Be kind'));
  assert.equal(house.chat.channel('#lobby')?.topic, 'Be kind');
});

test('a topic has at most 300 characters and needs somebody who is in the channel', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const bob = await house.arrive('bob');
  unwrap(await house.chat.enter(bob, 'dev'));
  const outside = await house.chat.settings.setTopic(alice, '#dev', 'mine');
  assert.ok(!outside.ok);
  assert.equal(outside.code, 'not-in-channel');
  unwrap(await house.chat.settings.setTopic(bob, '#dev', '🎉'.repeat(300)));
  const long = await house.chat.settings.setTopic(bob, '#dev', '🎉'.repeat(301));
  assert.ok(!long.ok);
  assert.equal(long.code, 'too-long');
});

test('a topic whose line cannot be written holds, and who set it reads so', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  house.diskFull = true;
  const { code, sentence } = refusal(await house.chat.settings.setTopic(alice, '#lobby', 'Be kind'));
  assert.deepEqual([code, sentence.startsWith('It holds')], ['not-saved', true]);
  assert.equal(house.chat.channel('#lobby')?.topic, 'Be kind');
});

test('presence is told to the channels a person is in', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const lobby = house.chat.subscribe('#lobby', () => {});
  const dev = house.chat.subscribe('#dev', () => {});
  house.chat.setAway(alice, 'lunch\u001b]0;x\u0007');
  assert.equal(house.chat.participant(alice)?.away, 'lunch');
  house.chat.setAway(alice, '');
  assert.equal(house.chat.participant(alice)?.away, '');
  house.chat.setAway(alice, undefined);
  assert.equal(house.chat.participant(alice)?.away, undefined);
  house.chat.setDnd(alice, true);
  assert.equal(house.chat.participant(alice)?.dnd, true);
  house.chat.setPages(alice, false);
  assert.equal(house.chat.participant(alice)?.pages, false);
  await house.chat.leave(alice, 'alice-1', { how: 'lost' });
  assert.deepEqual(heard(lobby), Array(6).fill('(presence alice)'));
  assert.deepEqual(heard(dev), []);
});

test('presence of somebody who is gone changes nothing', async () => {
  const house = await House.open();
  house.chat.setAway(7, 'x');
  house.chat.touch(7);
  await house.chat.refresh(7);
  const entered = await house.chat.enter(7, 'dev');
  assert.ok(!entered.ok);
  assert.equal(entered.code, 'not-here');
  assert.equal(house.chat.getParticipantCount(), 0);
});

test('touching says when somebody last typed', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  house.now += 5000;
  assert.equal(house.chat.participant(alice)?.lastActive, house.now - 5000);
  house.chat.touch(alice);
  assert.equal(house.chat.participant(alice)?.lastActive, house.now);
});

test('a read marker is stored and told to the other sessions', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const inbox = house.chat.inbox(alice, () => {});
  await house.chat.markRead(alice, '#lobby', 3);
  assert.deepEqual(house.markers, [[alice, '#lobby', 3]]);
  assert.deepEqual(inbox.drain().entries, [{ event: 'read', conversation: '#lobby', seq: 3 }]);
});

test('nobody opens channels without end, though they part them again; those that are there stay open to all', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const bob = await house.arrive('bob');
  const ruth = await house.arrive('ruth', { role: 'sysop' });
  for (let i = 1; i <= 50; i += 1) {
    unwrap(await house.chat.enter(alice, `room${i}`));
    unwrap(await house.chat.part(alice, `#room${i}`));
  }
  const refused = await house.chat.enter(alice, 'one-more');
  assert.ok(!refused.ok);
  assert.equal(refused.code, 'no-more-channels');
  unwrap(await house.chat.enter(alice, 'room7'));
  unwrap(await house.chat.enter(bob, 'one-more'));
  unwrap(await house.chat.enter(alice, 'one-more'));
  for (let i = 1; i <= 60; i += 1) unwrap(await house.chat.enter(ruth, `sysop${i}`));
});

test('who opens a channel has a name that lasts; who only goes into one does not yet', async () => {
  const house = await House.open();
  const stranger = await house.arrive('stranger', { provisional: true });
  unwrap(await house.chat.enter(await house.arrive('alice'), 'dev'));
  unwrap(await house.chat.enter(stranger, 'dev'));
  assert.deepEqual(
    house.calls.filter((call) => call.startsWith('confirm')),
    [],
  );
  unwrap(await house.chat.enter(stranger, 'mine'));
  assert.deepEqual(
    house.calls.filter((call) => call.startsWith('confirm')),
    [`confirm ${stranger}`],
  );
});

test('there are not more channels than a server can hold, and those that are there stay open', async () => {
  for (const [there, isRefused] of [
    [5000, false],
    [20_000, true],
  ] as const) {
    const stores = memoryStore({ clock: Date });
    for (let n = 0; n < there; n += 1) await stores.channels.open(`#room${n}`, undefined);
    const options = {
      capacity: 32,
      backlog: 100,
      resumeWindow: 0,
      pageInterval: 0,
      editWindow: 0,
      lobby: '#lobby',
    } as const;
    const chat = new ChatManager(
      { ...stores, clock: systemTimers, newId: () => 'id', onBug: assert.fail, dismiss: assert.fail },
      options,
    );
    await chat.start();
    const made = await stores.accounts.create({ handle: 'alice', skeleton: 'alice', provisional: false });
    const alice = unwrap(made);
    unwrap(await chat.join(alice, 'alice-1'));
    const entered = await chat.enter(alice.id, 'one-more');
    assert.equal(entered.ok ? 'opened' : entered.code, isRefused ? 'no-more-channels' : 'opened');
    unwrap(await chat.enter(alice.id, 'room4999'));
    chat.stop();
  }
});

test('the directory of channels is at hand, by name and as they are now', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  unwrap(await house.chat.enter(alice, 'zoo'));
  unwrap(await house.chat.enter(alice, 'dev'));
  unwrap(await house.chat.settings.setTopic(alice, '#dev', 'Ships on Friday'));
  assert.deepEqual(
    house.chat.channels().map(({ name, topic }) => [name, topic]),
    [
      ['#dev', 'Ships on Friday'],
      ['#lobby', ''],
      ['#zoo', ''],
    ],
  );
});
