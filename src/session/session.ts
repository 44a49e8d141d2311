/**
 * One connected person, whichever door they came through: takes a seat, keeps the windows, hands what is typed to the
 * chat and what happens to the front. It is pulled: a ring only wakes it, and it drains its cursors when its front can show
 * something.
 */
import type { Aim } from '../chat/command.ts';
import type { ChatMessage, UserId } from '../chat/message.ts';
import type { Pace } from '../chat/pace.ts';
import type { Participant } from '../chat/participant.ts';
import type { DirectSummary } from '../chat/ports/message-log.ts';
import type { PreferenceName, Preferences } from '../chat/preferences.ts';
import type { PaintTime } from '../tui/frame-pace.ts';
import { Absences } from './absences.ts';
import { Attention } from './attention.ts';
import type { SessionDeps } from './deps.ts';
import { Failures } from './failures.ts';
import type { Front } from './front.ts';
import { Inbox } from './inbox.ts';
import { type Fresh, pull } from './intake.ts';
import { LiveLink } from './live-link.ts';
import { Navigation } from './navigation.ts';
import { Outbox } from './outbox.ts';
import { part } from './parting.ts';
import { Profile } from './profile.ts';
import { ReadMarkers } from './read-markers.ts';
import { SavedWindows } from './saved-windows.ts';
import { Secrecy } from './secrecy.ts';
import { Sending } from './sending.ts';
import type { SignedIn } from './signed-in.ts';
import type { KeyTime } from './slices.ts';
import { SlowLines, type SlowLinesDeps } from './slow-lines.ts';
import type { Terminal } from './terminal.ts';
import { guardedTimers } from './timers.ts';
import { newsOf, welcome } from './welcome.ts';
import type { Followed, Window } from './window.ts';
import { directTitle, WindowList } from './window-list.ts';

/** Where a session is one of many. */
export interface House {
  /** This person's other sessions. */
  others(session: Session): readonly Session[];
  /** It is over; called once. */
  ended(session: Session): void;
}

