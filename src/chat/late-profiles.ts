/**
 * What is remembered of people without their asking: how far they read, their drafts and windows, which channels they were
 * in. Nobody waits for it, so while the store cannot be written it is kept here, read from here, and written when it can be.
 * What a person chooses or asks for is not among it: that is refused, and they read so.
 */
import type { Author, Conversation, UserId } from './message.ts';
import type { Profiles, SavedWindow } from './ports/profiles.ts';
import { StoreUnavailable } from './ports/store-unavailable.ts';

/** The settings that nobody chose, by what they hold. */
export const REMEMBERED = {
  /** Channels entered, as JSON. */
  channels: 'channels',
  /** The conversation that was looked at last. */
  window: 'window',
} as const;

const QUIET: ReadonlySet<string> = new Set(Object.values(REMEMBERED));

/**
 * What may be kept in all, in UTF-16 units of drafts and settings; beyond that the person whose things are kept longest loses them.
 */
const MOST_LATE = 16 * 1024 * 1024;
/** What each thing counts for besides. */
const OVERHEAD = 256;

/** One thing to be written; a newer one of the same name takes its place. */
type Late =
  | { readonly kind: 'marker'; readonly conversation: Conversation; readonly seq: number }
  | { readonly kind: 'window'; readonly conversation: Conversation; readonly window: SavedWindow | undefined }
  | { readonly kind: 'setting'; readonly name: string; readonly value: string | undefined };

export class LateProfiles implements Profiles {
  readonly #store: Profiles;
  readonly #onBehind: (error: StoreUnavailable) => void;
  /** What is being written, or could not be; by person, the longest kept first. */
  readonly #late = new Map<UserId, Map<string, Late>>();
  #weight = 0;
  /** Something could not be written since all of it was. */
  #isBehind = false;
  /** How often something could not be written. */
  #misses = 0;

  /** `onBehind` is called once when something could not be written, and again only when all was written meanwhile. */
  constructor(store: Profiles, onBehind: (error: StoreUnavailable) => void) {
    this.#store = store;
    this.#onBehind = onBehind;
  }

  /** How many things are not written yet. */
  get size(): number {
    let size = 0;
    for (const lates of this.#late.values()) size += lates.size;
    return size;
  }

  /** Writes what could not be written; to be called every few seconds, cheap while there is nothing. */
  async retry(): Promise<void> {
    if (!this.#isBehind) return;
    const misses = this.#misses;
    for (const [user, lates] of [...this.#late]) {
      await Promise.all([...lates.values()].map((late) => this.#keep(user, [late], () => this.#write(user, late))));
      // The others would fare no better.
      if (this.#misses > misses) return;
    }
    this.#isBehind = false;
  }

  async readMarkers(user: UserId): Promise<ReadonlyMap<Conversation, number>> {
    const stored = await this.#store.readMarkers(user);
    const markers = new Map(stored);
    for (const late of this.#of(user)) {
      if (late.kind === 'marker' && late.seq > (stored.get(late.conversation) ?? 0)) {
        markers.set(late.conversation, late.seq);
      }
    }
    return markers;
  }

  markRead(user: UserId, conversation: Conversation, seq: number): Promise<void> {
    const late: Late = { kind: 'marker', conversation, seq };
    return this.#keep(user, [late], () => this.#store.markRead(user, conversation, seq));
  }

  async windows(user: UserId): Promise<readonly SavedWindow[]> {
    const windows = new Map((await this.#store.windows(user)).map((window) => [window.conversation, window]));
    for (const late of this.#of(user)) {
      if (late.kind !== 'window') continue;
      if (late.window === undefined) windows.delete(late.conversation);
      else windows.set(late.conversation, late.window);
    }
    return [...windows.values()].sort((a, b) => a.position - b.position);
  }

  saveWindows(user: UserId, windows: readonly SavedWindow[]): Promise<void> {
    const lates = windows.map((window): Late => ({ kind: 'window', conversation: window.conversation, window }));
    return this.#keep(user, lates, () => this.#store.saveWindows(user, windows));
  }

  forgetWindow(user: UserId, conversation: Conversation): Promise<void> {
    const late: Late = { kind: 'window', conversation, window: undefined };
    return this.#keep(user, [late], () => this.#store.forgetWindow(user, conversation));
  }

  async settings(user: UserId): Promise<ReadonlyMap<string, string>> {
    const settings = new Map(await this.#store.settings(user));
    for (const late of this.#of(user)) {
      if (late.kind !== 'setting') continue;
      if (late.value === undefined) settings.delete(late.name);
      else settings.set(late.name, late.value);
    }
    return settings;
  }

  setSetting(user: UserId, name: string, value: string | undefined): Promise<void> {
    const set = () => this.#store.setSetting(user, name, value);
    return QUIET.has(name) ? this.#keep(user, [{ kind: 'setting', name, value }], set) : set();
  }

  ignored(user: UserId): Promise<readonly Author[]> {
    return this.#store.ignored(user);
  }

  ignore(user: UserId, whom: Author): Promise<void> {
    return this.#store.ignore(user, whom);
  }

  unignore(user: UserId, whom: UserId): Promise<void> {
    return this.#store.unignore(user, whom);
  }

  #of(user: UserId): Iterable<Late> {
    return this.#late.get(user)?.values() ?? [];
  }

  /** Holds things until they are written. A write that comes later goes to the store later, so the newest is what stays. */
  async #keep(user: UserId, lates: readonly Late[], write: () => Promise<void>): Promise<void> {
    for (const late of lates) this.#put(user, late);
    try {
      await write();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) {
        for (const late of lates) this.#drop(user, late);
        throw error;
      }
      this.#misses += 1;
      if (!this.#isBehind) this.#onBehind(error);
      this.#isBehind = true;
      return;
    }
    for (const late of lates) this.#drop(user, late);
  }

  #write(user: UserId, late: Late): Promise<void> {
    switch (late.kind) {
      case 'marker':
        return this.#store.markRead(user, late.conversation, late.seq);
      case 'window':
        return late.window === undefined
          ? this.#store.forgetWindow(user, late.conversation)
          : this.#store.saveWindows(user, [late.window]);
      case 'setting':
        return this.#store.setSetting(user, late.name, late.value);
      default:
        return late satisfies never;
    }
  }

  #put(user: UserId, late: Late): void {
    const lates = this.#late.get(user) ?? new Map<string, Late>();
    const name = nameOf(late);
    const before = lates.get(name);
    // A marker never moves back.
    if (before?.kind === 'marker' && late.kind === 'marker' && before.seq > late.seq) return;
    if (before !== undefined) this.#weight -= weightOf(before);
    this.#weight += weightOf(late);
    this.#late.set(user, lates.set(name, late));
    for (const [longest] of this.#late) {
      if (this.#weight <= MOST_LATE || longest === user) break;
      for (const each of this.#of(longest)) this.#drop(longest, each);
    }
  }

  /** It is written, unless something newer is to be by now. */
  #drop(user: UserId, late: Late): void {
    const lates = this.#late.get(user);
    const name = nameOf(late);
    if (lates?.get(name) !== late) return;
    lates.delete(name);
    this.#weight -= weightOf(late);
    if (lates.size === 0) this.#late.delete(user);
  }
}

function nameOf(late: Late): string {
  return `${late.kind} ${late.kind === 'setting' ? late.name : late.conversation}`;
}

function weightOf(late: Late): number {
  const text = late.kind === 'setting' ? late.value : late.kind === 'window' ? late.window?.draft : undefined;
  return OVERHEAD + (text?.length ?? 0);
}
