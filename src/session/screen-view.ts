/**
 * What stands where on the screen, worked out of a session's state. Rows are shared wherever people look at the same
 * thing: a person who is up to date, has no notices in view and is not named there sees the channel's own pane.
 */
import type { ChatMessage } from '../chat/message.ts';
import type { Layout } from '../tui/blessed.ts';
import { inputRow, pageRows, peopleRows, statusRow, titleRow } from '../tui/chrome.ts';
import type { Pane, Screenful } from '../tui/painter.ts';
import { clockOf, type Row, type RowStyle, rowStyle } from '../tui/rows.ts';
import { composeTail, type Overlay } from '../tui/scrollback.ts';
import type { Depth } from '../tui/theme.ts';
import { themeOf } from '../tui/theme.ts';
import type { LineInput } from './line-input.ts';
import type { Page } from './page.ts';
import type { Scrolled } from './scrolled.ts';
import type { Session } from './session.ts';
import type { TerminalSize } from './terminal.ts';
import type { Window } from './window.ts';

/** What a screen remembers of each window, besides what the session does. */
export interface WindowView {
  /** Set while reading further up. */
  scrolled: Scrolled | undefined;
  /** Folded messages that were opened, by seq. */
  readonly opened: Set<number>;
  /** `/clear`: nothing up to this seq is shown while the window is live. */
  clearedSeq: number;
}

/** Everything a frame is made of. */
export interface Scene {
  readonly layout: Layout;
  readonly size: TerminalSize;
  readonly window: Window | undefined;
  readonly windowView: WindowView | undefined;
  readonly input: LineInput;
  readonly page: Page | undefined;
  readonly hint: string;
}

const NO_ROWS: readonly Row[] = Object.freeze([]);

/** Keeps the last value made, while what it was made of stays the same. */
class Kept<T> {
  #key: string | undefined;
  #value: T | undefined;

  get(key: string, make: () => T): T {
    if (key !== this.#key || this.#value === undefined) {
      this.#value = make();
      this.#key = key;
    }
    return this.#value;
  }
}

export class ScreenView {
  readonly #session: Session;
  readonly #depth: Depth;
  readonly #title = new Kept<readonly Row[]>();
  readonly #status = new Kept<readonly Row[]>();
  readonly #input = new Kept<readonly Row[]>();
  readonly #people = new Kept<readonly Row[]>();
  readonly #page = new Kept<readonly (Row | undefined)[]>();

  constructor(session: Session, depth: Depth) {
    this.#session = session;
    this.#depth = depth;
  }

  /** How messages are drawn for this person in a pane so wide. */
  style(columns: number): RowStyle {
    const { settings, deps } = this.#session;
    return rowStyle({
      columns,
      theme: themeOf(settings.get('theme')),
      depth: this.#depth,
      zone: settings.get('timezone') ?? deps.zone,
      clock: settings.get('clock') === '12h' ? '12h' : '24h',
      links: false,
    });
  }

  /** What this person's eyes add to a window's messages. */
  overlay(window: Window, view: WindowView): Overlay {
    const session = this.#session;
    return {
      conversation: window.conversation,
      me: { id: session.userId, handle: session.handle },
      ignored: session.ignored,
      newSince: window.newSince,
      notices: window.notices,
      opened: view.opened,
      mentions: (message) => session.mentions(message),
    };
  }

