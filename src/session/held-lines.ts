/**
 * Lines that come faster than they may leave (`ssh -T host < file`): kept in their order until the outbox has room, up to
 * a bound, so that a pipe loses nothing and a flood costs little.
 */

/** How much is kept for one session, in bytes: some hours of sending. */
export const HELD_BYTES = 1024 * 1024;
/** What a line counts for besides its text: an empty one takes memory, too. */
const LINE_COST = 32;

export interface HeldLinesDeps {
  /** Whether a line would be taken now. */
  hasRoom(): boolean;
  enter(text: string): void;
}

export class HeldLines {
  readonly #deps: HeldLinesDeps;
  #lines: string[] = [];
  #bytes = 0;

  constructor(deps: HeldLinesDeps) {
    this.#deps = deps;
  }

  /** How many wait. */
  get size(): number {
    return this.#lines.length;
  }

  /** Sends a line, or keeps it until those before it are sent. False when there is no room even for that. */
  put(text: string): boolean {
    const bytes = costOf(text);
    if (this.#bytes + bytes > HELD_BYTES) return false;
    this.#lines.push(text);
    this.#bytes += bytes;
    this.send();
    return true;
  }

  /** Sends what there is room for. Sending may call this again, so each line is taken out before it goes. */
  send(): void {
    while (this.#deps.hasRoom()) {
      const text = this.#lines.shift();
      if (text === undefined) return;
      this.#bytes -= costOf(text);
      this.#deps.enter(text);
    }
  }
}

function costOf(text: string): number {
  return Buffer.byteLength(text) + LINE_COST;
}
