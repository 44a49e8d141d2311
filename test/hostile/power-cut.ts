/**
 * What a disk may hold after a power cut: everything that was synced, and of what was written since then any part in any
 * order, torn at sectors. Made from what the server's calls into libc wrote down (`power-cut.c`).
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedLibrary } from './disk.ts';

const SECTOR = 512;
const HEAD = 18;
const FILES = { d: 'partyline.db', l: 'partyline.db-wal' } as const;

interface Entry {
  readonly what: 'write' | 'truncate' | 'sync';
  readonly file: keyof typeof FILES;
  /** The offset of a write, the size of a truncation. */
  readonly at: number;
  readonly bytes: Buffer;
  /** Where the next record begins in the journal. */
  readonly end: number;
}

/** Of what was not synced: all of it, none, or what a number between 0 and 1 says for each sector. */
export type Unsynced = 'kept' | 'lost' | (() => number);

const WHATS: ReadonlyMap<string, Entry['what']> = new Map([
  ['w', 'write'],
  ['t', 'truncate'],
  ['s', 'sync'],
]);

export class PowerJournal {
  readonly #folder = mkdtempSync(join(tmpdir(), 'partyline-power-'));
  readonly #file = join(this.#folder, 'journal');
  #library = '';

  /** An empty one, or undefined where there is no C compiler. */
  static make(): PowerJournal | undefined {
    const journal = new PowerJournal();
    writeFileSync(journal.#file, '');
    const library = sharedLibrary('power-cut.c', journal.#folder);
    if (library === undefined) {
      journal.remove();
      return undefined;
    }
    journal.#library = library;
    return journal;
  }

  /** For the environment of the server. */
  get env(): Readonly<Record<string, string>> {
    return { LD_PRELOAD: this.#library, POWER_JOURNAL: this.#file };
  }

  /** How much is written down by now: a moment to cut the power at. */
  get now(): number {
    return statSync(this.#file).size;
  }

  /** All that was written down. */
  entries(): readonly Entry[] {
    const all = readFileSync(this.#file);
    const entries: Entry[] = [];
    for (let from = 0; from < all.length; ) {
      const what = WHATS.get(String.fromCharCode(all[from] ?? 0));
      const file = String.fromCharCode(all[from + 1] ?? 0);
      if (what === undefined || (file !== 'd' && file !== 'l')) throw new Error(`no record at ${from}`);
      const length = Number(all.readBigInt64LE(from + 10));
      const end = from + HEAD + length;
      entries.push({
        what,
        file,
        at: Number(all.readBigInt64LE(from + 2)),
        bytes: all.subarray(from + HEAD, end),
        end,
      });
      from = end;
    }
    return entries;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Writes into a folder what the disk may hold when the power failed at a moment. */
export function afterPowerCut(entries: readonly Entry[], moment: number, unsynced: Unsynced, folder: string): void {
  for (const [file, name] of Object.entries(FILES)) {
    const disk = new Disk();
    let waiting: Entry[] = [];
    for (const entry of entries) {
      if (entry.end > moment) break;
      if (entry.file !== file) continue;
      if (entry.what !== 'sync') {
        waiting.push(entry);
        continue;
      }
      for (const each of waiting) disk.take(each, 'kept');
      waiting = [];
    }
    for (const each of waiting) disk.take(each, unsynced);
    writeFileSync(join(folder, name), disk.content);
  }
}

/** One file, growing. */
class Disk {
  #bytes = Buffer.alloc(0);
  #size = 0;

  get content(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  take({ what, at, bytes }: Entry, unsynced: Unsynced): void {
    if (what === 'truncate') {
      if (unsynced === 'kept' || (unsynced !== 'lost' && unsynced() < 0.5)) this.#resize(at);
      return;
    }
    for (let from = 0; from < bytes.length; from += SECTOR) {
      const stays = unsynced === 'kept' || (unsynced !== 'lost' && unsynced() < 0.5);
      if (stays) this.#put(at + from, bytes.subarray(from, from + SECTOR));
    }
  }

  #put(at: number, bytes: Buffer): void {
    if (at + bytes.length > this.#size) this.#resize(at + bytes.length);
    bytes.copy(this.#bytes, at);
  }

  #resize(size: number): void {
    if (size > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(size, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#size);
      this.#bytes = larger;
    }
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = size;
  }
}
