/** The MessageLog over SQLite. What the writer accepted is told to the followers in the order of its seqs. */
import { NO_SUCH_LINE } from '../../chat/amend.ts';
import type { ChatMessage, Conversation, Draft } from '../../chat/message.ts';
import type { WallClock } from '../../chat/ports/clock.ts';
import type {
  Accepted,
  Amendment,
  DirectSummary,
  HistoryPage,
  HistoryQuery,
  MessageLog,
  Original,
  SearchPage,
  SearchQuery,
} from '../../chat/ports/message-log.ts';
import { ok, type Result } from '../../chat/result.ts';
import { Followers } from '../followers.ts';
import { Indexing } from './indexing.ts';
import type { Reads, Writes } from './operations/all.ts';
import type { WorkerQueue } from './queue.ts';

export class SqliteLog implements MessageLog {
  readonly #writer: WorkerQueue<Writes>;
  readonly #reader: WorkerQueue<Reads>;
  readonly #clock: WallClock;
  readonly #indexing: Indexing;
  readonly #followers = new Followers();
  #accepted: Accepted[] = [];

  constructor(writer: WorkerQueue<Writes>, reader: WorkerQueue<Reads>, clock: WallClock) {
    this.#writer = writer;
    this.#reader = reader;
    this.#clock = clock;
    this.#indexing = new Indexing(() => writer.call('index'));
    writer.afterBatch = () => {
      const batch = this.#accepted;
      this.#accepted = [];
      this.#followers.tell(batch);
    };
  }

  /** What the server before did not come to; resolves also when the disk does not let it now. */
  begin(): Promise<void> {
    return this.#indexing.begin();
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
          this.#indexing.added(message);
          // Whoever awaits this runs after the batch's last call is settled and the followers are told.
          resolve(message);
        },
        reject,
      );
    });
  }

  amend(amendment: Amendment): Promise<Result<ChatMessage>> {
    return new Promise((resolve, reject) => {
      this.#writer.send(
        'amend',
        [amendment, this.#clock.now()],
        (amended) => {
          const [first] = amended.ok ? amended.value : [];
          if (!amended.ok || first === undefined) {
            resolve(amended.ok ? NO_SUCH_LINE : amended);
            return;
          }
          for (const { message } of amended.value) Object.freeze(message);
          this.#accepted.push(...amended.value);
          resolve(ok(first.message));
        },
        reject,
      );
    });
  }

  async originals(conversation: Conversation, seq: number): Promise<readonly Original[]> {
    return this.#reader.call('originals', conversation, seq);
  }

  follow(listener: (batch: readonly Accepted[]) => void): () => void {
    return this.#followers.add(listener);
  }

  async before(query: HistoryQuery & { readonly before: number }): Promise<HistoryPage> {
    return this.#reader.call('before', query);
  }

  async after(query: HistoryQuery & { readonly after: number }): Promise<HistoryPage> {
    return this.#reader.call('after', query);
  }

  async lastSeqs(conversations: readonly Conversation[]): Promise<ReadonlyMap<Conversation, number>> {
    return this.#reader.call('lastSeqs', conversations);
  }

  async directsOf(user: number): Promise<readonly DirectSummary[]> {
    return this.#reader.call('directsOf', user);
  }

  async seqAt(conversation: Conversation, at: number): Promise<number> {
    return this.#reader.call('seqAt', conversation, at);
  }

  async search(query: SearchQuery): Promise<SearchPage> {
    await this.#indexing.caughtUp();
    return this.#reader.call('search', query);
  }
}
