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

test('a topic of somebody ignored is hidden in the channel, the title, the list and what Tab brings; of others it is not', async () => {
  const stage = await sessionStage();
  const [alice, carol] = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)];
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const id = await stage.enters('alice', alice);
  await stage.enters('carol', carol);
  alice.type('/ignore bob\r');
  await stage.pass(1000);
  await stage.chat.settings.setTopic(bob, '#lobby', 'buy now');
  await stage.pass(1000);
  assert.match(carol.screen(), /^ #lobby +│ buy now/);
  assert.match(carol.screen(), /-- +bob set the topic: buy now/);
  assert.match(alice.screen(), /^ #lobby +│ \(topic by somebody you ignore\)/);
  assert.doesNotMatch(alice.screen(), /buy/);
  for (const asked of ['/topic\r', '/topic \t\u0015', '/channels\r']) {
    alice.type(asked);
    await stage.pass(1000);
    assert.doesNotMatch(alice.screen(), /buy/, asked);
  }
  alice.type('\u001b');
  await stage.pass(1000);
  alice.type('/unignore bob\r');
  await stage.pass(1000);
  assert.match(alice.screen(), /^ #lobby +│ buy now/);
  alice.type('/ignore bob\r');
  await stage.chat.settings.setTopic(id, '#lobby', 'be kind');
  await stage.pass(1000);
  assert.match(alice.screen(), /^ #lobby +│ be kind/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('an answer that quotes somebody ignored comes without their words, with a screen and without', async () => {
  const stage = await sessionStage();
  const [screen, lines] = [
    new ScreenTerminal(SIZE),
    new ScreenTerminal(SIZE, new Map(), { kind: 'plain', echo: true }),
  ];
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const carol = await stage.enters('carol', new ScreenTerminal(SIZE));
  await stage.enters('alice', screen);
  await stage.enters('alice', lines);
  screen.type('/ignore bob\r');
  await stage.pass(1000);
  const said = await stage.chat.say(bob, '#lobby', 'buy now');
  assert.ok(said.ok);
  const answer = await stage.chat.say(carol, '#lobby', 'no, bob', undefined, said.value.seq);
  assert.ok(answer.ok);
  await stage.pass(1000);
  assert.match(screen.screen(), /┌ +bob: \(ignored\)\n.*carol +no, bob/);
  assert.match(lines.screen(), /-- carol answers bob: \(ignored\)\n.*carol: no, bob/);
  for (const each of [screen, lines]) assert.doesNotMatch(each.screen(), /buy/);
  screen.type('/unignore bob\r');
  await stage.pass(1000);
  assert.match(screen.screen(), /┌ +bob: buy now/);
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
