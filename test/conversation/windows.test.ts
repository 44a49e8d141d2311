import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import type { Person } from './person.ts';
import { withServer } from './server.ts';

const ESC = '\u001b';
const QUICK = ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'];

/** The row of windows. */
function status(person: Person): string {
  return person.screen().at(-2) ?? '';
}

/** The input line. */
function input(person: Person): string {
  return person.screen().at(-1) ?? '';
}

async function leaves(person: Person): Promise<void> {
  person.vanish();
  await person.whenClosed();
}

test('order, drafts, direct windows and the one looked at are there again after logging out and a restart', async () => {
  const { folder, keys } = await withServer({ keep: true }, async (cast, server) => {
    await cast.play(`
      bob joins
      alice joins
      alice> hello
      bob< hello
      bob> hello yourself
      alice< yourself
      alice> /join #dev
      alice< 2:#dev
      alice> /msg bob psst
      alice< 3:bob
      alice> /window 3
      alice< psst
      alice> /window move 1
      alice< 1:bob
    `);
    const alice = cast.person('alice');
    alice.type('half a thought 日本');
    await alice.sees('> half a thought 日本');
    alice.type(`${ESC}3`);
    await alice.until(() => input(alice).trim() === '>', 'the other window has a line of its own');
    alice.type('for dev');
    await alice.sees('> for dev');
    await alice.leave();
    return { folder: server.folder, keys: new Map(['alice', 'bob'].map((who) => [who, cast.keyOf(who)])) };
  });
  await withServer({ folder }, async (cast, { app }) => {
    cast.keep('alice', keys.get('alice') ?? '');
    const alice = await cast.join('alice');
    await alice.sees('1:bob 2:#lobby 3:#dev');
    assert.match(alice.screen()[0] ?? '', /#dev/);
    await alice.sees('> for dev');
    alice.type(`${ESC}1`);
    await alice.sees('> half a thought 日本');
    alice.enter('');
    await alice.sees('half a thought 日本');
    await alice.until(() => input(alice).trim() === '>', 'what was sent is no draft any more');
    await alice.leave();
    while (app.counts().sessions > 0) await new Promise(setImmediate);
    const again = await cast.join('alice');
    await again.sees('1:bob 2:#lobby 3:#dev');
    await again.until(() => input(again).trim() === '>', 'and does not come back');
  });
  await rm(folder, { recursive: true, force: true });
});

test('a lost link finds its draft and its place in history again, and nobody saw it go', () =>
  withServer({ args: QUICK }, async (cast) => {
    await cast.play(`
      bob joins
      alice joins
      alice> hello
      bob< hello
    `);
    const bob = cast.person('bob');
    const alice = cast.person('alice');
    for (let n = 1; n <= 120; n += 1) {
      bob.enter(`line ${n}.`);
      if (n % 40 === 0) await alice.sees(`line ${n}.`);
    }
    await alice.sees('line 120.');
    alice.type(`${ESC}[5~`);
    await alice.until(() => !alice.text().includes('line 120.'), 'alice reads further up');
    const wasReading = alice.screen().slice(1, -2);
    alice.type('and another th');
    await alice.sees('> and another th');
    await leaves(alice);
    for (let n = 121; n <= 125; n += 1) bob.enter(`line ${n}.`);
    await bob.sees('line 125.');
    const back = await cast.join('alice');
    await back.sees('> and another th');
    await back.sees('↓ 5 new');
    assert.deepEqual(
      back
        .screen()
        .slice(1, -2)
        .filter((row) => row.includes('line ')),
      wasReading.filter((row) => row.includes('line ')),
    );
    assert.doesNotMatch(bob.text(), /alice (left|joined)/);
    back.type(`${ESC}[1;3F`);
    await back.sees('line 125.');
  }));

test('a draft typed in one session is found in another, unless that one types its own', () =>
  withServer({}, async (cast) => {
    const laptop = await cast.join('alice');
    const phone = await cast.join('alice', '40x12');
    laptop.enter('hello');
    await phone.sees('hello');
    laptop.type('from the laptop');
    await phone.sees('> from the laptop');
    phone.type(' and the phone');
    await laptop.sees('> from the laptop and the phone');
    laptop.type('\r');
    await phone.until(() => input(phone).trim() === '>', 'sent is gone everywhere');
  }));

test('what is closed in one session is closed in the other, and comes back with new words', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      bob joins
      bob> hi
    `);
    const laptop = await cast.join('alice');
    const phone = await cast.join('alice');
    laptop.enter('/msg bob psst');
    await laptop.sees('2:bob');
    await phone.sees('2:bob');
    // Saved once, so that both know it as open.
    await new Promise((resolve) => setTimeout(resolve, 3500));
    laptop.enter('/window bob');
    await laptop.until(() => /bob/.test(laptop.screen()[0] ?? ''), 'the laptop looks at bob');
    laptop.enter('/close');
    await laptop.until(() => !status(laptop).includes('bob'), 'closed here');
    await phone.until(() => !status(phone).includes('bob'), 'and there');
    cast.person('bob').enter('/msg alice still there?');
    await phone.sees('2:bob');
    await laptop.sees('2:bob');
  }));

test('Alt-A goes where something happened, and back where one was when all is read; Alt-/ to the window before', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      bob joins
      bob> hi
      alice joins
      alice> hello
      bob< hello
      alice> /join #dev
      alice< 2:#dev
      bob> /join #dev
      bob< 2:#dev
      bob> in dev
      alice< in dev
      alice> /window 1
      alice< 1:#lobby
      bob> more in dev
      alice< 2:#dev 1
    `);
    const alice = cast.person('alice');
    const at = (name: string) =>
      alice.until(() => (alice.screen()[0] ?? '').includes(name), `alice should look at ${name}`);
    alice.type(`${ESC}a`);
    await at('#dev');
    alice.type(`${ESC}a`);
    await at('#lobby');
    alice.type(`${ESC}/`);
    await at('#dev');
    alice.enter('/window -');
    await at('#lobby');
  }));

test('whoever comes back reads how much is new, and in how many windows', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins 100x24
      bob joins
      bob> /join #dev
      bob> hello
      bob< bob hello
      alice> /join #dev
      alice< bob hello
      bob vanishes
      alice< │ bob away
      alice> one
      alice> two
      alice> /msg bob three
      alice< kept for their return
      bob joins
      bob< Welcome back; nobody saw you go. 3 new lines in 2 windows.
      bob> /quit
      alice< bob left
      bob joins
      bob< Welcome back to Partyline, bob. 1 new line in alice.
    `);
  }));
