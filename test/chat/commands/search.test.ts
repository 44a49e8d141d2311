import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt, Marks } from '../../../src/chat/commands/excerpt.ts';
import { StoreUnavailable } from '../../../src/chat/ports/store-unavailable.ts';
import { MemoryLog } from '../../../src/storage/memory/log.ts';
import { MINUTE, type Player, stage } from './stage.ts';

/** What a list says of each find: place, author and words. */
function found(player: Player): readonly string[] {
  const items = player.list?.items ?? [];
  return items.map(({ cells: [, place, author, text] }) => {
    const textOf = (cell: typeof text) =>
      typeof cell === 'string' ? cell : (cell ?? []).map((part) => part.text).join('');
    return `${textOf(place)} ${textOf(author)}: ${textOf(text)}`;
  });
}

async function peopled() {
  const { enters, chat, wait } = await stage();
  const [alice, bob, carol] = [await enters('alice'), await enters('bob'), await enters('carol')];
  for (const who of [alice, bob]) await chat.enter(who.id, '#dev');
  await chat.enter(carol.id, '#secret');
  await chat.say(alice.id, '#lobby', 'did the deploy finish?');
  await chat.say(bob.id, '#dev', 'deploy is done, alice');
  await chat.say(carol.id, '#secret', 'the deploy is secret, alice');
  await chat.direct(carol.id, 'alice', 'psst, deploy');
  await chat.direct(carol.id, 'bob', 'alice broke the deploy');
  wait(MINUTE);
  await chat.act(bob.id, '#lobby', 'deploys again');
  return { alice, bob, carol, chat, wait };
}

test('/search finds what was said where one is and in one’s own direct messages, newest first', async () => {
  const { alice, bob, carol } = await peopled();
  await alice.types('/search deploy');
  assert.deepEqual(found(alice), [
    '@carol carol: psst, deploy',
    '#dev bob: deploy is done, alice',
    '#lobby alice: did the deploy finish?',
  ]);
  await bob.types('/search DEPLOY*');
  assert.deepEqual(found(bob), [
    '#lobby * bob: deploys again',
    '@carol carol: alice broke the deploy',
    '#dev bob: deploy is done, alice',
    '#lobby alice: did the deploy finish?',
  ]);
  await carol.types('/search deploy');
  assert.deepEqual(found(carol), [
    '@bob carol: alice broke the deploy',
    '@alice carol: psst, deploy',
    '#secret carol: the deploy is secret, alice',
    '#lobby alice: did the deploy finish?',
  ]);
});

test('/search takes filters for who, where and when', async () => {
  const { alice } = await peopled();
  const search = async (text: string) => {
    await alice.types(`/search ${text}`);
    return found(alice);
  };
  assert.deepEqual(await search('deploy from:bob'), ['#dev bob: deploy is done, alice']);
  assert.deepEqual(await search('deploy from:me'), ['#lobby alice: did the deploy finish?']);
  assert.deepEqual(await search('deploy in:#dev'), ['#dev bob: deploy is done, alice']);
  assert.deepEqual(await search('deploy in:.'), ['#lobby alice: did the deploy finish?']);
  assert.deepEqual(await search('in:carol'), ['@carol carol: psst, deploy']);
  assert.deepEqual(await search('from:bob'), ['#lobby * bob: deploys again', '#dev bob: deploy is done, alice']);
  assert.deepEqual(await search('from:bob since:19:01'), ['#lobby * bob: deploys again']);
  assert.deepEqual(await search('deploy before:today'), []);
});

test('/search tells nobody of a channel they are not in, and nothing of others’ direct messages', async () => {
  const { alice, chat, carol } = await peopled();
  const refusal = '! You are not in #secret; /join #secret and then search it.';
  assert.deepEqual(await alice.types('/search deploy in:#secret'), [refusal]);
  assert.deepEqual(await alice.types('/search deploy in:#none'), [refusal.replaceAll('#secret', '#none')]);
  await chat.enter(alice.id, '#secret');
  await alice.types('/search secret');
  assert.deepEqual(found(alice), ['#secret carol: the deploy is secret, alice']);
  await chat.part(alice.id, '#secret');
  await alice.types('/search secret');
  assert.deepEqual(found(alice), []);
  await alice.types('/search deploy from:carol in:bob');
  assert.deepEqual(found(alice), []);
  assert.equal(await chat.searches.mayRead(alice.id, `@${carol.id}:${alice.id + 1}`), false);
});

