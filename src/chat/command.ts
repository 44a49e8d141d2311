/**
 * What a command is. The table (`commands/table.ts`) is the only list of them: dispatch, help, completion and
 * the docs are made from it. A handler writes to the `reply` it is given, so the same one serves screen, plain lines and tests.
 */
import type { Choices } from './choices.ts';
import type { ChatManager } from './manager.ts';
import type { Conversation, UserId } from './message.ts';
import type { Participant } from './participant.ts';
import type { Account, Accounts, Role } from './ports/accounts.ts';
import type { Clock } from './ports/clock.ts';
import type { Profiles } from './ports/profiles.ts';
import type { PreferenceName, Preferences } from './preferences.ts';
import type { Line } from './quote.ts';
import type { Refusal, Result } from './result.ts';

/** A line of a page: words as they are, or the cells of a table's row, which a screen aligns and plain lines read out. */
export type PageLine = string | readonly string[];

/** Where a handler's words go: only the asker sees them. Text is made safe by the receiver's edge already. */
export interface Reply {
  /** One line among the messages. */
  line(text: string): void;
  /** Expected refusal: one sentence. */
  refuse(why: string | Refusal): void;
  /** A page of lines (`/keys`, `/whois`): an overlay on a screen, plain lines elsewhere. */
  page(title: string, lines: readonly PageLine[]): void;
  /** Something to choose from: an overlay to move in on a screen, its lines elsewhere. */
  list(choices: Choices): void;
}

/** What the next line that is entered does to a line that stands, instead of being said. */
export interface Aim {
  readonly kind: 'reply' | 'edit' | 'react';
  readonly line: Line;
}

/** Words that a slow channel takes later. */
export interface HeldWords {
  /** As it would be typed again. */
  readonly text: string;
  /** What they answer, if anything. */
  readonly aim: Aim | undefined;
  /** The ms until they may be said, as things are now; 0 for now. */
  wait(): number;
  /** Says them. `early`: another session of theirs was quicker, so they wait on; `refused`: they are not said, and why was told. */
  say(): Promise<'said' | 'early' | 'refused'>;
}

/** A window, as its owner may know it by. */
export interface OpenWindow {
  readonly title: string;
  /** Lines that were not read. */
  readonly unread: number;
  /** Some of them call this person. */
  readonly isCalled: boolean;
  readonly isCurrent: boolean;
}

/** What a command may ask of the session it was typed in. */
export interface SessionControl {
  /** As the chat knows it. */
  readonly id: string;
  /** Looks at a conversation, opening its window if there is none. */
  show(conversation: Conversation): Promise<void>;
  /** The open windows in order, as `/window` lists and numbers them. */
  windows(): readonly OpenWindow[];
  /** By number from 1, channel or handle, or how that begins; false when there is none. */
  showWindow(which: string): boolean;
  /** Gives the current window another number, from 1; beyond the last is last. */
  moveWindow(number: number): void;
  /** The window that this line was typed in is closed by it: lines that were entered after it go where the person looks now. */
  moveOn(): void;
  /** Closes the current window; refusals are said where the person looks. */
  closeWindow(): Promise<void>;
  /** Marks everything in all windows as read, in all sessions of this person; how many windows had something. */
  readAll(): number;
  /** The seq of the first line in the current window that was new when it was looked at; undefined for none. */
  firstNew(): number | undefined;
  /** Shows or hides the people beside the messages, or says who they are; false where they have no place. */
  togglePeople(): boolean;
  /** Shows so many older lines of the current window, or scrolls a page back. */
  older(count: number): Promise<void>;
  /** Shows a line in its place, opening its window if there is none. Whoever comes back from there is given `back`. */
  goTo(conversation: Conversation, seq: number, back?: () => void): Promise<void>;
  /** Empties what is shown of the current window (history keeps it). */
  clear(): void;
  /** Keeps words for a slow channel until they may be said there; false when too much waits for it already. */
  hold(conversation: Conversation, line: HeldWords): boolean;
  /** Counts a text that was made, not typed, as one that was: what is sent next waits for its size. */
  charge(text: string): void;
  /** How many texts wait for that channel. */
  held(conversation: Conversation): number;
  quit(reason: string): void;
  /**
   * Ends this person's other sessions that came in by the key of this fingerprint (undefined: by password), and lets their
   * connections open no more. Returns how many sessions that were.
   */
  signOut(fingerprint: string | undefined): number;
  /** Asks on a masked line of its own; undefined when cancelled (Esc, Ctrl-C). The answer is in no history. */
  askSecret(label: string): Promise<string | undefined>;
  /** Who last wrote directly to this person, for `/reply`. */
  lastDirectFrom(): string | undefined;
  /** False when this was the last thing said of that person's absence; undefined (they are here) makes it news again. */
  isNews(user: UserId, absence: string | undefined): boolean;
  /** Lets the person write the line that an aim asks for, beginning with `text`; without a screen it is said how. */
  compose(aim: Aim, text: string): void;
  /** Lets the person pick a line on the screen; false where there is none. */
  select(): boolean;
  /** The emoji of this name (without colons), or undefined. */
  emoji(name: string): string | undefined;
  /** What this person chose with `/set`. */
  preferences(): Preferences;
  /** Has a value hold in this session alone, to see what it is like; undefined ends that, and so does keeping one. */
  tryPreference(name: PreferenceName, value: string | undefined): void;
  /** The themes there are, for `/theme`. */
  themes(): readonly { readonly name: string; readonly summary: string }[];
  /** The keymap, a line each, for `/keys`. */
  keys(): readonly string[];
  /** The ignored people, kept with the profile; the change shows at once. */
  setIgnored(user: UserId, handle: string, ignored: boolean): Promise<void>;
  ignored(): readonly { readonly id: UserId; readonly handle: string }[];
}

