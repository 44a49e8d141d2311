/**
 * The full screen of one session: keys in, frames out. What stands where is worked out in `screen-view.ts`; this
 * is the thin shell that owns the keyboard, the windows' scroll positions and the frame that was written last.
 */
import type { Choices } from '../chat/choices.ts';
import type { Aim, PageLine } from '../chat/command.ts';
import { COMMANDS } from '../chat/commands/table.ts';
import type { ChatMessage, Conversation } from '../chat/message.ts';
import { BlessedScreen, depthOf } from '../tui/blessed.ts';
import { ChoiceList } from '../tui/choice-list.ts';
import { aligned } from '../tui/columns.ts';
import type { Notice } from '../tui/items.ts';
import { type KeyAction, keymapLines, lookup } from '../tui/keymap.ts';
import type { KeyEvent } from '../tui/keys.ts';
import { paint, type Screenful } from '../tui/painter.ts';
import { TextPage } from '../tui/text-page.ts';
import { Alerts } from './alerts.ts';
import { completionSources } from './completion-sources.ts';
import type { Front } from './front.ts';
import { Keyboard } from './keyboard.ts';
import { isEditing, LineInput } from './line-input.ts';
import { LiveScreen, offerAnswer, offerQuestion } from './live-screen.ts';
import { Overlays } from './overlays.ts';
import { SCREEN_ACTIONS } from './screen-actions.ts';
import { ScreenView } from './screen-view.ts';
import { ScrollPositions } from './scroll-positions.ts';
import { Selection } from './selection.ts';
import type { Session } from './session.ts';
import type { Door } from './terminal.ts';
import type { Window } from './window.ts';

/** What keys do all the same while an overlay is open; those that go to a window close it. */
const PASSES: ReadonlySet<KeyAction> = new Set(['redraw', 'people']);
const GOES: ReadonlySet<KeyAction> = new Set(['window-number', 'window-active']);

export class ScreenFront implements Front {
  readonly isPlain = false;
  readonly session: Session;
  readonly input = new LineInput();
  readonly #screen: BlessedScreen;
  readonly #view: ScreenView;
  readonly #keyboard: Keyboard;
  readonly #alerts: Alerts;
  /** Only a terminal that reports its focus is known to be looked at. */
  isFocused = false;
  readonly scrolling: ScrollPositions;
  readonly selection = new Selection(this);
  readonly #overlays: Overlays;
  #live: LiveScreen | undefined;
  #painted: Screenful | undefined;
  #entered = false;
  #quitAsked = false;
  #hidePeople = false;
  #hint = '';
  #closed = false;

