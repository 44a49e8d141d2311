/** How late the event loop is: the longest that a timer came late in the last second. */

const EVERY_MS = 50;
const REMEMBERED_MS = 1000;

export class LoopDelay {
  readonly #timer: NodeJS.Timeout;
  #due = performance.now() + EVERY_MS;
  #worst = 0;
  #worstAt = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(performance.now()), EVERY_MS);
    this.#timer.unref();
  }

  /** ms; `now` is that of `performance`. */
  late(now: number): number {
    return now - this.#worstAt > REMEMBERED_MS ? 0 : this.#worst;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(now: number): void {
    const late = now - this.#due;
    if (late >= this.late(now)) {
      this.#worst = late;
      this.#worstAt = now;
    }
    this.#due = now + EVERY_MS;
  }
}
