/**
 * One connected person, whichever door they came through: takes a seat, keeps the windows, hands what is typed to the
 * chat and what happens to the front. It is pulled: a ring only wakes it, and it drains its cursors when its front can show something.
 */
import type { Aim } from '../chat/command.ts';
import { type Input, parseInput } from '../chat/commands/dispatch.ts';
import { runInput } from '../chat/commands/entered.ts';
import { COMMANDS } from '../chat/commands/table.ts';
import {
  type AmendedEvent,
  authorOf,
  type ChatMessage,
  type Conversation,
  isAmended,
  isMessage,
  type UserId,
} from '../chat/message.ts';
import type { Participant } from '../chat/participant.ts';
import type { PreferenceName, Preferences } from '../chat/preferences.ts';
import { Absences } from './absences.ts';
import { Attention } from './attention.ts';
import { ChosenPreferences } from './chosen-preferences.ts';
import { commandContext } from './command-context.ts';
import type { SessionDeps } from './deps.ts';
import type { Front } from './front.ts';
import { Inbox } from './inbox.ts';
import { LiveLink } from './live-link.ts';
import { Outbox } from './outbox.ts';
import { ReadMarkers } from './read-markers.ts';
import { SavedWindows } from './saved-windows.ts';
import type { SignedIn } from './signed-in.ts';
import type { Terminal } from './terminal.ts';
import { welcome } from './welcome.ts';
import type { Window } from './window.ts';
import { peerOf, WindowList } from './window-list.ts';

/** What one pull brought for one window. */
export interface Fresh {
  readonly window: Window;
  /** Not seen before, in order, the ignored left out. */
  readonly messages: readonly ChatMessage[];
  /** Set when the ring ran past the cursor: the messages with seq after this one, up to the first of `messages`, were missed. */
  readonly missedAfter: number | undefined;
  /** Changes to what was said, in order; those of the ignored are among them, for what they changed may be on show. */
  readonly amended: readonly AmendedEvent[];
  /** Changes may have passed unseen: what was read from history before is to be read anew. */
  readonly isStale: boolean;
}

const UNCHANGED: readonly AmendedEvent[] = [];

