import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSearch } from '../../src/chat/search-query.ts';

const NOW = Date.UTC(2026, 10, 19, 12);
const DAY = 86_400_000;

const parse = (text: string) => parseSearch(text, NOW, 'UTC');

function asked(text: string) {
  const parsed = parse(text);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.sentence);
  return parsed.value;
}

const phrases = (text: string) =>
  asked(text).phrases.map(({ terms, isPrefix }) => terms.join(' ') + (isPrefix ? '*' : ''));

test('words are words, and words in quotes stand together', () => {
  assert.deepEqual(phrases('Deploy finish'), ['deploy', 'finish']);
  assert.deepEqual(phrases('"deploy finish" now'), ['deploy finish', 'now']);
  assert.deepEqual(phrases(`C++ that's foo-bar`), ['c + +', 'that s', 'foo bar']);
  assert.deepEqual(phrases('日本 日'), ['日本', '·日']);
  assert.deepEqual(phrases('depl* !!! ""'), ['depl*']);
});

test('what is typed twice is looked for once, and of a long phrase the first eight words', () => {
  assert.deepEqual(phrases('a b A "a b" a'), ['a', 'b', 'a b']);
  assert.deepEqual(phrases(`"${'a b '.repeat(30)}c*"`), ['a b a b a b a b']);
  assert.deepEqual(phrases('deploy deploy* deploy'), ['deploy', 'deploy*']);
});

test('the filters of the table are taken out of the words', () => {
  const { phrases: words, ...rest } = asked('FROM:bob deploy in:#dev in:carol from:@dave in:.');
  assert.deepEqual(words, [{ terms: ['deploy'], isPrefix: false }]);
  assert.deepEqual(rest, { from: ['bob', '@dave'], in: ['#dev', 'carol', '.'], since: -Infinity, until: Infinity });
});

test('what has another prefix, or stands in quotes, is a word', () => {
  assert.deepEqual(phrases('http://example.org note:x "from:bob"'), ['http example org', 'note x', 'from bob']);
  assert.deepEqual(asked('"from:bob"').from, []);
});

test('dates bound the search: before and after leave the day out, until, since and on keep it', () => {
  const first = Date.UTC(2026, 10, 1);
  const bounds = (text: string) => {
    const { since, until } = asked(text);
    return [since, until];
  };
  assert.deepEqual(bounds('before:2026-11-01'), [-Infinity, first]);
  assert.deepEqual(bounds('until:2026-11-01'), [-Infinity, first + DAY]);
  assert.deepEqual(bounds('after:2026-11-01'), [first + DAY, Infinity]);
  assert.deepEqual(bounds('since:2026-11-01'), [first, Infinity]);
  assert.deepEqual(bounds('on:2026-11-01'), [first, first + DAY]);
  assert.deepEqual(bounds('since:2026-11-01 since:2026-10-01 before:"2026-11-05 12:00"'), [first, first + 4.5 * DAY]);
});

test('what cannot be meant is refused with a sentence', () => {
  const sentence = (text: string) => {
    const parsed = parse(text);
    return parsed.ok ? 'accepted' : parsed.sentence;
  };
  assert.equal(
    sentence('x before:soon'),
    '“soon” is no date here; write it as 2026-11-01, yesterday, monday, 3d (days ago) or 14:30.',
  );
  assert.equal(sentence('from: x'), 'What comes after from: ? Write it as in from:bob.');
  assert.equal(sentence('on:'), 'What comes after on: ? Write it as in on:2026-11-01.');
  assert.equal(sentence('de*'), 'de* begins too many words; a * needs 3 letters before it.');
  const words = (count: number, phrase: number) =>
    Array.from({ length: count }, (_, at) => `w${at}-`.repeat(phrase)).join(' ');
  assert.equal(sentence(words(9, 8)), 'That is too much at once; search for at most 32 words.');
  assert.equal(sentence(words(33, 1)), 'That is too much at once; search for at most 32 words.');
  assert.equal(sentence(words(32, 1)), 'accepted');
});

test('whatever is typed is a search or a sentence', () => {
  const pieces = fc.constantFrom(
    'from:',
    'in:',
    'before:',
    'on:2026-11-01',
    '"',
    'x',
    ' ',
    ':',
    '*',
    '日',
    '#',
    '\0',
    '😀',
    '\ud800',
  ); // prettier-ignore
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces).map((parts) => parts.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (text) => {
        const parsed = parse(text);
        assert.ok(parsed.ok ? parsed.value.phrases.every(({ terms }) => terms.length > 0) : parsed.sentence !== '');
      },
    ),
  );
});
