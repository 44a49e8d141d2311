// What a person chose holds on all their screens at once: whom they ignore, and how times are written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

test('who is ignored is silent on all screens of a person, with the direct messages that stood in other windows', async () => {
  const stage = await sessionStage();
  const [laptop, phone] = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)];
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  await stage.enters('alice', laptop);
  await stage.enters('alice', phone);
  await stage.chat.say(bob, '#lobby', 'buy now');
  await stage.chat.direct(bob, 'alice', 'buy here');
  await stage.pass(1000);
  for (const each of [laptop, phone]) {
    assert.match(each.screen(), /bob +buy now/);
    assert.match(each.screen(), /direct from bob\) buy here/);
  }
  phone.type('/ignore bob\r');
  await stage.pass(1000);
  for (const each of [laptop, phone]) assert.doesNotMatch(each.screen(), /buy/);
  laptop.type('/unignore bob\r');
  await stage.pass(1000);
  for (const each of [laptop, phone]) {
    assert.match(each.screen(), /bob +buy now/);
    assert.match(each.screen(), /direct from bob\) buy here/);
  }
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('times are written as one chose, in pages as well', async () => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  const id = await stage.enters('alice', alice);
  alice.type('/set clock seconds\r');
  await stage.pass(1000);
  await stage.chat.say(id, '#lobby', 'hello');
  await stage.pass(1000);
  assert.match(alice.screen(), /^ \d\d:\d\d:\d\d alice +hello$/m);
  assert.match(alice.screen(), /alice · \d\d:\d\d *$/m);
  alice.type('/whois alice\r');
  await stage.pass(1000);
  assert.match(alice.screen(), /Here since \d\d:\d\d:\d\d,/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});
