/**
 * What a person without a screen types, gathered into lines. With a pty we are the terminal driver: echo, Backspace and
 * Ctrl-U are ours; without one the far end sends whole lines, and those two are controls like others: not text.
 */
import { StringDecoder } from 'node:string_decoder';
import { harmless } from '../tui/row.ts';
import { lastGrapheme, textWidth } from '../tui/width.ts';
import { lineEnds, type Typing } from './typed-input.ts';

/** Longer lines are cut here, and refused with a sentence when they end. */
const LINE_CHARACTERS = 8192;
/** Of a longer one nothing is rubbed out by Ctrl-U: as with a typewriter it goes on in a new row. */
const RUBBED_OUT = 512;

export type PlainEvent =
  | { readonly type: 'line'; readonly text: string }
  /** Bytes to send back so that the person sees what they type. */
  | { readonly type: 'echo'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

/** An arrow key or another sequence is not text: dropped whole. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's sequences begin with ESC
const SEQUENCES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is not text
const TEXT = /[^\0-\b\n-\u001f\u007f]+/y;
const HALF_A_PAIR = /[\ud800-\udbff]$/;

export class PlainInput implements Typing {
  readonly #decoder = new StringDecoder('utf8');
  readonly #echo: boolean;
  readonly #take: (event: PlainEvent) => void;
  /** What came, and how far it is done. */
  #text = '';
  #at = 0;
  #line = '';
  #afterReturn = false;
  #masked = false;
  /** Nothing here waits for silence. */
  readonly isUndecided = false;

  constructor(echo: boolean, take: (event: PlainEvent) => void) {
    this.#echo = echo;
    this.#take = take;
  }

  /** While a secret is typed nothing is echoed. What was typed of it when that ends is no beginning of a line. */
  get masked(): boolean {
    return this.#masked;
  }

  set masked(masked: boolean) {
    this.#masked = masked;
    this.#line = '';
  }

  /** What is typed so far, to be shown again after a line from somebody else. */
  get draft(): string {
    return this.masked ? '' : this.#line;
  }

  data(chunk: Buffer): void {
    this.#text = this.#text.slice(this.#at) + this.#decoder.write(chunk).replace(SEQUENCES, '');
    this.#at = 0;
  }

  /** Takes one control character, or text up to one. */
  step(): boolean {
    TEXT.lastIndex = this.#at;
    const text = TEXT.exec(this.#text)?.[0];
    const control = this.#text.charAt(this.#at);
    this.#at += text?.length ?? 1;
    if (text !== undefined) this.#type(text);
    else if (control !== '') this.#press(control);
    return this.#at < this.#text.length;
  }

  get lines(): number {
    return lineEnds(this.#text.slice(this.#at));
  }

  drop(): void {
    this.#at = this.#text.length;
    this.#line = '';
  }

  decide(): void {
    // Nothing is undecided.
  }

  /** The far end sends no more: what stands without a line end counts as a line. */
  finish(): void {
    const rest = this.#line + this.#decoder.end();
    this.#line = '';
    if (rest !== '') this.#take({ type: 'line', text: rest });
  }

  #type(text: string): void {
    this.#afterReturn = false;
    const room = Math.max(0, LINE_CHARACTERS - this.#line.length);
    const kept = harmless(text.length <= room ? text : text.slice(0, room).replace(HALF_A_PAIR, ''));
    this.#line += kept;
    if (kept !== '') this.#say(kept);
  }

  #press(control: string): void {
    const wasReturn = this.#afterReturn;
    this.#afterReturn = control === '\r';
    switch (control) {
      case '\n':
        if (!wasReturn) this.#enter();
        break;
      case '\r':
        this.#enter();
        break;
      case '\u0003':
        this.#line = '';
        this.#take({ type: 'interrupt' });
        break;
      case '\u0004':
        if (this.#line === '') this.#take({ type: 'end' });
        break;
      case '\u0008':
      case '\u007f':
        this.#erase(lastGrapheme(this.#line));
        break;
      case '\u0015':
        this.#erase(this.#line);
        break;
    }
  }

  #enter(): void {
    const text = this.#line;
    this.#line = '';
    if (this.#echo) this.#take({ type: 'echo', text: '\r\n' });
    this.#take({ type: 'line', text });
  }

  /** `end` is the end of the line. Of a pipe nothing is erased. */
  #erase(end: string): void {
    if (!this.#echo || end === '') return;
    this.#line = this.#line.slice(0, -end.length);
    this.#say(end.length > RUBBED_OUT ? '\r\n' : '\b \b'.repeat(textWidth(end)));
  }

  #say(text: string): void {
    if (this.#echo && !this.masked) this.#take({ type: 'echo', text });
  }
}
