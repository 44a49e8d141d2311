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
