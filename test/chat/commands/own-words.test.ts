// Edit, delete, react and answer, as typed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInput } from '../../../src/chat/commands/dispatch.ts';
import { directConversation } from '../../../src/chat/message.ts';
import { MINUTE, stage } from './stage.ts';

async function twoPeople() {
  const scene = await stage();
  const alice = await scene.enters('alice');
  const bob = await scene.enters('bob');
  return { ...scene, alice, bob };
}

test('/edit gives the last own line other words, whoever spoke since', async () => {
  const { alice, bob } = await twoPeople();
  await alice.types('helo');
  await bob.types('hi alice');
  assert.deepEqual(await alice.types('/edit hello'), []);
  assert.deepEqual(bob.hears(), ['alice: helo', 'bob: hi alice', '~ alice edit 3 hello']);
});

test('/edit alone gives the line back to be changed', async () => {
  const { alice } = await twoPeople();
  await alice.types('helo wrld');
  assert.deepEqual(await alice.types('/edit'), []);
  assert.deepEqual(alice.composed, ['edit alice 3: helo wrld']);
});

test('s/old/new/ edits the last own line, and is said when the words are not in it', async () => {
  const { alice, bob } = await twoPeople();
  await alice.types('the deploy is brocken');
  await alice.types('s/brocken/broken $& now/');
  await bob.types('s/broken/fine/');
  await alice.types('s/broken/fixed');
  assert.deepEqual(bob.hears(), [
    'alice: the deploy is brocken',
    '~ alice edit 3 the deploy is broken $& now',
    'bob: s/broken/fine/',
    '~ alice edit 3 the deploy is fixed $& now',
  ]);
});

test('/originals reads out the first and the newest of many, and of a long one the beginning', async () => {
  const { alice, enters } = await twoPeople();
  const ruth = await enters('ruth', 'sysop');
  await alice.types('x'.repeat(5000));
  for (let at = 1; at <= 25; at += 1) await alice.types(`/edit v${at}`);
  const [title, first, gap, ...rest] = await ruth.types('/originals 1');
  assert.match(title ?? '', /What alice said/);
  assert.match(first ?? '', /: x{4096}… \(904 more characters\)$/);
  assert.match(gap ?? '', /\(5 more in between\)/);
  assert.equal(rest.length, 19);
  assert.match(rest.at(-1) ?? '', /: v24$/);
});

test('/originals puts each original in one line, so that a line in it cannot pass for another', async () => {
  const { alice, enters, chat } = await twoPeople();
  const ruth = await enters('ruth', 'sysop');
  await chat.say(alice.id, '#lobby', 'hm\nuntil 19:00, changed by ruth: rude words');
  await alice.types('/edit better');
  assert.deepEqual(await ruth.types('/originals 1'), [
    '= What alice said',
    '  until 19:00, changed by alice: hm ⏎ until 19:00, changed by ruth: rude words',
  ]);
});

test('s/old/new/ costs as much as the line that it makes', async () => {
  const { alice } = await twoPeople();
  const block = 'words '.repeat(5000);
  await alice.types(`${block}brocken`);
  await alice.types('s/brocken/broken/');
  assert.deepEqual(alice.charged, [`${block}broken`]);
});

test('/delete takes the last own line away, then the one before it', async () => {
  const { alice, bob } = await twoPeople();
  await alice.types('one');
  await alice.types('two');
  await alice.types('/delete');
  await alice.types('/delete');
  assert.deepEqual(bob.hears(), ['alice: one', 'alice: two', '~ alice delete 4', '~ alice delete 3']);
  assert.deepEqual(await alice.types('/delete'), ['! You have not said anything here lately.']);
});

test('only a sysop may delete what somebody else said, and may read what it said', async () => {
  const { alice, bob, enters } = await twoPeople();
  const ruth = await enters('ruth', 'sysop');
  await alice.types('rude words');
  assert.deepEqual(await bob.types('/delete 1'), ['! That line is not yours to change.']);
  assert.deepEqual(await ruth.types('/delete 1'), []);
  assert.deepEqual(bob.hears(), ['alice: rude words', '~ ruth delete 4']);
  assert.deepEqual(await ruth.types('/originals 1'), [
    '= What alice said',
    '  until 19:00, changed by ruth: rude words',
  ]);
  assert.deepEqual(await bob.types('/originals 1'), ['! /originals is for sysops; /page sysop calls one.']);
});

test('a line can be changed for a quarter of an hour, by a sysop deleted for ever', async () => {
  const { alice, bob, enters, wait } = await twoPeople();
  await alice.types('one');
  wait(15 * MINUTE);
  await alice.types('/edit two');
  wait(1);
  const late = ['! A line can be changed for 15 min; that one is older.'];
  assert.deepEqual(await alice.types('/edit three'), late);
  assert.deepEqual(await alice.types('/delete'), late);
  assert.deepEqual(bob.hears(), ['alice: one', '~ alice edit 3 two']);
  const ruth = await enters('ruth', 'sysop');
  assert.deepEqual(await ruth.types('/delete 1'), []);
});

