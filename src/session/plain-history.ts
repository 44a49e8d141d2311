/**
 * How far up and down each conversation was printed for a person without a screen, and what lies beyond: what a ring ran
 * past, and older lines on request. Read from history in pages, never kept.
 */
import type { ChatMessage, Conversation } from '../chat/message.ts';
import { Recent } from '../chat/recent.ts';
import type { SessionDeps } from './deps.ts';

/** History is read in pages of this many. */
const PAGE = 200;
/** Of so many conversations it is known what was printed, those printed last; of any other lines may be printed again. */
const CONVERSATIONS = 1024;

/** The oldest and the newest seq that were printed, both inclusive. */
interface Printed {
  readonly first: number;
  readonly last: number;
}

export class PlainHistory {
  readonly #deps: Pick<SessionDeps, 'log' | 'logger'>;
  readonly #printed = new Recent<Conversation, Printed>(CONVERSATIONS);

  constructor(deps: Pick<SessionDeps, 'log' | 'logger'>) {
    this.#deps = deps;
  }

  /** A message is printed, or left out on purpose. */
  note({ conversation, seq }: ChatMessage): void {
    const { first, last } = this.#printed.get(conversation) ?? { first: seq, last: seq };
    this.#printed.set(conversation, { first: Math.min(first, seq), last: Math.max(last, seq) });
  }

  /** Of how many conversations it is known. */
  get size(): number {
    return this.#printed.size;
  }

  /** Whether it lies within what was printed. */
  has({ conversation, seq }: ChatMessage): boolean {
    const printed = this.#printed.get(conversation);
    return printed !== undefined && seq >= printed.first && seq <= printed.last;
  }

  /** Those that are older than all that was printed of their conversation. */
  unprinted(messages: readonly ChatMessage[]): readonly ChatMessage[] {
    return messages.filter(({ conversation, seq }) => seq < this.#firstOf(conversation));
  }

  forget(conversation: Conversation): void {
    this.#printed.delete(conversation);
  }

  /** The `count` messages (1–1000) before the oldest that was printed, oldest first; fewer where they are long. */
  async older(conversation: Conversation, count: number): Promise<readonly ChatMessage[]> {
    const page = await this.#deps.log.before({ conversation, before: this.#firstOf(conversation), limit: count });
    return page.messages;
  }

  /** What comes after the newest that was printed, and after `from`, up to `before` (exclusive), oldest first. */
  async *missed(conversation: Conversation, from: number, before: number): AsyncGenerator<ChatMessage, void> {
    let after = Math.max(from, this.#printed.get(conversation)?.last ?? 0);
    for (;;) {
      const page = await this.#deps.log.after({ conversation, after, limit: PAGE });
      const missed = page.messages.filter(({ seq }) => seq < before);
      if (missed.length === 0) return;
      this.#deps.logger.info({ conversation, count: missed.length }, 'a slow reader catches up from history');
      yield* missed;
      if (!page.hasMore) return;
      after = page.messages.at(-1)?.seq ?? before;
    }
  }

  #firstOf(conversation: Conversation): number {
    return this.#printed.get(conversation)?.first ?? Number.POSITIVE_INFINITY;
  }
}
