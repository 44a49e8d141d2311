/** What goes wrong while something is done for one person: a bug ends their session alone, a store that cannot be used ends nothing. */
import { StoreUnavailable } from '../chat/ports/store-unavailable.ts';
import type { Front } from './front.ts';
import type { Session } from './session.ts';

const NO_STORE =
  'The server cannot read or write its data right now, so nothing came of that. Please try again in a moment.';

export class Failures {
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  #reference: string | undefined;

  constructor(session: Session, front: () => Front | undefined) {
    this.#session = session;
    this.#front = front;
  }

  /** Runs something on the person's behalf; resolves when it is done or has failed. */
  async guard(work: () => Promise<void> | void): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#miss(error);
      else this.fail(error);
    }
  }

  /**
   * A bug showed itself: written down with a reference, and the session ends with that reference and an apology. What
   * else breaks while it ends is written down under the same.
   */
  fail(err: unknown): void {
    const { id, handle, deps } = this.#session;
    this.#reference ??= `${id.slice(0, 8)}-${deps.timers.now().toString(36)}`;
    const reference = this.#reference;
    deps.logger.error({ err, reference, handle }, 'a session failed');
    void this.#session.end('lost', `Sorry, something went wrong here (reference ${reference}). Please come back.`, 1);
  }

  /** Whoever is only coming in cannot stay without the store; all others read that nothing came of what they wanted. */
  #miss(err: StoreUnavailable): void {
    const { ended, handle, deps, terminal } = this.#session;
    // What was under way when the session, or the whole server, ended.
    if (ended) return;
    deps.logger.warn({ err, handle }, 'the store cannot be used: somebody was told to try again');
    const front = this.#front();
    if (front !== undefined) {
      front.notice({ kind: 'error', text: NO_STORE });
      return;
    }
    terminal.writeError(`${NO_STORE}\r\n`);
    void this.#session.end('lost', '', 1);
  }
}
