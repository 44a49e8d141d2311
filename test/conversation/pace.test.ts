import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withServer } from './server.ts';

test('twenty quick lines are delayed, visibly, and all arrive in order; nobody is kicked', () =>
  withServer({ args: ['--limits-lines-per-second', '8'] }, async (cast) => {
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
      alice< #dev
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
      bob< alice made #dev slow: one line every 4 s
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
    await cast.play('bob joins\nbob> /join #dev\nbob> /slow 1\nbob< slow\nalice joins plain');
    const alice = cast.person('alice');
    alice.type('/join #dev\nfirst\nsecond\nthird\n');
    alice.endInput();
    await cast.play('bob< alice third');
    assert.match(cast.person('bob').text(), /first.*second.*third/s);
  }));
