import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { LateProfiles } from '../../src/chat/late-profiles.ts';
import type { SavedWindow } from '../../src/chat/ports/profiles.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { memoryStore } from '../../src/storage/memory/store.ts';
import { profilesContract } from '../contract/profiles.ts';

profilesContract('late', async () => {
  const { profiles, close } = memoryStore({ clock: Date });
  return { profiles: new LateProfiles(profiles, () => undefined), close };
});

const WRITES = ['markRead', 'saveWindows', 'forgetWindow', 'setSetting', 'ignore'] as const;

function world(t: TestContext) {
  const { profiles: stored } = memoryStore({ clock: Date });
  let warned = 0;
  const late = new LateProfiles(stored, () => {
    warned += 1;
  });
  const full = async () => {
    throw new StoreUnavailable('the disk is full');
  };
  const breaks = () => {
    const mocks = WRITES.map((name) => t.mock.method(stored, name, full));
    return () => {
      for (const { mock } of mocks) mock.restore();
    };
  };
  return { stored, late, breaks, warned: () => warned };
}

function window(draft: string, position = 0): SavedWindow {
  return { conversation: '#lobby', position, draft, scrollSeq: 0 };
}

test('what cannot be written is read all the same, and written when it can be; the sysop is told once', async (t) => {
  const { stored, late, breaks, warned } = world(t);
  await late.saveWindows(1, [window('old'), { ...window('', 1), conversation: '#dev' }]);
  const mend = breaks();
  await late.markRead(1, '#lobby', 7);
  await late.saveWindows(1, [window('half a line')]);
  await late.forgetWindow(1, '#dev');
  await late.setSetting(1, 'channels', '["#lobby"]');
  const read = async (from: typeof stored) => [
    [...(await from.readMarkers(1))],
    await from.windows(1),
    [...(await from.settings(1))],
  ];
  const wanted = [[['#lobby', 7]], [window('half a line')], [['channels', '["#lobby"]']]];
  assert.deepEqual(await read(late), wanted);
  assert.equal((await stored.readMarkers(1)).size, 0);
  await late.retry();
  assert.deepEqual([late.size, warned()], [4, 1]);
  mend();
  await late.retry();
  assert.deepEqual(await read(stored), wanted);
  assert.equal(late.size, 0);
  breaks();
  await late.markRead(1, '#lobby', 8);
  assert.equal(warned(), 2);
});

test('the newest stays: an older write that is tried again does not undo it, and a marker does not move back', async (t) => {
  const { stored, late, breaks } = world(t);
  const mend = breaks();
  await late.saveWindows(1, [window('first')]);
  await late.markRead(1, '#lobby', 9);
  await late.markRead(1, '#lobby', 4);
  mend();
  const retried = late.retry();
  await late.saveWindows(1, [window('second')]);
  await retried;
  assert.deepEqual(await stored.windows(1), [window('second')]);
  assert.deepEqual([...(await stored.readMarkers(1))], [['#lobby', 9]]);
  await late.retry();
  assert.deepEqual([await stored.windows(1), late.size], [[window('second')], 0]);
});

test('what a person chose is not kept back but refused, and so is a bug', async (t) => {
  const { stored, late, breaks } = world(t);
  const mend = breaks();
  await assert.rejects(late.setSetting(1, 'theme', 'light'), StoreUnavailable);
  await assert.rejects(late.ignore(1, { id: 2, handle: 'bob' }), StoreUnavailable);
  mend();
  await assert.rejects(late.saveWindows(1, [window('x'.repeat(70_000))]), /draft/i);
  t.mock.method(stored, 'markRead', async () => {
    throw new Error('a bug');
  });
  await assert.rejects(late.markRead(1, '#lobby', 1), /a bug/);
  assert.equal(late.size, 0);
});

test('what is kept has an end: who waits longest loses it first, and nobody loses it to themselves', async (t) => {
  const { late, breaks } = world(t);
  breaks();
  for (let user = 1; user <= 300; user += 1) await late.saveWindows(user, [window('x'.repeat(65_000))]);
  assert.ok(late.size > 200 && late.size < 260, `${late.size} drafts`);
  assert.equal((await late.windows(1)).length, 0);
  assert.equal((await late.windows(300)).length, 1);
});

test('things without a word of text have an end, too', async (t) => {
  const { late, breaks } = world(t);
  breaks();
  for (let user = 1; user <= 800; user += 1) {
    const marks = Array.from({ length: 100 }, (_, at) => late.markRead(user, `#room${at}`, 1));
    await Promise.all(marks);
  }
  assert.ok(late.size > 50_000 && late.size < 75_000, `${late.size}`);
  assert.equal((await late.readMarkers(800)).size, 100);
  assert.equal((await late.readMarkers(1)).size, 0);
});
