/** The MessageLog over SQLite. What the writer accepted is told to the followers in the order of its seqs. */
import type { ChatMessage, Conversation, Draft } from '../../chat/message.ts';
import type { Clock } from '../../chat/ports/clock.ts';
import {
  type DirectSummary,
  type HistoryQuery,
  LogUnavailable,
  type MessageLog,
} from '../../chat/ports/message-log.ts';
import { Followers } from '../followers.ts';
import { DatabaseUnavailable } from './failures.ts';
import type { Reads, Writes } from './operations/all.ts';
import type { WorkerQueue } from './queue.ts';

export class SqliteLog implements MessageLog {
  readonly #writer: WorkerQueue<Writes>;
  readonly #reader: WorkerQueue<Reads>;
  readonly #clock: Clock;
  readonly #followers = new Followers();
  #accepted: ChatMessage[] = [];

  constructor(writer: WorkerQueue<Writes>, reader: WorkerQueue<Reads>, clock: Clock) {
    this.#writer = writer;
    this.#reader = reader;
    this.#clock = clock;
    writer.afterBatch = () => {
      const batch = this.#accepted;
      this.#accepted = [];
      this.#followers.tell(batch);
    };
  }

  append(draft: Draft): Promise<ChatMessage> {
    return new Promise((resolve, reject) => {
      this.#writer.send(
        'append',
        [draft, this.#clock.now()],
        (appended) => {
          if ('stored' in appended) {
            resolve(Object.freeze(appended.stored));
            return;
          }
          const message: ChatMessage = Object.freeze({ ...draft, ...appended.stamp });
          this.#accepted.push(message);
          // Whoever awaits this runs after the batch's last call is settled and the followers are told.
          resolve(message);
        },
        (error) => reject(unavailable(error)),
      );
    });
  }

  follow(listener: (batch: readonly ChatMessage[]) => void): () => void {
    return this.#followers.add(listener);
  }

  async before(query: HistoryQuery & { readonly before: number }): Promise<readonly ChatMessage[]> {
    return this.#reader.call('before', query);
  }

  async after(query: HistoryQuery & { readonly after: number }): Promise<readonly ChatMessage[]> {
    return this.#reader.call('after', query);
  }

  async lastSeqs(conversations: readonly Conversation[]): Promise<ReadonlyMap<Conversation, number>> {
    return this.#reader.call('lastSeqs', conversations);
  }

  async directsOf(user: number): Promise<readonly DirectSummary[]> {
    return this.#reader.call('directsOf', user);
  }
}

function unavailable(error: Error): Error {
  return error instanceof DatabaseUnavailable ? new LogUnavailable(error.message, { cause: error }) : error;
}
