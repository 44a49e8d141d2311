/** The time a connection has to sign in: short until it is asked something, then once longer, counted from its arrival. */
export class SignInTime {
  readonly #since = performance.now();
  readonly #onLate: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isExtended = false;

  /** `ms` until `onLate` is called, unless it is extended or over before. */
  constructor(ms: number, onLate: () => void) {
    this.#onLate = onLate;
    this.#timer = setTimeout(onLate, ms);
  }

  /** Whether they have not signed in yet; also when they came too late. */
  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  /** There is a question out: `ms` in all. Only the first call counts, and none after it is over. */
  extend(ms: number): void {
    if (this.#isExtended || this.#timer === undefined) return;
    this.#isExtended = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onLate, ms - (performance.now() - this.#since));
  }

  /** They are in, or gone. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
