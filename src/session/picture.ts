/**
 * What one terminal shows, from frame to frame: asks for frames, makes the bytes of each, and knows what was painted last.
 * Most frames of a busy channel only add words; those are the same for everybody in step (tui/shared-frame.ts).
 */
import type { Highlights } from '../chat/mention.ts';
import type { BlessedScreen } from '../tui/blessed.ts';
import type { Pace, PaintTime, Reason } from '../tui/frame-pace.ts';
import type { FrameSlot, Painted } from '../tui/frame-slot.ts';
import { paint, type Screenful } from '../tui/painter.ts';
import { appendedFrame, type Bytes, sharedFrame } from '../tui/shared-frame.ts';
import { NO_ROWS } from '../tui/shared-rows.ts';
import type { Alerts } from './alerts.ts';
import type { Fresh } from './intake.ts';
import type { LiveScreen } from './live-screen.ts';
import type { ScreenMouse } from './mouse.ts';
import type { FrameGroup, Member, Shown } from './multicast.ts';
import { MAIN_PANE, type Scene, type ScreenView } from './screen-view.ts';
import type { ScrollPositions } from './scroll-positions.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import type { Followed, Window } from './window.ts';

/** What a picture is made of. */
export interface PictureParts {
  readonly session: Session;
  readonly screen: BlessedScreen;
  readonly view: ScreenView;
  readonly scrolling: ScrollPositions;
  readonly alerts: Alerts;
  readonly mouse: ScreenMouse;
  /** The live chat that covers everything, if there is one. */
  live(): LiveScreen | undefined;
  scene(): Scene;
}

export class Picture implements Painted, Member, Followed {
  readonly terminal: Terminal;
  readonly screens = 1;
  changes = 0;
  readonly #parts: PictureParts;
  readonly #frames: FrameSlot;
  #painted: Screenful | undefined;
  /** What besides that which the rings tell may be other than in the last frame. */
  #touched: 'nothing' | 'keys' | 'anything' = 'anything';
  /** While it is painted along with others. */
  #joined: { readonly group: FrameGroup; readonly window: Window } | undefined;
  #onMoved: () => void = () => undefined;
  #entered = false;
  #closed = false;

  constructor(parts: PictureParts) {
    this.#parts = parts;
    this.terminal = parts.session.terminal;
    this.#frames = parts.session.deps.frames.add(this, parts.session.paintTime);
  }

