/**
 * What goes back to a person with a pty but no screen while they type: echo and bell. Nothing of it piles up for somebody
 * who types and does not read: what could not be shown is made good once, when the far end takes more.
 */
import type { Terminal } from './terminal.ts';

const BEL = '\u0007';

export class PlainEcho {
  readonly #terminal: Pick<Terminal, 'writable' | 'write'>;
  /** What is typed so far. */
  readonly #draft: () => string;
  #owesEcho = false;
  #owesBell = false;

  constructor(terminal: Pick<Terminal, 'writable' | 'write'>, draft: () => string) {
    this.#terminal = terminal;
    this.#draft = draft;
  }

  show(text: string): void {
    if (this.#terminal.writable && !this.#owesEcho) this.#terminal.write(text);
    else this.#owesEcho = true;
  }

  bell(): void {
    if (this.#terminal.writable) this.#terminal.write(BEL);
    else this.#owesBell = true;
  }

  /** The far end takes more: one bell for those it missed, and the draft as it is now on a line of its own. */
  drain(): void {
    const bell = this.#owesBell ? BEL : '';
    const echo = this.#owesEcho ? `\r\n${this.#draft()}` : '';
    this.#owesBell = false;
    this.#owesEcho = false;
    if (bell !== '' || echo !== '') this.#terminal.write(bell + echo);
  }
}
