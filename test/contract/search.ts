/** What every MessageLog promises of finding what was said (src/chat/ports/message-log.ts), each promise a test. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ChatMessage, type Conversation, type Draft, textOf } from '../../src/chat/message.ts';
import type { MessageLog, SearchQuery } from '../../src/chat/ports/message-log.ts';
import { phrasesOf } from '../../src/chat/search-terms.ts';
import type { MakeLog } from './message-log.ts';

const alice = { id: 3, handle: 'Alice' };
const bob = { id: 7, handle: 'bob' };
const carol = { id: 12, handle: 'carol' };
const START = 1_700_000_000_000;

/** All that was said in the lobby; a query is this and more. */
export const everywhere: SearchQuery = {
  wanted: [],
  conversations: ['#lobby'],
  directsOf: undefined,
  authors: [],
  except: [],
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
  before: Number.POSITIVE_INFINITY,
  limit: 100,
};

/** What is found of words typed as one, all of them being asked for. */
export const wanted = (...typed: readonly string[]): Pick<SearchQuery, 'wanted'> => ({
  wanted: [typed.flatMap(phrasesOf)],
});

type Body = (log: MessageLog, say: Say, clock: { time: number }) => Promise<void>;
/** Says something in the lobby, as alice, unless told otherwise. */
type Say = (text: string, how?: Partial<Draft>) => Promise<ChatMessage>;

export function searchContract(name: string, make: MakeLog): void {
  const withLog = (sentence: string, body: Body) =>
    test(sentence, async () => {
      const clock = { time: START };
      const { log, close } = await make({ now: () => clock.time });
      let ids = 0;
      const say: Say = (text, how = {}) => {
        ids += 1;
        clock.time += 1000;
        const draft = { kind: 'public', from: alice, text, conversation: '#lobby', id: `id${ids}`, ...how };
        return log.append(draft as Draft);
      };
      try {
        await body(log, say, clock);
      } finally {
        await close();
      }
    });

  describe(`${name}: search`, () => {
    wordTests(withLog);
    amendmentTests(withLog);
    placeTests(withLog);
    pageTests(withLog);
    timeTests(withLog);
  });
}

type WithLog = (sentence: string, body: Body) => void;

const textsOf = (messages: readonly ChatMessage[]) => messages.map(textOf);

/** The texts that are found, newest first. */
async function texts(log: MessageLog, query: Partial<SearchQuery>): Promise<readonly string[]> {
  return textsOf((await log.search({ ...everywhere, ...query })).found);
}

/** What is typed, a text it finds, and one that it does not. */
const finds: readonly (readonly [typed: string, found: string, other: string])[] = [
  ['deploy', 'did the Deploy finish?', 'deployed'],
  ['deploy*', 'deployed', 'redeploy'],
  ['日本', '日本語もOK', '日 本'],
  ['語もok', '日本語もOK', '日本語 も OK'],
  ['猫', '黒猫', '犬'],
  ['서울', '서울에서', '부산에서'],
  ['C++', 'I like C++.', 'vitamin C'],
  ['C', 'vitamin C', 'see'],
  ["that's", 'that’s it', 'thats it'],
  ['foo-bar', 'a foo-bar', 'bar-foo'],
  ['cafe', 'Café', 'caf'],
  ['ｇａｓ', 'gas', 'ga s'],
  ['🎉', 'done 🎉', 'done 🍰'],
  ['👍', 'fine 👍🏽', 'fine 👎'],
  ['AND', 'this and that', 'this or that'],
  ['NEAR(a', 'near a wall', 'near the wall'],
  ['words:x', 'words: x', 'x'],
  ['a"b', 'say a "b" now', 'say b a now'],
  ['می‌خواهم', 'می‌خواهم', 'می'],
  ['#dev', 'see #dev', 'see dev'],
  ["'; DROP TABLE message; --", "'; DROP TABLE message; -- %_?", 'drop the table'],
];

