/**
 * Bytes from a terminal → keys, text, pastes, mouse and focus reports. A decoder of our own, one per session: blessed's knows no
 * paste, loses UTF-8 and sequences that are split over chunks, and loops over every program of the process at each key.
 *
 * What is no key (answers to questions, strings) is dropped and never becomes typed text.
 */
import { StringDecoder } from 'node:string_decoder';
import { altKey, controlKey, csiKey, type Key, type Mouse, mouseReport, NONE, ss3Key } from './key-names.ts';
import { PASTE_BYTES, PASTE_START, type Paste, PasteBuffer, pasteOf } from './paste.ts';

/** The terminal's window has the focus, or has it no longer (mode 1004). */
export interface Focus {
  readonly type: 'focus';
  readonly isFocused: boolean;
}

/** What a person did. */
export type KeyEvent = Key | Paste | Mouse | Focus | { readonly type: 'text'; readonly text: string };

/** A sequence longer than this is none. */
const LONGEST_SEQUENCE = 64;
/** A string (OSC, DCS, …) that has not ended after so many characters is taken to be over. */
const LONGEST_STRING = 4096;

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what this file is about
/** ECMA-48 §5.4: parameters, intermediates, final. The Linux console's function keys have a second `[`. */
const CSI = /^\x1b\[(\[|[0-?]*)([ -/]*)([@-Z\\-~])/;
const CSI_BEGUN = /^\x1b\[(?:\[|[0-?]*[ -/]*)$/;
const SS3 = /^\x1bO([1-9]?)([@-~])/;
const SS3_BEGUN = /^\x1bO[1-9]?$/;
/** Alt with a sequence, not whole yet. */
const DOUBLED_BEGUN = /^\x1b\x1b(?:[[O][0-?]*)?$/;
/** Ended by something that cannot stand in it. */
const BROKEN = /^\x1b(?:\[\[|\[[0-?]*[ -/]*|O[1-9]?)/;
/** ESC alone or twice, or with what may be a letter as well as an introducer. */
const UNDECIDED = /^\x1b{1,2}[[OPX\]^_]?$/;
/** Introducers of DCS, SOS, OSC, PM, APC. */
const STRING = /^\x1b[PX\]^_]/;
/** Any control ends a string; an ESC may begin its terminator. */
const STRING_END = /[\0-\x1f\x7f\x9c]/;
/** Up to the next escape sequence. */
const PLAIN = /^[^\x1b]+/;
/** Two line breaks with text between, nothing but text beside them: no person types that in one packet. */
const TYPED_TOO_FAST = /[\r\n][^\r\n]+[\r\n]/;
const NOT_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;
const LINE_BREAK = /[\r\n]/;
/** One control character, or a run without any. CR LF is one Enter. */
const PIECE = /^(?:\r\n|[\0-\x1f\x7f]|[^\0-\x1f\x7f]+)/;
const C1 = /[\x80-\x9f]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: to here

/**
 * Feed it, and {@link read} while it has more: one key costs its reader as much as it likes, a packet can hold 32,000. While
 * {@link pending} is true, call {@link flush} after about 50 ms without input: it decides what only time can tell (Esc, or
 * the beginning of a sequence).
 */
export class KeyDecoder {
  #utf8 = new StringDecoder('utf8');
  /** What came and is not read yet. */
  #text = '';
  /** So much of it is keys and typed text, and no paste: that is told by the whole of it. */
  #typed = 0;
  /** A sequence that is not whole yet. */
  #rest = '';
  #paste: PasteBuffer | undefined;
  /** How much of a string has been dropped so far; undefined outside one. */
  #string: number | undefined;
  /** A paste without brackets is coming in, chunk by chunk: how much of it came, in UTF-16 units. */
  #burst: number | undefined;

  /** True when {@link flush} has something to decide. */
  get pending(): boolean {
    return this.#burst !== undefined || UNDECIDED.test(this.#rest);
  }

  /** True while something that came is not read. */
  get hasMore(): boolean {
    return this.#text !== '';
  }

  /** What that is. */
  get unread(): string {
    return this.#text;
  }

  /** Takes a chunk in; what is not whole at its end is kept for the next (bounded). To be read before the next is fed. */
  feed(chunk: Buffer): void {
    // A paste whose end never came must not swallow the session. Terminals send a paste in large pieces, and take ^C out of it.
    if (this.#paste !== undefined && chunk.length === 1 && chunk[0] === 0x03) this.#paste = undefined;
    this.#text += this.#rest + this.#utf8.write(chunk);
    this.#rest = '';
  }

  /** The events of the next thing that came: one mostly, none if it means nothing. */
  read(): KeyEvent[] {
    const events: KeyEvent[] = [];
    if (this.#text !== '') this.#text = this.#take(this.#text, events);
    return events;
  }

  /** The events of what has been waiting. */
  flush(): KeyEvent[] {
    this.#burst = undefined;
    // Further into a sequence nothing is undecided: the rest of it will come, and must not be typed.
    if (!UNDECIDED.test(this.#rest)) return [];
    const waiting = this.#rest;
    this.#rest = '';
    const events: KeyEvent[] = [];
    const isDoubled = waiting.startsWith('\x1b\x1b');
    if (isDoubled) events.push(escapeKey());
    const last = isDoubled ? waiting.slice(1) : waiting;
    const key = last === '\x1b' ? escapeKey() : altKey(last.slice(1));
    if (key !== undefined) events.push(key);
    return events;
  }

  /** Takes one thing off the text and gives what is left. */
  #take(text: string, events: KeyEvent[]): string {
    if (this.#paste !== undefined) {
      const whole = this.#paste.write(text);
      if (whole === undefined) return '';
      this.#paste = undefined;
      events.push(whole.paste);
      return whole.rest;
    }
    if (this.#string !== undefined) return this.#skipString(text, this.#string);
    if (this.#typed > 0) return this.#takePiece(text, events);
    const plain = PLAIN.exec(text)?.[0];
    if (plain === undefined) return this.#takeSequence(text, events);
    this.#typed = plain.length;
    if (!(this.#burst === undefined ? TYPED_TOO_FAST : LINE_BREAK).test(plain) || NOT_TEXT.test(plain)) {
      return this.#takePiece(text, events);
    }
    this.#typed = 0;
    // Of a whole file nothing more is looked at.
    const kept = plain.slice(0, Math.max(0, PASTE_BYTES - (this.#burst ?? 0)));
    this.#burst = (this.#burst ?? 0) + plain.length;
    events.push(pasteOf(kept, kept.length < plain.length));
    return text.slice(plain.length);
  }

  /** One key, or typed text up to one. */
  #takePiece(text: string, events: KeyEvent[]): string {
    const piece = PIECE.exec(text)?.[0] ?? text;
    this.#typed -= piece.length;
    const key = piece.length === 1 || piece === '\r\n' ? controlKey(piece.charAt(0)) : undefined;
    if (key !== undefined) events.push({ ...key, sequence: piece });
    else pushText(piece, events);
    return text.slice(piece.length);
  }

  /** `text` begins with ESC. */
  #takeSequence(text: string, events: KeyEvent[]): string {
    if (text.startsWith(PASTE_START)) {
      this.#paste = new PasteBuffer();
      return text.slice(PASTE_START.length);
    }
    if (text.startsWith('\x1b\x1b')) return this.#takeDoubled(text, events);
    const csi = CSI.exec(text);
    if (csi !== null) return takeCsi(csi, text, events);
    const ss3 = SS3.exec(text);
    if (ss3 !== null) {
      const key = ss3Key(ss3[1] ?? '', ss3[2] ?? '', ss3[0]);
      if (key !== undefined) events.push(key);
      return text.slice(ss3[0].length);
    }
    if (text === '\x1b' || SS3_BEGUN.test(text) || (CSI_BEGUN.test(text) && text.length <= LONGEST_SEQUENCE)) {
      this.#rest = text;
      return '';
    }
    if (STRING.test(text)) {
      if (text.length > 2) this.#string = 0;
      else this.#rest = text;
      return text.slice(2);
    }
    return takeOther(text, events);
  }

  /** ESC ESC: Alt with a key that is a sequence itself (rxvt, PuTTY), or Esc twice. */
  #takeDoubled(text: string, events: KeyEvent[]): string {
    const inner = text.slice(1);
    if (DOUBLED_BEGUN.test(text) && text.length <= LONGEST_SEQUENCE) {
      this.#rest = text;
      return '';
    }
    const isSequence = !inner.startsWith(PASTE_START) && (CSI.test(inner) || SS3.test(inner));
    if (!isSequence) {
      events.push(escapeKey());
      return inner;
    }
    const found: KeyEvent[] = [];
    const rest = this.#takeSequence(inner, found);
    for (const event of found) {
      events.push(event.type === 'key' ? { ...event, alt: true, sequence: `\x1b${event.sequence}` } : event);
    }
    return rest;
  }

  #skipString(text: string, skipped: number): string {
    const end = text.search(STRING_END);
    const length = end === -1 ? text.length : end;
    if (skipped + length > LONGEST_STRING) {
      this.#string = undefined;
      return text.slice(LONGEST_STRING - skipped);
    }
    this.#string = end === -1 ? skipped + length : undefined;
    if (end === -1) return '';
    const control = text.charAt(end);
    if (control === '\x07' || control === '\x9c' || control === '\x18' || control === '\x1a')
      return text.slice(end + 1);
    // The terminator ESC \ is taken as Alt-\, which is no key: see takeOther. Another control ended a string that was none.
    return text.slice(end);
  }
}

function takeCsi(csi: RegExpExecArray, text: string, events: KeyEvent[]): string {
  const [sequence, parameters = '', intermediates = '', final = ''] = csi;
  const rest = text.slice(sequence.length);
  // A mouse report of the X10 kind: three more characters, which are no text.
  if (final === 'M' && parameters === '') return rest.slice(3);
  if (intermediates !== '') return rest;
  if (parameters === '' && (final === 'I' || final === 'O')) {
    events.push({ type: 'focus', isFocused: final === 'I' });
    return rest;
  }
  const event = mouseReport(parameters, final) ?? csiKey(parameters, final, sequence);
  if (event !== undefined) events.push(event);
  return rest;
}

/** ESC and anything that introduces nothing: Alt with that key. A sequence that broke off is dropped up to where it did. */
function takeOther(text: string, events: KeyEvent[]): string {
  const broken = BROKEN.exec(text)?.[0];
  if (broken !== undefined) return text.slice(broken.length);
  const character = String.fromCodePoint(text.codePointAt(1) ?? 0);
  const key = character === '\\' ? undefined : altKey(character);
  if (key !== undefined) events.push(key);
  return text.slice(1 + character.length);
}

function pushText(piece: string, events: KeyEvent[]): void {
  const text = piece.replace(C1, '');
  if (text !== '') events.push({ type: 'text', text });
}

function escapeKey(): Key {
  return { type: 'key', name: 'escape', ...NONE, sequence: '\x1b' };
}
