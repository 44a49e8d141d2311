/** Live chats: who may open one with whom, what both see of it, and every way in which it ends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endingSentence, LIVE_SIDE_LENGTH, type LiveChat } from '../../src/chat/live-chat.ts';
import { LIVE_ANSWER_MS } from '../../src/chat/live-chats.ts';
import type { UserId } from '../../src/chat/message.ts';
import { House, heard, refusal, unwrap } from './house.ts';

interface Scene {
  readonly house: House;
  readonly live: House['chat']['live'];
  readonly boss: UserId;
  readonly alice: UserId;
}

/** A sysop and a user, each with one session. */
async function open(): Promise<Scene> {
  const house = await House.open();
  const boss = await house.arrive('boss', { role: 'sysop' });
  const alice = await house.arrive('alice');
  return { house, live: house.chat.live, boss, alice };
}

/** The same, talking. */
async function talking(): Promise<Scene & { readonly chat: LiveChat }> {
  const scene = await open();
  const { live, boss, alice } = scene;
  unwrap(await live.open(boss, 'boss-1', 'alice'));
  return { ...scene, chat: unwrap(await live.answer(alice, 'alice-1')) };
}

test('a sysop asks, both hear of it, and with the answer it begins', async () => {
  const { house, live, boss, alice } = await open();
  const inboxes = [boss, alice].map((user) => house.chat.inbox(user, () => {}));
  const chat = unwrap(await live.open(boss, 'boss-1', 'Alice'));
  assert.equal(chat.state, 'asking');
  assert.deepEqual(inboxes.map(heard), [['(live)'], ['(live)']]);
  assert.equal(live.of(alice), chat);
  unwrap(await live.answer(alice, 'alice-2'));
  assert.equal(chat.state, 'on');
  assert.equal(chat.guest.session, 'alice-2');
  assert.deepEqual(inboxes.map(heard), [['(live)'], ['(live)']]);
});

test('what one types is there for the other at once, and calls whoever watches', async () => {
  const { live, boss, alice, chat } = await talking();
  let calls = 0;
  const unwatch = live.watch(chat, () => {
    calls += 1;
  });
  for (const line of ['h', 'hi', 'h', 'ho']) unwrap(await live.write(boss, 'boss-1', line, false));
  assert.equal(chat.sysop.line, 'ho');
  unwrap(await live.write(boss, 'boss-1', 'hold on', true));
  unwrap(await live.write(alice, 'alice-1', 'wha', false));
  assert.deepEqual([chat.sysop.lines, chat.sysop.line, chat.guest.line], [['hold on'], '', 'wha']);
  assert.equal(calls, 6);
  unwatch();
  unwrap(await live.write(alice, 'alice-1', 'what', false));
  assert.equal(calls, 6);
});

test('nothing that is typed can move a cursor, and a line has its limit', async () => {
  const { live, boss, chat } = await talking();
  unwrap(await live.write(boss, 'boss-1', 'a\u001b[2Jb\u0007\nc\u202e', false));
  assert.equal(chat.sysop.line, 'ab c');
  assert.equal(refusal(await live.write(boss, 'boss-1', 'x'.repeat(5000), true)).code, 'too-long');
});

test('a side keeps the newest lines that fit, and counts them all', async () => {
  const { live, boss, chat } = await talking();
  for (let n = 1; n <= 200; n += 1) unwrap(await live.write(boss, 'boss-1', `${n} ${'x'.repeat(95)}`, true));
  const { lines, finished } = chat.sysop;
  assert.equal(finished, 200);
  assert.ok(lines.join('\n').length <= LIVE_SIDE_LENGTH && lines.length >= 40);
  assert.match(lines.at(-1) ?? '', /^200 /);
});

test('only the session that carries a side writes it, and only while both are in it', async () => {
  const { live, boss, alice } = await open();
  unwrap(await live.open(boss, 'boss-1', 'alice'));
  assert.equal(refusal(await live.write(boss, 'boss-1', 'x', false)).code, 'no-live-chat');
  unwrap(await live.answer(alice, 'alice-1'));
  assert.equal(refusal(await live.write(alice, 'alice-2', 'x', false)).code, 'no-live-chat');
});

