/** The one way into the log: stamps a draft's id, and turns a log that cannot write into a sentence. */
import type { ChatMessage, Conversation, Draft, Quoted, Said } from './message.ts';
import type { MessageLog } from './ports/message-log.ts';
import { StoreUnavailable } from './ports/store-unavailable.ts';
import { ok, type Result, refuse } from './result.ts';

const NOT_SAVED = refuse(
  'not-saved',
  'Not saved, and shown to nobody: the server cannot write to its disk right now. Try again shortly.',
);

export class Recorder {
  readonly #log: MessageLog;
  readonly #newId: () => string;

  constructor(log: MessageLog, newId: () => string) {
    this.#log = log;
    this.#newId = newId;
  }

  /** `id` is the sender's own, so that a retry is harmless. Code: `not-saved`. */
  async record(
    conversation: Conversation,
    said: Said,
    id = this.#newId(),
    replyTo?: Quoted,
  ): Promise<Result<ChatMessage>> {
    const draft: Draft = { ...said, conversation, id, ...(replyTo === undefined ? {} : { replyTo }) };
    return await saved(this.#log.append(draft));
  }
}

/** What is being written, or the refusal `not-saved` when the disk does not take it. */
export async function saved<T>(writing: Promise<T>): Promise<Result<T>> {
  try {
    return ok(await writing);
  } catch (error) {
    if (error instanceof StoreUnavailable) return NOT_SAVED;
    throw error;
  }
}
