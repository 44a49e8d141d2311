// What was read and what was not, seen on the screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

test('lines that a stopped terminal never showed are unread at the next login', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  await stage.chat.say(bob, '#lobby', 'shown');
  await stage.pass(1000);
  assert.match(alice.screen(), /bob +shown/);
  alice.take(false);
  for (const text of ['one', 'two', 'three']) await stage.chat.say(bob, '#lobby', text);
  await stage.pass(1000);
  alice.end();
  await stage.pass(1000);
  const back = new ScreenTerminal(SIZE);
  await stage.enters('alice', back);
  assert.match(back.screen(), /Welcome back to Partyline, alice\. 3 new lines in #lobby\./);
  assert.match(back.screen(), /bob +shown[\s\S]*new since[\s\S]*bob +one/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('what is read along with others is written down after a while, again and again', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const alice = await stage.enters('alice', new ScreenTerminal(SIZE));
  const marker = async () => (await stage.stores.profiles.readMarkers(alice)).get('#lobby') ?? 0;
  const say = async (count: number) => {
    for (let n = 1; n <= count; n += 1) {
      await stage.chat.say(bob, '#lobby', `line ${n}.`);
      await stage.pass(200);
    }
  };
  await say(40);
  assert.equal(stage.multicast.size, 1);
  await stage.pass(120_000);
  const first = await marker();
  await say(5);
  await stage.pass(120_000);
  const second = await marker();
  assert.equal(second, first + 5);
  await say(1);
  assert.equal(await marker(), second);
  await stage.sessions.closeAll('');
  assert.equal(await marker(), second + 1);
  assert.deepEqual(stage.bugs, []);
});

test('a second session finds read what the first has read, and its drafts', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const laptop = new ScreenTerminal(SIZE);
  await stage.enters('alice', laptop);
  for (let n = 1; n <= 30; n += 1) {
    await stage.chat.say(bob, '#lobby', `line ${n}.`);
    await stage.pass(200);
  }
  laptop.type('half a thought');
  await stage.pass(200);
  const phone = new ScreenTerminal(SIZE);
  await stage.enters('alice', phone);
  assert.doesNotMatch(phone.screen(), /new since|new lines/);
  assert.match(phone.screen(), /> half a thought/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('who was reading further up and looks elsewhere has not read what came below', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const alice = new ScreenTerminal(SIZE);
  const id = await stage.enters('alice', alice);
  await stage.chat.enter(id, '#dev');
  for (let n = 1; n <= 40; n += 1) await stage.chat.say(bob, '#lobby', `line ${n}.`);
  await stage.pass(1000);
  alice.type('\u001b[5~');
  await stage.pass(1000);
  for (const text of ['one', 'two', 'three']) await stage.chat.say(bob, '#lobby', text);
  await stage.pass(1000);
  assert.match(alice.screen(), /↓ 3 new/);
  alice.type('\u000e');
  await stage.pass(1000);
  assert.match(alice.screen(), /1:#lobby 3 +2:#dev/);
  alice.end();
  await stage.pass(1000);
  const back = new ScreenTerminal(SIZE);
  await stage.enters('alice', back);
  assert.match(back.screen(), /3 new lines in #lobby\./);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});
