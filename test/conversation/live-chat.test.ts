import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cast } from './play.ts';
import { type TestServer, withServer } from './server.ts';

/** Bob joins and claims the server; alice joins. */
async function sysopAndAlice(cast: Cast, { lines }: TestServer, how = '', aliceHow = ''): Promise<void> {
  const claim = lines.join('\n').match(/\/claim (\S+)/)?.[1];
  await cast.play(`
    bob joins ${how}
    bob< Type to talk.
    bob> /claim ${claim}
    bob< You are a sysop now
    alice joins ${aliceHow}
    alice< Type to talk.
  `);
}

test('a page to the sysop is answered by a live chat in which both see each other type, until Esc', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server);
    await cast.play(`
      alice> /page sysop the printer burns
      bob< alice pages you: the printer burns
      bob< /chat alice answers with a live chat.
      alice keys h a l f
      alice< > half
      bob> /chat alice
      bob< asking alice… Esc takes it back
      alice< bob (sysop) opens a live chat
      alice rings 1
      alice!< (sysop) opens a live chat: y/n
      alice keys ^U
      alice< bob (sysop) opens a live chat: y/n
      alice keys y
      alice< live chat with bob
      bob< live chat with alice
      alice< Esc ends the live chat with bob
      bob keys w h a t
      alice< ── bob ─
      alice< what
      bob keys BACKSPACE BACKSPACE y ?
      alice< why?
      alice!< what
      bob keys ENTER O n
      alice< On
      alice keys 日 本
      bob< 日本
      bob keys ENTER
      # Others go on meanwhile, and are seen in the status row.
      carol joins
      carol< Type to talk.
      carol> hello you two
      alice< 1:#lobby 1
      carol!< why?
      carol> /msg alice psst
      alice< carol !
      alice!< psst
      alice keys ESC
      alice< You ended the live chat with bob. Nothing of it is kept.
      alice< hello you two
      bob< alice ended the live chat. Nothing of it is kept.
      bob< carol hello you two
      bob> and on
      alice< bob and on
      bob> /window alice
      bob< bob and alice had a live chat
      bob!< why?
    `);
  }));

test('who is asked may decline, and is not asked again at once; a user cannot ask', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server);
    await cast.play(`
      alice> /chat bob
      alice< Only a sysop opens a live chat; /page sysop asks one of them to.
      alice> /chat
      alice< Nobody opens a live chat with you right now
      bob> /chat alice
      alice< opens a live chat: y/n
      alice keys n
      alice< You declined the live chat with bob.
      bob< alice declined the live chat.
      bob< 1:#lobby
      bob> /chat alice
      bob< alice declined a moment ago
      alice> still here
      bob< alice still here
    `);
  }));

test('what is being asked can be taken back, and words of the person who is asked go where they were meant', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server);
    await cast.play(`
      bob> /chat alice
      alice< opens a live chat: y/n
      alice> hello all
      alice< alice hello all
      bob keys x y z
      bob< not answered yet
      bob keys ESC
      bob< You took the live chat with alice back.
      bob< alice hello all
      bob!< xyz
      alice< bob took the live chat back.
    `);
  }));

test('a lost link ends it with a sentence, and Enter on its way does not carry the rest into the room', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server);
    await cast.play(`
      bob> /chat alice
      alice< opens a live chat: y/n
      alice keys ENTER
      bob< Esc ends the live chat with alice
      bob keys s e c r e t
      alice< secret
      alice vanishes
      bob< alice's connection was lost, and the live chat is over.
      bob> is mauve
      bob< this line was not sent. Send it again to say it here.
      bob< > is mauve
      bob!< bob is mauve
      bob keys ENTER
      bob< bob is mauve
    `);
  }));

