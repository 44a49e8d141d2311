/** What was said of people's absence: once is enough, until it changes or they come back. */
import type { UserId } from '../chat/message.ts';

/** Of so many people it is remembered; whoever was told of longest ago is told of again. */
const PEOPLE = 256;

export class Absences {
  #said: Map<UserId, string> | undefined;

  /** Whether there is an absence to tell of that was not the last one told; undefined is none. */
  isNews(user: UserId, absence: string | undefined): boolean {
    if (absence === undefined) {
      this.#said?.delete(user);
      return false;
    }
    this.#said ??= new Map();
    if (this.#said.get(user) === absence) return false;
    this.#said.delete(user);
    this.#said.set(user, absence);
    const [oldest] = this.#said.keys();
    if (this.#said.size > PEOPLE && oldest !== undefined) this.#said.delete(oldest);
    return true;
  }
}
