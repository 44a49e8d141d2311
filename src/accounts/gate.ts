/** A gate for dear work: so many at once, so many waiting in order, and whoever comes then is told at once. */
export class Gate {
  readonly #places: number;
  readonly #seats: number;
  #busy = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param places how much runs at once  @param seats how many may wait */
  constructor(places: number, seats: number) {
    this.#places = places;
    this.#seats = seats;
  }

  /** Runs the work now or later; undefined when even the waiting room is full. */
  run<T>(work: () => Promise<T>): Promise<T> | undefined {
    if (this.#busy < this.#places) return this.#start(work);
    if (this.#waiting.length >= this.#seats) return undefined;
    return new Promise<T>((resolve) => {
      this.#waiting.push(() => resolve(this.#start(work)));
    });
  }

  async #start<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }
}
