import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withServer } from './server.ts';

test('two people talk, act and see each other come and go', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice< Nobody else is here yet.
      bob joins
      bob< Here: alice.
      alice< bob joined
      alice> morning all
      bob< alice morning all
      alice< alice morning all
      bob> /me waves
      alice< bob waves
      bob> //not a command
      alice< /not a command
      bob> /frobnicate now
      bob< frobnicate
      alice!< frobnicate
      bob> /quit gone fishing
      alice< bob left
    `);
  }));

test('a direct message is seen by the two of them and nobody else', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      carol joins
      carol> /msg bob the cake is in the fridge
      bob< (direct from carol)
      bob< the cake is in the fridge
      bob> /r thanks carol
      carol< thanks carol
      alice> after that
      alice< after that
      alice!< cake
      alice!< thanks
    `);
  }));

test('a page rings the bell wherever the other one looks, is private, and once a minute', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      carol joins
      bob> /join #dev
      bob< #dev
      alice> /page bob the oven is on
      bob< the oven is on
      bob rings 1
      carol> anything new?
      carol< anything new?
      carol!< oven
      alice> /page bob again
      alice< you can again in
      bob> /page off
      bob< page
      carol> /page bob hello
      carol< does not take pages
      bob rings 1
    `);
  }));

test('a page and a message for somebody who is away wait for their next login', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> hello there
      alice< hello there
      bob> /quit
      alice< bob left
      alice> /msg bob call me tomorrow
      alice> /page bob it is urgent
      alice< urgent
      bob joins
      bob< call me tomorrow
      bob< it is urgent
      bob rings 1
    `);
  }));

test('in their own window, too, it is said once that somebody is away; a page is one line', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> /away having lunch
      bob< You are away
      alice> /msg bob
      alice< only for the two of you
      alice> hello there
      alice< bob is away (having lunch); kept for their return.
      alice> one more
      alice< alice one more
      bob> /back
      bob< You are back
      alice> /page bob the oven is on
      alice< alice pages bob: the oven is on
      alice!< You paged
    `);
    assert.equal(
      cast
        .person('alice')
        .text()
        .match(/bob is away/g)?.length,
      1,
    );
    assert.equal(
      cast
        .person('alice')
        .text()
        .match(/the oven is on/g)?.length,
      1,
    );
  }));

test('channels: join, topic, who is there, part', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      alice> /join #dev
      alice< #dev 1 here
      alice> /topic Ships on Friday
      alice< alice set the topic: Ships on Friday
      bob> /channels
      bob< Ships on Friday
      bob keys q
      bob> /join dev
      bob< #dev │ Ships on Friday
      bob> found you
      alice< bob found you
      alice> /part
      alice< bob joined
      bob< alice left
      alice> /join #dev
      alice< bob found you
      alice> good night
      bob< alice good night
      alice> /part #dev off to bed
      bob< alice left (off to bed)
    `);
  }));

test('a channel shows its last lines to whoever enters, and words from before a restart', async () => {
  const folder = await withServer({ keep: true }, async (cast, server) => {
    await cast.play(`
      alice joins
      alice> remember this
      alice< alice remember this
    `);
    return server.folder;
  });
  await withServer({ folder }, async (cast) => {
    await cast.play(`
      bob joins
      bob< alice remember this
    `);
  });
});

test('one person with two sessions has one seat, and both see everything', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
    `);
    const laptop = cast.person('alice');
    const phone = await cast.join('alice', '40x12');
    cast.people.set('laptop', laptop);
    await cast.play(`
      bob< 2 here
      bob> hello alice
      alice< hello alice
      laptop< hello alice
      alice> on both
      laptop< on both
      alice> /join #dev
      laptop< #dev
    `);
    await phone.leave();
    await cast.play(`
      bob> still there?
      laptop< still there?
      bob!< left
    `);
  }));
