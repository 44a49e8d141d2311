/**
 * The windows' drafts: each window has its own line, and comes back to it. Of all of them together no more is taken than has a
 * bound; what can be undone and what was sent is remembered of the windows looked at last.
 */
import type { Aim } from '../chat/command.ts';
import { COMMANDS } from '../chat/commands/table.ts';
import type { Conversation } from '../chat/message.ts';
import { Draft } from './draft.ts';

/** What may be typed in all windows together, in UTF-16 units: twice what is kept when one leaves. */
const TYPED_SIZE = 512 * 1024;
/** What is remembered besides, in UTF-16 units: what can be undone and what was sent. */
const REMEMBERED_SIZE = 512 * 1024;

export class Drafts {
  /** The one whose window was looked at longest ago first. */
  readonly #drafts = new Map<Conversation, Draft>();
  #current = this.#empty();

  /** Of the window that is looked at. */
  get current(): Draft {
    return this.#current;
  }

  /** Goes to a window's own draft. What was killed goes along. */
  turnTo(conversation: Conversation): void {
    const draft = this.#open(conversation);
    this.#drafts.delete(conversation);
    this.#drafts.set(conversation, draft);
    if (draft === this.#current) return;
    draft.wake(this.#current.rest());
    this.#current = draft;
    let room = REMEMBERED_SIZE;
    for (const each of [...this.#drafts.values()].reverse()) room -= each.keepWithin(room);
  }

  /** What stands in a window's line and is not sent; what an edit puts aside counts, not the edit. */
  unsent(conversation: Conversation): string {
    return this.#drafts.get(conversation)?.unsent ?? '';
  }

  /** Puts a draft into a window's line in place of what stands there. */
  restore(conversation: Conversation, text: string): void {
    this.#open(conversation).replace(text);
  }

  /**
   * Puts a line that was not sent into that of its window, the current one if none is given. False when something stands there, or the
   * window is gone: then the current one remembers it, but it does not stand there, where Enter would say it to others.
   */
  giveBack(conversation: Conversation | undefined, text: string, aim: Aim | undefined): boolean {
    const draft = conversation === undefined ? this.#current : this.#drafts.get(conversation);
    const stands = draft?.giveBack(text, aim) === true;
    if (draft !== this.#current) draft?.rest();
    if (!stands) this.#current.remember(text, COMMANDS.values());
    return stands;
  }

  /** A window is gone, and its draft with it. */
  forget(conversation: Conversation): void {
    this.#drafts.delete(conversation);
  }

  #open(conversation: Conversation): Draft {
    let draft = this.#drafts.get(conversation);
    if (draft === undefined) {
      draft = this.#empty();
      this.#drafts.set(conversation, draft);
    }
    return draft;
  }

  #empty(): Draft {
    return new Draft((more) => {
      let size = more;
      for (const draft of this.#drafts.values()) size += draft.size;
      return size <= TYPED_SIZE;
    });
  }
}
