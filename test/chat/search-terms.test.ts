import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexed, phrasesOf, placesOf, termsOf } from '../../src/chat/search-terms.ts';

/** The parts of a text that a search points out, in brackets. */
function marked(text: string, typed: string): string {
  const terms = termsOf(text);
  let shown = text;
  for (const { from, to } of phrasesOf(typed)
    .flatMap((phrase) => placesOf(terms, phrase))
    .reverse()) {
    shown = `${shown.slice(0, from)}[${shown.slice(from, to)}]${shown.slice(to)}`;
  }
  return shown;
}

test('words are folded, symbols count, punctuation only parts', () => {
  assert.equal(indexed("That's C++, foo_bar (Café)!"), 'that s c + + foo bar cafe');
  assert.equal(indexed('#dev x=1 `npm run` 👍🏽 ❤️'), '# dev x = 1 npm run 👍 ❤');
  assert.equal(indexed('...'), '');
});

test('scripts without spaces go in pairs, and each character by itself', () => {
  assert.equal(indexed('日本語OK'), '日本 本語 ok ·日 ·本 ·語');
  assert.equal(indexed('ｶﾞｷﾞ 本 本'), 'ガギ 本 本 ·ガ ·ギ ·本');
});

test('what is found is pointed out where it stands, as it was written', () => {
  assert.equal(marked('A deploy. Deploying? DEPLOY!', 'deploy'), 'A [deploy]. Deploying? [DEPLOY]!');
  assert.equal(marked('A deploy. Deploying?', 'depl*'), 'A [deploy]. [Deploying]?');
  assert.equal(marked('use C++ or C', 'c++'), 'use [C++] or C');
  assert.equal(marked('大日本語と日本', '日本'), '大[日本]語と[日本]');
  assert.equal(marked('黒猫と猫', '猫'), '黒[猫]と[猫]');
  assert.equal(marked('naïve café', 'CAFE'), 'naïve [café]');
});

test('every word of a text finds that text', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(text, text, text, (before, word, after) => {
      const terms = termsOf(`${before} ${word} ${after}`);
      for (const phrase of phrasesOf(word)) assert.ok(placesOf(terms, phrase).length > 0, JSON.stringify(phrase));
    }),
  );
});

test('a text as long as any may be is folded in no time', () => {
  const began = performance.now();
  for (const text of [
    'あ'.repeat(21_000),
    'a'.repeat(65_536),
    'é'.repeat(32_000),
    '+'.repeat(65_536),
    'ก็'.repeat(10_000),
  ])
    assert.ok(indexed(text).length > 0);
  assert.ok(performance.now() - began < 2000);
});
