/**
 * What stands where on the screen, worked out of a session's state. Rows are shared wherever people look at the same
 * thing: a person who is up to date, has no notices in view and is not named there sees the channel's own pane.
 */
import type { ChatMessage } from '../chat/message.ts';
import type { Layout, Rect } from '../tui/blessed.ts';
import { inputRow } from '../tui/chrome.ts';
import { foldsInView, nextOpened } from '../tui/folds.ts';
import type { JoinsShown } from '../tui/hush.ts';
import type { Pane, Screenful } from '../tui/painter.ts';
import type { Overlay } from '../tui/pieces.ts';
import { type Row, type RowStyle, rowStyle } from '../tui/rows.ts';
import { composeTail, tailRows } from '../tui/scrollback.ts';
import { NO_ROWS, shared } from '../tui/shared-rows.ts';
import type { Depth } from '../tui/theme.ts';
import { themeOf } from '../tui/theme.ts';
import { peopleBeside, titleRows } from './around-messages.ts';
import { Following, type Step, sharedRows } from './following.ts';
import { Kept, KeptPane } from './kept.ts';
import type { InputView, LineInput } from './line-input.ts';
import type { Overlays } from './overlays.ts';
import type { Scrolled } from './scrolled.ts';
import type { Session } from './session.ts';
import { StatusLine, type StatusScene } from './status-line.ts';
import type { TerminalSize } from './terminal.ts';
import type { Window } from './window.ts';

/** What a screen remembers of each window, besides what the session does. */
export interface WindowView {
  /** Set while reading further up. */
  scrolled: Scrolled | undefined;
  /** What was unfolded, by key (tui/folds.ts). */
  opened: ReadonlySet<number>;
  /** `/clear`: nothing up to this seq is shown while the window is live. */
  clearedSeq: number;
}

/** Everything a frame is made of. */
export interface Scene extends StatusScene {
  readonly layout: Layout;
  readonly size: TerminalSize;
  readonly input: LineInput;
  readonly overlays: Overlays;
  /** A question that waits while nothing is typed; empty for none. */
  readonly standing: string;
}

/** How a screenful came out of the one before. */
export interface Followup {
  readonly screenful: Screenful;
  readonly step: Step;
}

/** Where the messages' pane stands among a screenful's panes. */
export const MAIN_PANE = 1;

export class ScreenView {
  readonly #session: Session;
  readonly #depth: Depth;
  readonly #hasLinks: boolean;
  readonly #mainStyle = new Kept<RowStyle>();
  readonly #input = new Kept<readonly Row[]>();
  readonly #covered = new Kept<readonly (Row | undefined)[]>();
  readonly #titlePane = new KeptPane();
  readonly #mainPane = new KeptPane();
  readonly #statusPane = new KeptPane();
  readonly #peoplePane = new KeptPane();
  readonly #inputPane = new KeptPane();
  readonly #styles = new Map<number, RowStyle>();
  #preferences: Session['preferences'] | undefined;
  readonly status: StatusLine;
  /** Set while the newest lines of a window are on show. */
  #following: Following | undefined;

  /** `depth` and `hasLinks`: what the terminal is taken to know. */
  constructor(session: Session, depth: Depth, hasLinks: boolean) {
    this.#session = session;
    this.#hasLinks = hasLinks;
    this.#depth = depth;
    this.status = new StatusLine(session);
  }

  /** How messages are drawn for this person in a pane so wide. */
  style(columns: number): RowStyle {
    const { preferences } = this.#session;
    if (preferences !== this.#preferences) {
      this.#preferences = preferences;
      this.#styles.clear();
    }
    let style = this.#styles.get(columns);
    if (style === undefined) {
      style = this.#makeStyle(columns, preferences);
      this.#styles.set(columns, style);
    }
    return style;
  }

