import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SENTENCE = /The server cannot read or write its data right now/;

/** Everything that is written to a channel's record, and what is kept of people, is refused. */
function breaks(t: TestContext, { stores }: SessionStage): () => void {
  const gone = async () => {
    throw new StoreUnavailable('the disk is full');
  };
  const mocks = [
    t.mock.method(stores.channels, 'open', gone),
    t.mock.method(stores.profiles, 'settings', gone),
    t.mock.method(stores.log, 'before', gone),
  ];
  return () => {
    for (const { mock } of mocks) mock.restore();
  };
}

test('a command that cannot be carried out for want of the store is given back, and the session lives on', async (t) => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal({ columns: 80, rows: 24 });
  await stage.enters('alice', alice);
  const mend = breaks(t, stage);
  alice.type('/join #tea\r');
  await stage.pass(200);
  assert.match(alice.screen(), SENTENCE);
  assert.match(alice.screen(), /> \/join #tea/);
  assert.equal(alice.ended, false);
  mend();
  alice.type('\r');
  await stage.pass(200);
  assert.match(alice.screen(), /2:#tea/);
  assert.deepEqual(stage.bugs, []);
});

test('whoever comes in while the store cannot be used is told to try again, and may', async (t) => {
  const stage = await sessionStage();
  const mend = breaks(t, stage);
  const early = new ScreenTerminal({ columns: 80, rows: 24 });
  early.isTapped = true;
  await stage.enters('alice', early);
  assert.match(early.tap, SENTENCE);
  assert.equal(early.ended, true);
  mend();
  const alice = new ScreenTerminal({ columns: 80, rows: 24 });
  await stage.enters('alice', alice);
  assert.equal(alice.ended, false);
  assert.deepEqual(stage.bugs, []);
});

test('a session that ends while it is still coming in leaves no bug behind when the store is closed under it', async (t) => {
  const stage = await sessionStage();
  let close = () => {};
  const closed = new Promise<never>((_, reject) => {
    close = () => reject(new StoreUnavailable('The database is closed.'));
  });
  t.mock.method(stage.stores.log, 'directsOf', () => closed);
  await stage.enters('alice', new ScreenTerminal({ columns: 80, rows: 24 }));
  await stage.sessions.closeAll('Good night.');
  close();
  await stage.pass(100);
  assert.deepEqual(stage.bugs, []);
  assert.equal(stage.sessions.size, 0);
});
