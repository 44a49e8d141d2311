/**
 * The plain door: sentences instead of layout, not one escape byte, for screen readers and pipes. Lines in are echoed and
 * gathered here; lines out go through the printer, which skips none.
 */
import { type Choices, choiceLines } from '../chat/choices.ts';
import type { Aim, PageLine } from '../chat/command.ts';
import { COMMANDS } from '../chat/commands/table.ts';
import type { ChatMessage, Conversation } from '../chat/message.ts';
import { excerptOf } from '../chat/quote.ts';
import { checkLine } from '../chat/text.ts';
import { isSecretLine } from '../tui/input-history.ts';
import type { Notice } from '../tui/items.ts';
import type { Front } from './front.ts';
import { HeldLines } from './held-lines.ts';
import { PlainEcho } from './plain-echo.ts';
import { type PlainEvent, PlainInput } from './plain-input.ts';
import { PlainPrinter } from './plain-printer.ts';
import { PlainReading } from './plain-reading.ts';
import { namesOf, spoken } from './plain-sentences.ts';
import { DROPPED } from './secrecy.ts';
import type { Session } from './session.ts';
import { wordsOfLoss } from './unsent.ts';
import type { Window } from './window.ts';

export class PlainFront implements Front {
  readonly isPlain = true;
  /** Nobody knows: there are no focus reports here. */
  readonly isFocused = false;
  readonly #session: Session;
  readonly typing: PlainInput;
  readonly #echo: boolean;
  readonly #typed: PlainEcho;
  readonly #held: HeldLines;
  readonly #printer: PlainPrinter;
  readonly #reading: PlainReading;
  #answer: ((secret: string | undefined) => void) | undefined;
  #quitAsked = false;
  /** The far end sends no more, so nobody answers. */
  #isAlone = false;
  /** Some of what was typed while a command with a secret was under way is gone. */
  #hasDropped = false;
  /** Lines came that could not even be kept. */
  #overrun = false;
  #closed = false;

