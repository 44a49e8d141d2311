/** Which of one person's drafts are kept: all of them while they are small together, else those that were typed last. */
import type { Conversation } from '../chat/message.ts';

/** How much is kept in all, in UTF-16 units: four pastes as large as can be sent. */
const DRAFTS_SIZE = 256 * 1024;

export class KeptDrafts {
  /** As they were noted last, the one that changed longest ago first; none is empty. */
  readonly #drafts = new Map<Conversation, string>();

  /** A window's draft as it stands. */
  note(conversation: Conversation, draft: string): void {
    if ((this.#drafts.get(conversation) ?? '') === draft) return;
    this.#drafts.delete(conversation);
    if (draft !== '') this.#drafts.set(conversation, draft);
  }

  /** Those that are too much: whole ones, for half of one would be sent as if it were all. */
  get tooMuch(): ReadonlySet<Conversation> {
    const tooMuch = new Set<Conversation>();
    let size = 0;
    for (const [conversation, draft] of [...this.#drafts].reverse()) {
      size += draft.length;
      if (size > DRAFTS_SIZE) tooMuch.add(conversation);
    }
    return tooMuch;
  }
}
