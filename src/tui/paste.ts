/**
 * A paste being received, between ESC[200~ and ESC[201~: keeps no more than could be sent, finds its end although it comes
 * in pieces, and is made plain text when it is whole.
 */

/** What is kept of a paste in UTF-8 bytes: one more than fits in a message. */
export const PASTE_BYTES = 65_537;

export const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

/** Pasted text: `\n` between lines, tabs, no other control. */
export interface Paste {
  readonly type: 'paste';
  readonly text: string;
  /** More came than was kept. */
  readonly truncated: boolean;
}

export class PasteBuffer {
  #parts: string[] = [];
  #bytes = 0;
  #truncated = false;
  /** The last characters, which may be the beginning of the end mark. */
  #tail = '';

  /** Takes text in; at the end mark gives the paste and the text after it. */
  write(text: string): { readonly paste: Paste; readonly rest: string } | undefined {
    const all = this.#tail + text;
    const end = all.indexOf(PASTE_END);
    if (end === -1) {
      const held = heldBack(all);
      this.#tail = all.slice(all.length - held);
      this.#keep(all.slice(0, all.length - held));
      return undefined;
    }
    this.#keep(all.slice(0, end));
    const paste = pasteOf(this.#parts.join(''), this.#truncated);
    return { paste, rest: all.slice(end + PASTE_END.length) };
  }

  #keep(text: string): void {
    if (this.#truncated || text === '') return;
    const room = PASTE_BYTES - this.#bytes;
    const bytes = Buffer.byteLength(text);
    this.#truncated = bytes > room;
    this.#bytes += Math.min(bytes, room);
    // Copied, so that a small piece does not hold a large chunk.
    this.#parts.push(this.#truncated ? Buffer.from(text).subarray(0, room).toString() : text);
  }
}

/** How many characters at the end may begin the end mark. */
function heldBack(text: string): number {
  for (let length = Math.min(PASTE_END.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(PASTE_END.slice(0, length))) return length;
  }
  return 0;
}

/** A paste event of raw text: carriage returns are newlines; escape sequences and other controls are dropped. */
export function pasteOf(raw: string, truncated = false): Paste {
  const text = raw
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is where they are taken out
    .replace(/\x1b\[[0-?]*[ -/]*[@-~]?|[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '');
  return { type: 'paste', text, truncated };
}
