// Edits, deletions, reactions and quotations, as everybody's screen shows them.
import { test } from 'node:test';
import { withServer } from './server.ts';

test('an edit shows at once on every screen, in its place, further up and after a restart', async () => {
  const folder = await withServer({ keep: true }, async (cast, server) => {
    await cast.play(`
      alice joins
      bob joins
      alice> did teh deploy finish?
      bob< alice did teh deploy finish?
      bob> no idea
      alice< bob no idea
      alice> /edit did the deploy finish?
      bob< alice did the deploy finish? (edited)
      alice< alice did the deploy finish? (edited)
      bob!< teh
      carol joins
      carol< alice did the deploy finish? (edited)
    `);
    return server.folder;
  });
  await withServer({ folder }, async (cast) => {
    await cast.play(`
      dave joins
      dave< alice did the deploy finish? (edited)
      dave!< teh
    `);
  });
});

test('a deleted line keeps its place without its words, and answers to it keep none of them', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      alice> my secret plan
      bob< alice my secret plan
      bob> /reply-to alice is that wise?
      alice< ┌ alice: my secret plan
      alice< bob is that wise?
      alice> /delete
      bob< alice (deleted)
      bob< ┌ alice: (deleted)
      alice< ┌ alice: (deleted)
      alice!< secret
      bob!< secret
    `);
  }));

test('reactions are a suffix that counts; one sees one’s own in brackets', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      carol joins 40x12
      bob> cake in the kitchen
      alice< cake in the kitchen
      alice> +🎉
      bob< cake in the kitchen 🎉1
      alice< cake in the kitchen [🎉1]
      carol> +:tada:
      bob< cake in the kitchen 🎉2
      carol< [🎉2]
      alice> /react 👍 bob
      bob< cake in the kitchen 🎉2 👍1
      alice> +🎉
      bob< cake in the kitchen 🎉1 👍1
      alice< cake in the kitchen 🎉1 [👍1]
    `);
  }));

test('what changes while somebody reads further up changes there too, and in a line shown from outside', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins 60x14
      alice> the first lien
      bob< the first lien
      bob> one
      bob> two
      bob> three
      bob< bob three
      bob keys PGUP
      bob< back to now
      alice> /edit the first line
      bob< alice the first line (edited)
      bob keys M-[1;3F
      alice> /msg bob in your aer
      bob< (direct from alice) in your aer
      alice> /window bob
      alice< direct messages
      alice> /edit in your ear
      bob< (direct from alice) in your ear (edited)
      bob!< aer
    `);
  }));

test('an answer to somebody calls them, wherever they look', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> who takes the notes?
      alice< who takes the notes?
      bob> /join #dev
      bob< 2:#dev
      alice> /reply-to bob I do
      bob< 1:#lobby !1
    `);
  }));

test('without a screen every change is one sentence', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins plain
      alice> helo
      bob< alice: helo
      alice> /edit hello
      bob< [#lobby] -- alice edited: hello
      bob> +👍
      bob< [#lobby] -- you reacted 👍 to alice: "hello"
      bob> /reply-to alice good morning
      bob< [#lobby] -- bob answers alice: hello
      bob< bob: good morning
      alice< ┌ alice: hello
      bob> /edit
      bob< -- it says: good morning
      bob> /edit good evening
      bob< -- you edited: good evening
      alice> /delete
      bob< [#lobby] -- alice deleted a line of their own
      carol joins plain
      carol< alice: (deleted)
      carol< -- bob answers alice: (deleted)
      carol< bob: good evening (edited)
    `);
  }));

test('Alt-Up picks a line: Enter quotes it, e edits and d deletes an own one, + reacts', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      alice> did the deploy finish?
      bob< did the deploy finish?
      bob> lunch, anyone?
      alice< lunch, anyone?
      alice> helo
      bob< alice helo
      # The newest line is picked first; new lines do not move it.
      bob keys M-[1;3A
      bob< Enter quotes · + reacts · Esc
      bob keys UP UP
      bob keys ENTER
      bob< re alice "did the deploy finish?" >
      bob> yes, an hour ago
      alice< ┌ alice: did the deploy finish?
      alice< bob yes, an hour ago
      # One's own: edit, with what was typed kept for afterwards.
      alice keys d r a f t
      alice< > draft
      alice keys M-[1;3A
      alice< Enter quotes · + reacts
      alice keys UP
      alice< e edits · d deletes
      alice keys e
      alice< edit > helo
      alice keys BACKSPACE l o ENTER
      bob< alice hello (edited)
      alice< > draft
      alice keys M-[1;3A UP UP +
      alice< react: 1 👍
      alice keys 4 ENTER
      alice< lunch, anyone? [🎉1]
      bob< lunch, anyone? 🎉1
    `);
  }));

test('a line is picked further up than the screen reaches, and deleted after a question', () =>
  withServer({ args: ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'] }, async (cast) => {
    const alice = await cast.join('alice', '60x12');
    await alice.sees('Type to talk.');
    for (let n = 1; n <= 40; n += 1) alice.enter(`line ${n}.`);
    await alice.sees('line 40.');
    alice.type('\u001b[1;3A');
    await alice.sees('e edits');
    for (let n = 0; n < 4; n += 1) alice.type('\u001b[5~');
    await alice.until(
      () => alice.screen().some((row) => row.startsWith('>') && /line [1-9]\.$/.test(row.trimEnd())),
      'PgUp',
    );
    alice.type('kkkkkkkkkk');
    await alice.until(
      () => alice.screen().some((row) => row.startsWith('>') && row.includes('line 1.')),
      'the first line',
    );
    alice.type('d');
    await alice.sees('Delete this line? y/n');
    alice.type('n');
    await alice.sees('line 1.');
    alice.type('d');
    alice.type('y');
    // Live again, at the newest line, as before.
    await alice.sees('line 40.');
    await cast.play(`
      alice!< Enter quotes
      alice keys M-[1;3H
      alice< alice (deleted)
      alice!< line 1.
    `);
  }));
