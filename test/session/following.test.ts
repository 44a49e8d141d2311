import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

/** What the next thing that happens sends to each of them. */
async function sent(stage: SessionStage, terminals: readonly ScreenTerminal[], happens: () => Promise<unknown>) {
  for (const terminal of terminals) {
    terminal.isTapped = true;
    terminal.tap = '';
  }
  await happens();
  await stage.pass(200);
  for (const terminal of terminals) {
    terminal.isTapped = false;
    terminal.write(terminal.tap);
  }
  await stage.pass(1);
  return terminals.map(({ tap }) => tap);
}

async function room() {
  const stage = await sessionStage();
  const [alice, bob] = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)];
  const carol = await stage.enters('carol', new ScreenTerminal(SIZE));
  await stage.enters('alice', alice);
  await stage.enters('bob', bob);
  for (let n = 1; n <= 30; n += 1) await stage.chat.say(carol, '#lobby', `line ${n}`);
  await stage.pass(200);
  return { stage, alice, bob, carol };
}

test('words are sent in the same bytes to whoever has an answer of their own above them, until it is gone and after', async () => {
  const { stage, alice, bob, carol } = await room();
  alice.type('/topic\r');
  await stage.pass(200);
  assert.match(alice.screen(), /-- {1,}#lobby has no topic yet/);
  for (let n = 31; n <= 60; n += 1) {
    const [hers, his] = await sent(stage, [alice, bob], () => stage.chat.say(carol, '#lobby', `line ${n}`));
    assert.equal(hers, his);
    assert.match(hers ?? '', new RegExp(`line ${n}`));
  }
  assert.equal(alice.screen().split('\n').slice(1, -2).join(), bob.screen().split('\n').slice(1, -2).join());
});

test('words that call somebody, that fold, or of those ignored are not what others get', async () => {
  const { stage, alice, bob, carol } = await room();
  alice.type('/topic\r');
  await stage.pass(200);
  const [calls, plain] = await sent(stage, [alice, bob], () => stage.chat.say(carol, '#lobby', 'alice: look'));
  assert.notEqual(calls, plain);
  await sent(stage, [alice, bob], () => stage.chat.say(carol, '#lobby', 'again'));
  await sent(stage, [alice, bob], () => stage.chat.say(carol, '#lobby', 'again'));
  assert.match(alice.screen(), /again.*×2/);
  assert.equal(alice.screen().match(/again/g)?.length, 1);
  alice.type('/ignore carol\r');
  await stage.pass(200);
  await sent(stage, [alice, bob], () => stage.chat.say(carol, '#lobby', 'not for her'));
  assert.doesNotMatch(alice.screen(), /not for her/);
  assert.match(bob.screen(), /not for her/);
});

test('a line is put below the welcome where there is room, and moves it up where there is none', async () => {
  const stage = await sessionStage();
  const carol = await stage.enters('carol', new ScreenTerminal(SIZE));
  const alice = new ScreenTerminal({ columns: 80, rows: 10 });
  await stage.enters('alice', alice);
  const rows = () => alice.screen().split('\n').slice(1, -2);
  const before = rows();
  assert.equal(before.at(-1), '');
  for (let n = 1; rows().at(-1) === ''; n += 1) {
    const [bytes] = await sent(stage, [alice], () => stage.chat.say(carol, '#lobby', `line ${n}`));
    assert.doesNotMatch(bytes ?? '', /Welcome|M/);
  }
  const full = rows();
  const [bytes] = await sent(stage, [alice], () => stage.chat.say(carol, '#lobby', 'one more'));
  assert.match(bytes ?? '', /\[1M/);
  assert.deepEqual(rows().slice(0, -1), full.slice(1));
  assert.match(rows().at(-1) ?? '', /one more/);
});
