// A key that is held down asks for more than history can give.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScreenTerminal, sessionStage } from './stage.ts';

const PAGE_UP = '\u001b[5~';
const LINES = 3000;

test('pages asked for while history is slow are few when it comes, and the next key goes on from there', async (t) => {
  const stage = await sessionStage();
  const { log } = stage.stores;
  const from = { id: 1, handle: 'bob' };
  for (let n = 1; n <= LINES; n += 1) {
    await log.append({ kind: 'public', from, text: `line ${n}.`, conversation: '#lobby', id: `${n}` });
  }
  const alice = new ScreenTerminal({ columns: 80, rows: 24 });
  await stage.enters('alice', alice);
  let open = () => {};
  const slow = new Promise<void>((resolve) => {
    open = resolve;
  });
  const before = log.before.bind(log);
  t.mock.method(log, 'before', async (query: Parameters<typeof log.before>[0]) => {
    await slow;
    return before(query);
  });
  for (let keys = 0; keys < 500; keys += 1) alice.type(PAGE_UP);
  await stage.pass(100);
  open();
  await stage.pass(2000);
  const top = () => Number(/line (\d+)\./.exec(alice.screen())?.[1]);
  const reached = top();
  // A page is 20 lines: five hundred of them would be at the beginning.
  assert.ok(reached > LINES / 2 && reached < LINES - 200, `${reached}`);
  alice.type(PAGE_UP);
  await stage.pass(1000);
  assert.ok(top() < reached, `${top()}`);
  assert.deepEqual(stage.bugs, []);
  await stage.sessions.closeAll('');
});
