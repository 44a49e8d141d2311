// Windows that nobody asked for: thousands of accounts may write to one person.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skeleton } from '../../src/chat/handle.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 160, rows: 40 };

/** So many accounts write to alice, each one line. */
async function write(stage: SessionStage, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) {
    const handle = `writer${n}`;
    const made = await stage.stores.accounts.create({ handle, skeleton: skeleton(handle), provisional: false });
    assert.ok(made.ok);
    await stage.chat.join(made.value, `session-${n}`);
    const sent = await stage.chat.direct(made.value.id, 'alice', `words of ${n}.`);
    assert.ok(sent.ok);
    await stage.chat.leave(made.value.id, `session-${n}`, { how: 'quit' });
    await stage.pass(100);
  }
}

/** How many direct windows there are. */
async function directs(stage: SessionStage, alice: ScreenTerminal): Promise<number> {
  alice.type('/window\r');
  await stage.pass(200);
  alice.type('\u001b[F');
  await stage.pass(200);
  const last = [...alice.screen().matchAll(/(\d+) +(?:writer|#)/g)].at(-1)?.[1];
  alice.type('\u001b');
  await stage.pass(200);
  return Number(last) - 1;
}

test('who is written to by a crowd gets a hundred windows, each line, and says how the others are opened', async () => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  await write(stage, 1, 103);
  assert.equal(await directs(stage, alice), 100);
  assert.match(
    alice.screen(),
    /words of 101\.[\s\S]*100 direct conversations are open; others open no more[\s\S]*words of 103\./,
  );
  alice.type('/msg writer103\r');
  await stage.pass(500);
  assert.equal(await directs(stage, alice), 101);
  assert.match(alice.screen(), / writer103 +words of 103\./);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('at a login the newest conversations open, whose words wait besides is said, and they stay unread', async () => {
  const stage = await sessionStage();
  const first = new ScreenTerminal(SIZE);
  await stage.enters('alice', first);
  first.end();
  await stage.pass(1000);
  await write(stage, 1, 107);
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  assert.equal(await directs(stage, alice), 100);
  assert.match(
    alice.screen(),
    /words of 88\.[\s\S]*words of 107\.[\s\S]*Unread, too: writer7, writer6, writer5, writer4, writer3 and 2 more\. \/msg writer7 reads/,
  );
  alice.type('/msg writer1\r');
  await stage.pass(500);
  assert.match(alice.screen(), /writer1 +words of 1\./);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('whoever asks for ever more direct windows gets two hundred, and reads how to have another', async () => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  for (let n = 1; n <= 201; n += 1) {
    const handle = `writer${n}`;
    const made = await stage.stores.accounts.create({ handle, skeleton: skeleton(handle), provisional: false });
    assert.ok(made.ok);
    alice.type(`/msg ${handle}\r`);
    await stage.pass(100);
  }
  assert.match(alice.screen(), /200 direct conversations are open, which is the most; .*\/close it/);
  assert.equal(await directs(stage, alice), 200);
  // Those that are open are gone to all the same.
  alice.type('/msg writer7\r');
  await stage.pass(200);
  alice.type('/close\r');
  await stage.pass(200);
  alice.type('/msg writer201\r');
  await stage.pass(200);
  assert.equal(await directs(stage, alice), 200);
  assert.match(alice.screen(), /writer201/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});