  /** `echo`: there is a pty, so what is typed must be shown by us. */
  constructor(session: Session, echo: boolean) {
    this.#session = session;
    this.#echo = echo;
    this.typing = new PlainInput(this.#echo, (event) => this.#take(event));
    this.#typed = new PlainEcho(session.terminal, () => this.typing.draft);
    this.#printer = new PlainPrinter(session, () => (this.#echo ? this.typing.draft : undefined));
    this.#reading = new PlainReading(session, this.#printer);
    this.#held = new HeldLines({
      hasRoom: () => session.sending.hasRoom,
      enter: (text) => {
        session.enter(text);
        if (isSecretLine(text, COMMANDS.values())) session.secrecy.end();
      },
    });
  }

  get isAsked(): boolean {
    return this.#answer !== undefined;
  }

  /** The far end has said all: what waits is sent, what is there is shown, then the session ends. */
  eof(): void {
    // Where too much came, what stands is half a line.
    if (!this.#overrun) this.typing.finish();
    this.#isAlone = true;
    this.stopAsking();
    void this.#session.guard(async () => {
      while (this.#held.size > 0 && !this.#closed) {
        await this.#session.whenSent();
        this.#held.send();
      }
      await this.#session.whenSent();
      await this.#printer.pump();
      // It took all of it, and has nothing more to say by which that would be known.
      this.#session.heard();
      await this.#session.end('quit', '', this.#overrun || this.#hasDropped ? 1 : 0);
    });
  }

  dropped(): void {
    this.#hasDropped = true;
    this.#printer.put(`-- ${DROPPED}`);
  }

  flooded(): void {
    this.#refuse();
  }

  drain(): void {
    this.#typed.drain();
    this.#printer.drain();
    this.changed();
  }

  resized(): void {
    // The next line is wrapped to it; what is printed stays printed.
  }

  came(): void {
    this.changed();
  }

  changed(): void {
    this.#held.send();
    void this.#session.guard(() => this.#printer.pump());
  }

  notice(notice: Notice): void {
    if (notice.kind === 'info' || notice.kind === 'error') this.#printer.put(`-- ${notice.text}`);
  }

  page(title: string, lines: readonly PageLine[]): void {
    this.#printer.put(`-- ${title}`);
    for (const line of lines) this.#printer.put(spoken(line));
  }

  list(choices: Choices): void {
    this.page(choices.title, choiceLines(choices));
  }

  /** Most come with their window's lines; the words that open a window, and those that waited for a login, only here. */
  outside(message: ChatMessage): void {
    if (!this.#printer.history.has(message)) this.#printer.put({ message, title: '' });
  }

  notify(): void {
    // It would be an escape sequence; the line itself is here.
  }

  stateOf(): undefined {
    // A line is sent as a whole here, and history is read out from where one stands.
    return undefined;
  }

  restore(): void {
    // As said.
  }

  bell(): void {
    if (this.#echo) this.#typed.bell();
  }

  shown(window: Window, unread: number): void {
    this.#reading.enter(window, unread);
  }

  closed(conversation: Conversation): void {
    this.#reading.forget(conversation);
  }

  clear(): void {
    this.notice({ kind: 'info', text: 'What is printed stays printed; there is no screen to empty here.' });
  }

  togglePeople(): boolean {
    const { current } = this.#session.windows;
    const people = current?.transcript.people ?? [];
    this.notice({ kind: 'info', text: `In ${current?.title ?? 'no window'}: ${namesOf(people)}.` });
    return true;
  }

  older(count: number): Promise<void> {
    return this.#reading.older(count);
  }

  goTo(window: Window, seq: number): Promise<void> {
    return this.#reading.from(window, seq);
  }

  askSecret(label: string): Promise<string | undefined> {
    this.#answer?.(undefined);
    if (this.#isAlone) return Promise.resolve(undefined);
    const seen = this.#echo ? '' : ' (it shows as you type it)';
    this.#printer.put(`-- ${label}${seen}`);
    this.typing.masked = true;
    return new Promise((resolve) => {
      this.#answer = (secret) => {
        this.#answer = undefined;
        this.typing.masked = false;
        resolve(secret);
      };
    });
  }

  stopAsking(): void {
    this.#answer?.(undefined);
  }

  compose({ kind, line }: Aim, text: string): void {
    if (kind === 'edit') this.#printer.put(`-- it says: ${text}`);
    const how =
      kind === 'edit' ? '/edit and the new words change it' : `/reply-to ${line.from.handle} and words answer it`;
    this.#printer.put(`-- ${how}`);
  }

  select(): boolean {
    return false;
  }

  giveBack(text: string): void {
    this.#printer.put(`-- not sent: ${excerptOf(text)}`);
  }

  keys(): readonly string[] {
    return [
      'Enter sends the line.',
      'Backspace and Ctrl-U correct it.',
      'Ctrl-C drops it; on an empty line twice, or Ctrl-D, quits.',
      '/window goes to another conversation, /history reads older lines, /people says who is here.',
    ];
  }

  close(lastWords: string, lost: number): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#printer.close(wordsOfLoss(lastWords, lost + this.#held.size));
  }

  #take(event: PlainEvent): void {
    switch (event.type) {
      case 'echo':
        this.#typed.show(event.text);
        break;
      case 'line':
        this.#line(event.text);
        break;
      case 'interrupt':
        this.#interrupt();
        break;
      case 'end':
        void this.#session.end('quit', 'Goodbye.');
        break;
      default:
        event satisfies never;
    }
  }

  #line(text: string): void {
    this.#quitAsked = false;
    const length = checkLine(text);
    if (this.#answer !== undefined) this.#answer(text);
    else if (!length.ok) this.notice({ kind: 'error', text: length.sentence });
    else this.#put(text);
  }

  /** What comes after a command that asks for a secret waits for it also while the command itself waits. */
  #put(text: string): void {
    const isSecret = isSecretLine(text, COMMANDS.values());
    if (isSecret) this.#session.secrecy.begin();
    if (this.#held.put(text)) return;
    if (isSecret) this.#session.secrecy.end();
    this.#refuse();
  }

  /** Said once: a flood would fill the far end with it. */
  #refuse(): void {
    if (this.#overrun) return;
    this.#overrun = true;
    this.#printer.put('-- Too much waits to be sent; from here on lines are lost. Send less at once.');
  }

  #interrupt(): void {
    if (this.#answer !== undefined) {
      this.#answer(undefined);
    } else if (this.#quitAsked) {
      void this.#session.end('quit', 'Goodbye.');
    } else {
      this.#quitAsked = true;
      this.#printer.put('-- Ctrl-C again quits; anything else stays.');
    }
  }
}