  /** The same for a window's messages: which joins are shown may differ per channel. */
  mainStyle(columns: number, window: Window | undefined): RowStyle {
    const style = this.style(columns);
    const conversation = window?.conversation;
    const { preferences } = this.#session;
    return this.#mainStyle.get([style, conversation, preferences], () =>
      rowStyle({ ...style, joins: preferences.get('joins', conversation) as JoinsShown }),
    );
  }

  #makeStyle(columns: number, preferences: Session['preferences']): RowStyle {
    return rowStyle({
      columns,
      theme: themeOf(preferences.get('theme')),
      depth: this.#depthFor(preferences.get('colour')),
      zone: this.#session.zone,
      clock: this.#session.profile.clock,
      links: preferences.get('links') === 'auto' ? this.#hasLinks : preferences.get('links') === 'on',
    });
  }

  /** What the person chose, or what the terminal says. */
  #depthFor(colour: string): Depth {
    if (colour === 'auto') return this.#depth;
    return colour === 'true' ? 'truecolor' : (colour as Depth);
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
      marked: (message) => session.attention.marked(message),
    };
  }

  /** Whether what was composed last shows the newest lines of a window. */
  get isFollowing(): boolean {
    return this.#following !== undefined;
  }

  /** What was composed last is not on show any more. */
  lookAway(): void {
    this.#following = undefined;
  }

  /** Others paint the messages from now on: what was composed of them may go. */
  letGo(): void {
    this.#mainPane.letGo();
  }

  /** What is followed. */
  get following(): Following | undefined {
    return this.#following;
  }

  /**
   * What {@link compose} would give after `painted`, its last one, when nothing but words came to the window that is followed;
   * undefined when it has to be asked.
   */
  follow(painted: Screenful): Followup | undefined {
    const step = this.#following?.step(painted.panes[MAIN_PANE]?.rows);
    if (this.#following === undefined || step === undefined) return undefined;
    const panes = [...painted.panes];
    panes[MAIN_PANE] = this.#mainPane.with(this.#following.place, step.rows);
    const { columns, rows, cursor } = painted;
    return { screenful: { columns, rows, panes, cursor }, step };
  }

  compose(scene: Scene): Screenful {
    this.#following = undefined;
    const { width } = scene.layout.main;
    return this.composeAround(scene, this.#mainRows(scene, this.mainStyle(width, scene.window)));
  }

  /** As {@link compose}, with rows that are there already in the messages' pane. */
  composeAround(scene: Scene, rows: Pane['rows']): Screenful {
    const { layout, size, window } = scene;
    const { title, main, status, people, input } = layout;
    const panes = [
      this.#titlePane.with(title, titleRows(window, this.style(title.width), this.#session.ignored)),
      this.#mainPane.with(main, rows),
      this.#statusPane.with(status, this.status.rows(scene, this.style(status.width))),
    ];
    if (people !== undefined && window !== undefined) {
      panes.push(this.#peoplePane.with(people, peopleBeside(window, this.style(people.width), people.height)));
    }
    const line = scene.input.view(input.width, scene.standing);
    panes.push(this.#inputPane.with(input, this.#inputRows(line, this.style(input.width))));
    return { columns: size.columns, rows: size.rows, panes, cursor: cursorOf(scene, line) };
  }

  /** Whether what composed last shows of a window's messages would be the same now, but for what came meanwhile. */
  isAsBefore({ layout, overlays, window, windowView: view }: Scene): boolean {
    const { main } = layout;
    if (window === undefined || view === undefined || overlays.coveredRows(main.height) > 0) return false;
    const style = this.mainStyle(main.width, window);
    return this.#following?.isAsBefore({ window, view, style, place: main }) === true;
  }

  #inputRows({ label, text }: InputView, style: RowStyle): readonly Row[] {
    return this.#input.get([style, label, text], () => shared([inputRow({ label, text }, style)]));
  }

  /** The newest overlay, and above it what it leaves of the window. */
  #mainRows(scene: Scene, style: RowStyle): readonly (Row | undefined)[] {
    const { layout, overlays } = scene;
    const { width, height } = layout.main;
    const covered = overlays.coveredRows(height);
    if (covered === 0) {
      const rows = this.#windowRows(scene, style, height);
      this.#noteFollowed(scene, style, rows);
      return rows;
    }
    const overlay = overlays.rows(this.style(width), covered);
    if (covered >= height) return overlay;
    const above = this.#windowRows(scene, style, height - covered);
    return this.#covered.get([above, overlay], () => {
      const rows = Array.from({ length: height - covered }, (_, at) => above[at]);
      return shared([...rows, ...overlay]);
    });
  }

  #noteFollowed({ window, windowView: view, layout }: Scene, style: RowStyle, rows: Pane['rows']): void {
    if (window === undefined || view === undefined || view.scrolled !== undefined) return;
    this.#following = new Following(this.#session, { window, view, style, place: layout.main }, rows);
  }

  #windowRows({ window, windowView }: Scene, style: RowStyle, height: number): readonly (Row | undefined)[] {
    if (window === undefined || windowView === undefined) return NO_ROWS;
    if (windowView.scrolled !== undefined) {
      return windowView.scrolled.rows(style, this.overlay(window, windowView), height);
    }
    return this.#live(window, windowView, style, height);
  }

  #live(window: Window, view: WindowView, style: RowStyle, height: number): readonly (Row | undefined)[] {
    const shared = sharedRows(this.#session, { window, view, style }, height);
    if (shared !== undefined) return shared;
    const messages = sinceCleared(window.transcript.messages, view.clearedSeq);
    return composeTail(messages, style, height, this.overlay(window, view)).rows;
  }

  /** One more press of the key that unfolds; false when nothing in view is folded or was opened. */
  unfold(window: Window, view: WindowView, place: Rect): boolean {
    const style = this.mainStyle(place.width, window);
    const overlay = this.overlay(window, view);
    const { scrolled } = view;
    const messages = sinceCleared(window.transcript.messages, view.clearedSeq);
    const inView = scrolled?.visible(style, overlay, place.height) ?? tailRows(messages, style, place.height, overlay);
    const before = view.opened;
    view.opened = nextOpened(before, foldsInView(inView));
    return before.size > 0 || view.opened.size > 0;
  }
}

function sinceCleared(messages: readonly ChatMessage[], clearedSeq: number): readonly ChatMessage[] {
  if (clearedSeq === 0) return messages;
  const first = messages.findIndex((message) => message.seq > clearedSeq);
  return first < 0 ? [] : messages.slice(first);
}

/** In the input line; where something is typed in an overlay; hidden while one is only looked at. */
function cursorOf({ layout, overlays, input }: Scene, line: InputView): Screenful['cursor'] {
  const asks = input.asksSecret || input.asksQuestion;
  const inOverlay = asks ? undefined : overlays.cursor(layout.main);
  if (inOverlay !== undefined) return { ...inOverlay, visible: true };
  const { x, y, width } = layout.input;
  const visible = !overlays.isOpen || asks;
  return { x: x + Math.min(line.cursorColumn, Math.max(0, width - 1)), y, visible };
}
