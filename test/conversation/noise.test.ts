// What is folded or left out so that the words stand out, over real SSH.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withServer } from './server.ts';

test('/set joins smart shows only people who spoke, off nobody, per channel too', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice< alice joined
      alice> /set joins smart
      alice< joins is now smart
      bob joins
      carol joins
      carol> hello
      alice< carol joined
      alice< carol hello
      alice!< bob
      bob> /quit
      carol< bob left
      carol> bye then
      alice< bye then
      alice!< bob
      carol> /quit
      alice< carol left
      alice> /set joins.#lobby off
      alice< joins.#lobby is now off
      dave joins plain
      dave> /set joins off
      dave< joins is now off
      erin joins
      erin> anyone?
      alice< erin anyone?
      dave< erin: anyone?
      alice!< joined
    `);
    assert.doesNotMatch(cast.person('dave').raw, /erin joined/);
  }));

test('a repeated line and a long paste fold; Ctrl-O opens the newest, then all, then folds them again', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await alice.sees('Type to talk.');
    const bob = await cast.join('bob');
    await alice.sees('bob joined');
    bob.paste('one\ntwo\nthree\nfour\nfive');
    await bob.sees('three');
    bob.type('\r');
    await bob.sees(/send|Send/);
    bob.type('y');
    await alice.sees('2 more lines, Ctrl-O opens');
    await cast.play(`
      bob> ping
      alice< bob ping
      bob> ping
      alice< bob ping ×2
      bob> ping
      alice< bob ping ×3
      alice keys ^O
      alice< bob ping
      alice< 2 more lines, Ctrl-O opens
    `);
    await alice.until(() => alice.text().match(/bob +ping/g)?.length === 3, 'each repetition stands alone');
    await cast.play(`
      alice keys ^O
      alice< five
      alice keys ^O
      alice< bob ping ×3
      alice< 2 more lines, Ctrl-O opens
      alice!< five
    `);
  }));
