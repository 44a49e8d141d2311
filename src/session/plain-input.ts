/**
 * What a person without a screen types, gathered into lines. With a pty we are the terminal driver: echo, Backspace and
 * Ctrl-U are ours; without one the far end sends whole lines, and those two are controls like others: not text.
 */
import { StringDecoder } from 'node:string_decoder';
import { lastGrapheme, textWidth } from '../tui/width.ts';

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

export class PlainInput {
  readonly #decoder = new StringDecoder('utf8');
  readonly #echo: boolean;
  #line = '';
  #afterReturn = false;
  /** While a secret is typed nothing is echoed. */
  masked = false;

  constructor(echo: boolean) {
    this.#echo = echo;
  }

  /** What is typed so far, to be shown again after a line from somebody else. */
  get draft(): string {
    return this.masked ? '' : this.#line;
  }

  feed(chunk: Buffer): readonly PlainEvent[] {
    const events: PlainEvent[] = [];
    // An arrow key or another sequence is not text: dropped whole.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's sequences begin with ESC
    const text = this.#decoder.write(chunk).replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?/gu, '');
    for (const character of text) this.#take(character, events);
    return events;
  }

  /** The far end sends no more: what stands without a line end counts as a line. */
  finish(): readonly PlainEvent[] {
    const rest = this.#line + this.#decoder.end();
    this.#line = '';
    return rest === '' ? [] : [{ type: 'line', text: rest }];
  }

  #take(character: string, events: PlainEvent[]): void {
    const wasReturn = this.#afterReturn;
    this.#afterReturn = character === '\r';
    switch (character) {
      case '\n':
        if (wasReturn) return;
        this.#enter(events);
        return;
      case '\r':
        this.#enter(events);
        return;
      case '\u0003':
        this.#line = '';
        events.push({ type: 'interrupt' });
        return;
      case '\u0004':
        if (this.#line === '') events.push({ type: 'end' });
        return;
      case '\u0008':
      case '\u007f':
        this.#erase(lastGrapheme(this.#line), events);
        return;
      case '\u0015':
        this.#erase(this.#line, events);
        return;
    }
    if (character < ' ' && character !== '\t') return;
    if (this.#line.length >= LINE_CHARACTERS) return;
    this.#line += character;
    this.#say(character, events);
  }

  #enter(events: PlainEvent[]): void {
    const text = this.#line;
    this.#line = '';
    if (this.#echo) events.push({ type: 'echo', text: '\r\n' });
    events.push({ type: 'line', text });
  }

  /** `end` is the end of the line. Of a pipe nothing is erased. */
  #erase(end: string, events: PlainEvent[]): void {
    if (!this.#echo || end === '') return;
    this.#line = this.#line.slice(0, -end.length);
    this.#say(end.length > RUBBED_OUT ? '\r\n' : '\b \b'.repeat(textWidth(end)), events);
  }

  #say(text: string, events: PlainEvent[]): void {
    if (this.#echo && !this.masked) events.push({ type: 'echo', text });
  }
}
