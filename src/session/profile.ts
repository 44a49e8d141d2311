/** What one person chose and whom they ignore, as their session knows it; read at the start, and anew when it changes. */
import { type Author, authorOf, type ChatMessage, type UserId } from '../chat/message.ts';
import type { PreferenceName, Preferences } from '../chat/preferences.ts';
import type { ClockFormat } from '../tui/local-time.ts';
import { ChosenPreferences } from './chosen-preferences.ts';
import type { Session } from './session.ts';

export class Profile {
  readonly #session: Session;
  readonly #chosen = new ChosenPreferences();
  /** Handles by id, in the order of ignoring. */
  readonly ignored = new Map<UserId, string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** What this person chose; another object when they choose anew. */
  get preferences(): Preferences {
    return this.#chosen.value;
  }

  /** The time zone (IANA) this person's times are shown in. */
  get zone(): string {
    const chosen = this.preferences.get('timezone');
    return chosen === 'server' ? this.#session.deps.zone : chosen;
  }

  /** How this person's times of day are written. */
  get clock(): ClockFormat {
    return this.preferences.get('clock') as ClockFormat;
  }

  /** True for the words of somebody this person ignores. */
  isIgnored(message: ChatMessage): boolean {
    const author = authorOf(message);
    return author !== undefined && this.ignored.has(author.id);
  }

  /** Reads it all; gives the settings as they are kept. */
  async load(): Promise<ReadonlyMap<string, string>> {
    const { deps, userId } = this.#session;
    const [ignored, settings] = await Promise.all([deps.profiles.ignored(userId), deps.profiles.settings(userId)]);
    this.ignored.clear();
    for (const { id, handle } of ignored) this.ignored.set(id, handle);
    this.#keep(settings);
    return settings;
  }

  /** A choice was made, or somebody ignored, here or in another session of this person. */
  async reload(): Promise<void> {
    const { windows, attention } = this.#session;
    await this.load();
    for (const window of windows.all) {
      if (window !== windows.current) window.countUnread((message) => attention.weigh(message));
    }
  }

  /** Has a value hold here alone until one is kept; undefined ends that. */
  try(name: PreferenceName, value: string | undefined): void {
    this.#chosen.try(name, value);
  }

  /** Ignores somebody, or no longer; kept. */
  async setIgnored({ id, handle }: Author, isIgnored: boolean): Promise<void> {
    const { deps, userId } = this.#session;
    if (isIgnored) {
      await deps.profiles.ignore(userId, { id, handle });
      this.ignored.set(id, handle);
    } else {
      await deps.profiles.unignore(userId, id);
      this.ignored.delete(id);
    }
    deps.chat.notify(userId, { event: 'preferences' });
  }

  #keep(settings: ReadonlyMap<string, string>): void {
    this.#chosen.keep(settings);
    this.seated();
  }

  /** What others see of it, too, is the seat's, once there is one. */
  seated(): void {
    const { me, deps, userId } = this.#session;
    const isOn = this.preferences.get('dnd') === 'on';
    if (me !== undefined && me.dnd !== isOn) deps.chat.setDnd(userId, isOn);
  }
}
