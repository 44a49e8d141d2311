/**
 * The broadcast ring: the newest entries of one channel or inbox, shared by all who listen. A subscriber is only a
 * cursor, a position in it; nothing is copied per session, and a session that does not read costs nothing but its flag.
 */
import { type Batch, sorting } from './batch.ts';
import { isAmended, isMessage, isPresence, type RingEntry, sizeOf } from './message.ts';

/** What a cursor found. Whoever reads the same gets the same array: what is worked out of it is worked out once for all. */
export interface Drained {
  /** Oldest first. */
  readonly entries: readonly RingEntry[];
  /** The same, sorted. */
  readonly sorted: () => Batch;
  /** Entries the ring ran past unseen; they lie before `entries`. */
  readonly missed: number;
}

/** A place in a ring, from which one session reads. */
export interface Subscription {
  /** At most `max` entries (default all) since the last drain. Arms the wake-up again. */
  drain(max?: number): Drained;
  /** Whether a drain would find something. */
  readonly pending: boolean;
  /** How far it has read. */
  readonly position: number;
  /** No wake-ups until `resume`: somebody else reads for it. */
  rest(): void;
  /** Goes on from a position that is not before its own. */
  resume(position: number): void;
  /** Idempotent; afterwards there is nothing to drain and no wake-up. */
  close(): void;
}

/** Called when there is something to drain; `isQuiet` when it is only somebody's coming or going, which may wait a little. */
export type Wake = (isQuiet: boolean) => void;

const NOTHING: Drained = { entries: [], sorted: sorting([]), missed: 0 };
/** What is longer is read by somebody who was behind, and not kept for others. */
const SHARED = 64;
/**
 * What the entries hold at most, in UTF-16 units of text; the newest is there however large. A hundred lines have some ten
 * thousand.
 */
const MOST_SIZE = 1_048_576;

/** What tells neither words nor a change of them is small. */
function sizeOfEntry(entry: RingEntry): number {
  if (isMessage(entry)) return sizeOf(entry);
  return isAmended(entry) ? sizeOf(entry.message) : 0;
}

export class Ring {
  readonly #capacity: number;
  readonly #onBug: (error: unknown) => void;
  readonly #slots: (RingEntry | undefined)[] = [];
  #subscribers = 0;
  /** Who has drained since they were last woken. */
  #awake = new Set<Cursor>();
  /** Who was woken quietly since: words wake them once more, for a quiet wake-up may be answered late. */
  #dozing = new Set<Cursor>();
  #start = 0;
  #end = 0;
  /** Of the entries that are here. */
  #size = 0;
  /** What was read last: most cursors go on from the same position to the same end. */
  #lastRead = { from: 0, to: 0, drained: NOTHING };

  /** `capacity` in entries, at least 1. `onBug` hears of a wake-up that threw: it kept nobody else from waking. */
  constructor(capacity: number, onBug: (error: unknown) => void) {
    this.#capacity = Math.max(1, capacity);
    this.#onBug = onBug;
  }

  /** How many listen. */
  get subscribers(): number {
    return this.#subscribers;
  }

  /** How many entries were ever pushed: the position behind the newest. */
  get end(): number {
    return this.#end;
  }

  /** The position of the oldest entry still here. */
  get start(): number {
    return this.#start;
  }

  /**
   * Adds an entry, drops the oldest for which there is no room any more, and wakes, at once, those who have drained since their
   * last wake-up.
   */
  push(entry: RingEntry): void {
    const isQuiet = isPresence(entry);
    if (this.#end - this.#start === this.#capacity) this.#drop();
    this.#slots[this.#end % this.#capacity] = entry;
    this.#end += 1;
    this.#size += sizeOfEntry(entry);
    while (this.#size > MOST_SIZE && this.#end - this.#start > 1) this.#drop();
    const awake = this.#awake;
    this.#awake = new Set();
    if (isQuiet) {
      for (const cursor of awake) this.#dozing.add(cursor);
    } else {
      const dozing = this.#dozing;
      this.#dozing = new Set();
      this.#wake(dozing, false);
    }
    this.#wake(awake, isQuiet);
  }

  /** A cursor that sees what is pushed from now on. `onClose` is called once, after it is gone. */
  subscribe(wake: Wake, onClose?: () => void): Subscription {
    this.#subscribers += 1;
    const cursor = new Cursor(this, wake, () => {
      this.#subscribers -= 1;
      this.disarm(cursor);
      onClose?.();
    });
    this.#awake.add(cursor);
    return cursor;
  }

  /** A cursor has drained: it is woken again. */
  arm(cursor: Cursor): void {
    this.#dozing.delete(cursor);
    this.#awake.add(cursor);
  }

  /** A cursor is not woken until it is armed. */
  disarm(cursor: Cursor): void {
    this.#dozing.delete(cursor);
    this.#awake.delete(cursor);
  }

  #drop(): void {
    const slot = this.#start % this.#capacity;
    this.#size -= sizeOfEntry(this.#slots[slot] as RingEntry);
    this.#slots[slot] = undefined;
    this.#start += 1;
  }

  #wake(cursors: ReadonlySet<Cursor>, isQuiet: boolean): void {
    for (const cursor of cursors) {
      try {
        cursor.wake(isQuiet);
      } catch (error) {
        this.#onBug(error);
      }
    }
  }

  /** The entries of positions `from` (inclusive) to `to` (exclusive), which must still be here. */
  read(from: number, to: number): Drained {
    const last = this.#lastRead;
    if (last.from === from && last.to === to) return last.drained;
    const entries: RingEntry[] = [];
    for (let at = from; at < to; at += 1) entries.push(this.#slots[at % this.#capacity] as RingEntry);
    const drained = { entries, sorted: sorting(entries), missed: 0 };
    if (to - from <= SHARED) this.#lastRead = { from, to, drained };
    return drained;
  }
}

class Cursor implements Subscription {
  readonly #ring: Ring;
  readonly #wake: Wake;
  readonly #onClose: () => void;
  #position: number;
  #closed = false;
  #isResting = false;

  constructor(ring: Ring, wake: Wake, onClose: () => void) {
    this.#ring = ring;
    this.#wake = wake;
    this.#onClose = onClose;
    this.#position = ring.end;
  }

  get pending(): boolean {
    return !this.#closed && !this.#isResting && this.#position < this.#ring.end;
  }

  get position(): number {
    return this.#position;
  }

  rest(): void {
    this.#isResting = true;
    this.#ring.disarm(this);
  }

  resume(position: number): void {
    if (this.#closed) return;
    this.#isResting = false;
    this.#position = Math.max(this.#position, position);
    this.#ring.arm(this);
  }

  /** Nobody who was closed, or began to rest, by another one's wake-up is woken. */
  wake(isQuiet: boolean): void {
    if (!this.#closed && !this.#isResting) this.#wake(isQuiet);
  }

  drain(max = Number.POSITIVE_INFINITY): Drained {
    if (this.#closed || this.#isResting) return NOTHING;
    this.#ring.arm(this);
    if (!this.pending) return NOTHING;
    const { start, end } = this.#ring;
    const from = Math.max(this.#position, start);
    const to = Math.min(end, from + max);
    const missed = from - this.#position;
    this.#position = to;
    const drained = this.#ring.read(from, to);
    return missed === 0 ? drained : { ...drained, missed };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
  }
}
