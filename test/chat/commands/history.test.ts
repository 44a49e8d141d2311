import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, stage } from './stage.ts';

test('/history asks for older lines: 20, or as many as are wanted', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/history'), []);
  assert.deepEqual(await alice.types('/history 200'), []);
  assert.deepEqual(alice.older, [20, 200]);
});

test('/history with a date goes to the first line since', async () => {
  const { enters, chat, wait } = await stage();
  const alice = await enters('alice');
  await chat.say(alice.id, '#lobby', 'on Thursday');
  wait(24 * 60 * MINUTE);
  await chat.say(alice.id, '#lobby', 'on Friday');
  await chat.say(alice.id, '#lobby', 'on Friday too');
  assert.deepEqual(await alice.types('/history 2026-11-20'), []);
  assert.deepEqual(await alice.types('/history yesterday'), []);
  assert.deepEqual(await alice.types('/history 2026'), []);
  assert.deepEqual(alice.gone, ['#lobby 3', '#lobby 1', '#lobby 1']);
});

test('/history says when there is nothing since a date, or the date is still to come', async () => {
  const { enters, wait } = await stage();
  const alice = await enters('alice');
  wait(24 * 60 * MINUTE);
  assert.deepEqual(await alice.types('/history today'), ['! Nothing was said here since 00:00.']);
  assert.deepEqual(await alice.types('/history 2027'), ['! 00:00 is still to come.']);
  assert.deepEqual(alice.gone, []);
});

test('/history of no sensible number or date says what it takes', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  const usage =
    '! /history 20 reads 20 older lines, at most 1000 at once; /history DATE goes there: ' +
    '2026-11-01, yesterday, monday, 3d (days ago) or 14:30.';
  for (const wrong of ['0', '-3', 'many', '2 3', '2026-02-30'])
    assert.deepEqual(await alice.types(`/history ${wrong}`), [usage]);
  assert.deepEqual(alice.older, []);
});

test('/history unread goes to the first line that was new, and says when there is none', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/history unread'), ['! Nothing was new here when you came to this window.']);
  alice.firstNew = 7;
  assert.deepEqual(await alice.types('/history Unread'), []);
  assert.deepEqual(alice.gone, ['#lobby 7']);
});