  compose(scene: Scene): Screenful {
    const { layout, size, input } = scene;
    const style = this.style(layout.main.width);
    const panes: Pane[] = [
      { ...layout.title, rows: this.#titleRows(scene, this.style(layout.title.width)) },
      { ...layout.main, rows: this.#mainRows(scene, style) },
      { ...layout.status, rows: this.#statusRows(scene, this.style(layout.status.width)) },
    ];
    if (layout.people !== undefined && scene.window !== undefined) {
      panes.push({ ...layout.people, rows: this.#peopleRows(scene.window, layout.people) });
    }
    const line = input.view(layout.input.width);
    const row = this.#input.get(`${layout.input.width} ${line.label}\0${line.text}`, () => [
      inputRow(line, this.style(layout.input.width)),
    ]);
    panes.push({ ...layout.input, rows: row });
    const x = layout.input.x + Math.min(line.cursorColumn, Math.max(0, layout.input.width - 1));
    return { ...size, panes, cursor: { x, y: layout.input.y, visible: true } };
  }

  #mainRows(scene: Scene, style: RowStyle): readonly (Row | undefined)[] {
    const { window, windowView, layout, page } = scene;
    const { width, height } = layout.main;
    if (page !== undefined) {
      const lines = page.visible(width, Math.max(1, height - 2));
      return this.#page.get(`${page.title} ${page.place} ${width}x${height}`, () =>
        pageRows({ title: page.title, lines, footer: page.footer(width, Math.max(1, height - 2)) }, style, height),
      );
    }
    if (window === undefined || windowView === undefined) return NO_ROWS;
    if (windowView.scrolled !== undefined) {
      return windowView.scrolled.rows(style, this.overlay(window, windowView), height);
    }
    return this.#live(window, windowView, style, height);
  }

  #live(window: Window, view: WindowView, style: RowStyle, height: number): readonly (Row | undefined)[] {
    const { transcript, notices } = window;
    const shared = transcript.live(style, height);
    const last = notices.at(-1);
    const isShared =
      view.clearedSeq < shared.firstSeq &&
      (last === undefined || last.afterSeq < shared.firstSeq) &&
      (window.newSince === undefined || window.newSince < shared.firstSeq - 1) &&
      this.#session.ignored.size === 0 &&
      view.opened.size === 0 &&
      !shared.words.has(this.#session.handle.toLowerCase());
    if (isShared) return shared.rows;
    const messages = sinceCleared(transcript.messages, view.clearedSeq);
    return composeTail(messages, style, height, this.overlay(window, view)).rows;
  }

  #titleRows({ window, hint, size }: Scene, style: RowStyle): readonly Row[] {
    if (window === undefined) return NO_ROWS;
    const { topic, people } = window.transcript;
    const info = { title: window.title, topic, here: people.length, isDirect: window.isDirect };
    return this.#title.get(`${style.columns}x${size.rows} ${JSON.stringify(info)} ${hint}`, () => [
      titleRow(info, style),
    ]);
  }

  #statusRows({ window, windowView, hint }: Scene, style: RowStyle): readonly Row[] {
    const session = this.#session;
    const windows = session.windows.all.map((each, index) => ({
      number: index + 1,
      title: each.title,
      unread: each.unread,
      activity: each.activity,
      isCurrent: each === window,
    }));
    const now = session.deps.timers.now();
    const info = {
      windows,
      hint: hint === '' ? this.#hint(window, windowView) : hint,
      right: `${session.handle}${session.me?.away === undefined ? '' : ' (away)'} · ${clockOf(now, style.zone, style.clock)}`,
    };
    return this.#status.get(`${style.columns} ${JSON.stringify(info)}`, () => [statusRow(info, style)]);
  }

  #hint(window: Window | undefined, view: WindowView | undefined): string {
    const { outbox } = this.#session;
    if (outbox.delay > 0) return `sending in ${Math.ceil(outbox.delay / 1000)} s…`;
    if (window === undefined || view?.scrolled === undefined) return '';
    const fresh = window.transcript.lastSeq - view.scrolled.sinceSeq;
    return fresh > 0 ? `↓ ${fresh} new` : '↓ Alt-End: back to now';
  }

  #peopleRows(window: Window, { width, height }: { readonly width: number; readonly height: number }): readonly Row[] {
    const people = window.transcript.people.map(({ handle, role, away, lostSince }) => ({
      handle,
      role,
      isAway: away !== undefined || lostSince !== undefined,
    }));
    const style = this.style(width);
    return this.#people.get(`${width}x${height} ${JSON.stringify(people)}`, () => peopleRows(people, style, height));
  }
}

function sinceCleared(messages: readonly ChatMessage[], clearedSeq: number): readonly ChatMessage[] {
  if (clearedSeq === 0) return messages;
  const first = messages.findIndex((message) => message.seq > clearedSeq);
  return first < 0 ? [] : messages.slice(first);
}