  constructor(session: Session, door: Door & { readonly kind: 'screen' }) {
    this.session = session;
    const { size, env } = session.terminal;
    this.#screen = new BlessedScreen({ term: door.term, ...size });
    this.#view = new ScreenView(session, depthOf(door.term, env));
    this.#alerts = new Alerts(session, door.term, this.#screen.hasTitle, (text) => this.notice({ kind: 'info', text }));
    this.#keyboard = new Keyboard(session.deps.timers, (events) => {
      for (const event of events) this.#take(event);
      this.#urgent();
    });
    const urgent = () => this.#urgent();
    this.scrolling = new ScrollPositions(session, this.#view, () => this.#layout().main, urgent);
    this.#overlays = new Overlays(session, this.#screen, urgent);
    session.deps.frames.add(this);
  }

  // ---- What the terminal says

  data(chunk: Buffer): void {
    this.#keyboard.data(chunk);
  }

  eof(): void {
    void this.session.end('quit', '');
  }

  drain(): void {
    this.changed();
  }

  resized(): void {
    const { columns, rows } = this.session.terminal.size;
    this.#screen.resize(columns, rows);
    this.#painted = undefined;
    this.#urgent();
  }

  // ---- What the session says

  changed(isQuiet = false): void {
    if (!this.#closed) this.session.deps.frames.request(this, isQuiet ? 'quiet' : 'change');
  }

  notice(notice: Notice, window = this.session.windows.current): void {
    window?.addNotice(notice);
    // It stands under the overlay that one looks at.
    if (this.#overlays.isOpen && notice.kind === 'error') this.#hint = notice.text;
    this.changed();
  }

  page(title: string, lines: readonly PageLine[]): void {
    this.#overlays.open(new TextPage(title, aligned(lines)));
  }

  list(choices: Choices): void {
    this.#overlays.open(new ChoiceList(choices));
  }

  outside(message: ChatMessage): void {
    this.session.windows.current?.addNotice({ kind: 'outside', message, me: this.session.userId });
    this.changed();
  }

  bell(): void {
    this.#alerts.ring();
    this.changed();
  }

  notify(title: string, text: string): void {
    this.#alerts.notify(title, text);
    this.changed();
  }

  shown(window: Window): void {
    this.selection.end();
    this.input.turnTo(window.conversation);
    this.#hint = '';
    this.changed();
  }

  closed(conversation: Conversation): void {
    this.scrolling.forget(conversation);
    this.input.forget(conversation);
  }

  async older(): Promise<void> {
    this.scrolling.turn(-1);
  }

  clear(): void {
    this.scrolling.clear();
  }

  askSecret(label: string): Promise<string | undefined> {
    const answer = this.input.askSecret(label);
    this.#urgent();
    return answer;
  }

  giveBack(text: string, aim: Aim | undefined): void {
    if (aim !== undefined && this.input.isIdle) this.input.aim(aim, '');
    this.input.giveBack(text);
    this.changed();
  }

  compose(aim: Aim, text: string): void {
    this.input.aim(aim, text);
    this.#urgent();
  }

  select(): boolean {
    this.selection.begin();
    return true;
  }

  keys(): readonly string[] {
    return keymapLines();
  }

  close(lastWords: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#keyboard.close();
    this.input.cancel();
    this.session.deps.frames.remove(this);
    const leave = this.#entered ? this.#screen.leave() + this.#alerts.leave() : '';
    this.#screen.destroy();
    this.session.terminal.write(`${leave}${lastWords === '' ? '' : `${lastWords}\r\n`}`);
  }

  // ---- A frame

  get writable(): boolean {
    return this.session.terminal.writable;
  }

  /** What changed since the last frame, for one write. Called by the scheduler, only while the terminal takes more. */
  paint(): string {
    if (this.#closed) return '';
    try {
      return this.#paint();
    } catch (error) {
      this.session.fail(error);
      return '';
    }
  }

  write(bytes: string): void {
    if (!this.#closed) this.session.terminal.write(bytes);
  }

  #paint(): string {
    const window = this.session.windows.current;
    const looking =
      window !== undefined && this.scrolling.of(window).scrolled === undefined && this.#shownLive() === undefined;
    for (const fresh of this.session.pull(looking)) this.scrolling.take(fresh);
    const next = this.#compose();
    let bytes = this.#entered ? '' : this.#screen.enter();
    this.#entered = true;
    bytes += paint(this.#painted, next);
    this.#painted = next;
    return bytes + this.#alerts.take(this.#view.news);
  }

  // ---- What keys ask for

  showWindow(window: Window | undefined): void {
    if (window !== undefined) this.session.show(window);
  }

  enter(): void {
    const text = this.input.enter((confirmed) => this.#send(confirmed));
    if (text !== undefined) this.#send(text);
  }

  interrupt(): void {
    if (this.input.cancel()) return;
    if (this.input.text !== '') {
      this.input.edit({ type: 'clear' });
      return;
    }
    if (this.#quitAsked) this.askToQuit();
    else this.#hint = 'Ctrl-C again to quit';
    this.#quitAsked = !this.#quitAsked;
  }

  askToQuit(): void {
    this.input.ask('Quit? y/n', () => void this.session.end('quit', 'Goodbye.'));
  }

  complete(back: boolean): void {
    this.input.complete(completionSources(this.session), back);
  }

  openFolded(): void {
    if (!this.scrolling.unfold()) this.#hint = 'nothing here is folded';
  }

  togglePeople(): boolean {
    if (this.#screen.layout(false).people === undefined) return false;
    this.#hidePeople = !this.#hidePeople;
    this.changed();
    return true;
  }

  redraw(): void {
    this.#painted = undefined;
  }

  // ---- Inside

  #take(event: KeyEvent): void {
    if (this.#closed) return;
    if (event.type === 'focus') {
      this.isFocused = event.isFocused;
      return;
    }
    if (event.type !== 'key' || lookup(event) !== 'clear-or-quit') this.#quitAsked = false;
    this.#hint = '';
    if (event.type === 'mouse') return;
    const live = this.#shownLive();
    if (live !== undefined) this.#talkLive(live, event);
    else if (this.input.asksQuestion) this.#answer(event);
    else if (this.#overlays.isOpen && !this.input.asksSecret) this.#takeInOverlay(event);
    else if (this.#isAsked() && offerAnswer(event) !== undefined)
      this.session.live?.answer(offerAnswer(event) === true);
    else if (this.selection.isOn && !this.input.asksSecret && this.#pick(event)) return;
    else if (event.type === 'text') this.input.type(event.text);
    else if (event.type === 'paste') this.input.edit({ type: 'paste', text: event.text, truncated: event.truncated });
    else this.#key(event);
    if (this.input.refused !== undefined) this.#hint = this.input.refused;
  }

  /** A key for the selection; false when it means what it always does. Text that came in one piece is so many keys. */
  #pick(event: KeyEvent): boolean {
    if (event.type !== 'text' || [...event.text].length === 1) return this.selection.take(event);
    for (const text of event.text) this.#take({ ...event, text });
    return true;
  }

  #key(key: KeyEvent & { readonly type: 'key' }): void {
    const action = lookup(key);
    if (action === undefined) return;
    if (action === 'backspace' && this.input.shortenSearch()) return;
    if (isEditing(action)) this.input.edit({ type: action });
    else SCREEN_ACTIONS[action](this, { name: key.name });
  }

  #answer(event: KeyEvent): void {
    if (event.type === 'text') this.input.answer(/^y/i.test(event.text));
    else if (event.type === 'key') this.input.answer(event.name === 'enter');
  }

  /** The live chat that this session carries covers everything. */
  #shownLive(): LiveScreen | undefined {
    const { live, userId } = this.session;
    const chat = live?.carried;
    if (live === undefined || chat === undefined) this.#live = undefined;
    else if (this.#live?.chat !== chat) this.#live = new LiveScreen(chat, live, userId);
    return this.#live;
  }

  #talkLive(live: LiveScreen, event: KeyEvent): void {
    const action = event.type === 'key' ? lookup(event) : undefined;
    if (action === 'redraw') this.redraw();
    else live.take(event, action);
  }

  /** Asked for a live chat, a person answers by one key while nothing is typed. */
  #isAsked(): boolean {
    return this.session.live?.offer !== undefined && this.input.isIdle;
  }

  #takeInOverlay(event: Exclude<KeyEvent, { readonly type: 'focus' }>): void {
    const action = event.type === 'key' ? lookup(event) : undefined;
    if (event.type === 'mouse') this.#overlays.takeMouse(event, this.#layout().main);
    else if (event.type === 'key' && action !== undefined && (PASSES.has(action) || GOES.has(action))) {
      if (GOES.has(action)) this.#overlays.closeAll();
      this.#key(event);
    } else {
      this.#overlays.take(event);
    }
  }

  #send(text: string): void {
    if (!this.session.enter(text, this.input.aimed)) return;
    this.input.sent(text, COMMANDS.values());
    this.scrolling.toEnd();
  }

  #urgent(): void {
    if (!this.#closed) this.session.deps.frames.request(this, 'urgent');
  }

  #layout() {
    return this.#screen.layout(this.#hidePeople);
  }

  #compose(): Screenful {
    const window = this.session.windows.current;
    const { size } = this.session.terminal;
    const live = this.#shownLive();
    if (live !== undefined) return live.compose(this.#screen.layout(true), size, this.#view);
    return this.#view.compose({
      layout: this.#layout(),
      size,
      window,
      windowView: window === undefined ? undefined : this.scrolling.of(window),
      input: this.input,
      overlays: this.#overlays,
      hint: this.#hint || this.selection.hint,
      standing: offerQuestion(this.session.live?.offer, size.columns),
    });
  }
}
