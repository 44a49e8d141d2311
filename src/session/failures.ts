/**
 * What goes wrong while something is done for one person: a bug ends their session alone, a store that cannot be used ends nothing.
 */
import { StoreUnavailable } from '../chat/ports/store-unavailable.ts';
import type { Front } from './front.ts';
import type { Session } from './session.ts';

const NO_STORE =
  'The server cannot read or write its data right now, so nothing came of that. Please try again in a moment.';

/** What nobody asked for is tried again after this long, ms. */
const RETRY_MS = 5000;

type Work = () => Promise<void> | void;

export class Failures {
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  #reference: string | undefined;
  /** What is to be tried again, by what it is; there only while something is. */
  #due: Map<string, Work> | undefined;
  #cancel: (() => void) | undefined;

  constructor(session: Session, front: () => Front | undefined) {
    this.#session = session;
    this.#front = front;
  }

  /** Runs something on the person's behalf; resolves when it is done or has failed. */
  async guard(work: Work): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#take(error);
    }
  }

  /**
   * Runs what the person did not ask for (another session changed something): while the store cannot be used it is tried
   * again, and they read nothing of it. Of each kind only the newest is; it must do no harm to run twice.
   */
  async insist(kind: string, work: Work): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#again(kind, work, error);
      else this.fail(error);
    }
  }

  /** What went wrong while the session ended: nobody can be told any more. */
  note(err: unknown): void {
    const { handle, deps } = this.#session;
    const reference = this.#reference;
    if (err instanceof StoreUnavailable) deps.logger.warn({ err, handle }, 'the store could not be used to the end');
    else deps.logger.error({ err, reference, handle }, 'a session did not end well');
  }

  /** Does every one of these, whatever becomes of those before it. */
  finish(steps: readonly (() => void)[]): void {
    for (const step of steps) {
      try {
        step();
      } catch (error) {
        this.note(error);
      }
    }
  }

  /** The session is over: nothing is tried again. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#due = undefined;
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

  /** Never throws: to tell somebody may fail as well. */
  #take(error: unknown): void {
    try {
      if (error instanceof StoreUnavailable) this.#miss(error);
      else this.fail(error);
    } catch (bug) {
      this.fail(bug);
    }
  }

  #again(kind: string, work: Work, err: StoreUnavailable): void {
    const { ended, handle, deps } = this.#session;
    if (ended) return;
    deps.logger.info({ err, handle, kind }, 'the store cannot be used: tried again in a moment');
    this.#due ??= new Map();
    this.#due.set(kind, work);
    this.#cancel ??= deps.timers.after(RETRY_MS, () => {
      const due = this.#due ?? [];
      this.close();
      for (const [each, again] of due) void this.insist(each, again);
    });
  }

  /** Whoever is only coming in cannot stay without the store; all others read that nothing came of what they wanted. */
  #miss(err: StoreUnavailable): void {
    const { ended, handle, deps, terminal } = this.#session;
    // What was under way when the session, or the whole server, ended.
    if (ended) return;
    deps.logger.info({ err, handle }, 'the store cannot be used: somebody was told to try again');
    const front = this.#front();
    if (front !== undefined) {
      front.notice({ kind: 'error', text: NO_STORE });
      return;
    }
    terminal.writeError(`${NO_STORE}\r\n`);
    void this.#session.end('lost', '', 1);
  }
}
