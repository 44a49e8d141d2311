/**
 * The full screen of one session: keys in, frames out. What stands where is worked out in `screen-view.ts`, and painted by
 * `picture.ts`; this is the thin shell that owns the keyboard and the windows' scroll positions.
 */
import type { Choices } from '../chat/choices.ts';
import type { Aim, PageLine } from '../chat/command.ts';
import { COMMANDS } from '../chat/commands/table.ts';
import type { ChatMessage, Conversation } from '../chat/message.ts';
import { excerptOf } from '../chat/quote.ts';
import { BlessedScreen } from '../tui/blessed.ts';
import { ChoiceList } from '../tui/choice-list.ts';
import { aligned } from '../tui/columns.ts';
import { withoutSecret } from '../tui/input-history.ts';
import type { Notice } from '../tui/items.ts';
import { keymapLines } from '../tui/keymap.ts';
import { overlayKeyLines } from '../tui/overlay.ts';
import { depthOf, hasLinks } from '../tui/terms.ts';
import { TextPage } from '../tui/text-page.ts';
import { Alerts } from './alerts.ts';
import { completionSources } from './completion-sources.ts';
import type { Front } from './front.ts';
import { Visits } from './jump.ts';
import { Keyboard } from './keyboard.ts';
import { LeftPlace } from './left-place.ts';
import { LineInput } from './line-input.ts';
import { LineSender } from './line-sender.ts';
import { LiveScreen, offerQuestion } from './live-screen.ts';
import { ScreenMouse } from './mouse.ts';
import { Overlays } from './overlays.ts';
import { Picture } from './picture.ts';
import type { WindowState } from './saved-windows.ts';
import { ScreenKeys } from './screen-keys.ts';
import { type Scene, ScreenView } from './screen-view.ts';
import { ScrollPositions } from './scroll-positions.ts';
import { DROPPED } from './secrecy.ts';
import { Selection } from './selection.ts';
import type { Session } from './session.ts';
import type { Door } from './terminal.ts';
import { wordsOfLoss } from './unsent.ts';
import type { Window } from './window.ts';

export class ScreenFront implements Front {
  readonly isPlain = false;
  readonly session: Session;
  readonly input = new LineInput();
  readonly sender: LineSender;
  readonly #screen: BlessedScreen;
  readonly #view: ScreenView;
  readonly typing: Keyboard;
  readonly #alerts: Alerts;
  readonly mouse: ScreenMouse;
  readonly routing = new ScreenKeys(this);
  /** Only a terminal that reports its focus is known to be looked at. */
  isFocused = false;
  readonly scrolling: ScrollPositions;
  readonly #leftPlace: LeftPlace;
  readonly selection = new Selection(this);
  readonly overlays: Overlays;
  readonly #visits: Visits;
  #live: LiveScreen | undefined;
  readonly #picture: Picture;
  #hidePeople = false;
  #closed = false;