/** One's own login; implemented in `src/accounts/`, given by the app. Refusals carry the sentence. */
export interface Credentials {
  setPassword(account: UserId, password: string): Promise<Result<undefined>>;
  /** True when there is a password and it is this one. Codes: `busy`, `too-many` (it was not compared). */
  verifyPassword(account: UserId, password: string): Promise<Result<boolean>>;
  /** `text` is a line as in `id_ed25519.pub`, or `last` for the key that was offered at this login. */
  addKey(account: UserId, text: string): Promise<Result<{ readonly fingerprint: string }>>;
  /** `which` is a fingerprint, its beginning (at least 6 characters after `SHA256:`), a comment, or the number in `/key list`. */
  removeKey(account: UserId, which: string): Promise<Result<{ readonly fingerprint: string }>>;
  /** The one-time code printed at start; the caller becomes sysop. */
  claim(account: UserId, code: string): Promise<Result<undefined>>;
  /** A fresh invite code, shown once. */
  invite(by: UserId): Promise<Result<{ readonly code: string }>>;
}

/** What a handler is given. */
export interface CommandContext {
  readonly me: Participant;
  /** The window the command was typed in. */
  readonly here: Conversation;
  readonly chat: ChatManager;
  readonly accounts: Accounts;
  readonly profiles: Profiles;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly reply: Reply;
  readonly session: SessionControl;
  /** Resolves when others have had their turn: for work of more than a few milliseconds, a piece at a time. */
  pause(): Promise<void>;
  /** The time zone (IANA) of this person's dates. */
  zone(): string;
  /** Formats an epoch-ms time for this person: `19:05`, with the date when it is not today. */
  formatTime(at: number): string;
}

/** What kind of word completes an argument; a function is given the arguments before it, in lower case. */
export type Completion =
  | 'handle'
  | 'channel'
  | 'window'
  | 'topic'
  | 'command'
  | readonly string[]
  | ((before: readonly string[]) => readonly string[]);

/** One row of the table. */
export interface Command {
  /** Lower case, without the slash. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** `bob [reason]`: what stands after the name; `[…]` optional. Drives usage and the missing-argument check. */
  readonly args: string;
  /** How many words must be given. */
  readonly required: number;
  /** One line for `/help`. */
  readonly summary: string;
  /** More lines for `/help NAME`. */
  readonly details?: readonly string[];
  readonly group: 'talk' | 'people' | 'channels' | 'you' | 'sysop';
  readonly role?: Role;
  /** Per argument word; the last entry holds for the rest. */
  readonly complete?: readonly (Completion | undefined)[];
  /**
   * True when what stands after it, or is asked for, is a secret: it enters no history and no draft, and what is typed meanwhile
   * waits.
   */
  readonly secret?: boolean;
  /** True when it costs nobody else anything: it does not wait for the rate limit of lines. `always`: nor for its own. */
  readonly isFree?: true | 'always';
  /** True when it takes the ground from under what was entered before it: though free, it does not overtake that. */
  readonly afterOthers?: true;
  /** True when the text may hold `\n`, so that a paste after the name goes as one message. */
  readonly multiline?: boolean;
  /** `rest` is everything after the name, trimmed at the start only. */
  run(context: CommandContext, rest: string): Promise<void> | void;
}

/** The account as commands may show it to its owner or a sysop. */
export type { Account };
