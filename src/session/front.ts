/** The face a session shows: a full screen, or plain lines. The session decides what happened; a front shows it. */
import type { Choices } from '../chat/choices.ts';
import type { Aim, PageLine } from '../chat/command.ts';
import type { ChatMessage, Conversation } from '../chat/message.ts';
import type { Notice } from '../tui/items.ts';
import type { WindowState } from './saved-windows.ts';
import type { Window } from './window.ts';

export interface Front {
  /** Whole lines come from here: what is being typed is not known. */
  readonly isPlain: boolean;
  /** Something may be there to show; cheap, called for every change. `isQuiet`: only somebody came or went. */
  changed(isQuiet?: boolean): void;
  /** As `changed`, when a ring has something new and nothing else is other than it was. */
  came(isQuiet: boolean): void;
  /** A line for this person only, in the window being looked at (or the one given). */
  notice(notice: Notice, window?: Window): void;
  /** A page of lines: an overlay, or the lines themselves. */
  page(title: string, lines: readonly PageLine[]): void;
  /** Something to choose from: an overlay, or its lines. */
  list(choices: Choices): void;
  /** A direct message or page of a conversation that is not being looked at. */
  outside(message: ChatMessage): void;
  /** Rings with the next thing that is shown. */
  bell(): void;
  /** Has the person's desktop say it, where they asked for that and the terminal can. Not safe text, not bounded. */
  notify(title: string, text: string): void;
  /** True when the person is known to look at this front; false when they do not, or when nobody knows. */
  readonly isFocused: boolean;
  /** The window looked at changed; so many lines in it were unread. */
  shown(window: Window, unread: number): void;
  /** A window is gone: forget its draft and scroll position. */
  closed(conversation: Conversation): void;
  /** Shows so many older lines of the current window, or scrolls a page back. */
  older(count: number): Promise<void>;
  /** Shows a line of a window in its place. Whoever comes back from there is given `back`. */
  goTo(window: Window, seq: number, back: (() => void) | undefined): Promise<void>;
  /** What is typed in a window and where it is being read; undefined when this front does not keep such things. */
  stateOf(window: Window): WindowState | undefined;
  /** Makes a window what it was. */
  restore(window: Window, state: WindowState): void;
  /** Empties what is shown of the current window. */
  clear(): void;
  /** Shows or hides the people beside the messages, or says who they are; false where they have no place. */
  togglePeople(): boolean;
  /** Asks on a masked line; undefined when cancelled. */
  askSecret(label: string): Promise<string | undefined>;
  /** Cancels that: the session ends. */
  stopAsking(): void;
  /**
   * A line could not be sent: give it back, with what it was for, to the input of its window (the current one if none is given) if
   * that is open and empty, else say so.
   */
  giveBack(text: string, aim: Aim | undefined, conversation?: Conversation): void;
  /** Lets the person write the line that an aim asks for. */
  compose(aim: Aim, text: string): void;
  /** Lets the person pick a line; false where there is no screen. */
  select(): boolean;
  /** How this face is driven, a line each, for `/keys`. */
  keys(): readonly string[];
  /** Shows last words, and that so many lines were not sent, and lets go of everything; called once, before the terminal ends. */
  close(lastWords: string, lost: number): void;
}
