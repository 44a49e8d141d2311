/**
 * What one person's sessions share of their windows: which are open, in what order, what is typed in each and where each is
 * being read. Read at login, written down late and together, read anew when another session wrote.
 */
import { REMEMBERED } from '../chat/late-profiles.ts';
import { type Conversation, peersOf } from '../chat/message.ts';
import type { SavedWindow } from '../chat/ports/profiles.ts';
import type { Front } from './front.ts';
import { KeptDrafts } from './kept-drafts.ts';
import type { Session } from './session.ts';
import { draftAfter } from './unsent.ts';
import type { Window } from './window.ts';

/** A draft is written down this long after its first key at the latest: a crash forgets no more. */
const SAVE_MS = 3000;
/** How many direct conversations are opened again at a login: each holds the tail of its history. */
const DIRECTS = 50;

/** What a front knows of a window. */
export interface WindowState {
  readonly draft: string;
  /** The message at the bottom of the view; 0 at the end. */
  readonly scrollSeq: number;
}

/** Texts that waited to be sent, by where. */
type Unsent = ReadonlyMap<Conversation, readonly string[]>;

const NOTHING: Unsent = new Map();
const UNTOUCHED: WindowState = { draft: '', scrollSeq: 0 };

export class SavedWindows {
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  #saved = new Map<Conversation, SavedWindow>();
  readonly #drafts = new KeptDrafts();
  /** Windows whose draft is too much to be kept, as they were told. */
  #tooMuch: ReadonlySet<Conversation> = new Set();
  #current = '';
  #begun = false;
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(session: Session, front: () => Front | undefined) {
    this.#session = session;
    this.#front = front;
  }

