/**
 * Commands that ask for a secret (`/password`): from when one is entered until it is over, what is typed waits for the masked
 * line, for it may be the secret. What was not asked for by then is dropped: as a line it would be said to all.
 */
export const DROPPED = 'What was typed meanwhile was dropped.';

/** The commands of one session that are under way; each calls {@link begin} and {@link end} once. */
export class Secrecy {
  #underWay = 0;
  /** Called when a secret is asked for: what waits may go on. */
  onAsk: () => void = () => undefined;
  /** Called when the last one is over. */
  onOver: () => void = () => undefined;

  /** Whether one is under way. */
  get isOn(): boolean {
    return this.#underWay > 0;
  }

  /** One was entered. */
  begin(): void {
    this.#underWay += 1;
  }

  /** It is over, however it ended. */
  end(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.onOver();
  }
}
