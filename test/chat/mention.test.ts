import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Highlights, keywordsIn, parseKeywords, wordsOf } from '../../src/chat/mention.ts';
import type { ChatMessage } from '../../src/chat/message.ts';

function said(text: string): ChatMessage {
  const from = { id: 1, handle: 'alice' };
  return { kind: 'public', from, text, conversation: '#dev', id: 'x', seq: 1, at: 0 };
}

/** The text with what calls the person in brackets. */
function marked(text: string, ...terms: string[]): string {
  const ranges = new Highlights(terms).rangesIn(text);
  let shown = '';
  let at = 0;
  for (const { from, to } of ranges) {
    shown += `${text.slice(at, from)}[${text.slice(from, to)}]`;
    at = to;
  }
  return shown + text.slice(at);
}

test('a handle calls its owner as a whole word, whatever its case', () => {
  for (const text of [
    'bob',
    'bob: hi',
    '@bob hi',
    'hi BOB!',
    "it is bob's turn",
    'alice/bob',
    '(bob)',
    '*bob*',
    '_bob_',
  ]) {
    assert.match(marked(text, 'bob'), /\[bob\]/i, text);
  }
  for (const text of ['bobby', 'kebob', 'foo-bob', 'bob2', 'böb', 'bobé', 'rob', '']) {
    assert.equal(marked(text, 'bob'), text);
  }
  assert.equal(marked('ask bob. Or Bob...', 'bob'), 'ask [bob]. Or [Bob]...');
  assert.equal(marked('ask bob-', 'bob'), 'ask [bob]-');
});

test('a handle that ends in a mark is found with it', () => {
  assert.equal(marked('hi al_ and al', 'al_'), 'hi [al_] and al');
  assert.equal(marked('hi d.a.v.e.', 'd.a.v.e'), 'hi [d.a.v.e].');
});

test('nobody is called by an address or the name of a channel', () => {
  for (const text of [
    'https://example.org/bob',
    'see http://bob.example.org/~bob?x=bob#bob here',
    'ssh://bob@example.org',
    'www.bob.example',
    'bob@example.org',
    'mail erin@bob.example',
    'join #bob',
  ]) {
    assert.equal(marked(text, 'bob'), text);
    assert.equal(wordsOf(said(text)).has('bob'), false, text);
  }
  assert.equal(marked('bob: https://example.org/bob bob', 'bob'), '[bob]: https://example.org/bob [bob]');
});

test('keywords of any script; those without spaces are found inside a run', () => {
  assert.equal(marked('Der Größe wegen, größer', 'größe'), 'Der [Größe] wegen, größer');
  assert.equal(marked('日本語もOK、日本', '日本'), '[日本]語もOK、[日本]');
  const words = wordsOf(said('日本語もOK'));
  assert.deepEqual(new Highlights(['bob', '日本']).foundIn(words), ['日本']);
  assert.equal(new Highlights(['bob', '中国']).isIn(words), false);
});

test('what is found among the words of a message is what is marked in its text', () => {
  const pieces = ['bob', 'b', '.', '-', '_', ' ', '@', '#', ':', '//', 'www.', '日', 'é', '\n'];
  const text = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (words) => {
      const highlights = new Highlights(['bob', 'b.b', '日']);
      assert.equal(highlights.isIn(wordsOf(said(words))), highlights.rangesIn(words).length > 0);
    }),
    { numRuns: 500 },
  );
});

test('keywords are kept in one spelling, and what is no word is refused', () => {
  assert.equal(parseKeywords(' Deploy, outage  DEPLOY,'), 'deploy,outage');
  assert.equal(parseKeywords('none'), 'none');
  assert.deepEqual(keywordsIn('none'), []);
  assert.deepEqual(keywordsIn('deploy,outage'), ['deploy', 'outage']);
  for (const text of ['', ' , ', 'c++', '@bob', 'a b !', 'x'.repeat(41)])
    assert.equal(parseKeywords(text), undefined, text);
  assert.equal(parseKeywords(Array.from({ length: 33 }, (_, at) => `w${at}`).join(',')), undefined);
});

test('every word of a typed line calls, and of a longer text the first', () => {
  const words = (count: number) => Array.from({ length: count }, (_, at) => at.toString(36).padStart(3, '0')).join(' ');
  assert.ok(wordsOf(said(`${words(1000)} bob`)).has('bob'));
  const kept = wordsOf(said(`alice ${words(15_000)} bob`));
  assert.ok(kept.has('alice') && !kept.has('bob'));
  assert.ok(kept.size <= 257);
  assert.ok(!wordsOf(said(`alice\n${words(300)} bob`)).has('bob'));
});

test('parts of words are looked for once in the words of a message, however many there are', () => {
  let walks = 0;
  class Walked extends Set<string> {
    override [Symbol.iterator]() {
      walks += 1;
      return super[Symbol.iterator]();
    }
  }
  const among = new Walked(['日1本', 'other']);
  const highlights = new Highlights(['bob', ...Array.from({ length: 32 }, (_, at) => `日${at}本`)]);
  assert.equal(highlights.isIn(among), true);
  assert.deepEqual(highlights.foundIn(among), ['日1本']);
  assert.equal(highlights.isIn(among), true);
  assert.ok(walks <= 1, `${walks}`);
});