test('drafts and the place in history are as they were; a resize keeps both panes right', () =>
  withServer({ args: ['--limits-lines-burst', '1000'] }, async (cast, server) => {
    await sysopAndAlice(cast, server);
    const alice = cast.person('alice');
    for (let n = 1; n <= 60; n += 1) alice.enter(`line ${n}.`);
    await alice.sees('line 60.');
    await cast.play(`
      bob< line 60.
      alice keys PGUP
      alice< back to now
      alice!< line 60.
      bob> /chat alice
      alice< opens a live chat: y/n
      alice keys y
      bob< Esc ends the live chat with alice
      bob keys f i n e SPACE 👍
      alice< fine 👍
    `);
    for (const [columns, rows] of [
      [20, 5],
      [200, 60],
      [1, 1],
      [40, 8],
    ] as const) {
      alice.resize(columns, rows);
      const bob = cast.person('bob');
      bob.type(String(columns));
      if (columns > 1) await alice.sees(String(columns));
      if (columns === 200) await alice.until(() => alice.screen()[0]?.length === 200, 'the title should be as wide');
    }
    await cast.play(`
      alice< ── bob ─
      alice< ── alice (you) ─
      alice< Esc ends the live chat with bob
    `);
    alice.resize(80, 24);
    await cast.play(`
      alice keys ESC
      alice< back to now
      alice!< line 60.
    `);
  }));

test('a stopped reader delays nobody, and sees the end of it afterwards', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server);
    await cast.play(`
      bob> /chat alice
      alice< opens a live chat: y/n
      alice keys y
      bob< Esc ends the live chat with alice
    `);
    const [alice, bob] = [cast.person('alice'), cast.person('bob')];
    alice.stall();
    for (let n = 1; n <= 400; n += 1) {
      bob.enter(`row ${n} ${'x'.repeat(60)}`);
      if (n % 40 === 0) await bob.sees(`row ${n} `);
    }
    await bob.sees('row 400 ');
    assert.ok(!alice.raw.includes('row 400 '), 'alice has not read on');
    alice.resume();
    await alice.sees('row 400 ');
    await cast.play(`
      bob keys ESC
      alice< bob ended the live chat.
    `);
  }));

test('without a screen lines go at Enter, until /end', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server, '', 'plain');
    await cast.play(`
      bob> /chat alice
      alice< bob (sysop) opens a live chat
      alice> y
      alice< live chat with bob: your lines go to bob alone, until /end.
      bob< Esc ends the live chat with alice
      bob> Can you hear me?
      alice< bob> Can you hear me?
      alice> loud and clear
      bob< loud and clear
      alice> /who
      alice< 2 people
      bob keys o k
      alice> /end
      alice< bob> ok
      alice< You ended the live chat with bob.
      bob< alice ended the live chat.
      alice> back in the room
      bob< alice back in the room
    `);
    assert.equal(cast.person('alice').raw.split('Can you hear me?').length, 2);
    assert.ok(!cast.person('alice').raw.includes('\u001b'));
  }));

test('one of several sessions answers; the others hear that it goes on there', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server);
    const laptop = cast.person('alice');
    const phone = await cast.join('alice');
    await phone.sees('Type to talk.');
    cast.person('bob').enter('/chat alice');
    await laptop.sees('opens a live chat: y/n');
    await phone.sees('opens a live chat: y/n');
    phone.type('y');
    await phone.sees('live chat with bob');
    await laptop.sees('The live chat with bob goes on in another session of yours.');
    laptop.enter('/end');
    await phone.sees('You ended the live chat with bob.');
    await laptop.leave();
  }));

test('two people without a screen talk line by line; a lost link ends it, and the line after it is held once', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server, 'plain', 'plain');
    await cast.play(`
      bob> /chat alice
      bob< alice is asked; /end takes it back.
      alice< bob (sysop) opens a live chat
      alice> /chat
      bob< live chat with alice: your lines go to alice alone
      alice> who goes there
      bob< alice> who goes there
      bob> your sysop
      alice< bob> your sysop
      alice vanishes
      bob< alice's connection was lost, and the live chat is over.
      bob> between us
      bob< The live chat is over, so this line was not sent.
      bob> for all
      bob< [#lobby] bob: for all
    `);
    assert.ok(!cast.person('bob').raw.includes('bob: between us'));
  }));

test('on the smallest screens the question and both texts are there', () =>
  withServer({}, async (cast, server) => {
    await sysopAndAlice(cast, server, '80x24', '20x5');
    await cast.play(`
      bob> /chat alice
      alice< live chat? y/n
      alice keys y
      bob< Esc ends the live chat with alice
      bob keys h i
      alice< hi
      alice keys y o
      bob< yo
      alice< yo
      alice< ── alice (you) ─
    `);
  }));