test('who may not open one, and with whom it is not possible, reads why', async () => {
  const { house, live, boss, alice } = await open();
  const carol = await house.arrive('carol');
  const chief = await house.arrive('chief', { role: 'sysop' });
  house.account('dave');
  const why = async (user: UserId, handle: string) => refusal(await live.open(user, 'x', handle)).sentence;
  assert.equal(await why(alice, 'boss'), 'Only a sysop opens a live chat; /page sysop asks one of them to.');
  assert.equal(await why(boss, 'boss'), 'That is you; a live chat takes two.');
  assert.equal(await why(boss, 'dave'), 'dave is not here; /msg dave leaves word.');
  assert.match(await why(boss, 'nobdy'), /^Nobody is called nobdy\./);
  house.chat.setDnd(alice, true);
  assert.equal(await why(boss, 'alice'), 'alice does not want to be disturbed; /msg alice leaves word.');
  house.chat.setDnd(alice, false);
  house.chat.setPages(alice, false);
  assert.equal(await why(boss, 'alice'), 'alice does not take pages or live chats now; /msg alice leaves word.');
  await house.chat.leave(carol, 'carol-1', { how: 'lost' });
  assert.equal(await why(boss, 'carol'), 'carol has lost the connection; /msg carol leaves word.');
  house.chat.setPages(alice, true);
  unwrap(await live.open(boss, 'boss-1', 'alice'));
  assert.equal(await why(chief, 'alice'), 'alice is in a live chat; try again later.');
  assert.equal(await why(boss, 'chief'), 'You are in a live chat with alice already; /end ends it.');
  assert.equal(refusal(await live.answer(chief, 'chief-1')).code, 'no-offer');
  assert.equal(refusal(await live.end(chief)).code, 'no-live-chat');
});

test('a sysop who opens one with the sysop who asks them, answers', async () => {
  const { house, live, boss } = await open();
  const chief = await house.arrive('chief', { role: 'sysop' });
  const asked = unwrap(await live.open(boss, 'boss-1', 'chief'));
  assert.equal(unwrap(await live.open(chief, 'chief-1', 'boss')), asked);
  assert.equal(asked.state, 'on');
});

test('who declines is left alone by that sysop for a minute', async () => {
  const { house, live, boss, alice } = await open();
  const chat = unwrap(await live.open(boss, 'boss-1', 'alice'));
  unwrap(await live.end(alice));
  assert.equal(endingSentence(chat, boss), 'alice declined the live chat.');
  assert.equal(endingSentence(chat, alice), 'You declined the live chat with boss.');
  house.now += 18_000;
  const soon = refusal(await live.open(boss, 'boss-1', 'alice'));
  assert.equal(soon.sentence, 'alice declined a moment ago; you can ask again in 42 s.');
  house.now += 42_000;
  unwrap(await live.open(boss, 'boss-1', 'alice'));
});

test('an offer that nobody answers ends after a minute, and one can be taken back', async () => {
  const { house, live, boss, alice } = await open();
  const chat = unwrap(await live.open(boss, 'boss-1', 'alice'));
  house.now += LIVE_ANSWER_MS - 1;
  await house.chat.sweep();
  assert.equal(chat.state, 'asking');
  house.now += 1;
  await house.chat.sweep();
  assert.equal(endingSentence(chat, boss), 'alice did not answer the live chat.');
  const again = unwrap(await live.open(boss, 'boss-1', 'alice'));
  unwrap(await live.end(boss));
  assert.equal(endingSentence(again, alice), 'boss took the live chat back.');
});