test('/search leaves out those one ignores', async () => {
  const { alice, carol } = await peopled();
  alice.ignored.set(carol.id, 'carol');
  await alice.types('/search deploy');
  assert.deepEqual(found(alice), ['#dev bob: deploy is done, alice', '#lobby alice: did the deploy finish?']);
});

test('/search says what it cannot do', async () => {
  const { alice } = await peopled();
  assert.deepEqual(await alice.types('/search'), ['! Usage: /search words']);
  assert.deepEqual(await alice.types('/search !?'), [
    '! There is nothing in that to search for: it takes letters, digits or symbols.',
  ]);
  assert.deepEqual(await alice.types('/search x from:nobody'), ['! Nobody is called nobody.']);
  assert.deepEqual(await alice.types('/search x from:al1ce'), ['! Nobody is called al1ce. Did you mean alice?']);
  assert.deepEqual(await alice.types('/search x in:no/channel'), ['! Nobody is called no/channel.']);
  assert.deepEqual(await alice.types('/search nowhere'), [
    '= Search · nowhere',
    '  Nothing is found for nowhere where you are, nor in what was written to you.',
  ]);
});

test('a page that could not be read is read when it is asked for again', async (t) => {
  const { alice, chat } = await peopled();
  for (let at = 1; at <= 60; at += 1) await chat.say(alice.id, '#lobby', `needle ${at}`);
  await alice.types('/search needle');
  const { list } = alice;
  const search = t.mock.method(MemoryLog.prototype, 'search', () => Promise.reject(new StoreUnavailable('no disk')));
  await assert.rejects(async () => await list?.more?.(), StoreUnavailable);
  search.mock.restore();
  assert.equal((await list?.more?.())?.length, 10);
});

test('Enter in the list goes to the line in its place, and more is fetched as one goes down', async () => {
  const { alice, chat } = await peopled();
  for (let at = 1; at <= 120; at += 1) await chat.say(alice.id, '#lobby', `needle ${at}`);
  await alice.types('/search needle');
  const { list } = alice;
  assert.ok(list);
  assert.equal(list.items.length, 50);
  const more = await list.more?.();
  assert.equal(more?.length, 50);
  assert.equal((await list.more?.())?.length, 20);
  assert.deepEqual(await list.more?.(), []);
  const last = more?.at(-1);
  assert.ok(last);
  await list.enter.run(last, '');
  assert.deepEqual(alice.gone, [last.key]);
});

test('/mentions finds where others called one by the handle or a keyword, as whole words', async () => {
  const { alice, bob, chat } = await peopled();
  await chat.say(bob.id, '#lobby', 'malice, alice@example.org and #alice are nobody');
  await chat.say(bob.id, '#lobby', 'the Outage again');
  // What is told of her, or of anybody, is no call.
  await chat.settings.setTopic(alice.id, '#lobby', 'set by alice');
  await alice.types('/search "set by alice"');
  assert.deepEqual(found(alice), ['#lobby --: alice set the topic: set by alice']);
  await alice.types('/mentions');
  assert.deepEqual(found(alice), ['#dev bob: deploy is done, alice']);
  await alice.types('/highlight add outage');
  await alice.types('/mentions');
  assert.deepEqual(found(alice), ['#lobby bob: the Outage again', '#dev bob: deploy is done, alice']);
  await alice.types('/mentions in:#dev done');
  assert.deepEqual(found(alice), ['#dev bob: deploy is done, alice']);
  await bob.types('/mentions');
  assert.equal(bob.list?.empty, 'Nobody has called you by your handle or your keywords there.');
});

