import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withServer } from './server.ts';

test('twenty quick lines are delayed, visibly, and all arrive in order; nobody is kicked', () =>
  withServer({ args: ['--limits-lines-per-second', '4'] }, async (cast) => {
    const alice = await cast.join('alice');
    const bob = await cast.join('bob', '80x40');
    await alice.sees('bob joined');
    const count = () => bob.text().match(/line \d+\./g)?.length ?? 0;
    for (let n = 1; n <= 20; n += 1) alice.enter(`line ${n}.`);
    await alice.sees(/sending in \d+ s/);
    await bob.sees('line 5.');
    assert.ok(count() < 20, 'the later ones are held back');
    await bob.sees('line 20.');
    const heard = [...bob.text().matchAll(/line (\d+)\./g)].map(([, n]) => Number(n));
    assert.deepEqual(
      heard,
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
    await alice.until(() => !alice.text().includes('sending in'), 'the hint is gone');
    assert.equal(alice.closed, false);
  }));

test('what waits for its turn can be typed over: the input line is free, and help is not delayed', () =>
  withServer({ args: ['--limits-lines-burst', '1', '--limits-lines-per-second', '0.5'] }, async (cast) => {
    await cast.play(`
      alice joins
      alice> at once
      alice< alice at once
      alice> held back
      alice< sending in
      alice!< alice held back
      alice> /help
      alice< Commands
      alice keys q
      alice keys n e x t
      alice< > next
      alice< alice held back
    `);
  }));

test('what waits for its turn goes where it was typed, whichever window is looked at by then', () =>
  withServer({ args: ['--limits-lines-burst', '3', '--limits-lines-per-second', '0.7'] }, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      alice< bob joined
      alice> /join #dev
      alice< #dev 1 here
      alice> one
      alice> two
      alice> three
      alice< sending in
      alice> /window #lobby
      alice< bob joined
      alice> four
      bob< alice four
      bob!< three
      bob> /join #dev
      bob< alice three
      bob!< four
    `);
  }));

test('lines piped in after a /join are said there', () =>
  withServer({ args: ['--limits-lines-burst', '1', '--limits-lines-per-second', '4'] }, async (cast) => {
    await cast.play('bob joins\nbob> /join #dev\nbob< 1 here\nalice joins plain');
    const alice = cast.person('alice');
    alice.type('/join #dev\nfirst\n/join #lobby\nsecond\n');
    alice.endInput();
    await cast.play('bob< alice first\nbob!< second\nbob> /window #lobby\nbob< alice second');
  }));

test('in a slow channel words wait, are counted down and can be taken back, while talk elsewhere goes on', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice> /join #dev
      bob joins
      bob> /join #dev
      alice> /slow 4
      bob< #dev │ slow: 4 s
      bob> one
      alice< bob one
      bob> two
      bob< that is sent in
      bob< s, Esc: not
      bob> three
      bob keys ESC
      bob< > three
      bob keys ^U
      bob> /window #lobby
      bob> meanwhile
      bob< bob meanwhile
      alice< bob two
      alice!< three
    `);
  }));

test('lines piped into a slow channel are all said before the end', () =>
  withServer({}, async (cast) => {
    await cast.play('bob joins\nbob> /join #dev\nbob> /slow 1\nbob< #dev │ slow\nalice joins plain');
    const alice = cast.person('alice');
    alice.type('/join #dev\nfirst\nsecond\nthird\n');
    alice.endInput();
    await cast.play('bob< alice third');
    assert.match(cast.person('bob').text(), /first.*second.*third/s);
  }));

test('a joiner sees that a channel is slow, on a screen and in plain lines', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice> /join #dev
      alice> /slow 45
      alice< #dev │ slow: 45 s
      bob joins
      bob> /join #dev
      bob< #dev │ slow: 45 s
      alice> /slow off
      bob< alice ended slow mode
      bob!< slow: 45
      alice> /slow 2m
      carol joins plain
      carol> /join #dev
      carol< you are now in #dev, slow: one line every 120 s
    `);
  }));

test('what still waits for a slow channel when somebody goes is a draft there, before what they were typing', () =>
  withServer({}, async (cast, { app }) => {
    await cast.play(`
      alice joins
      alice> /join #dev
      alice> /slow 600
      bob joins
      bob> /join #dev
      bob< #dev │ slow: 600 s
      bob> one
      alice< bob one
      bob> two
      bob< that is sent in
      bob> three
      bob< that is sent in 1
      bob keys n e x t
      bob< > next
    `);
    const bob = cast.person('bob');
    bob.vanish();
    await bob.whenClosed();
    while (app.counts().sessions > 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await cast.play(`
      bob joins
      bob< #dev │ slow: 600 s
      bob< > two⏎three⏎next
      alice!< bob two
      alice> /slow off
      bob< ended slow mode
      bob keys ENTER
      alice< two three next
    `);
  }));

test('two sessions of one person take turns in a slow channel, and neither loses a word', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice> /join #dev
      alice> /slow 1
      bob joins
      bob> /join #dev
    `);
    const first = cast.person('bob');
    const second = await cast.join('bob');
    second.enter('/window #dev');
    await second.sees('#dev │ slow: 1 s');
    for (const [at, person] of [first, second, first, second].entries()) person.enter(`words ${at}.`);
    const alice = cast.person('alice');
    for (let at = 0; at < 4; at += 1) await alice.sees(`words ${at}.`);
    assert.equal(alice.text().match(/words \d\./g)?.length, 4);
    assert.doesNotMatch(`${first.text()}${second.text()}`, /you can speak there again/);
  }));
