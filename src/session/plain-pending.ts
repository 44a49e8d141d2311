/**
 * Lines that wait for a person without a screen whose far end takes none now: bounded, and if the bound was met, the person
 * reads where and how many are missing. Channel lines never wait here: for those the session's cursors stand still.
 */
import { type ChatMessage, sizeOf } from '../chat/message.ts';

/** How many lines may wait, and how much text in UTF-16 units: the oldest go first. */
const PENDING = 2000;
const PENDING_SIZE = 4 * 1024 * 1024;

/** Somebody's words in the conversation called `title` (empty for a direct one). */
interface Said {
  readonly message: ChatMessage;
  readonly title: string;
  /** Out of their place: what stands between them and the rest was not printed. */
  readonly isAside?: boolean;
}

/** A line of the server's own, or somebody's. */
export type PlainItem = string | Said;

export class PlainPending {
  readonly #items: PlainItem[] = [];
  #size = 0;
  #dropped = 0;

  get length(): number {
    return this.#items.length;
  }

  put(item: PlainItem): void {
    this.#items.push(item);
    this.#size += weightOf(item);
    while (this.#items.length > PENDING || (this.#size > PENDING_SIZE && this.#items.length > 1)) {
      this.#shift();
      this.#dropped += 1;
    }
  }

  /** The next one, after a sentence about those that had no room; undefined when nothing waits. */
  take(): PlainItem | undefined {
    if (this.#dropped === 0) return this.#shift();
    const words = `-- ${this.#dropped} lines are left out here: more came than was read`;
    this.#dropped = 0;
    return words;
  }

  #shift(): PlainItem | undefined {
    const item = this.#items.shift();
    if (item !== undefined) this.#size -= weightOf(item);
    return item;
  }
}

function weightOf(item: PlainItem): number {
  return typeof item === 'string' ? item.length : sizeOf(item.message);
}
