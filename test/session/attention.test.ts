import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage, Said } from '../../src/chat/message.ts';
import { Preferences } from '../../src/chat/preferences.ts';
import { Attention } from '../../src/session/attention.ts';

const alice = { id: 1, handle: 'alice' };
const bob = { id: 2, handle: 'Bob' };

function message(said: Said, conversation: ChatMessage['conversation'] = '#dev'): ChatMessage {
  return { ...said, conversation, id: 'x', seq: 1, at: 0 };
}

const says = (text: string, conversation?: ChatMessage['conversation']) =>
  message({ kind: 'public', from: alice, text }, conversation);
const direct = message({ kind: 'direct', from: alice, to: bob, text: 'psst' }, '@1:2');
const page = message({ kind: 'page', from: alice, to: bob, reason: 'now' }, '@1:2');
const joins = message({ kind: 'join', who: alice });

/** Bob, with what he chose; `heard` is what reached his front. */
function person(chosen: Readonly<Record<string, string>> = {}) {
  const heard: string[] = [];
  const state = { now: 0, isFocused: false, dnd: false };
  const session = {
    userId: bob.id,
    handle: bob.handle,
    preferences: new Preferences(new Map(Object.entries(chosen))),
    me: state,
    deps: { timers: { steady: () => state.now } },
    isIgnored: () => false,
  };
  const front = {
    bell: () => void heard.push('bell'),
    notify: (title: string, text: string) => void heard.push(`${title}: ${text}`),
    get isFocused() {
      return state.isFocused;
    },
  };
  const attention = new Attention(session, () => front);
  /** What comes of a message, long after the one before. */
  const comes = (each: ChatMessage, isLooking = false): readonly string[] => {
    state.now += 10_000;
    attention.call(each, isLooking);
    return heard.splice(0);
  };
  return { attention, session, state, heard, comes };
}

test('mentions, directs and pages ring at first; talk and joins do not', () => {
  const { comes } = person();
  assert.deepEqual(comes(says('bob: hi')), ['bell']);
  assert.deepEqual(comes(direct), ['bell']);
  assert.deepEqual(comes(page), ['bell']);
  assert.deepEqual(comes(says('hi all')), []);
  assert.deepEqual(comes(joins), []);
  assert.deepEqual(comes(message({ kind: 'public', from: bob, text: 'bob is me' })), []);
});

test('off and all are for a channel or for everywhere; a page rings all the same', () => {
  const loud = person({ 'bell.#dev': 'all', bell: 'off' });
  assert.deepEqual(loud.comes(says('any line')), ['bell']);
  assert.deepEqual(loud.comes(joins), []);
  assert.deepEqual(loud.comes(says('bob', '#other')), []);
  assert.deepEqual(loud.comes(direct), []);
  assert.deepEqual(loud.comes(page), ['bell']);
});

test('two bells are a second apart', () => {
  const { attention, state, heard } = person();
  for (const at of [5000, 5001, 5999, 6000]) {
    state.now = at;
    attention.call(direct, false);
  }
  assert.deepEqual(heard, ['bell', 'bell']);
});

test('what is known to be looked at does not ring, but for a page', () => {
  const { comes, state } = person();
  assert.deepEqual(comes(direct, true), ['bell'], 'nobody knows');
  state.isFocused = true;
  assert.deepEqual(comes(direct, true), []);
  assert.deepEqual(comes(direct, false), ['bell'], 'another window');
  assert.deepEqual(comes(page, true), ['bell']);
});

test('do not disturb silences everything', () => {
  const { comes, state } = person({ bell: 'all', notify: 'osc9' });
  state.dnd = true;
  for (const each of [says('bob'), says('any'), direct, page]) assert.deepEqual(comes(each), []);
});

test('what calls is notified where that is asked for, whatever the bell', () => {
  const { comes } = person({ notify: 'osc9', bell: 'off' });
  assert.deepEqual(comes(says('bob: hi')), ['alice in #dev: bob: hi']);
  assert.deepEqual(comes(direct), ['alice: psst']);
  assert.deepEqual(comes(page), ['bell', 'alice pages you: now']);
  assert.deepEqual(comes(says('hi all')), []);
});

test('a muted channel counts only what it was left, and does not ring for the rest', () => {
  const weights = (activity: string) => {
    const { attention } = person({ 'activity.#dev': activity });
    return [joins, says('hi'), says('bob'), says('hi', '#other'), direct].map((each) => attention.weigh(each));
  };
  assert.deepEqual(weights('all'), ['presence', 'lines', 'mention', 'lines', 'mention']);
  assert.deepEqual(weights('lines'), ['none', 'lines', 'mention', 'lines', 'mention']);
  assert.deepEqual(weights('mentions'), ['none', 'none', 'mention', 'lines', 'mention']);
  assert.deepEqual(weights('off'), ['none', 'none', 'none', 'lines', 'mention']);
  assert.deepEqual(person({ 'activity.#dev': 'off' }).comes(says('bob')), []);
});

test('of thousands of conversations with strangers no more is kept than of those that anybody has open', () => {
  const { attention } = person();
  for (let id = 1; id <= 20_000; id += 1) {
    const from = { id: id + 2, handle: `stranger${id}` };
    assert.equal(attention.weigh(message({ kind: 'direct', from, to: bob, text: 'hi' }, `@2:${id + 2}`)), 'mention');
  }
  assert.ok(attention.size <= 1000, `${attention.size}`);
  assert.equal(attention.weigh(says('bob: hi')), 'mention');
});

test('keywords call as the handle does, from the moment they are chosen', () => {
  const { attention, session } = person();
  assert.equal(attention.weigh(says('an outage')), 'lines');
  session.preferences = new Preferences(new Map([['keywords', 'outage,deploy']]));
  assert.equal(attention.weigh(says('an outage')), 'mention');
  assert.deepEqual(attention.marked(says('Bob: outage')), ['bob', 'outage']);
  assert.equal(attention.isCalledIn(new Set(['outage'])), true);
});