  constructor(session: Session, door: Door & { readonly kind: 'screen' }) {
    this.session = session;
    const { size, env } = session.terminal;
    this.#screen = new BlessedScreen({ term: door.term, ...size });
    session.paintTime.sized(size, session.deps.timers.steady());
    this.#view = new ScreenView(session, depthOf(door.term, env), hasLinks(door.term));
    this.#alerts = new Alerts(session, door.term, this.#screen.hasTitle, (text) => this.notice({ kind: 'info', text }));
    this.typing = new Keyboard((events) => {
      this.#leftPlace.forget();
      for (const event of events) if (!this.#closed) this.routing.take(event);
      this.#urgent();
    });
    const urgent = () => this.#urgent();
    this.scrolling = new ScrollPositions(session, this.#view, () => this.#layout().main, urgent);
    this.#visits = new Visits(session, this.scrolling);
    this.#leftPlace = new LeftPlace(session, this.scrolling);
    this.sender = new LineSender(session, this.input, () => this.#leftPlace.leave());
    this.overlays = new Overlays(session, urgent);
    const [view, overlays, scrolling] = [this.#view, this.overlays, this.scrolling];
    const [layout, scene] = [() => this.#layout(), () => this.#scene()];
    this.mouse = new ScreenMouse({ session, view, overlays, scrolling, layout, scene });
    const live = () => this.shownLive();
    const [screen, alerts, mouse] = [this.#screen, this.#alerts, this.mouse];
    this.#picture = new Picture({ session, screen, view, scrolling, alerts, mouse, live, scene });
  }

  // ---- What the terminal says

  eof(): void {
    void this.session.end('quit', '');
  }

  get isAsked(): boolean {
    return this.input.asksSecret || this.input.asksQuestion;
  }

  dropped(): void {
    this.notice({ kind: 'info', text: DROPPED });
  }

  flooded(): void {
    void this.session.end('quit', 'Too much was sent at once, so this session is over.', 1);
  }

  drain(): void {
    this.changed();
  }

  resized(): void {
    const { terminal, paintTime, deps } = this.session;
    const { columns, rows } = terminal.size;
    this.#screen.resize(columns, rows);
    paintTime.sized({ columns, rows }, deps.timers.steady());
    this.#picture.redraw();
    this.#urgent();
  }

  // ---- What the session says

  changed(isQuiet = false): void {
    this.#picture.touch(isQuiet ? 'quiet' : 'change');
  }

  came(isQuiet: boolean): void {
    this.#picture.came(isQuiet);
  }

  notice(notice: Notice, window = this.session.windows.current): void {
    window?.addNotice(notice);
    // It stands under the overlay that one looks at.
    if (this.overlays.isOpen && notice.kind === 'error') this.routing.hint = notice.text;
    this.changed();
  }

  page(title: string, lines: readonly PageLine[]): void {
    this.#leftPlace.takeUp();
    this.overlays.open(new TextPage(title, aligned(lines)));
  }

  list(choices: Choices): void {
    this.#leftPlace.takeUp();
    this.overlays.open(new ChoiceList(choices));
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
    this.#leftPlace.takeUp();
    this.selection.end();
    this.#visits.forget();
    this.input.turnTo(window.conversation);
    this.scrolling.lookAt(window);
    this.routing.hint = '';
    this.changed();
  }

  closed(conversation: Conversation): void {
    this.#leftPlace.forget();
    this.scrolling.forget(conversation);
    this.input.drafts.forget(conversation);
  }

  stateOf(window: Window): WindowState {
    const draft = withoutSecret(this.input.drafts.unsent(window.conversation), COMMANDS.values());
    return { draft, scrollSeq: this.scrolling.bottomSeq(window) };
  }

  restore(window: Window, { draft, scrollSeq }: WindowState): void {
    this.input.drafts.restore(window.conversation, draft);
    if (scrollSeq !== this.scrolling.bottomSeq(window)) this.scrolling.restore(window, scrollSeq);
    this.changed();
  }

  async older(): Promise<void> {
    this.#leftPlace.takeUp();
    this.scrolling.turn(-1);
  }

  async goTo(window: Window, seq: number, back: (() => void) | undefined): Promise<void> {
    this.#leftPlace.takeUp();
    if (await this.#visits.goTo(window, seq, back)) return;
    this.notice({ kind: 'error', text: 'That line is not there any more.' });
  }

  /** Esc: gives up what took the input line over, else takes back what waits for a slow channel, else comes back from a line. */
  cancel(): void {
    if (this.input.cancel() || this.sender.takeBack()) return;
    this.#visits.comeBack();
  }

  clear(): void {
    this.scrolling.clear();
  }

  askSecret(label: string): Promise<string | undefined> {
    const answer = this.input.askSecret(label);
    this.#urgent();
    return answer;
  }

  stopAsking(): void {
    this.input.cancelSecret();
  }

  giveBack(text: string, aim: Aim | undefined, conversation?: Conversation): void {
    if (!this.input.giveBack(text, aim, conversation)) {
      this.notice({ kind: 'info', text: `not sent: ${excerptOf(text)} (the up arrow brings it back)` });
    }
    this.changed();
  }

  compose(aim: Aim, text: string): void {
    this.input.aim(aim, text);
    this.routing.hint = this.input.refused ?? '';
    this.#urgent();
  }

  select(): boolean {
    this.#leftPlace.takeUp();
    this.selection.begin();
    return true;
  }

  keys(): readonly string[] {
    return [...keymapLines(), '', ...overlayKeyLines()];
  }

  close(lastWords: string, lost: number): void {
    if (this.#closed) return;
    this.#closed = true;
    const words = wordsOfLoss(lastWords, lost);
    this.session.terminal.write(`${this.#picture.close()}${words === '' ? '' : `${words}\r\n`}`);
  }

  // ---- What keys ask for

  showWindow(window: Window | undefined): void {
    if (window !== undefined) this.session.navigation.show(window);
  }

  askToQuit(): void {
    this.input.ask('Quit? y/n', () => void this.session.end('quit', 'Goodbye.'));
  }

  complete(back: boolean): void {
    this.input.complete(completionSources(this.session), back);
  }

  openFolded(): void {
    if (!this.scrolling.unfold()) this.routing.hint = 'nothing here is folded';
  }

  togglePeople(): boolean {
    if (this.#screen.layout(false).people === undefined) return false;
    this.#hidePeople = !this.#hidePeople;
    this.changed();
    return true;
  }

  redraw(): void {
    this.#picture.redraw();
  }

  // ---- Inside

  /** The live chat that this session carries covers everything. */
  shownLive(): LiveScreen | undefined {
    const { live, userId } = this.session;
    const chat = live?.carried;
    if (live === undefined || chat === undefined) this.#live = undefined;
    else if (this.#live?.chat !== chat) this.#live = new LiveScreen(chat, live, userId);
    return this.#live;
  }

  #urgent(): void {
    this.#picture.touch('urgent');
  }

  #layout() {
    return this.#screen.layout(this.#hidePeople);
  }

  #scene(): Scene {
    const window = this.session.windows.current;
    const { size } = this.session.terminal;
    return {
      layout: this.#layout(),
      size,
      window,
      windowView: window === undefined ? undefined : this.scrolling.of(window),
      input: this.input,
      overlays: this.overlays,
      hint: this.routing.hint || this.selection.hint,
      standing: offerQuestion(this.session.live?.offer, size.columns),
    };
  }
}