  /** Asks for a frame in which anything may be other than it was; `urgent`: whatever own keys change at once. */
  touch(why: Reason): void {
    this.#leave();
    if (why !== 'urgent') this.#touched = 'anything';
    else if (this.#touched === 'nothing') this.#touched = 'keys';
    this.#frames.request(why);
  }

  /** Asks for a frame with what the rings tell; nothing else is other than it was. */
  came(isQuiet: boolean): void {
    this.#leave();
    this.#frames.request(isQuiet ? 'quiet' : 'change');
  }

  /** The next frame draws everything. */
  redraw(): void {
    this.#leave();
    this.#painted = undefined;
    this.#touched = 'anything';
  }

  /** Lets go; the bytes that leave the terminal as it was. */
  close(): string {
    this.#leave();
    this.#closed = true;
    this.#frames.remove();
    const { mouse, screen, alerts } = this.#parts;
    return this.#entered ? mouse.leave() + screen.leave() + alerts.leave() : '';
  }

  get writable(): boolean {
    return this.terminal.writable;
  }

  /** What changed since the last frame, for one write. Called by the scheduler, only while the terminal takes more. */
  paint(isEarly: boolean): Bytes {
    if (this.#closed) return '';
    return (isEarly ? this.#paintKeys() : undefined) ?? this.#paint();
  }

  write(bytes: Bytes): void {
    if (!this.#closed) this.terminal.write(bytes);
  }

  failed(error: unknown): void {
    this.#parts.session.fail(error);
  }

  get pace(): Pace {
    return this.#frames.pace;
  }

  get paintTime(): PaintTime {
    return this.#frames.paintTime;
  }

  get highlights(): Highlights {
    return this.#parts.session.attention.highlights;
  }

  get seq(): number {
    return this.#joined?.group.shown.seq ?? 0;
  }

  whenMoved(run: () => void): void {
    this.#onMoved = run;
    this.#joined?.group.tellMoved(this);
  }

  moved(): void {
    this.#onMoved();
  }

  left({ screenful, index, seq, position }: Shown): void {
    const { session, view } = this.#parts;
    const window = this.#joined?.window;
    const pane = screenful.panes[index];
    this.#joined = undefined;
    if (window === undefined) return;
    if (pane !== undefined && this.#painted !== undefined) {
      this.#painted = { ...this.#painted, panes: this.#painted.panes.with(index, pane) };
    }
    session.unfollow(window, seq);
    view.following?.caughtUp(seq);
    window.feed?.resume(position);
    session.windows.noteWoken(window);
    if (window.feed?.pending === true) this.#frames.request('change');
  }

  #leave(): void {
    this.#joined?.group.remove(this);
  }

  /**
   * From now on it is painted along with the others who show the same, if it may be. `isLate`: what others are to be shown
   * next waits for it, too; then only along with others who are there already.
   */
  #join(screenful: Screenful, isLate: boolean): void {
    const { session, view } = this.#parts;
    const { following } = view;
    const shared = following?.shared;
    if (following === undefined || shared === undefined) return;
    const { window, style, seq } = shared;
    const { feed, transcript } = window;
    if (feed === undefined || session.attention.alwaysRings(window.conversation)) return;
    if (isLate ? !session.windows.isOnlyWoken(window) : feed.pending) return;
    const { place } = following;
    const shown: Shown = { transcript, style, place, index: MAIN_PANE, screenful, seq, position: feed.position };
    const group = session.deps.multicast[isLate ? 'rejoin' : 'join'](this, shown);
    if (group === undefined) return;
    this.#joined = { group, window };
    // Until it leaves it would keep these rows, and all that was worked out of them.
    this.#painted = { ...screenful, panes: screenful.panes.with(MAIN_PANE, { ...place, rows: NO_ROWS }) };
    view.letGo();
    session.follow(window, this);
    feed.rest();
    this.#frames.cancel();
  }

  /**
   * What own keys changed, before the words that wait for their own frame; undefined when they changed more than what stands around
   * those.
   */
  #paintKeys(): Bytes | undefined {
    const { view, alerts, live, scene } = this.#parts;
    const rows = this.#painted?.panes[MAIN_PANE]?.rows;
    if (rows === undefined || this.#touched === 'anything' || live() !== undefined) return undefined;
    const now = scene();
    if (!view.isAsBefore(now)) return undefined;
    this.#touched = 'nothing';
    const next = view.composeAround(now, rows);
    const bytes = this.#show(next) + alerts.take(view.status.news);
    this.#join(next, true);
    return bytes;
  }

  #paint(): Bytes {
    const { session, view, scrolling, alerts } = this.#parts;
    const window = session.windows.current;
    const isFollowed = this.#touched === 'nothing' && view.isFollowing;
    const isLooking = isFollowed || this.#isLooking(window);
    const fresh = session.pull(isLooking);
    this.changes = fresh.reduce((sum, { messages }) => sum + messages.length, 0);
    const followed =
      isFollowed && this.#touched === 'nothing' && onlySaidIn(window, fresh) ? this.#follow(window) : undefined;
    if (followed !== undefined) return followed;
    for (const each of fresh) scrolling.take(each);
    // Taken back first: what is made now may ask for another frame.
    this.#touched = 'nothing';
    const next = this.#compose();
    const bytes = this.#show(next) + alerts.take(view.status.news);
    if (isLooking && !this.#isCovered) this.#look(window);
    this.#join(next, true);
    return bytes;
  }

  /** What came of a window is in the frame. */
  #look(window: Window | undefined): void {
    if (window !== undefined) this.#parts.session.look(window, window.seenSeq);
  }

  /** The bytes from the last screenful to the next. */
  #show(next: Screenful): string {
    const { mouse, screen } = this.#parts;
    const entering = this.#entered ? '' : screen.enter();
    this.#entered = true;
    const bytes = entering + mouse.modes() + paint(this.#painted, next);
    this.#painted = next;
    return bytes;
  }

  /** The frame after words were added to the window that is followed; undefined when more than its pane changes. */
  #follow(window: Window | undefined): Bytes | undefined {
    const painted = this.#painted;
    const followup = painted === undefined ? undefined : this.#parts.view.follow(painted);
    if (painted === undefined || followup === undefined) return undefined;
    const { screenful, step } = followup;
    const { added, source } = step;
    this.#painted = screenful;
    this.#look(window);
    this.#join(screenful, false);
    if (added === undefined) return sharedFrame(painted, screenful, MAIN_PANE);
    return added === 0 ? '' : appendedFrame(painted, screenful, MAIN_PANE, added, source);
  }

  #compose(): Screenful {
    const { live, view, scene, screen, session } = this.#parts;
    const chat = live();
    if (chat === undefined) return view.compose(scene());
    view.lookAway();
    return chat.compose(screen.layout(true), session.terminal.size, view);
  }

  /** An overlay leaves nothing of the messages. */
  get #isCovered(): boolean {
    const { overlays, layout } = this.#parts.scene();
    const { height } = layout.main;
    return overlays.coveredRows(height) >= height;
  }

  #isLooking(window: Window | undefined): boolean {
    const { scrolling, live } = this.#parts;
    return window !== undefined && scrolling.of(window).scrolled === undefined && live() === undefined;
  }
}

/** Whether words in that window are all that came. */
function onlySaidIn(window: Window | undefined, fresh: readonly Fresh[]): boolean {
  const [first] = fresh;
  return fresh.length === 1 && first !== undefined && first.onlySaid && first.window === window;
}
