/**
 * Who is told of accepted messages. A listener that throws is a bug of its own: the others are told all the same and
 * the error surfaces as an uncaught one, for the messages are stored and their senders must hear so.
 */
import type { ChatMessage } from '../chat/message.ts';

type Listener = (batch: readonly ChatMessage[]) => void;

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
  tell(batch: readonly ChatMessage[]): void {
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
