/** Between the input line and the chat: what Enter hands over, and what comes back into the line because it was not taken. */
import { COMMANDS } from '../chat/commands/table.ts';
import type { LineInput } from './line-input.ts';
import type { Session } from './session.ts';

export class LineSender {
  readonly #session: Session;
  readonly #input: LineInput;
  readonly #before: () => void;

  /** `before`: a line is about to be run. */
  constructor(session: Session, input: LineInput, before: () => void) {
    this.#session = session;
    this.#input = input;
    this.#before = before;
  }

  /** Enter, whatever it means where the line stands. */
  enter(): void {
    const text = this.#input.enter((confirmed) => this.#send(confirmed));
    if (text !== undefined) this.#send(text);
  }

  /** Brings what waits for a slow channel back into an empty line; false when nothing does. */
  takeBack(): boolean {
    const { slow, windows } = this.#session;
    if (windows.current === undefined || !this.#input.isIdle) return false;
    const words = slow.takeBack(windows.current.conversation);
    if (words !== undefined) this.#input.giveBack(words.text, words.aim, undefined);
    return words !== undefined;
  }

  #send(text: string): void {
    const { aimed } = this.#input;
    // First, for what is entered may lead to another window, or end the session and save what is left in the line.
    this.#input.sent(text, COMMANDS.values());
    this.#before();
    if (!this.#session.enter(text, aimed)) this.#input.giveBack(text, aimed, undefined);
  }
}
