/** When what was said is taken into the search index: many messages at a time, and all of them before anyone searches. */
import { type ChatMessage, textOf } from '../../chat/message.ts';

/** So many messages are taken in together, or so much text, UTF-16 units. */
const MESSAGES = 64;
const TEXT = 65_536;
/** When fewer have come, the first of them waits so long, ms; and as long before it is tried again. */
const PATIENCE_MS = 5000;

export class Indexing {
  readonly #index: () => Promise<boolean>;
  #messages = 0;
  #text = 0;
  #timer: NodeJS.Timeout | undefined;
  /** One after the other; never rejects. */
  #runs = Promise.resolve();

  /** `index` takes in the oldest that are missing, and tells whether there are more. */
  constructor(index: () => Promise<boolean>) {
    this.#index = index;
  }

  /** As {@link caughtUp}, for what the server before left. */
  begin(): Promise<void> {
    this.#messages += 1;
    return this.caughtUp();
  }

  /** It is stored. */
  added(message: ChatMessage): void {
    if (message.kind === 'join' || message.kind === 'leave') return;
    this.#messages += 1;
    this.#text += textOf(message).length;
    if (this.#messages >= MESSAGES || this.#text >= TEXT) void this.caughtUp();
    else this.#wait();
  }

  /** Resolves when all that are stored are in the index, or cannot be put there now: the others can be found all the same. */
  caughtUp(): Promise<void> {
    this.#runs = this.#runs.then(() => this.#run());
    return this.#runs;
  }

  async #run(): Promise<void> {
    if (this.#messages === 0) return;
    this.#messages = 0;
    this.#text = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      while (await this.#index());
    } catch {
      // Whoever the database serves is told by the queue.
      this.#messages += 1;
      this.#wait();
    }
  }

  #wait(): void {
    this.#timer ??= setTimeout(() => void this.caughtUp(), PATIENCE_MS).unref();
  }
}
