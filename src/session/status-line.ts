/** The status row of one screen: the windows and what waits in them, what is going on, own name and time. */
import { type StatusInfo, statusRow, windowAt } from '../tui/chrome.ts';
import { clockOf, type Row, type RowStyle } from '../tui/rows.ts';
import { shared } from '../tui/shared-rows.ts';
import { Kept } from './kept.ts';
import type { WindowView } from './screen-view.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

const MINUTE_MS = 60_000;
/** Behind one's own name: away, not to be disturbed, or both. */
const STATES = ['', ' (away)', ' (dnd)', ' (away, dnd)'] as const;

/** What it is about. */
export interface StatusScene {
  readonly window: Window | undefined;
  readonly windowView: WindowView | undefined;
  /** Goes before what is going on; empty for nothing. */
  readonly hint: string;
}

export class StatusLine {
  readonly #session: Session;
  readonly #rows = new Kept<readonly Row[]>();
  /** Another object whenever the windows, or what waits in them, may be others. */
  news: unknown;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The same array until something in it changes. */
  rows(scene: StatusScene, style: RowStyle): readonly Row[] {
    const { deps, windows } = this.#session;
    const minute = Math.floor(deps.timers.now() / MINUTE_MS);
    const rows = this.#rows.get([style, scene.window, windows.news, this.#hint(scene), this.#name(), minute], () =>
      shared([statusRow(this.#info(scene, style), style)]),
    );
    this.news = rows;
    return rows;
  }

  /** The window whose entry stands at a column. */
  windowAt(scene: StatusScene, style: RowStyle, column: number): Window | undefined {
    const number = windowAt(this.#info(scene, style), style.columns, column);
    return number === undefined ? undefined : this.#session.windows.all[number - 1];
  }

  #info(scene: StatusScene, style: RowStyle): StatusInfo {
    const windows = this.#session.windows.all.map((each, index) => ({
      number: index + 1,
      title: each.title,
      unread: each.unread,
      activity: each.activity,
      isCurrent: each === scene.window,
    }));
    const time = clockOf(this.#session.deps.timers.now(), style.zone, style.clock === '12h' ? '12h' : '24h');
    return { windows, hint: this.#hint(scene), right: `${this.#name()} · ${time}` };
  }

  #name(): string {
    const { handle, me } = this.#session;
    return `${handle}${STATES[(me?.away === undefined ? 0 : 1) + (me?.dnd === true ? 2 : 0)]}`;
  }

  #hint({ window, windowView, hint }: StatusScene): string {
    if (hint !== '') return hint;
    const { outbox, slow } = this.#session;
    if (outbox.delay > 0) return `sending in ${Math.ceil(outbox.delay / 1000)} s…`;
    const wait = window === undefined ? undefined : slow.waitOf(window.conversation);
    if (wait !== undefined) return `sending in ${Math.ceil(wait / 1000)} s, Esc: not`;
    if (window === undefined || windowView?.scrolled === undefined) return '';
    if (!windowView.scrolled.isAtHand) return 'reading history…';
    const fresh = window.transcript.saidSince(windowView.scrolled.sinceSeq);
    const wayBack = windowView.scrolled.isVisit ? 'Esc: back · ' : '';
    return wayBack + (fresh > 0 ? `↓ ${fresh} new` : '↓ Alt-End: back to now');
  }
}
