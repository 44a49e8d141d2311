/**
 * What a message is to one person: how much it marks its window, which of its words call them, and whether it rings. The
 * rules follow from their preferences and are worked out once per choice, for every line passes here.
 */
import { Highlights, isCalling, keywordsIn, wordsOf } from '../chat/mention.ts';
import { authorOf, type ChatMessage, type Conversation, peersOf, type UserId } from '../chat/message.ts';
import type { Preferences } from '../chat/preferences.ts';
import type { Front } from './front.ts';
import type { Timers } from './timers.ts';
import type { Activity } from './window.ts';

/** Between two bells of a session, ms: what comes sooner has been heard with the one before. */
const BELL_MS = 1000;
/**
 * Of so many conversations it is kept what was chosen; beyond that it is worked out anew, for strangers may write in any number.
 */
const LEVELS = 512;
const NOTHING: readonly string[] = Object.freeze([]);
const NOBODY = new Highlights(NOTHING);

/** What one person chose for one conversation. */
interface Levels {
  readonly bell: string;
  readonly notifies: boolean;
  /** Whether comings and goings mark their window. */
  readonly countsJoins: boolean;
  /** By what a message is, what it counts as. */
  readonly marks: Readonly<Record<Activity, Activity>>;
}

/** By the preference `activity`. */
const MARKS: ReadonlyMap<string, Levels['marks']> = new Map([
  ['all', { none: 'none', presence: 'presence', lines: 'lines', mention: 'mention' }],
  ['lines', { none: 'none', presence: 'none', lines: 'lines', mention: 'mention' }],
  ['mentions', { none: 'none', presence: 'none', lines: 'none', mention: 'mention' }],
  ['off', { none: 'none', presence: 'none', lines: 'none', mention: 'none' }],
]);

/** Whose attention it is, as they are now; a session. */
export interface Attentive {
  readonly userId: UserId;
  readonly handle: string;
  readonly preferences: Preferences;
  /** Their seat, if they have one. */
  readonly me: { readonly dnd: boolean } | undefined;
  readonly deps: { readonly timers: Pick<Timers, 'steady'> };
  isIgnored(message: ChatMessage): boolean;
}

/** Where it is called for. */
export type Called = Pick<Front, 'bell' | 'notify' | 'isFocused'>;

export class Attention {
  readonly #session: Attentive;
  readonly #front: () => Called | undefined;
  readonly #levels = new Map<Conversation, Levels>();
  #preferences: Preferences | undefined;
  #highlights = NOBODY;
  #rangAt = Number.NEGATIVE_INFINITY;

  constructor(session: Attentive, front: () => Called | undefined) {
    this.#session = session;
    this.#front = front;
  }

  /** Of how many conversations something is kept. */
  get size(): number {
    return this.#levels.size;
  }