test('when it is over one line says that it took place, nothing of it is kept, and the count goes back to zero', async () => {
  const { house, live, boss, alice, chat } = await talking();
  unwrap(await live.write(boss, 'boss-1', 'between us', true));
  house.now += 4 * 60_000;
  unwrap(await live.end(alice));
  assert.equal(endingSentence(chat, alice), 'You ended the live chat with boss. Nothing of it is kept.');
  assert.equal(endingSentence(chat, boss), 'alice ended the live chat. Nothing of it is kept.');
  assert.deepEqual(house.lines(`@${boss}:${alice}`), ['system boss and alice had a live chat (4 min)']);
  assert.equal(live.of(boss), chat, 'sessions can still read how it ended');
  await house.chat.sweep();
  assert.equal(live.size, 0);
});

test('it ends with the session that carries it, not with another one of that person', async () => {
  const { house, boss, alice, chat } = await talking();
  await house.arrive('alice', {}, 'alice-2');
  await house.chat.leave(alice, 'alice-2', { how: 'quit' });
  assert.equal(chat.state, 'on');
  await house.chat.leave(alice, 'alice-1', { how: 'lost' });
  assert.equal(
    endingSentence(chat, boss),
    "alice's connection was lost, and the live chat is over. Nothing of it is kept.",
  );
  const { house: other, alice: guest, chat: second, boss: host } = await talking();
  await other.chat.leave(host, 'boss-1', { how: 'quit' });
  assert.equal(endingSentence(second, guest), 'boss left, and the live chat is over. Nothing of it is kept.');
});

test('an offer ends when who asked or who was asked goes', async () => {
  const { house, live, boss, alice } = await open();
  await house.arrive('alice', {}, 'alice-2');
  const chat = unwrap(await live.open(boss, 'boss-1', 'alice'));
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  assert.equal(chat.state, 'asking', 'another session of hers may answer');
  await house.chat.leave(alice, 'alice-2', { how: 'quit' });
  assert.equal(endingSentence(chat, boss), 'alice did not answer the live chat.');
  await house.arrive('alice');
  const again = unwrap(await live.open(boss, 'boss-1', 'alice'));
  await house.chat.leave(boss, 'boss-1', { how: 'lost' });
  assert.equal(endingSentence(again, alice), 'boss took the live chat back.');
});

test('a disk that is full loses the line that it took place and nothing else', async () => {
  const { house, live, boss, chat } = await talking();
  house.diskFull = true;
  unwrap(await live.end(boss));
  assert.equal(chat.state, 'over');
});

test('words in it make a new handle its own; who said nothing leaves nothing behind', async () => {
  const { house, live, boss } = await open();
  const newcomer = { provisional: true };
  const dave = await house.arrive('dave', newcomer);
  unwrap(await live.open(boss, 'boss-1', 'dave'));
  unwrap(await live.answer(dave, 'dave-1'));
  unwrap(await live.end(dave));
  assert.deepEqual(house.lines(`@${boss}:${dave}`), []);
  const erin = await house.arrive('erin', newcomer);
  unwrap(await live.open(boss, 'boss-1', 'erin'));
  unwrap(await live.answer(erin, 'erin-1'));
  unwrap(await live.write(erin, 'erin-1', '', false));
  assert.deepEqual(house.calls, []);
  unwrap(await live.write(erin, 'erin-1', 'h', false));
  unwrap(await live.write(erin, 'erin-1', 'hi', false));
  assert.deepEqual(house.calls, [`confirm ${erin}`]);
  unwrap(await live.end(boss));
  assert.deepEqual(house.lines(`@${boss}:${erin}`), ['system boss and erin had a live chat (0 s)']);
});

test('of what one has written the last lines are kept, and all are counted', async () => {
  const { live, boss, chat } = await talking();
  for (let n = 1; n <= 2000; n += 1) unwrap(await live.write(boss, 'boss-1', `${n} ${'x'.repeat(90)}`, true));
  const { lines, finished } = chat.sysop;
  const length = lines.join('').length;
  assert.ok(length > 2000 && length < 10_000, `${length}`);
  assert.equal(lines.at(-1)?.split(' ', 1)[0], '2000');
  assert.equal(finished, 2000);
});