test('what the chat itself says in a direct conversation is found as such', async () => {
  const { enters, chat } = await stage();
  const [boss, alice] = [await enters('boss', 'sysop'), await enters('alice')];
  await boss.types('/chat alice');
  await alice.types('/chat');
  await boss.types('/end');
  await chat.direct(alice.id, 'boss', 'a live one');
  await alice.types('/search live');
  assert.deepEqual(found(alice), ['@boss alice: a live one', 'direct --: boss and alice had a live chat (0 s)']);
  await alice.types('/mentions');
  assert.deepEqual(found(alice), []);
});

test('an excerpt shows the first find, on one line, with what stands around it', () => {
  const shown = (text: string, word: string) => {
    const from = text.indexOf(word);
    return excerpt(text, from < 0 ? [] : [{ from, to: from + word.length }])
      .map((part) => (part.tone === 'match' ? `[${part.text}]` : part.text))
      .join('');
  };
  assert.equal(shown('a needle here', 'needle'), 'a [needle] here');
  assert.equal(shown('first\nsecond\n\nneedle', 'needle'), 'first second [needle]');
  assert.equal(shown(`${'hay '.repeat(50)}needle`, 'needle'), `…${'hay '.repeat(6)}[needle]`);
  assert.equal(shown(`needle ${'hay'.repeat(200)}`, 'needle').length, 403);
  assert.equal(shown(`${'干'.repeat(100)}needle`, 'needle'), `…${'干'.repeat(24)}[needle]`);
});

test('in a text that is nothing but what is looked for, the first places are pointed out, and at once', async () => {
  const { alice } = await peopled();
  for (let at = 0; at < 10; at += 1) await alice.types(`${at} ${'a '.repeat(30_000)}`);
  const began = performance.now();
  await alice.types(`/search ${'a '.repeat(30)}`);
  assert.ok(performance.now() - began < 2000, `${performance.now() - began} ms`);
  assert.equal(found(alice).length, 10);
  const [{ cells } = { cells: [] }] = alice.list?.items ?? [];
  const words = cells[3];
  assert.ok(Array.isArray(words));
  assert.equal(words.filter(({ tone }: { tone?: string }) => tone === 'match').length, 50);
});

test('what is found in long texts is pointed out a kilobyte at a time, and others have their turn in between', async () => {
  const { alice, chat } = await peopled();
  for (let at = 0; at < 10; at += 1) await chat.say(alice.id, '#lobby', `${'日本語'.repeat(2500)} needle`);
  await alice.types('/search needle');
  assert.equal(found(alice).length, 10);
  assert.ok(found(alice).every((line) => /…[日本語]+ needle$/.test(line)));
  // Each is of 8 KiB and looked through to its end.
  assert.ok(alice.pauses >= 70, `${alice.pauses}`);
});

test('many short finds are one piece of work', async () => {
  const { alice, chat } = await peopled();
  for (let at = 0; at < 20; at += 1) await chat.say(alice.id, '#lobby', `needle ${at}`);
  await alice.types('/search needle');
  assert.equal(alice.pauses, 0);
});

test('no stretch that is looked through is long, and what stands across two of them is found', async () => {
  let [since, most] = [0, 0];
  const look = (word: string) =>
    new Marks(
      (stretch) => {
        since += stretch.length;
        most = Math.max(most, since);
        return [...stretch.matchAll(new RegExp(word, 'g'))].map(({ index }) => ({
          from: index,
          to: index + word.length,
        }));
      },
      async () => {
        since = 0;
      },
    );
  for (const before of [0, 1000, 1020, 1024, 5000, 8000]) {
    const text = `${'hay '.repeat(before / 4)}needle and needle ${'hay '.repeat(9000)}`;
    since = 0;
    assert.deepEqual(await look('needle').rangesIn(text), [
      { from: before, to: before + 6 },
      { from: before + 11, to: before + 17 },
    ]);
  }
  assert.ok(most <= 1024, `${most}`);
  assert.deepEqual(await look('needle').rangesIn(`${'hay '.repeat(5000)}needle`), []);
  // The beginning of a word is not taken for all of it.
  assert.deepEqual(await look('needle(?!s)').rangesIn(`${'x'.repeat(1018)}needles`), []);
});