  /** How much a message matters to this person while they look elsewhere. */
  weigh(message: ChatMessage): Activity {
    const { marks, countsJoins } = this.#levelsOf(message.conversation);
    if (!countsJoins && (message.kind === 'join' || message.kind === 'leave')) return 'none';
    return marks[this.#meaning(message)];
  }

  /** The same of lines in a conversation that nobody looked at. */
  weighUnseen(conversation: Conversation): Activity {
    return this.#levelsOf(conversation).marks.lines;
  }

  /** The words of a message that call this person, lower case; empty for none. */
  marked(message: ChatMessage): readonly string[] {
    if (this.#isOwn(message) || !isCalling(message)) return NOTHING;
    this.#refresh();
    return this.#highlights.foundIn(wordsOf(message));
  }

  /** What calls this person; another object when they choose anew. */
  get highlights(): Highlights {
    this.#refresh();
    return this.#highlights;
  }

  /** Whether any of these words calls this person. */
  isCalledIn(words: ReadonlySet<string>): boolean {
    this.#refresh();
    return this.#highlights.isIn(words);
  }

  /** Whether any of these messages calls this person. */
  isCalledInAny(messages: readonly ChatMessage[]): boolean {
    this.#refresh();
    return messages.some((message) => this.#highlights.isIn(wordsOf(message)));
  }

  /** Whether any words said to all in a conversation ring. */
  alwaysRings(conversation: Conversation): boolean {
    return this.#levelsOf(conversation).bell === 'all';
  }

  /** Whether words said to all in a conversation may ring, or mark anything: not if none of them calls this person. */
  mayRing(conversation: Conversation, words: ReadonlySet<string>): boolean {
    return this.alwaysRings(conversation) || this.#highlights.isIn(words);
  }

  /** A message has come: rings and notifies if it is worth it. `isLooking`: its window's newest lines are on show. */
  call(message: ChatMessage, isLooking: boolean): void {
    const front = this.#front();
    if (front === undefined) return;
    const isPage = message.kind === 'page';
    if (isLooking && !isPage && front.isFocused) return;
    const { bell, notifies } = this.#levelsOf(message.conversation);
    if (bell === 'off' && !notifies && !isPage) return;
    const weight = this.weigh(message);
    const isCall = weight === 'mention';
    const rings = isPage || bell === 'all' ? isCall || weight === 'lines' : isCall && bell === 'mentions';
    if (rings) this.ring();
    if (isCall && notifies && this.#session.me?.dnd !== true) front.notify(...wordsFor(message));
  }

  /** Rings, unless the person is not to be disturbed or has heard the bell just now. */
  ring(): void {
    if (this.#session.me?.dnd === true) return;
    const now = this.#session.deps.timers.steady();
    if (now - this.#rangAt < BELL_MS) return;
    this.#rangAt = now;
    this.#front()?.bell();
  }

  #meaning(message: ChatMessage): Activity {
    if (this.#isOwn(message) || this.#session.isIgnored(message)) return 'none';
    switch (message.kind) {
      case 'join':
      case 'leave':
      case 'system':
        return 'presence';
      case 'direct':
      case 'page':
        return 'mention';
      case 'public':
      case 'action':
        return this.isCalledIn(wordsOf(message)) ? 'mention' : 'lines';
      default:
        return message satisfies never;
    }
  }

  #isOwn(message: ChatMessage): boolean {
    return authorOf(message)?.id === this.#session.userId;
  }

  #levelsOf(conversation: Conversation): Levels {
    const preferences = this.#refresh();
    let levels = this.#levels.get(conversation);
    if (levels === undefined) {
      levels = levelsOf(preferences, conversation);
      if (this.#levels.size >= LEVELS) this.#levels.clear();
      this.#levels.set(conversation, levels);
    }
    return levels;
  }

  /** Takes note of what was chosen since. */
  #refresh(): Preferences {
    const { preferences, handle } = this.#session;
    if (preferences !== this.#preferences) {
      this.#preferences = preferences;
      this.#levels.clear();
      this.#highlights = new Highlights([handle, ...keywordsIn(preferences.get('keywords'))]);
    }
    return preferences;
  }
}

function levelsOf(preferences: Preferences, conversation: Conversation): Levels {
  // What is for one person alone always marks its window.
  const activity = peersOf(conversation) === undefined ? preferences.get('activity', conversation) : 'all';
  return {
    bell: preferences.get('bell', conversation),
    notifies: preferences.get('notify') !== 'off',
    countsJoins: preferences.get('joins', conversation) === 'all',
    marks: MARKS.get(activity) as Levels['marks'],
  };
}

/** A title and a text for the desktop. */
function wordsFor(message: ChatMessage): [title: string, text: string] {
  switch (message.kind) {
    case 'direct':
      return [message.from.handle, message.text];
    case 'page':
      return [`${message.from.handle} pages you`, message.reason];
    case 'public':
      return [`${message.from.handle} in ${message.conversation}`, message.text];
    case 'action':
      return [message.conversation, `* ${message.from.handle} ${message.action}`];
    case 'system':
    case 'join':
    case 'leave':
      return [message.conversation, ''];
    default:
      return message satisfies never;
  }
}