export class Session {
  readonly id: string;
  readonly deps: SessionDeps;
  readonly who: SignedIn;
  readonly terminal: Terminal;
  readonly windows: WindowList;
  readonly outbox: Outbox;
  /** Of this person's commands that do not wait for that of lines. */
  readonly freePace: Pace;
  /** What this person's keys may take as they come. */
  readonly keyTime: KeyTime;
  /** And what their frames take. */
  readonly paintTime: PaintTime;
  /** What waits for channels that are slow. */
  readonly slow: SlowLines;
  /** What is typed while a command that asks for a secret is under way. */
  readonly secrecy = new Secrecy();
  /** What deserves a look or a ring. */
  readonly attention = new Attention(this, () => this.#front);
  readonly absences = new Absences();
  /** What this person's sessions share of their windows. */
  readonly saved = new SavedWindows(this, () => this.#front);
  readonly profile = new Profile(this);
  readonly navigation: Navigation;
  readonly sending = new Sending(this, () => this.#front);
  /** Called once, when the person can type. */
  onReady: () => void = () => undefined;
  /** How many lines came and were not looked at yet. */
  unread: () => number = () => 0;
  /** Set once there is a live chat. */
  live: LiveLink | undefined;
  readonly #failures = new Failures(this, () => this.#front);
  #front: Front | undefined;
  #inbox: Inbox | undefined;
  readonly markers: ReadMarkers;
  #ended = false;
  #ending: Promise<void> = Promise.resolve();
  readonly #house: House;

  constructor(id: string, deps: SessionDeps, who: SignedIn, terminal: Terminal, house: House) {
    this.id = id;
    this.deps = { ...deps, timers: guardedTimers(deps.timers, (work) => this.guard(work)) };
    this.who = who;
    this.terminal = terminal;
    this.#house = house;
    const { lines, free, keys, painting } = deps.paces.acquire(this.userId);
    this.keyTime = keys;
    this.paintTime = painting;
    this.freePace = free;
    const { timers } = this.deps;
    const onChange = () => this.#front?.changed();
    const guard: Session['guard'] = (work) => this.guard(work);
    this.outbox = new Outbox(lines, { timers, onChange, guard });
    const giveBack: SlowLinesDeps['giveBack'] = (conversation, { text, aim }) =>
      this.sending.giveBack(text, aim, { conversation, title: conversation });
    const say: SlowLinesDeps['guard'] = (work) => this.sending.track(work);
    this.slow = new SlowLines({ timers, onChange, giveBack, guard: say });
    this.markers = new ReadMarkers(this.deps, this.userId, () => this.me?.sessions.size ?? 1);
    this.navigation = new Navigation(this, () => this.#front, this.markers);
    this.windows = new WindowList({
      me: this.userId,
      chat: deps.chat,
      transcripts: deps.transcripts,
      readSeq: (conversation) => this.markers.readSeq(conversation),
      titleOf: (conversation) => directTitle(deps.accounts, conversation, this.userId),
      weigh: (message) => this.attention.weigh(message),
      wake: (isQuiet) => this.#front?.came(isQuiet),
    });
  }

  get userId(): UserId {
    return this.who.account.id;
  }

  get handle(): string {
    return this.who.account.handle;
  }

  /** What this person chose; another object when they choose anew. */
  get preferences(): Preferences {
    return this.profile.preferences;
  }

  /** The time zone (IANA) this person's times are shown in. */
  get zone(): string {
    return this.profile.zone;
  }

  /** Handles of those this person ignores, by id. */
  get ignored(): ReadonlyMap<UserId, string> {
    return this.profile.ignored;
  }

  /** This person's seat; undefined once it is given up. */
  get me(): Participant | undefined {
    return this.deps.chat.participant(this.userId);
  }

  /** Who last wrote directly to this person. */
  get lastDirectFrom(): string | undefined {
    return this.#inbox?.lastFrom;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Takes the seat, opens the windows and shows the welcome. Resolves when the person can type. */
  async start(makeFront: (session: Session) => Front): Promise<void> {
    const { chat } = this.deps;
    this.#inbox = new Inbox(this, () => this.#front);
    // While nobody else is here as this person, nobody changes what is kept of them.
    const early = this.me === undefined ? this.#recall() : undefined;
    early?.catch(() => undefined);
    const joined = await chat.join(this.who.account, this.id, this.who.source);
    if (this.#ended) {
      if (joined.ok) await chat.leave(this.userId, this.id, { how: 'lost' });
      return;
    }
    if (!joined.ok) {
      this.terminal.writeError(`${joined.sentence}\r\n`);
      await this.end('quit', '', 1);
      return;
    }
    // What they have read and typed elsewhere, so far.
    if (joined.value.arrival === 'again') await Promise.all(this.#house.others(this).map((other) => other.save()));
    const directs = await (joined.value.arrival === 'new' && early !== undefined ? early : this.#recall());
    this.profile.seated();
    await this.windows.openAll(this.saved.toOpen(joined.value.participant.channels));
    await this.#inbox.openUnread(directs);
    if (this.#ended) return;
    this.#front = makeFront(this);
    this.saved.begin();
    const news = newsOf(this);
    await this.navigation.showFirst();
    for (const line of welcome(this, joined.value.arrival, news)) this.#front.notice({ kind: 'info', text: line });
    this.#inbox.tellUnread();
    if (chat.live.of(this.userId) !== undefined) this.lookLive();
    this.#front.changed();
    this.onReady();
  }

  /** What is kept of this person; their direct conversations are given. Asked all at once, for the store answers it together. */
  async #recall(): Promise<readonly DirectSummary[]> {
    const settings = this.profile.load();
    const directs = this.deps.log.directsOf(this.userId);
    const [found] = await Promise.all([directs, this.markers.load(), this.saved.load(settings)]);
    return found;
  }

  /** Drains every cursor; what was said since the last pull, per window. `looking`: the newest lines are on show. */
  pull(looking: boolean): readonly Fresh[] {
    return pull(this, this.#inbox, looking);
  }

  /** True for the words of somebody this person ignores. */
  isIgnored(message: ChatMessage): boolean {
    return this.profile.isIgnored(message);
  }

  /** A line was entered, maybe for a line that stands. False when it was not taken (too much waits): it stays in the input. */
  enter(text: string, aim?: Aim): boolean {
    this.deps.chat.touch(this.userId);
    return this.sending.enter(text, aim);
  }

  /** The clock moved on. */
  tick(): void {
    this.#front?.changed(true);
  }

  /** Runs something on this person's behalf, see {@link Failures.guard}. */
  guard(work: () => Promise<void> | void): Promise<void> {
    return this.#failures.guard(work);
  }

  /** Runs what they did not ask for, see {@link Failures.insist}. */
  insist(kind: string, work: () => Promise<void> | void): Promise<void> {
    return this.#failures.insist(kind, work);
  }

  /** A bug showed itself, see {@link Failures.fail}. */
  fail(error: unknown): void {
    this.#failures.fail(error);
  }

  /** Ends the session once: last words, everything given back, the seat freed or kept for a return. */
  end(how: 'quit' | 'lost', lastWords: string, status = 0, reason?: string): Promise<void> {
    // Set before anything ends, for ending things may call back.
    if (this.#ended) return this.#ending;
    this.#ended = true;
    const parts = { front: this.#front, inbox: this.#inbox, failures: this.#failures };
    this.#ending = part(this, parts, { how, lastWords, status, reason })
      .finally(() => this.#house.ended(this))
      .catch((err: unknown) => this.#failures.note(err));
    return this.#ending;
  }

  /** See `SessionControl.signOut`. Those of its own connection go on: it is its owner who asks. */
  signOut(fingerprint: string | undefined): number {
    const isMeant = (who: SignedIn) =>
      who !== this.who && who.account.id === this.userId && who.keyFingerprint === fingerprint;
    this.deps.revoke(isMeant);
    const others = this.#house.others(this).filter(({ who }) => isMeant(who));
    const what = fingerprint === undefined ? 'Your password was changed' : 'The key you came in with was removed';
    for (const other of others) void other.end('quit', `${what} in another session; this one is over.`, 1);
    return others.length;
  }

  /** Writes down now what would be written late: read markers, windows and drafts. */
  async save(): Promise<void> {
    await Promise.all([this.markers.save(), this.saved.save()]);
  }

  /** Up to this seq a window's messages are on show. */
  look(window: Window, seq: number): void {
    window.show(seq);
    this.markers.touch(window);
  }

  /** The far end is there: what is on show was shown. */
  heard(): void {
    if (!this.#ended) this.markers.arrived();
  }

  /** A window's newest lines are on show as they are to others, also those that come, until {@link unfollow}. */
  follow(window: Window, followed: Followed): void {
    window.follow(followed);
    this.markers.follow(window);
  }

  /** Up to this seq they were. */
  unfollow(window: Window, seq: number): void {
    window.follow(undefined);
    this.look(window, seq);
  }

  /**
   * Takes notice of a message; false when it was seen before or comes from somebody ignored. `looking`: its newest lines are on
   * show.
   */
  take(window: Window, message: ChatMessage, looking: boolean): boolean {
    if (message.seq <= window.seenSeq) return false;
    window.seenSeq = message.seq;
    if (this.isIgnored(message)) return false;
    const isLooking = window === this.windows.current && looking;
    // It may have been read in another session meanwhile.
    if (!isLooking && message.seq > window.readSeq) window.raise(this.attention.weigh(message));
    this.attention.call(message, isLooking);
    return true;
  }

  /** Resolves when all that was entered is sent. */
  async whenSent(): Promise<void> {
    await this.sending.whenIdle();
    await this.slow.whenEmpty();
  }

  /** Looks at this person's live chat, if there is one. */
  lookLive(): void {
    if (this.#front === undefined) return;
    this.live ??= new LiveLink(this, () => this.#front);
    this.live.look();
  }

  /** A choice was made, here or in another session of this person. */
  async reloadPreferences(): Promise<void> {
    await this.profile.reload();
    this.#front?.changed();
  }

  /** Has a value hold here alone until one is kept; undefined ends that. */
  tryPreference(name: PreferenceName, value: string | undefined): void {
    this.profile.try(name, value);
    this.#front?.changed();
  }
}
