/** A visit to a line somewhere in history, and the way back: to the window and the place in it that one came from. */
import type { ScrollPositions } from './scroll-positions.ts';
import type { Scrolled } from './scrolled.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

/** Where a window was being read; undefined for at its end. */
interface Place {
  readonly window: Window;
  readonly scrolled: Scrolled | undefined;
}

class Jump {
  readonly #session: Session;
  readonly #scrolling: ScrollPositions;
  readonly #window: Window;
  readonly #back: (() => void) | undefined;
  /** As they were: where one came from comes last. */
  readonly #places: readonly Place[];
  #landed: Scrolled | undefined;

  /** Remembers where one is. `back` is done by whoever comes back. */
  constructor(session: Session, scrolling: ScrollPositions, window: Window, back: (() => void) | undefined) {
    this.#session = session;
    this.#scrolling = scrolling;
    this.#window = window;
    this.#back = back;
    const windows = new Set([window, session.windows.current ?? window]);
    this.#places = [...windows].map((each) => ({ window: each, scrolled: scrolling.of(each).scrolled }));
  }

  /** Goes to the line, which is marked. False when it is not there. */
  async go(seq: number): Promise<boolean> {
    this.#landed = await this.#scrolling.goTo(this.#window, seq);
    if (this.#landed === undefined) return false;
    this.#landed.isVisit = true;
    this.#session.navigation.show(this.#window);
    return true;
  }

  /** Comes back, unless the line was left some other way. */
  undo(): void {
    const isThere = this.#session.windows.current === this.#window;
    if (this.#landed === undefined || !isThere || this.#scrolling.of(this.#window).scrolled !== this.#landed) return;
    for (const { window, scrolled } of this.#places) {
      if (!this.#session.windows.all.includes(window)) continue;
      this.#scrolling.of(window).scrolled = scrolled;
      this.#session.navigation.show(window);
    }
    this.#back?.();
  }
}

/** The visits of one screen: to come back from the last one is possible until one looks elsewhere. */
export class Visits {
  readonly #session: Session;
  readonly #scrolling: ScrollPositions;
  #last: Jump | undefined;

  constructor(session: Session, scrolling: ScrollPositions) {
    this.#session = session;
    this.#scrolling = scrolling;
  }

  /** Goes to a line; false when it is not there. */
  async goTo(window: Window, seq: number, back: (() => void) | undefined): Promise<boolean> {
    const jump = new Jump(this.#session, this.#scrolling, window, back);
    const isThere = await jump.go(seq);
    // Not before: going there may forget the last one.
    if (isThere) this.#last = jump;
    return isThere;
  }

  /** Another window is looked at. */
  forget(): void {
    this.#last = undefined;
  }

  /** Back to where one came from; nothing if that was not a visit, or it is over. */
  comeBack(): void {
    const last = this.#last;
    this.#last = undefined;
    last?.undo();
  }
}
