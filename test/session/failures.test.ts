import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { CREDENTIALS, ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

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

const unavailable = async () => {
  throw new StoreUnavailable('the disk is full');
};

test('a command whose words were refused by the log comes back into the input, with a secret only its name', async (t) => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal({ columns: 80, rows: 24 });
  await stage.enters('alice', alice);
  const append = t.mock.method(stage.stores.log, 'append', unavailable);
  alice.type('/me pours tea\r');
  await stage.pass(200);
  assert.match(alice.screen(), /Not saved/);
  assert.match(alice.screen(), /> \/me pours tea/);
  append.mock.restore();
  alice.type('\r');
  await stage.pass(200);
  assert.match(alice.screen(), /\* +alice pours tea/);

  t.mock.method(CREDENTIALS, 'claim', unavailable);
  alice.type('/claim open-sesame\r');
  await stage.pass(200);
  assert.match(alice.screen(), SENTENCE);
  assert.match(alice.screen(), /> \/claim *$/m);
  assert.doesNotMatch(alice.screen(), /open-sesame/);
  assert.deepEqual(stage.bugs, []);
});

test('what another session changed is taken over when the store can be read again, without a word to this one', async (t) => {
  const stage = await sessionStage();
  const [desk, sofa] = [new ScreenTerminal({ columns: 80, rows: 24 }), new ScreenTerminal({ columns: 80, rows: 24 })];
  await stage.enters('alice', desk);
  await stage.enters('alice', sofa);
  const settings = t.mock.method(stage.stores.profiles, 'settings', unavailable);
  sofa.type('/set clock 12h\r');
  await stage.pass(1000);
  assert.match(sofa.screen(), /clock is now 12h/);
  assert.doesNotMatch(desk.screen(), /\d [ap]m\b/);
  settings.mock.restore();
  await stage.pass(6000);
  assert.match(desk.screen(), /\d [ap]m\b/);
  for (const each of [desk, sofa]) assert.doesNotMatch(each.screen(), SENTENCE);
  assert.deepEqual(stage.bugs, []);
});

test('history that cannot be read leaves the screen where it is, and is read with the next key', async (t) => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal({ columns: 80, rows: 12 });
  await stage.enters('alice', alice);
  for (let n = 1; n <= 400; n += 1) {
    await stage.stores.log.append({
      kind: 'public',
      from: { id: 9, handle: 'bob' },
      conversation: '#lobby',
      id: `b${n}`,
      text: `line ${n}.`,
    });
  }
  await stage.pass(500);
  const before = t.mock.method(stage.stores.log, 'before', unavailable);
  const after = t.mock.method(stage.stores.log, 'after', unavailable);
  // Alt-Home: the beginning; a page further down is asked for before the answer is there.
  alice.type('\u001b[1;3H\u001b[6~');
  await stage.pass(500);
  assert.match(alice.screen(), SENTENCE);
  assert.match(alice.screen(), /line 400\./);
  for (const { mock } of [before, after]) mock.restore();
  alice.type('\u001b[1;3H');
  await stage.pass(500);
  assert.match(alice.screen(), /line 1\.$/m);
  assert.deepEqual(stage.bugs, []);
});

test('a direct message whose window cannot be opened is shown all the same, and its window comes later', async (t) => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal({ columns: 80, rows: 24 });
  const bob = new ScreenTerminal({ columns: 80, rows: 24 });
  await stage.enters('alice', alice);
  await stage.enters('bob', bob);
  const before = t.mock.method(stage.stores.log, 'before', unavailable);
  bob.type('/msg alice are you there?\r');
  await stage.pass(1000);
  assert.match(alice.screen(), /are you there\?/);
  assert.doesNotMatch(alice.screen(), /2:bob/);
  before.mock.restore();
  await stage.pass(6000);
  assert.match(alice.screen(), /2:bob !1/);
  assert.equal(alice.screen().match(/are you there\?/g)?.length, 1);
  assert.doesNotMatch(alice.screen(), SENTENCE);
  assert.deepEqual(stage.bugs, []);
});
