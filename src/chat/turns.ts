/**
 * One person's comings, goings and words happen one after the other, whichever session they come from: what has to be
 * awaited in between cannot be overtaken by the next.
 */
import type { UserId } from './message.ts';

export class Turns {
  readonly #tails = new Map<UserId, Promise<void>>();

  /** How many people have something under way. */
  get size(): number {
    return this.#tails.size;
  }

  /**
   * Runs `task` after all that was asked for this person before, failed or not. A task must not await another turn
   * of its own person; of somebody else's only as `Arrivals` does, where no circle can arise.
   */
  run<T>(user: UserId, task: () => Promise<T>): Promise<T> {
    const turn = (this.#tails.get(user) ?? Promise.resolve()).then(task);
    const end = () => {
      if (this.#tails.get(user) === tail) this.#tails.delete(user);
    };
    const tail: Promise<void> = turn.then(end, end);
    this.#tails.set(user, tail);
    return turn;
  }
}
