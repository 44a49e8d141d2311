/**
 * What every Profiles promises (src/chat/ports/profiles.ts), each promise a test. That all survives a restart is the backend's own
 * test.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Profiles } from '../../src/chat/ports/profiles.ts';

/** Makes empty profiles. */
export type MakeProfiles = () => Promise<{ readonly profiles: Profiles; close(): Promise<void> }>;

export function profilesContract(name: string, make: MakeProfiles): void {
  const withProfiles = (sentence: string, body: (profiles: Profiles) => Promise<void>) =>
    test(sentence, async () => {
      const { profiles, close } = await make();
      try {
        await body(profiles);
      } finally {
        await close();
      }
    });

  describe(`${name}: profiles`, () => {
    withProfiles('what was never set reads as empty', async (profiles) => {
      assert.deepEqual(await profiles.readMarkers(3), new Map());
      assert.deepEqual(await profiles.ignored(3), []);
      assert.deepEqual(await profiles.settings(3), new Map());
    });

    withProfiles('a read marker moves forward and never back', async (profiles) => {
      await profiles.markRead(3, '#lobby', 5);
      await profiles.markRead(3, '#lobby', 2);
      await profiles.markRead(3, '@3:7', 1);
      assert.deepEqual(
        await profiles.readMarkers(3),
        new Map([
          ['#lobby', 5],
          ['@3:7', 1],
        ]),
      );
      await Promise.all([9, 8, 6].map((seq) => profiles.markRead(3, '#lobby', seq)));
      assert.equal((await profiles.readMarkers(3)).get('#lobby'), 9);
    });

    withProfiles("one person's profile is not another's", async (profiles) => {
      await profiles.markRead(3, '#lobby', 5);
      await profiles.ignore(3, { id: 12, handle: 'carol' });
      await profiles.setSetting(3, 'timezone', 'Europe/Berlin');
      assert.deepEqual(await profiles.readMarkers(7), new Map());
      assert.deepEqual(await profiles.ignored(7), []);
      assert.deepEqual(await profiles.settings(7), new Map());
    });

    withProfiles('who is ignored stands once, as last spelled, in the order of ignoring', async (profiles) => {
      await profiles.ignore(3, { id: 12, handle: 'carol' });
      await profiles.ignore(3, { id: 7, handle: 'bob' });
      await profiles.ignore(3, { id: 12, handle: 'Carol' });
      assert.deepEqual(await profiles.ignored(3), [
        { id: 12, handle: 'Carol' },
        { id: 7, handle: 'bob' },
      ]);
    });

    withProfiles('ignoring ends, and ending it twice is harmless', async (profiles) => {
      await profiles.ignore(3, { id: 12, handle: 'carol' });
      await profiles.ignore(3, { id: 7, handle: 'bob' });
      await profiles.unignore(3, 12);
      await profiles.unignore(3, 12);
      assert.deepEqual(await profiles.ignored(3), [{ id: 7, handle: 'bob' }]);
    });

    withProfiles('a setting is set, changed and removed', async (profiles) => {
      await profiles.setSetting(3, 'timezone', 'Europe/Berlin');
      await profiles.setSetting(3, 'channels', '#lobby #dev');
      await profiles.setSetting(3, 'timezone', '');
      assert.deepEqual([...(await profiles.settings(3))].sort(), [
        ['channels', '#lobby #dev'],
        ['timezone', ''],
      ]);
      await profiles.setSetting(3, 'timezone', undefined);
      await profiles.setSetting(3, 'timezone', undefined);
      assert.deepEqual([...(await profiles.settings(3))], [['channels', '#lobby #dev']]);
    });

    withProfiles(
      'windows come back in their order, each as it was saved last, and a closed one does not',
      async (profiles) => {
        assert.deepEqual(await profiles.windows(3), []);
        await profiles.saveWindows(3, [
          { conversation: '#dev', position: 1, draft: '', scrollSeq: 0 },
          { conversation: '#lobby', position: 0, draft: 'hel', scrollSeq: 12 },
        ]);
        await profiles.saveWindows(3, [{ conversation: '@3:7', position: 2, draft: 'é\n日本', scrollSeq: 0 }]);
        await profiles.saveWindows(3, [{ conversation: '#dev', position: 3, draft: 'new', scrollSeq: 5 }]);
        await profiles.saveWindows(7, [{ conversation: '#dev', position: 0, draft: 'hers', scrollSeq: 0 }]);
        assert.deepEqual(await profiles.windows(3), [
          { conversation: '#lobby', position: 0, draft: 'hel', scrollSeq: 12 },
          { conversation: '@3:7', position: 2, draft: 'é\n日本', scrollSeq: 0 },
          { conversation: '#dev', position: 3, draft: 'new', scrollSeq: 5 },
        ]);
        await profiles.forgetWindow(3, '@3:7');
        await profiles.forgetWindow(3, '@3:7');
        assert.deepEqual(
          (await profiles.windows(3)).map(({ conversation }) => conversation),
          ['#lobby', '#dev'],
        );
      },
    );

    withProfiles('a draft of 64 KiB is kept, a larger one is a bug of the caller', async (profiles) => {
      const draft = 'é'.repeat(32_768);
      await profiles.saveWindows(3, [{ conversation: '#dev', position: 0, draft, scrollSeq: 0 }]);
      const larger = { conversation: '#dev', position: 0, draft: `${draft}x`, scrollSeq: 0 } as const;
      await assert.rejects(profiles.saveWindows(3, [larger]), RangeError);
      assert.equal((await profiles.windows(3))[0]?.draft, draft);
    });

    withProfiles('a setting of 4 KiB is kept, a larger one is a bug of the caller', async (profiles) => {
      const largest = 'é'.repeat(2048);
      await profiles.setSetting(3, 'draft', largest);
      await assert.rejects(profiles.setSetting(3, 'draft', `${largest}x`), RangeError);
      assert.equal((await profiles.settings(3)).get('draft'), largest);
    });
  });
}
