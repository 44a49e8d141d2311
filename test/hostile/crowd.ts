/** A crowd of guests with screens, some of whom talk: how long a line takes from the key to every other screen. */

import { setTimeout as sleep } from 'node:timers/promises';
import { newKey } from '../new-key.ts';
import { Guest, markOf } from './guest.ts';

export interface CrowdOptions {
  readonly port: number;
  readonly size: number;
  /** What their handles begin with. */
  readonly name: string;
  readonly columns?: number;
  readonly rows?: number;
}

/** What came of some talk. */
export interface Talk {
  /** From the Enter to each other screen, ms. */
  readonly delays: readonly number[];
  /** How many there would be if every line reached every other screen. */
  readonly expected: number;
  /** What all screens together were sent. */
  readonly bytes: number;
}

/** A line that was typed. */
interface Said {
  readonly at: number;
  readonly by: Guest | undefined;
}

interface Listening {
  /** Every line has reached everybody else. */
  readonly isDone: Promise<void>;
  /** As they are now. */
  delays(): Float64Array;
}

/** How many sign in at the same time. */
const AT_ONCE = 16;
/** How long a line may be on its way after the talk, ms. */
const TRAILING_MS = 2000;

/** Runs `work` for each item, so many at a time. */
export async function someAtOnce<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

export class Crowd {
  readonly guests: Guest[] = [];
  #said = 0;

  /** All of them, with one key between them. */
  static async enter({ size, name, ...options }: CrowdOptions): Promise<Crowd> {
    const crowd = new Crowd();
    const privateKey = newKey();
    const handles = Array.from({ length: size }, (_, at) => `${name}${at}`);
    await someAtOnce(handles, AT_ONCE, async (handle) => {
      crowd.guests.push(await Guest.enter({ ...options, handle, privateKey }));
    });
    return crowd;
  }

  /**
   * `rate` lines a second for `seconds`, each typed with its Enter by the next of the talkers; of as many talkers as
   * there are lines a second, if so many are here. Resolves when all have come, or two seconds after the last was said.
   */
  async talk(rate: number, seconds: number): Promise<Talk> {
    const total = Math.round(rate * seconds);
    const first = this.#said + 1;
    const sent: Said[] = [];
    const before = this.#bytes();
    const { delays, isDone } = this.#listen(first, total, sent);
    const talkers = this.guests.slice(0, Math.max(1, Math.ceil(rate)));
    const start = performance.now();
    for (let n = 0; n < total; n += 1) {
      const due = start + (n * 1000) / rate;
      if (due > performance.now()) await sleep(due - performance.now());
      const by = talkers[n % talkers.length];
      this.#said += 1;
      sent.push({ at: performance.now(), by });
      by?.say(`${markOf(this.#said)} the quick brown fox jumps over the lazy dog, again`);
    }
    await Promise.race([isDone, sleep(TRAILING_MS)]);
    for (const guest of this.guests) guest.onMark = () => undefined;
    return { delays: [...delays()], expected: total * (this.guests.length - 1), bytes: this.#bytes() - before };
  }

  async leave(): Promise<void> {
    await Promise.all(this.guests.splice(0).map((guest) => guest.leave()));
  }

  /** All room is taken beforehand: what grows while a thousand listen is collected while they do. */
  #listen(first: number, total: number, sent: readonly Said[]): Listening {
    const delays = new Float64Array(total * (this.guests.length - 1));
    let count = 0;
    const isDone = new Promise<void>((resolve) => {
      for (const guest of this.guests) {
        const seen = new Uint8Array(total);
        guest.onMark = (number) => {
          const line = sent[number - first];
          if (line === undefined || line.by === guest || seen[number - first] === 1) return;
          seen[number - first] = 1;
          delays[count] = performance.now() - line.at;
          count += 1;
          if (count === delays.length) resolve();
        };
      }
    });
    return { isDone, delays: () => delays.subarray(0, count) };
  }

  #bytes(): number {
    return this.guests.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
