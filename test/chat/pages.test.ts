/** Ringing somebody's bell: to whom it goes, how often, and when it is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { House, heard, refusal, unwrap } from './house.ts';

test('a page reaches both people, once a minute per pair, and the refusal says when again', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const bob = await house.arrive('bob');
  const carol = await house.arrive('carol');
  const inbox = house.chat.inbox(bob, () => {});
  const paged = unwrap(await house.chat.page(alice, 'bob', 'coffee\u0007'));
  assert.deepEqual(
    paged.to.map(({ handle }) => handle),
    ['bob'],
  );
  assert.equal(paged.here, true);
  assert.deepEqual(heard(inbox), ['page alice coffee']);
  house.now += 18_000;
  const soon = refusal(await house.chat.page(alice, 'bob', ''));
  assert.equal(soon.code, 'page-too-soon');
  assert.equal(soon.sentence, 'You paged bob a moment ago; you can again in 42 seconds.');
  unwrap(await house.chat.page(carol, 'bob', ''));
  unwrap(await house.chat.page(bob, 'alice', 'coming'));
  house.now += 42_000;
  await house.chat.sweep();
  unwrap(await house.chat.page(alice, 'bob', ''));
});

test('two pages at the same moment are one', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  await house.arrive('bob');
  const both = await Promise.all([house.chat.page(alice, 'bob', ''), house.chat.page(alice, 'bob', '')]);
  assert.deepEqual(
    both.map(({ ok }) => ok),
    [true, false],
  );
});

test('a page that was not saved does not count', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  await house.arrive('bob');
  house.diskFull = true;
  assert.equal(refusal(await house.chat.page(alice, 'bob', '')).code, 'not-saved');
  house.diskFull = false;
  unwrap(await house.chat.page(alice, 'bob', ''));
});

test('who does not take pages gets none; who is not here finds theirs later', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const bob = await house.arrive('bob');
  house.chat.setPages(bob, false);
  const off = refusal(await house.chat.page(alice, 'bob', ''));
  assert.equal(off.sentence, 'bob does not take pages now.');
  house.chat.setPages(bob, true);
  await house.chat.leave(bob, 'bob-1', { how: 'quit' });
  const kept = unwrap(await house.chat.page(alice, 'bob', 'later'));
  assert.equal(kept.here, false);
  assert.deepEqual(house.lines(`@${alice}:${bob}`), ['page alice later']);
});

test('paging oneself is refused kindly', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  assert.equal(refusal(await house.chat.page(alice, 'ALICE', '')).code, 'self-page');
});

test('paging sysop rings every sysop who is here', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  assert.equal(refusal(await house.chat.page(alice, 'sysop', 'help')).code, 'no-sysop');
  const boss = await house.arrive('boss', { role: 'sysop' });
  const chief = await house.arrive('chief', { role: 'sysop' });
  const quiet = await house.arrive('quiet', { role: 'sysop' });
  house.chat.setPages(quiet, false);
  const inboxes = [boss, chief, quiet].map((user) => house.chat.inbox(user, () => {}));
  const paged = unwrap(await house.chat.page(alice, 'Sysop', 'help', 'my-id'));
  assert.deepEqual(
    paged.to.map(({ handle }) => handle),
    ['boss', 'chief'],
  );
  assert.deepEqual(inboxes.map(heard), [['page alice help'], ['page alice help'], []]);
  assert.equal(refusal(await house.chat.page(alice, 'sysop', 'help')).code, 'page-too-soon');
});
