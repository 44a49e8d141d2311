/** Texts that are hard on anything that cuts: every script and joiner that has its own rule. */
import fc from 'fast-check';

export const HARD_CHARACTERS = [
  ...[
    'a',
    'b',
    ' ',
    ' ',
    '-',
    '/',
    'é',
    '\u0301',
    '\u0308',
    '日',
    '本',
    '、',
    '「',
    'が',
    '\u3099',
    '한',
    '\u1112',
    '\u1161',
    '\u11ab',
  ],
  ...[
    '👨',
    '👩',
    '\u200d',
    '🏽',
    '❤',
    '\ufe0f',
    '🇩',
    '🇪',
    '🇫',
    '1',
    '\u20e3',
    'क',
    '्',
    'ष',
    'ि',
    'ก',
    'ำ',
    '็',
    '\u200c',
    'م',
    '🏴',
    '\u{e0067}',
    '\u{e007f}',
  ],
  '\u0d4e',
];

/** Up to `maxLength` of the hard characters, with newlines and runs of ASCII now and then. */
export function hardText(maxLength = 30): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...HARD_CHARACTERS) },
    { weight: 1, arbitrary: fc.constantFrom('hello', 'a longer word', '\n') },
  );
  return fc.array(piece, { maxLength }).map((pieces) => pieces.join(''));
}

/** Hard texts and anything Unicode has, controls and half pairs too. */
export function anyText(): fc.Arbitrary<string> {
  return fc.oneof(
    hardText(),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  );
}
