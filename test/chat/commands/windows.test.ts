import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from './stage.ts';

test('/window lists the windows by number, with what is unread', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  alice.windows.push('#dev', 'bob');
  assert.deepEqual(await alice.types('/window'), [
    '= Windows',
    '  1  #lobby  you are here',
    '  2  #dev    2 unread',
    '  3  bob     !4 unread',
  ]);
});

test('/window goes to a window by number or name, and says when there is none', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  alice.windows.push('#dev', 'bob');
  assert.deepEqual(await alice.types('/window 2'), []);
  assert.equal(alice.windows[0], '#dev');
  assert.match((await alice.types('/window nobody'))[0] ?? '', /^! You have no window nobody; \/window lists them/);
  assert.deepEqual(await alice.types('/window -'), ['! You have looked at no other window that is still open.']);
});

test('/close closes the window that is looked at', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  alice.windows.unshift('bob');
  await alice.types('/close');
  assert.deepEqual(alice.closed, ['bob']);
});

test('/window move gives this window another number, and needs one', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  alice.windows.push('#dev', 'bob');
  assert.deepEqual(await alice.types('/window move 3'), []);
  assert.deepEqual(alice.windows, ['#dev', 'bob', '#lobby']);
  assert.deepEqual(await alice.types('/window move up'), [
    '! Usage: /window move N, with the number this window shall have.',
  ]);
});

test('/read marks everything as read and says in how many windows something waited', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/read'), ['Nothing was unread.']);
  alice.windows.push('#dev');
  assert.deepEqual(await alice.types('/read'), ['Marked as read: 1 window.']);
  alice.windows.push('bob');
  assert.deepEqual(await alice.types('/read'), ['Marked as read: 2 windows.']);
});
