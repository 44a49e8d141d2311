/**
 * What a stranger attacks the terminals of others with, wherever words of theirs are shown: sequences, and what hides or piles up.
 */

/** mulberry32: the same attacks for the same seed. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const ESC = '\u001b';
const WEAPONS: readonly string[] = [
  ...[
    `${ESC}[31337m`,
    `${ESC}[2J${ESC}[31337;31337H`,
    `${ESC}[31337`,
    `${ESC}[?31337h`,
    `${ESC}[>31337c`,
    '\u009b31337m',
  ],
  ...[
    `${ESC}]52;c;pwned\u0007`,
    `${ESC}]0;pwned\u0007`,
    `${ESC}]2;pwned${ESC}\\`,
    '\u009d2;pwned\u009c',
    `${ESC}]52;c;pwned`,
  ],
  ...[
    `${ESC}]8;;https://pwned.example${ESC}\\`,
    `${ESC}Ppwned${ESC}\\`,
    '\u0090pwned\u009c',
    `${ESC}_pwned${ESC}\\`,
    `${ESC}c`,
  ],
  ...[
    `${ESC}(0`,
    `${ESC}#8`,
    '\u000e',
    '\u000f',
    '\u0007',
    '\b\b\b\b',
    '\u007f',
    '\u0000',
    '\u0085',
    '\u0084',
    '\u009c',
  ],
  ...['\u202e', '\u202d', '\u2066', '\u2067', '\u2069', '\u200e', '\u200f', '\u061c', '\u200b', '\u2060', '\ufeff'],
  ...[
    '\u{e0001}',
    '\u{e0041}',
    '\u3164',
    '\uffa0',
    '\u115f',
    '\u00ad',
    '\u2028',
    '\u2029',
    '\uffff',
    '\u{10ffff}',
    '\ue000',
  ],
  ...['{bold}pwned{/bold}', '{red-fg}', '{/}', '{escape}', '{|}', '%{pwned}', '$(pwned)', '\\033[31337m', '^[[31337m'],
  ...[
    'Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c',
    'e\u0301',
    '\u0300'.repeat(40),
    '👨‍👩‍👧‍👦',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'ᄀ'.repeat(40),
    `ก${'ำ'.repeat(40)}`,
    '👩\u200d'.repeat(40),
    '🇩🇪',
  ],
  ...[
    '日本語',
    'שלום',
    'مرحبا',
    '\u200d',
    '\u200c',
    '\ufe0f',
    'https://x.example/\u001b[31337m',
    'https://x.example/\u202e',
    '*_`',
  ],
];

/** A few weapons with words between, sometimes cut in half. */
export function attack(random: () => number): string {
  const pieces = Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
    const weapon = WEAPONS[Math.floor(random() * WEAPONS.length)] ?? '';
    const cut = random() < 0.2 ? weapon.slice(0, Math.ceil(random() * weapon.length)) : weapon;
    return random() < 0.5 ? `word${cut}` : cut;
  });
  return pieces.join('');
}