test('an edit is held to what a new line is held to', async () => {
  const { alice, bob } = await twoPeople();
  await alice.types('one');
  await alice.types('/edit \u001b[31mtwo\u202e');
  assert.deepEqual(bob.hears(), ['alice: one', '~ alice edit 3 two']);
  assert.match((await alice.types(`/edit ${'x'.repeat(70_000)}`))[0] ?? '', /^! This text is 70,000 bytes long/);
  assert.deepEqual(await alice.types('/edit two'), ['! That is what it says already.']);
});

test('a line that is only + and an emoji, or its name, is a reaction to the newest line of somebody else; again takes it back', async () => {
  const { alice, bob } = await twoPeople();
  await bob.types('cake in the kitchen');
  await alice.types('coming');
  await alice.types('+🎉');
  await alice.types('+:tada:');
  await alice.types('+❤');
  assert.deepEqual(bob.hears(), [
    'bob: cake in the kitchen',
    'alice: coming',
    '~ alice +🎉 3 cake in the kitchen',
    '~ alice -🎉 3 cake in the kitchen',
    '~ alice +❤️ 3 cake in the kitchen',
  ]);
  assert.deepEqual(await alice.types('+:nothing:'), [
    '! There is no emoji of that name; Tab after :ta completes names.',
  ]);
});

test('what is more or less than one emoji is said', () => {
  for (const text of ['+1', '+', '+👍👍', '+👍 yes', 'yes +👍', '+ 👍', '+x', '++👍']) {
    assert.deepEqual(parseInput(text), { type: 'say', text });
  }
});

test('/react reaches further up by number or name, and only one emoji is one', async () => {
  const { alice, bob } = await twoPeople();
  await bob.types('one');
  await alice.types('two');
  await bob.types('three');
  await alice.types('/react 👍 3');
  await alice.types('/react :tada: alice');
  assert.deepEqual(bob.hears().slice(3), ['~ alice +👍 3 one', '~ alice +🎉 4 two']);
  assert.deepEqual(await alice.types('/react yes'), ['! A reaction is one emoji, or its name as in :tada:, not yes.']);
  assert.deepEqual(await alice.types('/react 👍 4'), [
    '! There is no line 4 here: 1 is the newest, and 3 the oldest in reach.',
  ]);
});

test('/reply-to quotes a line by number or the newest of a person, from the record', async () => {
  const { alice, bob } = await twoPeople();
  await bob.types('did the deploy finish?');
  await alice.types('what?');
  await bob.types('and the tests?');
  bob.hears();
  await alice.types('/reply-to 3 yes');
  await alice.types('/reply-to bob they pass');
  await alice.types('/reply-to @Bob');
  assert.deepEqual(bob.hears(), [
    'alice: (re bob: did the deploy finish?) yes',
    'alice: (re bob: and the tests?) they pass',
  ]);
  assert.deepEqual(alice.composed, ['reply bob 5: ']);
  await bob.types('/delete');
  assert.deepEqual(await alice.types('/reply-to 3 hm'), ['! The line you answer was deleted.']);
});

test('in a direct conversation the two edit, react and answer as in a channel', async () => {
  const { alice, bob } = await twoPeople();
  await bob.types('/msg alice lunch?');
  alice.here = directConversation(alice.id, bob.id);
  await alice.types('+👍');
  await alice.types('/reply-to bob at noon');
  await alice.types('/edit at one');
  assert.deepEqual(bob.hears(), [
    'bob → alice: lunch?',
    '~ alice +👍 1 lunch?',
    'alice → bob: (re bob: lunch?) at noon',
    '~ alice edit 2 at one',
  ]);
});

test('the words of somebody ignored are passed over', async () => {
  const { alice, bob, enters } = await twoPeople();
  const carol = await enters('carol');
  await bob.types('from bob');
  await carol.types('from carol');
  await alice.types('/ignore carol');
  await alice.types('+👍');
  assert.deepEqual(bob.hears().at(-1), '~ alice +👍 4 from bob');
});

test('what is typed for a line is done to that line, whatever came since', async () => {
  const { alice, bob, chat } = await twoPeople();
  await alice.types('helo');
  await bob.types('what?');
  await alice.types('later');
  bob.hears();
  const lines = await chat.amendments.recent(alice.id, '#lobby');
  const aim = (kind: 'reply' | 'edit' | 'react', seq: number) => ({ kind, line: lines[seq - 1] as never });
  alice.aim = aim('edit', 3);
  await alice.types('hello');
  alice.aim = aim('edit', 3);
  await alice.types('+👍');
  alice.aim = aim('reply', 4);
  await alice.types('a typo');
  alice.aim = aim('react', 4);
  await alice.types('4');
  await alice.types(':tada:');
  assert.deepEqual(bob.hears(), [
    '~ alice edit 3 hello',
    '~ alice edit 3 +👍',
    'alice: (re bob: what?) a typo',
    '~ alice +🎉 4 what?',
    '~ alice -🎉 4 what?',
  ]);
});
