// Finding what was said long ago, and reading it in its place, on real screens and without one.
import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import type { Cast } from './play.ts';
import { withServer } from './server.ts';

const HOUR = 3_600_000;

/** A server whose lobby has 2,000 lines of bob's, one an hour, from 1 January 2024 (UTC) on; five of them have a needle. */
async function withHistory(scene: (cast: Cast) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'partyline-test-'));
  let time = Date.UTC(2024, 0, 1) - HOUR;
  const { log, accounts, close } = await openSqlite(folder, { clock: { now: () => time } });
  const made = await accounts.create({ handle: 'bob', skeleton: 'bob', provisional: false });
  assert.ok(made.ok);
  const from = { id: made.value.id, handle: 'bob' };
  const said = Array.from({ length: 2000 }, (_, at) => {
    time += HOUR;
    const text = at % 400 === 7 ? `line ${at} has a needle` : `line ${at}`;
    return log.append({ kind: 'public', from, text, conversation: '#lobby', id: `${at}` });
  });
  await Promise.all(said);
  await close();
  await withServer({ folder }, scene);
}

test('/search lists what is found; Enter goes to the line in its place, Esc comes back to the list, then to now', () =>
  withHistory(async (cast) => {
    await cast.play(`
      alice joins
      alice> /set timezone UTC
      alice< timezone is now UTC
      alice keys M-s needle SPACE from:bob ENTER
      alice< Search · needle from:bob
      alice< › 7 Mar 2024 23:00 #lobby bob line 1607 has a needle
      alice< 1 Jan 2024 07:00 #lobby bob line 7 has a needle
      alice keys DOWN DOWN ENTER
      alice< 13:00 bob line 805
      alice< >15:00 bob line 807 has a needle
      alice< 17:00 bob line 809
      alice< Esc: back
      # From there one reads on both ways, and what is said meanwhile moves nothing.
      alice keys PGUP
      alice< bob line 785
      alice!< bob line 807
      alice keys PGDN PGDN
      alice< bob line 825
      carol joins
      carol> are you reading?
      alice< Esc: back · ↓ 1 new
      alice< bob line 825
      alice!< are you reading?
      alice keys ESC
      alice< › 3 Feb 2024
      alice< line 1607 has a needle
      alice keys q
      alice< carol are you reading?
      alice!< Esc: back
    `);
  }));

test('a find in another window opens that window, and Esc comes back to the one before; what one may not read is not found', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      alice> /join #dev
      alice< 2:#dev
      alice> the needle is here
      alice< alice the needle is here
      alice> /msg bob a needle for you
      alice< a needle for you
      alice> /window #lobby
      alice< #lobby
      alice> /search needle
      alice< › 
      alice< @bob alice a needle for you
      alice< #dev alice the needle is here
      alice keys DOWN ENTER
      alice< #dev 1 here
      alice< >
      alice keys ESC
      alice< Search · needle
      alice keys q
      alice< #lobby 2 here
      bob> /search needle
      bob< @alice alice a needle for you
      bob!< the needle is here
      bob keys q
      bob> /search needle in:#dev
      bob< You are not in #dev; /join #dev and then search it.
    `);
  }));

test('/history goes to a day, /mentions to who called', () =>
  withHistory(async (cast) => {
    await cast.play(`
      alice joins
      alice> /set timezone UTC
      alice< timezone is now UTC
      alice> /history 2024-02-01
      alice< Thursday, 1 February 2024
      alice< >00:00 bob line 744
      alice> /history 31 February
      alice< /history DATE goes there: 2026-11-01
      alice> /history 2024-02-03 07:30
      alice< >08:00 bob line 800
      # It is picked already, for whoever would answer it.
      alice keys M-[1;3A
      alice< Enter quotes
      alice< >08:00 bob line 800
      alice keys ESC
      alice< Esc: back
      alice keys ESC
      alice< line 1999
      alice!< line 800
      carol joins
      carol> alice: look at this
      alice< carol alice: look at this
      alice> /mentions
      alice< Mentions · alice
      alice< #lobby carol alice: look at this
      alice keys ENTER
      alice< carol alice: look at this
      alice< Esc: back
      alice keys ESC
      alice< Mentions · alice
      alice keys q
      alice!< Esc: back
    `);
  }));

test('without a screen what is found is read out, and a day is read from its first line on', () =>
  withHistory(async (cast) => {
    await cast.play(`
      alice joins plain
      alice> /set timezone UTC
      alice< timezone is now UTC
      alice> /search needle before:2024-02-01
      alice< line 407 has a needle
      alice< line 7 has a needle
      alice> /history 2024-02-01
      alice< -- lines of #lobby from there on:
      alice< -- Thursday, 1 February 2024
      alice< 00:00 [#lobby] bob: line 744
      alice< 19:00 [#lobby] bob: line 763
      alice< -- end of those lines
      alice> /history 1
      alice< -- older lines of #lobby:
      alice< bob: line 1980
    `);
  }));