function wordTests(withLog: WithLog): void {
  for (const [typed, found, other] of finds) {
    withLog(`${typed} finds “${found}”, not “${other}”`, async (log, say) => {
      await say(other);
      await say(found);
      assert.deepEqual(await texts(log, wanted(typed)), [found]);
    });
  }

  withLog('all phrases of one of the lists must be there', async (log, say) => {
    for (const text of ['one two', 'two one', 'two', 'three', 'one two three']) await say(text);
    assert.deepEqual(await texts(log, wanted('one', 'two')), ['one two three', 'two one', 'one two']);
    assert.deepEqual(await texts(log, wanted('one two')), ['one two three', 'one two']);
    const either = { wanted: [phrasesOf('three'), [...phrasesOf('two'), ...phrasesOf('one')]] };
    assert.deepEqual(await texts(log, either), ['one two three', 'three', 'two one', 'one two']);
  });

  withLog(
    'words are found over the lines of a paste, and in the first 16 Ki characters of a long one',
    async (log, say) => {
      const long = `${'x '.repeat(8000)}needle ${'x '.repeat(8000)}pin`;
      await say('first line\nsecond line');
      await say(long);
      assert.deepEqual(await texts(log, wanted('line second')), ['first line\nsecond line']);
      assert.deepEqual(await texts(log, wanted('needle')), [long]);
      assert.deepEqual(await texts(log, wanted('pin')), []);
    },
  );

  withLog('large finds come in short pages, and all of them', async (log, say) => {
    const block = 'needle '.repeat(9000);
    for (let at = 0; at < 40; at += 1) await say(`${at} ${block}`);
    const found: string[] = [];
    for (let before: number | undefined = Number.POSITIVE_INFINITY; before !== undefined; ) {
      const page = await log.search({ ...everywhere, ...wanted('needle'), before, limit: 100 });
      found.push(...page.found.map((message) => textOf(message).split(' ')[0] ?? ''));
      before = page.next;
    }
    assert.deepEqual(
      found,
      Array.from({ length: 40 }, (_, at) => `${39 - at}`),
    );
  });

  withLog('every kind is found by its words, joins and leaves are not', async (log, say) => {
    await say('', { kind: 'action', from: alice, action: 'tests things' });
    await say('', { kind: 'system', text: 'a system tests' });
    await say('', { kind: 'leave', who: bob, reason: 'tests' });
    await say('', { kind: 'join', who: bob });
    await say('', { kind: 'page', from: bob, to: alice, reason: 'tests?', conversation: '@3:7' });
    await say('', { kind: 'direct', from: bob, to: alice, text: 'he tests', conversation: '@3:7' });
    assert.deepEqual(await texts(log, { ...wanted('tests'), directsOf: 3 }), [
      'he tests',
      'tests?',
      'a system tests',
      'tests things',
    ]);
    assert.equal((await texts(log, { directsOf: 3 })).length, 4);
  });

  withLog('a found message is the one that append gave', async (log, say) => {
    const said = await say('needle', { kind: 'direct', from: bob, to: alice, conversation: '@3:7' });
    assert.deepEqual((await log.search({ ...everywhere, directsOf: 7, ...wanted('needle') })).found, [said]);
  });
}

function amendmentTests(withLog: WithLog): void {
  withLog('an edited line is found by its new words only, a deleted one by none', async (log, say) => {
    const edited = await say('old words');
    const deleted = await say('other words');
    const by = alice;
    const edit = {
      conversation: '#lobby',
      seq: edited.seq,
      by,
      change: { change: 'edit', text: 'new words' },
    } as const;
    assert.ok((await log.amend(edit)).ok);
    assert.ok((await log.amend({ ...edit, change: { change: 'react', emoji: '👍', on: true } })).ok);
    assert.deepEqual(await texts(log, wanted('old')), []);
    assert.deepEqual(await texts(log, wanted('new')), ['new words']);
    assert.ok((await log.amend({ ...edit, seq: deleted.seq, change: { change: 'delete' } })).ok);
    assert.deepEqual(await texts(log, {}), ['new words']);
  });
}