  /** Reads what was saved; `settings` are the person's. */
  async load(settings: Promise<ReadonlyMap<string, string>>): Promise<void> {
    const [kept, saved] = await Promise.all([settings, this.#read()]);
    this.#current = kept.get(REMEMBERED.window) ?? '';
    this.#saved = saved;
    for (const { conversation, draft } of this.#saved.values()) this.#drafts.note(conversation, draft);
  }

  /** These channels, and the direct conversations that were open, in the order of last time; new ones last. */
  toOpen(channels: Iterable<Conversation>): readonly Conversation[] {
    const saved = [...this.#saved.keys()];
    const directs = saved.filter((conversation) => peersOf(conversation) !== undefined).slice(0, DIRECTS);
    const place = (conversation: Conversation) => this.#saved.get(conversation)?.position ?? Number.MAX_SAFE_INTEGER;
    return [...channels, ...directs].sort((a, b) => place(a) - place(b));
  }

  /** The window that was looked at last, if it is open. */
  get last(): Window | undefined {
    return this.#session.windows.all.find(({ conversation }) => conversation === this.#current);
  }

  /** The windows are open and there is a front: each becomes what it was, and from now on changes are saved. */
  begin(): void {
    this.#begun = true;
    for (const window of this.#session.windows.all) {
      const saved = this.#saved.get(window.conversation);
      if (saved !== undefined && differs(saved, UNTOUCHED)) this.#front()?.restore(window, saved);
    }
    this.touch();
  }

  /** Something may have changed; saved after a while. Cheap, called for every key. */
  touch(): void {
    if (!this.#begun || this.#cancel !== undefined) return;
    this.#cancel = this.#session.deps.timers.after(SAVE_MS, () => {
      this.#cancel = undefined;
      this.#flush(NOTHING);
    });
  }

  /** The person closed it. */
  forget(conversation: Conversation): void {
    this.#drafts.note(conversation, '');
    if (!this.#saved.delete(conversation)) return;
    this.#write(() => this.#session.deps.profiles.forgetWindow(this.#session.userId, conversation));
  }

  /** Another session of this person saved: its order, its drafts (but not over one that is typed here), its closing. */
  async reload(): Promise<void> {
    if (!this.#begun) return;
    const before = this.#saved;
    this.#saved = await this.#read();
    for (const each of before.keys()) if (!this.#saved.has(each)) this.#drafts.note(each, '');
    const { windows } = this.#session;
    for (const window of [...windows.all]) {
      const was = before.get(window.conversation);
      const is = this.#saved.get(window.conversation);
      const state = this.#front()?.stateOf(window);
      if (
        is === undefined &&
        was !== undefined &&
        window.isDirect &&
        window !== windows.current &&
        window.unread === 0
      ) {
        this.#session.navigation.drop(window);
      } else if (
        is !== undefined &&
        state !== undefined &&
        is.draft !== state.draft &&
        state.draft === (was?.draft ?? '')
      ) {
        this.#front()?.restore(window, { draft: is.draft, scrollSeq: state.scrollSeq });
      }
    }
    windows.order((window) => this.#saved.get(window.conversation)?.position ?? Number.MAX_SAFE_INTEGER);
  }

  /**
   * Saves what there is, and of each window before its draft what waited there to be sent; resolves when it is written or
   * has failed. To be called while the front still knows.
   */
  async close(unsent: Unsent): Promise<void> {
    const written = this.save(unsent);
    this.#begun = false;
    await written;
  }

  /** As {@link close}, and goes on. */
  async save(unsent: Unsent = NOTHING): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#begun) this.#flush(unsent);
    await this.#writing;
  }

  /** True while the windows stand as the channels were entered. */
  get #isInOrder(): boolean {
    const { me, windows } = this.#session;
    const entered = [...(me?.channels ?? [])];
    return windows.all.every(({ conversation }, at) => entered[at] === conversation);
  }

  async #read(): Promise<Map<Conversation, SavedWindow>> {
    const { deps, userId } = this.#session;
    return new Map((await deps.profiles.windows(userId)).map((window) => [window.conversation, window]));
  }

  #flush(unsent: Unsent): void {
    const { deps, userId, windows } = this.#session;
    const states = new Map(windows.all.map((window) => [window, this.#stateOf(window, unsent)]));
    for (const [{ conversation }, { draft }] of states) this.#drafts.note(conversation, draft);
    const changed = this.#bound();
    for (const [position, window] of windows.all.entries()) {
      const { conversation } = window;
      const saved = this.#saved.get(conversation);
      const { draft: typed, scrollSeq } = states.get(window) ?? UNTOUCHED;
      const draft = this.#tooMuch.has(conversation) ? '' : typed;
      const isTold = window.isDirect || this.#saved.size > 0;
      // Whoever only looked at their channels has nothing to keep: those are remembered already.
      if (!isTold && !differs({ draft, scrollSeq }, UNTOUCHED) && this.#isInOrder) continue;
      if (saved?.position === position && !differs(saved, { draft, scrollSeq })) continue;
      const state: SavedWindow = { conversation, position, draft, scrollSeq };
      this.#saved.set(conversation, state);
      changed.push(state);
    }
    const current = windows.current?.conversation ?? '';
    const isFirst = this.#current === '' && windows.current === windows.all[0];
    if (current !== this.#current && !isFirst) {
      this.#current = current;
      this.#write(() => deps.profiles.setSetting(userId, REMEMBERED.window, current));
    }
    if (changed.length > 0) this.#write(() => deps.profiles.saveWindows(userId, changed));
  }

  #stateOf(window: Window, unsent: Unsent): WindowState {
    const saved = this.#saved.get(window.conversation);
    const { draft, scrollSeq } = this.#front()?.stateOf(window) ?? saved ?? UNTOUCHED;
    return { draft: draftAfter(unsent.get(window.conversation) ?? [], draft), scrollSeq };
  }

  /** Which drafts are too much, which the person is told once of each; gives those to be forgotten that no window shows. */
  #bound(): SavedWindow[] {
    const before = this.#tooMuch;
    this.#tooMuch = this.#drafts.tooMuch;
    const titles: string[] = [];
    const forgotten: SavedWindow[] = [];
    for (const conversation of this.#tooMuch) {
      const window = this.#session.windows.find(conversation);
      const saved = this.#saved.get(conversation);
      if (window !== undefined) {
        if (!before.has(conversation)) titles.push(window.title);
      } else if (saved !== undefined) {
        const state = { ...saved, draft: '' };
        this.#saved.set(conversation, state);
        this.#drafts.note(conversation, '');
        forgotten.push(state);
      }
    }
    if (titles.length > 0) this.#front()?.notice({ kind: 'error', text: tooMuchIn(titles) });
    return forgotten;
  }

  /** One after the other; a failure is written down, for nothing that was said depends on it. */
  #write(write: () => Promise<void>): void {
    const { deps, userId } = this.#session;
    this.#writing = this.#writing.then(write).then(
      () => {
        const others = (this.#session.me?.sessions.size ?? 0) > 1;
        if (others) deps.chat.notify(userId, { event: 'saved-windows', session: this.#session.id });
      },
      (err: unknown) => deps.logger.info({ err }, 'windows were not saved'),
    );
  }
}

function tooMuchIn(titles: readonly string[]): string {
  return `Too much is typed in your windows to keep all of it: what stands in the line of ${titles.join(', ')} is lost when you leave. Send it, or what you typed since.`;
}

function differs(a: WindowState, b: WindowState): boolean {
  return a.draft !== b.draft || a.scrollSeq !== b.scrollSeq;
}