export class Session {
  readonly id: string;
  readonly deps: SessionDeps;
  readonly who: SignedIn;
  readonly terminal: Terminal;
  readonly windows: WindowList;
  readonly outbox: Outbox;
  /** What deserves a look or a ring. */
  readonly attention = new Attention(this, () => this.#front);
  readonly absences = new Absences();
  /** What this person's sessions share of their windows. */
  readonly saved = new SavedWindows(this, () => this.#front);
  readonly ignored = new Map<UserId, string>();
  /** Called once, when the person can type. */
  onReady: () => void = () => undefined;
  /** Set once there is a live chat. */
  live: LiveLink | undefined;
  #front: Front | undefined;
  #inbox: Inbox | undefined;
  #markers: ReadMarkers;
  readonly #chosen = new ChosenPreferences();
  #ended = false;
  #reference: string | undefined;
  #ending: Promise<void> = Promise.resolve();
  readonly #onEnd: (session: Session) => void;

  constructor(id: string, deps: SessionDeps, who: SignedIn, terminal: Terminal, onEnd: (session: Session) => void) {
    this.id = id;
    this.deps = deps;
    this.who = who;
    this.terminal = terminal;
    this.#onEnd = onEnd;
    this.outbox = new Outbox(deps.paces.acquire(this.userId), deps.timers, () => this.#front?.changed());
    this.#markers = new ReadMarkers(deps, this.userId, () => this.me?.sessions.size ?? 1);
    this.windows = new WindowList({
      me: this.userId,
      chat: deps.chat,
      transcripts: deps.transcripts,
      readSeq: (conversation) => this.#markers.readSeq(conversation),
      titleOf: (conversation) => this.#titleOf(conversation),
      weigh: (message) => this.attention.weigh(message),
      wake: (isQuiet) => this.#front?.changed(isQuiet),
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
    return this.#chosen.value;
  }

  /** The time zone (IANA) this person's times are shown in. */
  get zone(): string {
    const chosen = this.preferences.get('timezone');
    return chosen === 'server' ? this.deps.zone : chosen;
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
    const joined = await chat.join(this.who.account, this.id);
    if (this.#ended) {
      if (joined.ok) await chat.leave(this.userId, this.id, 'lost');
      return;
    }
    if (!joined.ok) {
      this.terminal.writeError(`${joined.sentence}\r\n`);
      await this.end('quit', '', 1);
      return;
    }
    await this.#loadProfile();
    for (const each of this.saved.toOpen(joined.value.participant.channels)) await this.windows.open(each);
    const waiting = await this.#inbox.openUnread();
    if (this.#ended) return;
    this.#front = makeFront(this);
    this.saved.begin();
    await this.#showFirstWindow();
    for (const line of await welcome(this, joined.value.arrival)) this.#front.notice({ kind: 'info', text: line });
    for (const message of waiting) this.#inbox.remind(message);
    if (chat.live.of(this.userId) !== undefined) this.lookLive();
    this.#front.changed();
    this.onReady();
  }

  /** Drains every cursor; what was said since the last pull, per window. `looking`: the newest lines are on show. */
  pull(looking: boolean): readonly Fresh[] {
    const fresh: Fresh[] = [];
    const { current } = this.windows;
    // Back from further up, where lines counted as not seen.
    if (looking && current !== undefined && current.activity !== 'none') {
      current.catchUp();
      this.#markers.touch(current);
    }
    this.#inbox?.pull(looking, fresh);
    for (const window of this.windows.all) {
      if (window.feed?.pending !== true) continue;
      const { entries, missed } = window.feed.drain();
      const messages = entries.filter(isMessage);
      const missedAfter = missed > 0 ? window.seenSeq : undefined;
      const taken = messages.filter((message) => this.take(window, message, looking));
      const amended = entries.some(isAmended) ? entries.filter(isAmended) : UNCHANGED;
      if (taken.length > 0 || missedAfter !== undefined || amended.length > 0) {
        fresh.push({ window, messages: taken, missedAfter, amended, isStale: missed > 0 });
      }
    }
    return fresh;
  }

  /** Up to where this person has read a conversation; 0 for never. */
  readSeq(conversation: Conversation): number {
    return this.#markers.readSeq(conversation);
  }

  /** True for the words of somebody this person ignores. */
  isIgnored(message: ChatMessage): boolean {
    const author = authorOf(message);
    return author !== undefined && this.ignored.has(author.id);
  }

  /** A line was entered, maybe for a line that stands. False when it was not taken (too much waits): it stays in the input. */
  enter(text: string, aim?: Aim): boolean {
    this.deps.chat.touch(this.userId);
    const parsed = parseInput(text);
    if (parsed.type === 'empty') return true;
    const live = parsed.type === 'command' ? undefined : this.live?.take(parsed.text);
    if (live === 'taken' || live === 'held') return live === 'taken';
    const run = () => this.guard(() => this.#run(parsed, text, aim));
    if (parsed.type === 'command' && COMMANDS.get(parsed.name)?.isFree === true) {
      void run();
      return true;
    }
    const taken = this.outbox.put(run);
    if (!taken) this.#front?.notice({ kind: 'error', text: 'Too many lines are waiting to be sent; wait a moment.' });
    return taken;
  }

  /** Looks at a window. */
  show(window: Window): void {
    const { unread } = window;
    const previous = this.windows.show(window);
    if (previous === window) return;
    if (previous !== undefined) this.markRead(previous);
    this.#front?.shown(window, unread);
    this.#front?.changed();
    this.saved.touch();
  }

  /** The person has read this window to its end. */
  markRead(window: Window): void {
    window.readSeq = window.transcript.lastSeq;
    this.#markers.read(window.conversation, window.readSeq);
  }

  /** Closes a window: a channel is parted, a direct conversation just put away. */
  async closeWindow(window: Window): Promise<void> {
    if (window.isDirect) {
      this.markRead(window);
      this.saved.forget(window.conversation);
      this.dropWindow(window);
      return;
    }
    const parted = await this.deps.chat.part(this.userId, window.conversation);
    if (!parted.ok) this.#front?.notice({ kind: 'error', text: parted.sentence });
  }

  /** Opens (if need be) and looks at a conversation. */
  async showConversation(conversation: Conversation): Promise<void> {
    const window = await this.windows.open(conversation);
    if (window !== undefined) this.show(window);
  }

  /** Looks at a line of a conversation in its place. */
  async goTo(conversation: Conversation, seq: number, back?: () => void): Promise<void> {
    // Who left a channel meanwhile may not read on there.
    const mayRead = this.deps.chat.searches.mayRead(this.userId, conversation);
    const window = mayRead ? await this.windows.open(conversation) : undefined;
    if (window !== undefined) await this.#front?.goTo(window, seq, back);
    else this.#front?.notice({ kind: 'error', text: `You are not in ${conversation} any more.` });
  }

  /** The clock moved on. */
  tick(): void {
    this.#front?.changed(true);
  }

  /** Runs something on this person's behalf; a bug in it ends this session alone, with an apology. */
  async guard(work: () => Promise<void> | void): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.fail(error);
    }
  }

  /**
   * A bug showed itself: written down with a reference, and the session ends with that reference and an apology. What
   * else breaks while it ends is written down under the same.
   */
  fail(error: unknown): void {
    this.#reference ??= `${this.id.slice(0, 8)}-${this.deps.timers.now().toString(36)}`;
    const reference = this.#reference;
    this.deps.logger.error({ err: error, reference, handle: this.handle }, 'a session failed');
    void this.end('lost', `Sorry, something went wrong here (reference ${reference}). Please come back.`, 1);
  }

  /** Ends the session once: last words, everything given back, the seat freed or kept for a return. */
  end(how: 'quit' | 'lost', lastWords: string, status = 0, reason?: string): Promise<void> {
    // Set before anything ends, for ending things may call back.
    if (this.#ended) return this.#ending;
    this.#ended = true;
    this.#ending = this.#finish(how, lastWords, status, reason).catch((err: unknown) =>
      this.deps.logger.error({ err, handle: this.handle }, 'a session did not end well'),
    );
    return this.#ending;
  }

  async #finish(how: 'quit' | 'lost', lastWords: string, status: number, reason?: string): Promise<void> {
    const { current } = this.windows;
    // Who reads further up has not read to the end.
    const isAtEnd = current !== undefined && (this.#front?.stateOf(current)?.scrollSeq ?? 0) === 0;
    if (isAtEnd) this.markRead(current);
    const saved = this.saved.close();
    this.#front?.close(lastWords);
    this.windows.closeAll();
    this.#inbox?.close();
    this.live?.close();
    this.outbox.close();
    this.deps.paces.release(this.userId);
    this.terminal.end(status);
    try {
      await this.#markers.close();
      await saved;
      await this.deps.chat.leave(this.userId, this.id, how, reason);
    } finally {
      this.#onEnd(this);
    }
  }

  async #run(input: Input, text: string, aim: Aim | undefined): Promise<void> {
    const window = aim === undefined ? this.windows.current : this.windows.find(aim.line.conversation);
    const { me } = this;
    const front = this.#front;
    if (window === undefined || me === undefined || front === undefined) return;
    if (!(await runInput(commandContext(this, front, me, window), input, aim))) front.giveBack(text, aim);
  }

  /** Takes notice of a message; false when it was seen before or comes from somebody ignored. `looking`: its newest lines are on show. */
  take(window: Window, message: ChatMessage, looking: boolean): boolean {
    if (message.seq <= window.seenSeq) return false;
    window.seenSeq = message.seq;
    if (this.isIgnored(message)) return false;
    const isLooking = window === this.windows.current && looking;
    if (isLooking) this.#markers.touch(window);
    else window.raise(this.attention.weigh(message));
    this.attention.call(message, isLooking);
    return true;
  }

  /** Opens a window for each channel the person is in, and drops those they have left. */
  async syncChannels(): Promise<void> {
    const channels = this.me?.channels;
    if (channels === undefined) return;
    for (const window of [...this.windows.all]) {
      if (window.isDirect || channels.has(window.conversation)) continue;
      this.saved.forget(window.conversation);
      this.dropWindow(window);
    }
    for (const channel of channels) await this.windows.open(channel);
    this.saved.touch();
    const first = this.windows.all[0];
    if (this.windows.current === undefined && first !== undefined) this.show(first);
    this.#front?.changed();
  }

  /** Puts a window away; nothing is parted. */
  dropWindow(window: Window): void {
    this.windows.close(window);
    this.#front?.closed(window.conversation);
    const { current } = this.windows;
    if (current !== undefined) this.#front?.shown(current, 0);
    this.#front?.changed();
  }

  async #loadProfile(): Promise<void> {
    const { profiles } = this.deps;
    const [, ignored, settings] = await Promise.all([
      this.#markers.load(),
      profiles.ignored(this.userId),
      profiles.settings(this.userId),
    ]);
    for (const { id, handle } of ignored) this.ignored.set(id, handle);
    this.#chosen.keep(settings);
    await this.saved.load(settings);
    this.#applyDnd();
  }

  /** Others see it too, so it is the seat's. */
  #applyDnd(): void {
    const isOn = this.preferences.get('dnd') === 'on';
    if (this.me !== undefined && this.me.dnd !== isOn) this.deps.chat.setDnd(this.userId, isOn);
  }

  /** Looks at this person's live chat, if there is one. */
  lookLive(): void {
    if (this.#front === undefined) return;
    this.live ??= new LiveLink(this, () => this.#front);
    this.live.look();
  }

  /** A choice was made, here or in another session of this person. */
  async reloadPreferences(): Promise<void> {
    this.#chosen.keep(await this.deps.profiles.settings(this.userId));
    this.#applyDnd();
    for (const window of this.windows.all) {
      if (window !== this.windows.current) window.countUnread((message) => this.attention.weigh(message));
    }
    this.#front?.changed();
  }

  /** Has a value hold here alone until one is kept; undefined ends that. */
  tryPreference(name: PreferenceName, value: string | undefined): void {
    this.#chosen.try(name, value);
    this.#front?.changed();
  }

  async #showFirstWindow(): Promise<void> {
    const asked = this.terminal.command;
    if (asked?.startsWith('#') === true) {
      const entered = await this.deps.chat.enter(this.userId, asked);
      if (entered.ok) return await this.showConversation(entered.value.name);
      this.#front?.notice({ kind: 'error', text: entered.sentence });
    }
    const first = this.saved.last ?? this.windows.all[0];
    if (first !== undefined) this.show(first);
  }

  async #titleOf(conversation: Conversation): Promise<string> {
    const peer = peerOf(conversation, this.userId) ?? this.userId;
    const account = await this.deps.accounts.get(peer);
    return account?.handle ?? `gone (${peer})`;
  }
}
