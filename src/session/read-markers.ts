/**
 * How far a person has read, written down late: a marker moves with every line on show, as soon as the far end shows that it was
 * there to show it (frames go into the buffers of a dead link for minutes); the store hears of it when the person looks elsewhere,
 * leaves, or after a while.
 */
import type { Conversation, UserId } from '../chat/message.ts';
import type { SessionDeps } from './deps.ts';
import type { Window } from './window.ts';

/** With one session nobody waits for the marker; a crash forgets little more reading than this. */
const ALONE_MS = 120_000;
/** With several, the others' marks clear this soon. */
const SHARED_MS = 500;

type Deps = Pick<SessionDeps, 'chat' | 'profiles' | 'timers' | 'logger'>;

export class ReadMarkers {
  readonly #deps: Deps;
  readonly #user: UserId;
  readonly #sessions: () => number;
  readonly #stored = new Map<Conversation, number>();
  /** The windows that showed more than is written down. */
  readonly #touched = new Set<Window>();
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `sessions` tells how many sessions the person has. */
  constructor(deps: Deps, user: UserId, sessions: () => number) {
    this.#deps = deps;
    this.#user = user;
    this.#sessions = sessions;
  }

  async load(): Promise<void> {
    for (const [conversation, seq] of await this.#deps.profiles.readMarkers(this.#user)) this.note(conversation, seq);
  }

  /** A marker is written down: read, in another session. */
  note(conversation: Conversation, seq: number): void {
    if (seq > this.readSeq(conversation)) this.#stored.set(conversation, seq);
  }

  /** Up to where a conversation was read; 0 for never. */
  readSeq(conversation: Conversation): number {
    return this.#stored.get(conversation) ?? 0;
  }

  /** A line of this window is on show. */
  touch(window: Window): void {
    this.#touched.add(window);
  }

  /** Something came from the far end, so what was on show was shown; written down after a while. */
  arrived(): void {
    if (this.#touched.size === 0) return;
    for (const window of this.#touched) window.arrivedSeq = window.shownSeq;
    this.#arm();
  }

  /** This window's lines come to be on show as others see them, see {@link Window.followed}. */
  follow(window: Window): void {
    const { followed } = window;
    followed?.whenMoved(() => {
      if (window.followed === followed) this.touch(window);
    });
  }

  #arm(): void {
    this.#cancel ??= this.#deps.timers.after(this.#sessions() > 1 ? SHARED_MS : ALONE_MS, () => {
      this.#cancel = undefined;
      this.#flush();
    });
  }

  /** Writes a marker down now, if it moved. */
  read(conversation: Conversation, seq: number): void {
    if (seq <= this.readSeq(conversation)) return;
    this.#stored.set(conversation, seq);
    this.#writing = Promise.all([this.#writing, this.#deps.chat.markRead(this.#user, conversation, seq)]).then(
      () => undefined,
      (error: unknown) => this.#deps.logger.info({ err: error }, 'a read marker was not saved'),
    );
  }

  /** Writes down what there is; resolves when every marker is written or has failed. */
  async save(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#flush();
    await this.#writing;
  }

  #flush(): void {
    for (const window of this.#touched) {
      const { arrivedSeq } = window;
      window.readSeq = Math.max(window.readSeq, arrivedSeq);
      this.read(window.conversation, arrivedSeq);
      if (arrivedSeq < window.shownSeq) continue;
      this.#touched.delete(window);
      this.follow(window);
    }
  }
}
