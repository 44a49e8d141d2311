/** Which part of the screen an event is for: the live chat, a question, an overlay, the line picked, or the input line. */
import { type KeyAction, lookup } from '../tui/keymap.ts';
import type { KeyEvent } from '../tui/keys.ts';
import { isEditing } from '../tui/line-editor.ts';
import { type LiveScreen, offerAnswer } from './live-screen.ts';
import type { ScreenFront } from './screen.ts';
import { SCREEN_ACTIONS } from './screen-actions.ts';

/** What keys do all the same while an overlay is open; those that go to a window close it. */
const PASSES: ReadonlySet<KeyAction> = new Set(['redraw', 'people']);
const GOES: ReadonlySet<KeyAction> = new Set(['window-number', 'window-active']);

/** What came in one piece while a line is picked is at most so many keys: held down, `j` comes like that; 32 KB of it are none. */
const KEYS_AT_ONCE = 64;

type Pressed = Exclude<KeyEvent, { readonly type: 'focus' | 'mouse' }>;

export class ScreenKeys {
  readonly #screen: ScreenFront;
  /** What the last key came to, for the status row; empty for nothing. */
  hint = '';
  #quitAsked = false;

  constructor(screen: ScreenFront) {
    this.#screen = screen;
  }

  take(event: KeyEvent): void {
    const { input, mouse, selection, session } = this.#screen;
    session.saved.touch();
    if (event.type === 'focus') {
      this.#screen.isFocused = event.isFocused;
      return;
    }
    if (event.type !== 'key' || lookup(event) !== 'clear-or-quit') this.#quitAsked = false;
    this.hint = '';
    if (event.type !== 'mouse') this.#press(event);
    else if (!input.asksQuestion && !selection.isOn && this.#screen.shownLive() === undefined) mouse.take(event);
    if (input.refused !== undefined) this.hint = input.refused;
  }

  /** Ctrl-C: gives up, clears, or asks to be pressed again. */
  interrupt(): void {
    const { input } = this.#screen;
    if (input.cancel()) return;
    if (input.text !== '') {
      input.edit({ type: 'clear' });
      return;
    }
    if (this.#quitAsked) this.#screen.askToQuit();
    else this.hint = 'Ctrl-C again to quit';
    this.#quitAsked = !this.#quitAsked;
  }

  #press(event: Pressed): void {
    const { input, overlays, selection, session } = this.#screen;
    const live = this.#screen.shownLive();
    if (live !== undefined) this.#talkLive(live, event);
    else if (input.asksQuestion) this.#answer(event);
    else if (overlays.isOpen && !input.asksSecret) this.#takeInOverlay(event);
    else if (this.#isAsked() && offerAnswer(event) !== undefined) session.live?.answer(offerAnswer(event) === true);
    else if (selection.isOn && !input.asksSecret && this.#pick(event)) return;
    else if (event.type === 'text') input.type(event.text);
    else if (event.type === 'paste') input.edit({ type: 'paste', text: event.text, truncated: event.truncated });
    else this.#key(event);
  }

  /** A key for the selection; false when it means what it always does. Text that came in one piece is so many keys. */
  #pick(event: Pressed): boolean {
    if (event.type !== 'text') return this.#screen.selection.take(event);
    const keys = [...event.text.slice(0, 2 * KEYS_AT_ONCE)].slice(0, KEYS_AT_ONCE);
    if (keys.length === 1) return this.#screen.selection.take(event);
    let taken = 0;
    for (; taken < keys.length && this.#screen.selection.isOn; taken += 1) {
      this.take({ ...event, text: keys[taken] ?? '' });
    }
    const rest = event.text.slice(keys.slice(0, taken).join('').length);
    if (rest !== '' && !this.#screen.selection.isOn) this.take({ ...event, text: rest });
    return true;
  }

  #key(key: KeyEvent & { readonly type: 'key' }): void {
    const { input } = this.#screen;
    const action = lookup(key);
    if (action === undefined) return;
    if (action === 'backspace' && input.shortenSearch()) return;
    if (isEditing(action)) input.edit({ type: action });
    else SCREEN_ACTIONS[action](this.#screen, { name: key.name });
  }

  #answer(event: Pressed): void {
    const { input } = this.#screen;
    if (event.type === 'text') input.answer(/^y/i.test(event.text));
    else if (event.type === 'key') input.answer(event.name === 'enter');
  }

  #talkLive(live: LiveScreen, event: Pressed): void {
    const action = event.type === 'key' ? lookup(event) : undefined;
    if (action === 'redraw') this.#screen.redraw();
    else live.take(event, action);
  }

  /** Asked for a live chat, a person answers by one key while nothing is typed. */
  #isAsked(): boolean {
    return this.#screen.session.live?.offer !== undefined && this.#screen.input.isIdle;
  }

  #takeInOverlay(event: Pressed): void {
    const { overlays } = this.#screen;
    const action = event.type === 'key' ? lookup(event) : undefined;
    if (event.type === 'key' && action !== undefined && (PASSES.has(action) || GOES.has(action))) {
      if (GOES.has(action)) overlays.closeAll();
      this.#key(event);
    } else {
      overlays.take(event);
    }
  }
}