function placeTests(withLog: WithLog): void {
  const everyone: Body = async (log, say) => {
    const from = (conversation: Conversation, who = alice, to = bob): Partial<Draft> =>
      conversation.startsWith('@')
        ? { kind: 'direct', from: who, to, conversation }
        : { kind: 'public', from: who, conversation };
    await say('1 x');
    await say('2 x', from('#dev', bob));
    await say('3 x', from('@3:7', alice, bob));
    await say('4 x', from('@7:12', bob, carol));
    await say('5 x', from('@3:3', alice, alice));
    await say('6 x', from('#lobby', carol));
    assert.deepEqual(await texts(log, { ...wanted('x') }), ['6 x', '1 x']);
    assert.deepEqual(await texts(log, { ...wanted('x'), conversations: ['#dev', '#none'] }), ['2 x']);
    assert.deepEqual(await texts(log, { ...wanted('x'), conversations: ['#dev'], directsOf: 3 }), [
      '5 x',
      '3 x',
      '2 x',
    ]);
    assert.deepEqual(await texts(log, { ...wanted('x'), conversations: [], directsOf: 12 }), ['4 x']);
    assert.deepEqual(await texts(log, { conversations: ['@3:7'] }), ['3 x']);
    assert.deepEqual(await texts(log, { conversations: [] }), []);
    const all: Partial<SearchQuery> = { conversations: ['#lobby', '#dev'], directsOf: 7 };
    assert.deepEqual(await texts(log, { ...all, authors: [7] }), ['4 x', '2 x']);
    assert.deepEqual(await texts(log, { ...all, authors: [7, 12], ...wanted('6') }), ['6 x']);
    assert.deepEqual(await texts(log, { ...all, except: [3, 12] }), ['4 x', '2 x']);
    assert.deepEqual(await texts(log, { ...all, authors: [99] }), []);
  };
  withLog('only what was said in the places asked for, and by the people asked for, is found', everyone);
}

function pageTests(withLog: WithLog): void {
  withLog('pages follow one another, newest first, without a gap or a repeat', async (log, say) => {
    const said: string[] = [];
    for (let at = 0; at < 25; at += 1) said.unshift(textOf(await say(at % 5 === 0 ? `other ${at}` : `x ${at}`)));
    const found: string[] = [];
    let before: number | undefined = Number.POSITIVE_INFINITY;
    while (before !== undefined) {
      const page = await log.search({ ...everywhere, ...wanted('x'), before, limit: 7 });
      assert.ok(page.found.length <= 7);
      found.push(...textsOf(page.found));
      before = page.next;
    }
    assert.deepEqual(
      found,
      said.filter((text) => text.startsWith('x')),
    );
  });

  withLog('what is said between two pages is in none of them', async (log, say) => {
    for (const text of ['x 1', 'x 2', 'x 3']) await say(text);
    const first = await log.search({ ...everywhere, ...wanted('x'), limit: 2 });
    await say('x 4');
    const second = await log.search({ ...everywhere, ...wanted('x'), before: first.next ?? 0, limit: 2 });
    assert.deepEqual(textsOf([...first.found, ...second.found]), ['x 3', 'x 2', 'x 1']);
  });

  withLog('nothing is found in a log without a word', async (log) => {
    assert.deepEqual(await log.search({ ...everywhere, ...wanted('x') }), { found: [], next: undefined });
  });
}

function timeTests(withLog: WithLog): void {
  withLog('from is inclusive, until is exclusive', async (log, say) => {
    const [, second, third] = [await say('x 1'), await say('x 2'), await say('x 3')];
    assert.deepEqual(await texts(log, { from: second.at }), ['x 3', 'x 2']);
    assert.deepEqual(await texts(log, { until: third.at }), ['x 2', 'x 1']);
    assert.deepEqual(await texts(log, { from: second.at, until: third.at, ...wanted('x') }), ['x 2']);
    assert.deepEqual(await texts(log, { from: third.at + 1 }), []);
    assert.deepEqual(await texts(log, { from: third.at, until: second.at }), []);
  });

  withLog('times bound a search over years, though the clock once went back', async (log, say, clock) => {
    const year = 365 * 86_400_000;
    for (let at = 0; at < 10; at += 1) {
      clock.time = START + at * year;
      await say(`x ${at}`, at === 5 ? { conversation: '#dev' } : {});
    }
    clock.time -= 3_600_000;
    await say('x late', { conversation: '#dev' });
    const bounds = { from: START + 5 * year, until: START + 9 * year };
    assert.deepEqual(await texts(log, bounds), ['x 8', 'x 7', 'x 6']);
    assert.deepEqual(await texts(log, { ...bounds, conversations: ['#dev'] }), ['x late', 'x 5']);
  });

  withLog('seqAt gives the first message at or after a time', async (log, say, clock) => {
    const first = await say('1');
    clock.time += 86_400_000;
    const second = await say('2');
    clock.time = second.at - 1000;
    await say('3');
    const seq = (at: number) => log.seqAt('#lobby', at);
    assert.equal(await seq(0), 1);
    assert.equal(await seq(first.at), 1);
    assert.equal(await seq(first.at + 1), 2);
    assert.equal(await seq(second.at), 2);
    assert.equal(await seq(second.at + 1), 4);
    assert.equal(await log.seqAt('#nowhere', 0), 1);
  });
}
