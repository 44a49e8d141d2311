/** What every Roster promises (src/chat/ports/roster.ts), each promise a test. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Author } from '../../src/chat/message.ts';
import type { Roster } from '../../src/chat/ports/roster.ts';

/** Makes an empty roster. */
export type MakeRoster = () => Promise<{ readonly roster: Roster; close(): Promise<void> }>;

const alice = { id: 1, handle: 'alice' };
const bob = { id: 2, handle: 'bob' };
const carol = { id: 3, handle: 'carol' };

const handles = (people: readonly Author[]) => people.map(({ handle }) => handle).sort();

export function rosterContract(name: string, make: MakeRoster): void {
  const withRoster = (sentence: string, body: (roster: Roster) => Promise<void>) =>
    test(sentence, async () => {
      const { roster, close } = await make();
      try {
        await body(roster);
      } finally {
        await close();
      }
    });

  describe(`${name}: roster`, () => {
    withRoster('a hundred people who race for ten seats get exactly ten', async (roster) => {
      const people = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, handle: `p${index}` }));
      const answers = await Promise.all(people.map((who) => roster.claim(who, 10)));
      assert.equal(answers.filter((answer) => answer === 'claimed').length, 10);
      assert.equal(answers.filter((answer) => answer === 'full').length, 90);
      assert.equal((await roster.seated()).length, 10);
    });

    withRoster('a seat one already holds is a success and no second one, even when full', async (roster) => {
      assert.equal(await roster.claim(alice, 1), 'claimed');
      assert.equal(await roster.claim(alice, 1), 'held');
      assert.deepEqual(await roster.seated(), [alice]);
    });

    withRoster('one person who races with themselves takes one seat', async (roster) => {
      const answers = await Promise.all([roster.claim(alice, 2), roster.claim(alice, 2), roster.claim(alice, 2)]);
      assert.deepEqual(answers.sort(), ['claimed', 'held', 'held']);
      assert.equal(await roster.claim(bob, 2), 'claimed');
    });

    withRoster('who may go beyond the capacity gets a seat, which then counts', async (roster) => {
      await roster.claim(alice, 1);
      assert.equal(await roster.claim(bob, 1), 'full');
      assert.equal(await roster.claim(carol, 1, true), 'claimed');
      assert.deepEqual(handles(await roster.seated()), ['alice', 'carol']);
      await roster.release(alice.id);
      assert.equal(await roster.claim(bob, 1), 'full');
    });

    withRoster('a released seat is free for the next', async (roster) => {
      await roster.claim(alice, 1);
      await roster.release(alice.id);
      assert.equal(await roster.claim(bob, 1), 'claimed');
      assert.deepEqual(await roster.seated(), [bob]);
    });

    withRoster('releasing twice, or what was never held, is harmless', async (roster) => {
      await roster.claim(alice, 2);
      await roster.claim(bob, 2);
      await roster.release(alice.id);
      await roster.release(alice.id);
      await roster.release(carol.id);
      assert.deepEqual(await roster.seated(), [bob]);
      assert.equal(await roster.claim(alice, 2), 'claimed');
      assert.equal(await roster.claim(carol, 2), 'full');
    });

    withRoster('entering and leaving channels is kept, each channel for itself', async (roster) => {
      await roster.claim(alice, 5);
      await roster.claim(bob, 5);
      await roster.enter(alice.id, '#lobby');
      await roster.enter(alice.id, '#lobby');
      await roster.enter(alice.id, '#dev');
      await roster.enter(bob.id, '#lobby');
      assert.deepEqual(handles(await roster.members('#lobby')), ['alice', 'bob']);
      assert.deepEqual(await roster.members('#dev'), [alice]);
      await roster.exit(alice.id, '#lobby');
      await roster.exit(alice.id, '#lobby');
      assert.deepEqual(await roster.members('#lobby'), [bob]);
      assert.deepEqual(await roster.members('#dev'), [alice]);
      assert.deepEqual(await roster.members('#nobody'), []);
    });

    withRoster('releasing the seat leaves every channel, and a new seat is in none', async (roster) => {
      await roster.claim(alice, 5);
      await roster.enter(alice.id, '#lobby');
      await roster.enter(alice.id, '#dev');
      await roster.release(alice.id);
      assert.deepEqual(await roster.members('#lobby'), []);
      await roster.claim(alice, 5);
      assert.deepEqual(await roster.members('#dev'), []);
    });

    withRoster('nobody is in a channel without a seat', async (roster) => {
      await roster.enter(alice.id, '#lobby');
      await roster.exit(bob.id, '#lobby');
      await roster.claim(alice, 5);
      assert.deepEqual(await roster.members('#lobby'), []);
    });
  });
}
