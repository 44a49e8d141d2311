/** The keys of one screen: bytes become events, which are taken one after the other. */
import { KeyDecoder, type KeyEvent } from '../tui/keys.ts';
import { lineEnds, type Typing } from './typed-input.ts';

export class Keyboard implements Typing {
  readonly #decoder = new KeyDecoder();
  readonly #take: (events: readonly KeyEvent[]) => void;

  /** `take` is called for each step with what it brought, and for what silence decided. */
  constructor(take: (events: readonly KeyEvent[]) => void) {
    this.#take = take;
  }

  data(chunk: Buffer): void {
    this.#decoder.feed(chunk);
  }

  step(): boolean {
    this.#take(this.#decoder.read());
    return this.#decoder.hasMore;
  }

  get lines(): number {
    return lineEnds(this.#decoder.unread);
  }

  drop(): void {
    while (this.#decoder.hasMore) {
      // Where the person looks is not typed.
      const focus = this.#decoder.read().filter(({ type }) => type === 'focus');
      if (focus.length > 0) this.#take(focus);
    }
  }

  get isUndecided(): boolean {
    return this.#decoder.pending;
  }

  decide(): void {
    this.#take(this.#decoder.flush());
  }
}
