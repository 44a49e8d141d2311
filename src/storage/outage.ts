/**
 * A store that cannot be used, or does not answer, as the sysop hears of it: once when that begins and once when it is over,
 * however many ask meanwhile.
 */
import type { SteadyClock } from '../chat/ports/clock.ts';
import type { StoreUnavailable } from '../chat/ports/store-unavailable.ts';

export type OutageNews =
  | { readonly kind: 'began'; readonly error: StoreUnavailable }
  /** `refused` requests in `ms`. */
  | { readonly kind: 'over'; readonly refused: number; readonly ms: number }
  /** What was asked `ms` ago is not answered: the disk may hang. */
  | { readonly kind: 'hangs'; readonly ms: number }
  /** That was answered after all, when it had waited so long. */
  | { readonly kind: 'answered'; readonly ms: number }
  /** It can never be used again. */
  | { readonly kind: 'lost'; readonly error: StoreUnavailable };

/** A disk that is nearly full takes some and refuses some: it is over when nothing was refused for so long, ms. */
const SETTLED_MS = 10_000;

export class Outage {
  readonly #clock: SteadyClock;
  readonly #tell: (news: OutageNews) => void;
  #refused = 0;
  #began = 0;
  #last = 0;
  /** When what hangs was asked, steady ms. */
  #askedAt: number | undefined;

  constructor(clock: SteadyClock, tell: (news: OutageNews) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Something could not be done. */
  refused(error: StoreUnavailable): void {
    this.#last = this.#clock.steady();
    this.#refused += 1;
    if (this.#refused > 1) return;
    this.#began = this.#last;
    this.#tell({ kind: 'began', error });
  }

  /** What was asked `ms` ago is under way still. */
  hangs(ms: number): void {
    this.#askedAt = this.#clock.steady() - ms;
    this.#tell({ kind: 'hangs', ms });
  }

  /** What was asked last is answered, with whatever. */
  answered(): void {
    if (this.#askedAt === undefined) return;
    const ms = this.#clock.steady() - this.#askedAt;
    this.#askedAt = undefined;
    this.#tell({ kind: 'answered', ms });
  }

  /** Nothing can be done any more. */
  lost(error: StoreUnavailable): void {
    this.#tell({ kind: 'lost', error });
  }

  /** Something was done. */
  worked(): void {
    if (this.#refused === 0 || this.#clock.steady() - this.#last < SETTLED_MS) return;
    const [refused, ms] = [this.#refused, this.#last - this.#began];
    this.#refused = 0;
    this.#tell({ kind: 'over', refused, ms });
  }
}
