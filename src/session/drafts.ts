/** The windows' drafts: each window has its own line, and comes back to it. */
import type { Conversation } from '../chat/message.ts';
import { Draft } from './draft.ts';

export class Drafts {
  readonly #drafts = new Map<Conversation, Draft>();
  #current = new Draft();

  /** Of the window that is looked at. */
  get current(): Draft {
    return this.#current;
  }

  /** A window's draft; of the one looked at if that was never looked at, or none is given. */
  of(conversation: Conversation | undefined): Draft {
    return (conversation === undefined ? undefined : this.#drafts.get(conversation)) ?? this.#current;
  }

  /** Goes to a window's own draft. */
  turnTo(conversation: Conversation): void {
    this.#current = this.#open(conversation);
  }

  /** What stands in a window's line and is not sent; what an edit puts aside counts, not the edit. */
  unsent(conversation: Conversation): string {
    return this.#drafts.get(conversation)?.unsent ?? '';
  }

  /** Puts a draft into a window's line in place of what stands there. */
  restore(conversation: Conversation, text: string): void {
    this.#open(conversation).change({ type: 'set', text });
  }

  /** A window is gone, and its draft with it. */
  forget(conversation: Conversation): void {
    this.#drafts.delete(conversation);
  }

  #open(conversation: Conversation): Draft {
    let draft = this.#drafts.get(conversation);
    if (draft === undefined) {
      draft = new Draft();
      this.#drafts.set(conversation, draft);
    }
    return draft;
  }
}
