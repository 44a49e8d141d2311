/**
 * The mouse of one screen, for who asked for it with `/set mouse on`. Off unless asked for: a terminal that reports its mouse
 * selects no text without Shift.
 */
import type { Layout } from '../tui/blessed.ts';
import type { Mouse } from '../tui/key-names.ts';
import { WHEEL_ROWS } from '../tui/overlay.ts';
import type { Overlays } from './overlays.ts';
import type { Scene, ScreenView } from './screen-view.ts';
import type { ScrollPositions } from './scroll-positions.ts';
import type { Session } from './session.ts';

/** Buttons and the wheel (1000), as SGR (1006), whose columns have no bound. */
const ON = '\x1b[?1000h\x1b[?1006h';
const OFF = '\x1b[?1006l\x1b[?1000l';

/** The parts of the screen that a mouse may be over. */
export interface MouseTargets {
  readonly session: Session;
  readonly view: ScreenView;
  readonly overlays: Overlays;
  readonly scrolling: ScrollPositions;
  layout(): Layout;
  scene(): Scene;
}

export class ScreenMouse {
  readonly #targets: MouseTargets;
  #isOn = false;

  constructor(targets: MouseTargets) {
    this.#targets = targets;
  }

  /** For the next frame: the bytes that turn reports on or off, when that was chosen anew. */
  modes(): string {
    return this.#turn(this.#targets.session.preferences.get('mouse') === 'on');
  }

  /** The bytes that leave the terminal as it was. */
  leave(): string {
    return this.#turn(false);
  }

  /** A click on a window's entry goes there; the wheel scrolls what it is over, and a list takes clicks. */
  take(mouse: Mouse): void {
    if (!this.#isOn) return;
    const { overlays, scrolling, session, layout } = this.#targets;
    const { main, status } = layout();
    if (status.height > 0 && mouse.row === status.y) {
      const window = mouse.kind === 'press' && mouse.button === 0 ? this.#windowAt(mouse.column) : undefined;
      if (window === undefined) return;
      overlays.closeAll();
      session.navigation.show(window);
    } else if (overlays.takeMouse(mouse, main)) return;
    else if (mouse.kind === 'wheel-up') scrolling.move(-WHEEL_ROWS);
    else if (mouse.kind === 'wheel-down') scrolling.move(WHEEL_ROWS);
  }

  #windowAt(column: number) {
    const { view, scene, layout } = this.#targets;
    return view.status.windowAt(scene(), view.style(layout().status.width), column);
  }

  #turn(isOn: boolean): string {
    if (isOn === this.#isOn) return '';
    this.#isOn = isOn;
    return isOn ? ON : OFF;
  }
}
