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
