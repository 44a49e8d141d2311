/**
 * Who is told of accepted messages and of changes to them. A listener that throws is a bug of its own: the others are told all the
 * same and the error surfaces as an uncaught one, for the messages are stored and their senders must hear so.
 */
import type { Accepted } from '../chat/ports/message-log.ts';

type Listener = (batch: readonly Accepted[]) => void;

export class Followers {
  readonly #listeners = new Set<{ readonly listener: Listener }>();

  /** Returns the way to stop, which is idempotent. The same function may follow twice. */
  add(listener: Listener): () => void {
    const entry = { listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** Tells everyone who follows now; an empty batch is told to nobody. */
  tell(batch: readonly Accepted[]): void {
    if (batch.length === 0) return;
    for (const { listener } of [...this.#listeners]) {
      try {
        listener(batch);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
