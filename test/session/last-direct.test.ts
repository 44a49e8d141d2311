import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directConversation } from '../../src/chat/message.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

test('/reply answers who wrote last before one logged out, not whom one ignores', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const carol = await stage.enters('carol', new ScreenTerminal(SIZE));
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  for (const from of [bob, carol]) {
    await stage.chat.direct(from, 'alice', 'psst');
    await stage.pass(1000);
  }
  for (const window of ['/window bob', '/window carol', '/window lobby']) {
    alice.type(`${window}\r`);
    await stage.pass(200);
  }
  alice.end();
  await stage.pass(1000);
  const back = new ScreenTerminal(SIZE);
  await stage.enters('alice', back);
  back.type('/r to carol\r');
  await stage.pass(1000);
  assert.match(back.screen(), /→ carol +\(direct from you\) to carol/);
  back.type('/ignore carol\r');
  await stage.pass(1000);
  back.end();
  await stage.pass(1000);
  const again = new ScreenTerminal(SIZE);
  await stage.enters('alice', again);
  again.type('/r to bob\r');
  await stage.pass(1000);
  assert.match(again.screen(), /→ bob +\(direct from you\) to bob/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('that a live chat took place was written by nobody: /reply answers the words before it', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const alice = new ScreenTerminal(SIZE);
  const id = await stage.enters('alice', alice);
  await stage.chat.direct(bob, 'alice', 'psst');
  await stage.pass(1000);
  const conversation = directConversation(id, bob);
  await stage.stores.log.append({ kind: 'system', text: 'a live chat took place', conversation, id: 'live' });
  alice.type('/window bob\r');
  await stage.pass(1000);
  alice.end();
  await stage.pass(1000);
  const back = new ScreenTerminal(SIZE);
  await stage.enters('alice', back);
  back.type('/r to bob\r');
  await stage.pass(1000);
  assert.match(back.screen(), /alice +to bob/);
  assert.deepEqual(stage.bugs, []);
  await stage.sessions.closeAll('');
});
