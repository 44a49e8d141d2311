/**
 * What the escape sequences of a keyboard mean: tables from xterm's control sequences (PC-style and VT220-style function
 * keys), with the spellings of rxvt, the Linux console and PuTTY beside them.
 */

/** Keys that shift, alt and control can go with. */
export interface Modifiers {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** A key that is not text. */
export interface Key extends Modifiers {
  readonly type: 'key';
  /** `enter`, `left`, `f1`, `space`, or the character in lower case. */
  readonly name: string;
  /** As it was sent. */
  readonly sequence: string;
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['H', 'home'],
  ['F', 'end'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['R', 'f3'],
  ['S', 'f4'],
  ['M', 'enter'],
]);

const TILDES: ReadonlyMap<number, string> = new Map([
  [1, 'home'],
  [2, 'insert'],
  [3, 'delete'],
  [4, 'end'],
  [5, 'pageup'],
  [6, 'pagedown'],
  [7, 'home'],
  [8, 'end'],
  ...[11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map((code, index): [number, string] => [code, `f${index + 1}`]),
]);

/** The Linux console: CSI [ A … E. */
const CONSOLE: ReadonlyMap<string, string> = new Map([...'ABCDE'].map((final, index) => [final, `f${index + 1}`]));

/** Shifted arrows of rxvt: CSI a … d. */
const RXVT: ReadonlyMap<string, string> = new Map([
  ['a', 'up'],
  ['b', 'down'],
  ['c', 'right'],
  ['d', 'left'],
]);

export const NONE: Modifiers = { ctrl: false, alt: false, shift: false };

/** xterm's parameter: 1 + shift 1 + alt 2 + ctrl 4 + meta 8. */
function modifiers(parameter: number | undefined): Modifiers {
  const bits = parameter === undefined || parameter < 1 || parameter > 16 ? 0 : parameter - 1;
  return { shift: (bits & 1) !== 0, alt: (bits & 10) !== 0, ctrl: (bits & 4) !== 0 };
}

/** The key of a control character (C0 or DEL), or undefined for one that is none (ESC). */
export function controlKey(character: string): Key | undefined {
  const code = character.charCodeAt(0);
  const key = (name: string, ctrl: boolean): Key => ({ type: 'key', name, ...NONE, ctrl, sequence: character });
  if (character === '\r' || character === '\n') return key('enter', false);
  if (character === '\t') return key('tab', false);
  if (character === '\x7f' || character === '\b') return key('backspace', false);
  if (character === '\0') return key('space', true);
  if (code < 0x1b) return key(String.fromCharCode(code + 0x60), true);
  return code > 0x1b && code < 0x20 ? key(String.fromCharCode(code + 0x40), true) : undefined;
}

/** The key of ESC and one character (Alt held, or Esc just before), or undefined for ESC ESC. */
export function altKey(character: string): Key | undefined {
  const sequence = `\x1b${character}`;
  const control = controlKey(character);
  if (control !== undefined) return { ...control, alt: true, sequence };
  if (character === '\x1b') return undefined;
  const name = character.toLowerCase();
  return {
    type: 'key',
    name: name === ' ' ? 'space' : name,
    ctrl: false,
    alt: true,
    shift: name !== character,
    sequence,
  };
}

/** The key of SS3: ESC O, an optional modifier, a final letter. */
export function ss3Key(modifier: string, final: string, sequence: string): Key | undefined {
  const name = LETTERS.get(final);
  if (name === undefined) return undefined;
  return { type: 'key', name, ...modifiers(modifier === '' ? undefined : Number(modifier)), sequence };
}

/** The key of CSI with its parameters and final byte; undefined for what is no key. */
export function csiKey(parameters: string, final: string, sequence: string): Key | undefined {
  const key = (name: string | undefined, held: Modifiers): Key | undefined =>
    name === undefined ? undefined : { type: 'key', name, ...held, sequence };
  if (parameters === '[') return key(CONSOLE.get(final), NONE);
  if (!/^[\d;]*$/.test(parameters)) return undefined;
  const [first, second] = parameters.split(';').map((text) => (text === '' ? undefined : Number(text)));
  if (final === 'Z') return key('tab', { ...modifiers(second), shift: true });
  if (final === '~') return key(TILDES.get(first ?? 0), modifiers(second));
  if (final === '^') return key(TILDES.get(first ?? 0), { ...NONE, ctrl: true });
  if (RXVT.has(final)) return key(RXVT.get(final), { ...NONE, shift: true });
  // CSI row;column R is also the answer to a question about the cursor; only row 1 can be meant as F3.
  if (final === 'M' || (first !== undefined && first !== 1)) return undefined;
  return key(LETTERS.get(final), modifiers(second));
}

/** A report of the mouse (SGR, 1006): the wheel, or a button. */
export interface Mouse extends Modifiers {
  readonly type: 'mouse';
  readonly kind: 'wheel-up' | 'wheel-down' | 'press' | 'release' | 'move';
  /** 0 left, 1 middle, 2 right, 3 none. */
  readonly button: number;
  /** From 0. */
  readonly column: number;
  /** From 0. */
  readonly row: number;
}

/** The report in `CSI < button ; column ; row M` (or m: released); undefined for what is none. */
export function mouseReport(parameters: string, final: string): Mouse | undefined {
  const match = /^<(\d{1,4});(\d{1,5});(\d{1,5})$/.exec(parameters);
  if (match === null || (final !== 'M' && final !== 'm')) return undefined;
  const code = Number(match[1]);
  const held = { shift: (code & 4) !== 0, alt: (code & 8) !== 0, ctrl: (code & 16) !== 0 };
  const place = { column: Math.max(0, Number(match[2]) - 1), row: Math.max(0, Number(match[3]) - 1) };
  const report = (kind: Mouse['kind']): Mouse => ({ type: 'mouse', kind, button: code & 3, ...place, ...held });
  // 64 wheel up, 65 down; 66 and 67 (sideways) and buttons from 128 mean nothing here.
  if (code >= 64)
    return (code & ~28) === 64 ? report('wheel-up') : (code & ~28) === 65 ? report('wheel-down') : undefined;
  if ((code & 32) !== 0) return report('move');
  return report(final === 'm' ? 'release' : 'press');
}
