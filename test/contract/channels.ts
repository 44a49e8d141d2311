/** What every Channels promises (src/chat/ports/channels.ts), each promise a test. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channels } from '../../src/chat/ports/channels.ts';
import type { WallClock } from '../../src/chat/ports/clock.ts';

/** Makes an empty directory. */
export type MakeChannels = (clock: WallClock) => Promise<{ readonly channels: Channels; close(): Promise<void> }>;

export function channelsContract(name: string, make: MakeChannels): void {
  const withChannels = (sentence: string, body: (channels: Channels, clock: { time: number }) => Promise<void>) =>
    test(sentence, async () => {
      const clock = { time: 1_700_000_000_000 };
      const { channels, close } = await make({ now: () => clock.time });
      try {
        await body(channels, clock);
      } finally {
        await close();
      }
    });

  describe(`${name}: channels`, () => {
    withChannels('the first to open a channel owns it, and opening is idempotent', async (channels, clock) => {
      const info = { name: '#dev', topic: '', topicBy: undefined, slow: 0, owner: 3, createdAt: clock.time };
      assert.deepEqual(await channels.open('#dev', 3), { info, created: true });
      clock.time += 1000;
      assert.deepEqual(await channels.open('#dev', 7), { info, created: false });
      assert.deepEqual(await channels.find('#dev'), info);
    });

    withChannels('of several who open a channel at once, one creates it', async (channels) => {
      const answers = await Promise.all([3, 7, 12].map((owner) => channels.open('#dev', owner)));
      assert.equal(answers.filter(({ created }) => created).length, 1);
      const owner = answers.find(({ created }) => created)?.info.owner;
      assert.ok(answers.every(({ info }) => info.owner === owner));
    });

    withChannels("the server's own channel has no owner, and gets none by being opened again", async (channels) => {
      assert.equal((await channels.open('#lobby', undefined)).info.owner, undefined);
      assert.equal((await channels.open('#lobby', 3)).info.owner, undefined);
    });

    withChannels('names are unique without regard to case, and kept in lower case', async (channels) => {
      await channels.open('#Dev', 3);
      assert.equal((await channels.open('#DEV', 7)).created, false);
      assert.equal((await channels.find('#dEV'))?.name, '#dev');
      assert.equal((await channels.setTopic('#DEV', 'tabs', 3))?.name, '#dev');
      assert.deepEqual(
        (await channels.list()).map(({ name, topic }) => [name, topic]),
        [['#dev', 'tabs']],
      );
    });

    withChannels('the list is sorted by name', async (channels) => {
      assert.deepEqual(await channels.list(), []);
      for (const name of ['#lobby', '#dev', '#zoo', '#dev-2'] as const) await channels.open(name, undefined);
      assert.deepEqual(
        (await channels.list()).map(({ name }) => name),
        ['#dev', '#dev-2', '#lobby', '#zoo'],
      );
    });

    withChannels('a topic is set, changed and emptied, and who did so is kept', async (channels) => {
      const { info } = await channels.open('#dev', 3);
      const set = { ...info, topic: 'tabs or spaces 🙂', topicBy: 7 };
      assert.deepEqual(await channels.setTopic('#dev', 'tabs or spaces 🙂', 7), set);
      assert.deepEqual(await channels.find('#dev'), set);
      await channels.setTopic('#dev', '', 3);
      assert.deepEqual(await channels.find('#dev'), { ...info, topicBy: 3 });
    });

    withChannels('a channel is made slow and quick again, whatever its topic', async (channels) => {
      const { info } = await channels.open('#dev', 3);
      assert.deepEqual(await channels.setSlow('#DEV', 30), { ...info, slow: 30 });
      await channels.setTopic('#dev', 'calm', 3);
      assert.deepEqual(await channels.list(), [{ ...info, slow: 30, topic: 'calm', topicBy: 3 }]);
      await channels.setSlow('#dev', 0);
      assert.equal((await channels.find('#dev'))?.slow, 0);
      assert.equal(await channels.setSlow('#nowhere', 30), undefined);
    });

    withChannels('a channel that does not exist is found by nobody and has no topic to set', async (channels) => {
      assert.equal(await channels.find('#dev'), undefined);
      assert.equal(await channels.setTopic('#dev', 'words', 3), undefined);
      assert.deepEqual(await channels.list(), []);
    });
  });
}
