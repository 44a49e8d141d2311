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
      bob< bob: (re alice: hello) good morning
      alice< ┌ alice: hello
      bob> /edit
      bob< -- it says: good morning
      bob> /edit good evening
      bob< -- you edited: good evening
      alice> /delete
      bob< [#lobby] -- alice deleted a line of their own
      carol joins plain
      carol< alice: (deleted)
      carol< bob: (re alice: (deleted)) good evening (edited)
    `);
  }));
