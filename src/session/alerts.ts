/** What a frame carries besides the screen: the bell, a notification for the desktop, and the title of the terminal's window. */
import { type Notifier, notificationBytes, notifierOf } from '../tui/notification.ts';
import { titleText, WindowTitle } from '../tui/window-title.ts';
import type { Session } from './session.ts';

const BEL = '\x07';

export class Alerts {
  readonly #session: Session;
  readonly #term: string;
  readonly #onAdvice: (text: string) => void;
  /** Absent on the Linux console, which has none. */
  readonly #title: WindowTitle | undefined;
  #bell = false;
  #notification = '';
  #news: unknown;
  #preferences: Session['preferences'] | undefined;

  /** `onAdvice` is given a sentence for the person. */
  constructor(session: Session, term: string, hasTitle: boolean, onAdvice: (text: string) => void) {
    this.#onAdvice = onAdvice;
    this.#session = session;
    this.#term = term;
    this.#title = hasTitle ? new WindowTitle() : undefined;
  }

  ring(): void {
    this.#bell = true;
  }

  /** One a frame: the newest says enough. */
  notify(title: string, text: string): void {
    const notifier: Notifier | undefined = notifierOf(this.#session.preferences.get('notify'), this.#term);
    if (notifier !== undefined) this.#notification = notificationBytes(notifier, title, text);
  }

  /** The bytes for the next frame. `news` is another object whenever the counts of the windows may be others. */
  take(news: unknown): string {
    const bytes = `${this.#retitle(news)}${this.#notification}${this.#bell ? BEL : ''}`;
    this.#notification = '';
    this.#bell = false;
    return bytes;
  }

  /** The bytes that leave the terminal as it was. */
  leave(): string {
    return this.#title?.show(undefined) ?? '';
  }

  /** Says once that `auto` comes to nothing here: most terminals call themselves xterm. */
  #advise(before: Session['preferences'] | undefined, now: Session['preferences']): void {
    const isNew = before !== undefined && before.get('notify') !== 'auto' && now.get('notify') === 'auto';
    if (!isNew || notifierOf('auto', this.#term) !== undefined) return;
    const name = this.#term.slice(0, 40);
    this.#onAdvice(
      `Your terminal is called ${name}, which may know no notifications: try /set notify osc9, or osc777.`,
    );
  }

  #retitle(news: unknown): string {
    const { preferences, windows } = this.#session;
    if (this.#title === undefined || (news === this.#news && preferences === this.#preferences)) return '';
    this.#news = news;
    this.#advise(this.#preferences, preferences);
    this.#preferences = preferences;
    const isWanted = preferences.get('title') === 'on';
    return this.#title.show(isWanted ? titleText(windows.all, windows.current?.title) : undefined);
  }
}
