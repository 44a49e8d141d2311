/**
 * What is entered is answered at the newest line, so a window goes there first. Some commands say nothing there (they scroll,
 * pick a line, open a list, go elsewhere): for them the place that was left is taken up again.
 */
import type { ScrollPositions } from './scroll-positions.ts';
import type { Scrolled } from './scrolled.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

export class LeftPlace {
  readonly #session: Session;
  readonly #scrolling: ScrollPositions;
  #left: { readonly window: Window; readonly scrolled: Scrolled } | undefined;

  constructor(session: Session, scrolling: ScrollPositions) {
    this.#session = session;
    this.#scrolling = scrolling;
  }

  /** A line is about to be run: the current window shows its newest lines. */
  leave(): void {
    const window = this.#session.windows.current;
    const scrolled = window && this.#scrolling.of(window).scrolled;
    this.#left = window && scrolled && { window, scrolled };
    this.#scrolling.toEnd();
  }

  /** It says nothing there: the window is read on where it was. Harmless when nothing was left. */
  takeUp(): void {
    const left = this.#left;
    this.#left = undefined;
    if (left === undefined || !this.#session.windows.all.includes(left.window)) return;
    this.#scrolling.of(left.window).scrolled ??= left.scrolled;
  }

  /** The next key: what was left is left for good. */
  forget(): void {
    this.#left = undefined;
  }
}
