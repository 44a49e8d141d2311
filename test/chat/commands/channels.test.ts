import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directConversation } from '../../../src/chat/message.ts';
import { stage } from './stage.ts';

test('/join goes in and looks, however the name is spelled', async () => {
  const { chat, enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/join #Dev'), []);
  assert.deepEqual(await alice.types('/j dev'), []);
  assert.deepEqual(alice.shown, ['#dev', '#dev']);
  assert.equal(chat.members('#dev').length, 1);
});

test('/join of what cannot be a channel says what can', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.match((await alice.types('/join #a/b'))[0] ?? '', /^! A channel name is/);
  assert.deepEqual(alice.shown, []);
});

test('/part leaves this channel, or the one named', async () => {
  const { chat, enters } = await stage();
  const alice = await enters('alice');
  await alice.types('/join #dev');
  await alice.types('/join #ops');
  assert.deepEqual(await alice.types('/part'), []);
  assert.deepEqual(await alice.types('/leave dev done here'), []);
  assert.deepEqual([...(chat.participant(alice.id)?.channels ?? [])], ['#lobby']);
});

test('/part never takes a misspelt channel for a reason', async () => {
  const { chat, enters } = await stage();
  const alice = await enters('alice');
  await alice.types('/join #dev');
  assert.deepEqual(await alice.types('/part dve'), ['! You are not in #dve.']);
  assert.match((await alice.types('/part good-bye!'))[0] ?? '', /^! A channel name is/);
  assert.equal(chat.participant(alice.id)?.channels.size, 2);
});

test('/part in a direct window asks which channel, and the last channel stays', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  alice.here = directConversation(alice.id, alice.id);
  assert.deepEqual(await alice.types('/part'), [
    '! This is a conversation of two, not a channel; /part #dev leaves #dev.',
  ]);
  assert.match((await alice.types('/part #lobby'))[0] ?? '', /^! #lobby is the only channel/);
});

test('/channels lists names, people and topics, and marks one’s own', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  await bob.types('/join #dev');
  await bob.types('/topic Ships on Friday');
  await bob.types('/join #old');
  await bob.types('/part #old');
  assert.deepEqual(await alice.types('/channels'), [
    '= Channels (* you are in)',
    '    #dev    1 here  Ships on Friday',
    '  * #lobby  2 here',
    '    #old',
  ]);
});

test('/topic shows, sets and clears', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await alice.types('/topic'), ['#lobby has no topic yet; /topic text sets one.']);
  assert.deepEqual(await alice.types('/topic Be kind.'), []);
  assert.deepEqual(await bob.types('/topic'), ['#lobby: Be kind.']);
  assert.deepEqual(await bob.types('/topic -'), []);
  assert.deepEqual(await alice.types('/topic'), ['#lobby has no topic yet; /topic text sets one.']);
  assert.deepEqual(alice.hears(), ['-- alice set the topic: Be kind.', '-- bob cleared the topic']);
});

test('a topic that is too long, or of a conversation of two, is refused', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.match((await alice.types(`/topic ${'x'.repeat(301)}`))[0] ?? '', /^! A topic has at most 300 characters/);
  alice.here = directConversation(alice.id, alice.id);
  assert.deepEqual(await alice.types('/topic hm'), ['! A conversation of two has no topic; a channel has.']);
});

test('/slow makes a channel slow for everybody but its owner, and words wait for their time', async () => {
  const { enters, chat } = await stage();
  const [alice, bob] = [await enters('alice', 'sysop'), await enters('bob')];
  assert.deepEqual(await bob.types('/slow'), ['#lobby is not slow.']);
  assert.deepEqual(await bob.types('/slow 30'), ['! A sysop makes it slow, and ends that.']);
  assert.deepEqual(await alice.types('/slow soon'), ['! One line every 1 to 3600 seconds; off ends it.']);
  assert.deepEqual(await alice.types('/slow 2m'), []);
  assert.deepEqual(await bob.types('/slow'), ['#lobby is slow: one line every 120 s.']);
  assert.match((await bob.types('/channels')).join(), /here, slow/);
  assert.deepEqual(await bob.types('one'), []);
  assert.deepEqual(await bob.types('two'), ['#lobby is slow: one line every 120 s; that is sent in 120 s.']);
  assert.deepEqual(await bob.types('/me waves'), ['#lobby is slow: one line every 120 s; that is sent in 240 s.']);
  assert.deepEqual(
    bob.held.map(({ text }) => text),
    ['two', '/me waves'],
  );
  await alice.types('/slow off');
  for (const words of bob.held.splice(0)) {
    assert.equal(words.wait(), 0);
    assert.equal(await words.say(), 'said');
  }
  assert.deepEqual(alice.hears().slice(-3), ['-- alice ended slow mode', 'bob: two', '* bob waves']);
  assert.equal(chat.channel('#lobby')?.slow, 0);
});

test('of two sessions that speak at once in a slow channel one waits, and what answers a line goes on answering it', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice', 'sysop'), await enters('bob')];
  await alice.types('/slow 30');
  await alice.types('which one?');
  const [first, second] = await Promise.all([bob.types('the red one'), bob.types('/reply-to alice the blue one')]);
  assert.deepEqual(first, []);
  assert.deepEqual(second, ['#lobby is slow: one line every 30 s; that is sent in 30 s.']);
  const [waiting] = bob.held;
  assert.equal(waiting?.aim?.line.from.handle, 'alice');
  assert.equal(await waiting?.say(), 'early');
  await alice.types('/slow 0');
  assert.equal(await waiting?.say(), 'said');
  assert.equal(alice.hears().at(-1), 'bob: (re alice: which one?) the blue one');
});

test('an edit in a slow channel waits for its turn as a line does, and takes it', async () => {
  const { enters, wait } = await stage();
  const [alice, bob] = [await enters('alice', 'sysop'), await enters('bob')];
  await alice.types('/slow 60');
  await bob.types('one');
  const early = ['! #lobby is slow: one line every 60 s; you can speak there again in 60 s.'];
  assert.deepEqual(await bob.types('/edit two'), early);
  assert.deepEqual(await bob.types('s/one/two/'), early);
  wait(60_000);
  assert.deepEqual(await bob.types('/edit one'), ['! That is what it says already.']);
  assert.deepEqual(await bob.types('/edit two'), []);
  assert.deepEqual(await bob.types('/edit three'), early);
  assert.deepEqual(await bob.types('four'), ['#lobby is slow: one line every 60 s; that is sent in 60 s.']);
  await alice.types('five');
  assert.deepEqual(await alice.types('/edit six'), []);
  assert.deepEqual(await alice.types('/edit seven'), []);
  assert.deepEqual(await bob.types('/delete'), []);
});

test('a reason for leaving a channel or the chat has at most 100 characters', async () => {
  const { chat, enters } = await stage();
  const alice = await enters('alice');
  await alice.types('/join #dev');
  const refused = ['! A reason has at most 100 characters; this one has 101.'];
  assert.deepEqual(await alice.types(`/part #dev ${'🎉'.repeat(101)}`), refused);
  assert.deepEqual(await alice.types(`/quit ${'🎉'.repeat(101)}`), refused);
  assert.equal(chat.participant(alice.id)?.channels.size, 2);
  assert.deepEqual(alice.quits, []);
  assert.deepEqual(await alice.types(`/part #dev ${'🎉'.repeat(100)}`), []);
  assert.deepEqual(await alice.types(`/quit ${'🎉'.repeat(100)}`), []);
  assert.deepEqual(alice.quits, ['🎉'.repeat(100)]);
});
