// What commands do to a window that is being read further up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const PAGE_UP = '\u001b[5~';
const ESC = '\u001b';
const LINES = 100;

async function reading(): Promise<{
  stage: SessionStage;
  alice: ScreenTerminal;
  enter(text: string): Promise<void>;
  top(): number;
}> {
  const stage = await sessionStage();
  const from = { id: 1, handle: 'bob' };
  for (let n = 1; n <= LINES; n += 1) {
    await stage.stores.log.append({ kind: 'public', from, text: `line ${n}.`, conversation: '#lobby', id: `old ${n}` });
  }
  const alice = new ScreenTerminal({ columns: 80, rows: 24 });
  await stage.enters('alice', alice);
  const enter = async (text: string) => {
    alice.type(`${text}\r`);
    await stage.pass(3000);
  };
  return { stage, alice, enter, top: () => Number(/line (\d+)\./.exec(alice.screen())?.[1]) };
}

test('/history goes a page back from the end, and again further', async () => {
  const { stage, enter, top } = await reading();
  const newest = top();
  await enter('/history');
  const back = top();
  assert.ok(back < newest, `${back}`);
  await enter('/history');
  assert.ok(top() < back - 10, `${top()}`);
  assert.deepEqual(stage.bugs, []);
  await stage.sessions.closeAll('');
});

test('a list, a page and another window leave the place where one reads; what is said or answered shows the newest', async () => {
  const { stage, alice, enter, top } = await reading();
  const newest = top();
  alice.type(PAGE_UP);
  await stage.pass(1000);
  const back = top();
  assert.ok(back < newest);
  for (const command of ['/help', '/who', '/keys']) {
    await enter(command);
    alice.type(ESC);
    await stage.pass(1000);
    assert.equal(top(), back, command);
  }
  await enter('/join #dev');
  await enter('/window 1');
  assert.equal(top(), back);
  await enter('/window zzz');
  assert.match(alice.screen(), /You have no window zzz/);
  alice.type(PAGE_UP);
  await stage.pass(1000);
  await enter('hello');
  assert.match(alice.screen(), /alice +hello/);
  assert.deepEqual(stage.bugs, []);
  await stage.sessions.closeAll('');
});

test('/select picks a line among those that are read', async () => {
  const { stage, alice, enter, top } = await reading();
  await enter('/select');
  assert.match(alice.screen(), />.*line 100\./);
  alice.type(ESC);
  await stage.pass(1000);
  alice.type(PAGE_UP);
  await stage.pass(1000);
  const back = top();
  await enter('/select');
  assert.equal(top(), back);
  assert.match(alice.screen(), /Enter quotes/);
  await stage.sessions.closeAll('');
});
