/**
 * Picking a line on the screen, to quote, edit, delete or react to it. While a line is picked the window stands still and
 * the keys mean this; whatever goes elsewhere ends it.
 */
import type { Line } from '../chat/quote.ts';
import type { KeyEvent } from '../tui/keys.ts';
import type { ScreenFront } from './screen.ts';
import type { Window } from './window.ts';

/** What the keys move by: lines, or as many as are in view. */
type Move = -1 | 1 | 'page-up' | 'page-down';

const MOVES: ReadonlyMap<string, Move> = new Map<string, Move>([
  ['up', -1],
  ['down', 1],
  ['k', -1],
  ['j', 1],
  ['pageup', 'page-up'],
  ['pagedown', 'page-down'],
]);

type Deed = 'reply' | 'edit' | 'delete' | 'react';

const DEEDS: ReadonlyMap<string, Deed> = new Map<string, Deed>([
  ['enter', 'reply'],
  ['r', 'reply'],
  ['e', 'edit'],
  ['d', 'delete'],
  ['+', 'react'],
]);

export class Selection {
  readonly #screen: ScreenFront;
  #window: Window | undefined;
  /** The window was live before: it is again afterwards. */
  #wasLive = false;

  constructor(screen: ScreenFront) {
    this.#screen = screen;
  }

  get isOn(): boolean {
    return this.#window !== undefined;
  }

  /** Picks the newest line in view of the current window. */
  begin(): void {
    const window = this.#screen.session.windows.current;
    if (window === undefined || this.isOn) return;
    this.#wasLive = this.#screen.scrolling.of(window).scrolled === undefined;
    this.#window = window;
    // A line that was just gone to is picked already.
    if (!this.#screen.scrolling.showsPicked(window)) this.#screen.scrolling.pick(-1);
  }

  /** Ends it; harmless when there is none. */
  end(): void {
    const window = this.#window;
    if (window === undefined) return;
    this.#window = undefined;
    const view = this.#screen.scrolling.of(window);
    if (view.scrolled !== undefined) view.scrolled.picked = undefined;
    if (this.#wasLive) view.scrolled = undefined;
    this.#screen.changed();
  }

  /** What the keys do, for the status row; empty while nothing is picked. */
  get hint(): string {
    const line = this.#line;
    if (line === undefined) return this.isOn ? 'nothing to pick here · Esc' : '';
    const { userId, me } = this.#screen.session;
    const isOwn = line.from.id === userId;
    const deeds = isOwn ? ' · e edits · d deletes' : me?.role === 'sysop' ? ' · d deletes' : '';
    return `Enter quotes${deeds} · + reacts · Esc`;
  }

  /** A key while it is on; false for one that ends it and means what it always does. */
  take(event: KeyEvent): boolean {
    if (event.type !== 'key' && event.type !== 'text') return true;
    const name = event.type === 'text' ? event.text.toLowerCase() : event.ctrl ? `ctrl-${event.name}` : event.name;
    const move = MOVES.get(name);
    const deed = DEEDS.get(name);
    if (move !== undefined) this.#screen.scrolling.pick(move);
    else if (deed !== undefined) this.#do(deed);
    else if (event.type === 'key') {
      this.end();
      return name === 'escape' || name === 'ctrl-c';
    } else if (name === 'q') this.end();
    return true;
  }

  get #line(): Line | undefined {
    return this.#window && this.#screen.scrolling.of(this.#window).scrolled?.pickedLine;
  }

  #do(deed: Deed): void {
    const line = this.#line;
    const { session, input } = this.#screen;
    if (line === undefined) return;
    switch (deed) {
      case 'reply':
        this.end();
        input.aim({ kind: 'reply', line }, '');
        break;
      case 'react':
        this.end();
        input.aim({ kind: 'react', line }, '');
        break;
      case 'edit':
        if (line.from.id !== session.userId) return;
        this.end();
        input.aim({ kind: 'edit', line }, line.kind === 'action' ? line.action : line.text);
        break;
      case 'delete':
        if (line.from.id !== session.userId && session.me?.role !== 'sysop') return;
        input.ask('Delete this line? y/n', () => {
          this.end();
          session.sending.act(() => this.#delete(line), 'lines');
        });
        break;
      default:
        deed satisfies never;
    }
  }

  async #delete({ conversation, seq }: Line): Promise<void> {
    const { session } = this.#screen;
    const removed = await session.deps.chat.amendments.remove(session.userId, conversation, seq);
    const window = session.windows.find(conversation);
    if (!removed.ok) this.#screen.notice({ kind: 'error', text: removed.sentence }, window);
  }
}
