// What calls a person: highlighted words, the bell, the title and notifications, over real SSH.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from './person.ts';
import { withServer } from './server.ts';

const ESC = '\u001b';
const FOCUS_IN = `${ESC}[I`;
const FOCUS_OUT = `${ESC}[O`;

/** The words that are shown in reverse between the title and the status. */
function standingOut({ emulator }: Person): readonly string[] {
  const words: string[] = [];
  const { active } = emulator.buffer;
  for (let y = 1; y < emulator.rows - 2; y += 1) {
    const line = active.getLine(active.viewportY + y);
    let word = '';
    for (let x = 0; x <= emulator.cols; x += 1) {
      const cell = line?.getCell(x);
      if (cell?.isInverse()) word += cell.getChars();
      else if (word !== '') {
        words.push(word);
        word = '';
      }
    }
  }
  return words;
}

test('a mention stands out for the one it calls, as a whole word, and so do own keywords', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      carol joins
      bob> /highlight add outage
      bob< called by: outage
      alice> Bob, see https://example.org/bob about the outage of bobby
      bob< outage of bobby
      carol< outage of bobby
    `);
    const [bob, carol] = [cast.person('bob'), cast.person('carol')];
    assert.deepEqual(standingOut(bob), ['Bob', 'outage']);
    assert.deepEqual(standingOut(carol), []);
    await cast.play(`
      bob> /highlight remove outage
      bob< No longer called by
    `);
    await bob.until(() => standingOut(bob).join() === 'Bob', 'only the handle stands out');
  }));

test('what calls rings, talk does not; /dnd silences it, is seen in the status and by others, and lasts', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> hello
      alice< bob hello
      bob> /join #dev
      bob< 2:#dev
      alice> just talk
      bob< 1:#lobby 1
      bob rings 0
      alice> bob: look
      bob< 1:#lobby !2
      bob rings 1
      bob> /dnd on
      bob< bob (dnd)
      alice> /page bob please
      alice< does not want to be disturbed
      bob< please
      alice> /who
      alice< dnd
      alice keys q
      bob> /quit
      alice< bob left
      bob joins
      bob< bob (dnd)
      bob> /window 1
      bob< #lobby
      alice> bob: are you there
      bob< are you there
      bob rings 0
      bob> /dnd off
      bob< ring again.
      alice> /msg bob now then
      bob< now then
      bob rings 1
    `);
  }));

test('a channel rings for every line, or not at all, as it is set', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> /join #dev
      bob< 2:#dev
      bob> /set bell.#lobby all
      bob< bell.#lobby is now all
      alice> any line
      bob< 1:#lobby 1
      bob rings 1
      carol joins
      carol> /set bell off #lobby
      carol< bell.#lobby is now off
      alice> carol: silently
      carol< silently
      carol rings 0
      alice> /msg carol not silently
      carol< not silently
      carol rings 1
    `);
  }));

test('a channel that was muted marks nothing but what it was left', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> /join #dev
      bob< 2:#dev
      bob> /set activity.#lobby mentions
      bob< activity.#lobby is now mentions
      alice> just talk
      alice> bob: look
      bob< 1:#lobby !1
      bob> /set activity.#lobby off
      bob< activity.#lobby is now off
      bob< 1:#lobby 2:#dev
      bob> /set activity.#lobby default
      bob< 1:#lobby !2
    `);
  }));

test('a window that is known to be looked at does not ring, one that is not does', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
    `);
    const bob = cast.person('bob');
    bob.type(FOCUS_IN);
    await cast.play(`
      bob keys x
      bob< > x
      alice> bob: seen
      bob< bob: seen
      bob rings 0
    `);
    bob.type(`${FOCUS_OUT}y`);
    await cast.play(`
      bob< > xy
      alice> bob: not seen
      bob< bob: not seen
      bob rings 1
    `);
    assert.ok(bob.raw.includes(`${ESC}[?1004h`));
  }));

test('the title of the terminal tells what waits, and goes back when it is not wanted or one leaves', () =>
  withServer({}, async (cast) => {
    const bob = await cast.join('bob');
    const titles: string[] = [];
    bob.emulator.onTitleChange((title) => titles.push(title));
    await cast.play(`
      bob< Type to talk.
      alice joins
      bob< alice joined
      bob> /join #dev
      bob< 2:#dev
      alice> just talk
      bob< 1:#lobby 1
      alice> bob: look
      bob< 1:#lobby !2
    `);
    assert.deepEqual(titles, ['Partyline: #dev', '(1) Partyline: #dev', '(2!) Partyline: #dev']);
    assert.ok(bob.raw.includes(`${ESC}[22;0t${ESC}]2;Partyline: #lobby${ESC}\\`), 'the first title, after saving');
    await cast.play(`
      bob> /set title off
      bob< title is now off
    `);
    const givenBack = () => bob.raw.split(`${ESC}[23;0t`).length - 1;
    await bob.until(() => givenBack() === 1, 'the title is given back');
    await cast.play(`
      bob> /set title on
      bob< title is now on
    `);
    await bob.until(() => bob.raw.split(`${ESC}[22;0t`).length === 3, 'the title is there again');
    bob.enter('/quit');
    await bob.whenClosed();
    assert.equal(givenBack(), 2);
  }));

test('a notification is sent for what calls, once it is asked for, and what is in it is harmless', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      alice> bob: not yet
      bob< not yet
      bob> /set notify auto
      bob< Your terminal is called xterm-256color, which may know no notifications
      bob> /set notify osc777
      bob< notify is now osc777
      alice> only talk
      bob< only talk
      alice> bob: the build; is red
      bob< is red
      alice> /msg bob psst
      bob< psst
    `);
    const { raw } = cast.person('bob');
    const sent = [...raw.matchAll(/\]777;(\P{Cc}*)\p{Cc}/gu)].map((match) => match[1]);
    assert.deepEqual(sent, ['notify;alice in #lobby;bob: the build; is red', 'notify;alice;psst']);
  }));
