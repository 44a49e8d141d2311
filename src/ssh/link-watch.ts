/**
 * What is looked at once a second of a connection that is up: how much waits to be sent to it, whether it takes any of
 * it, whether a key exchange ends, and whether it is used at all. ssh2 limits none of these. Pure: the time is given.
 */

/** What can be seen of a connection. */
export interface LinkState {
  /** Bytes of ours that were not handed to the system, wherever they wait. */
  readonly waiting: number;
  /** Bytes handed to the system so far. */
  readonly sent: number;
  /** Bytes read so far. */
  readonly received: number;
  /** Keys are being exchanged (again). */
  readonly isExchanging: boolean;
  /** Session channels that run a shell or a command now. */
  readonly running: number;
}

/**
 * `backlog`: too much waits; `stalled`: it takes nothing, and something waits; `rekeyTime`: a key exchange that they began does
 * not end; `renewTime`: nor does one of ours; `unused`: no session runs. A network that is gone looks like `stalled` or
 * `renewTime`.
 */
export const LINK_RULES = ['backlog', 'stalled', 'rekeyTime', 'renewTime', 'unused'] as const;
export type LinkRule = (typeof LINK_RULES)[number];

/** A screen of 500×200 in full colour is a tenth of this. */
const MOST_WAITING = 4 * 1024 * 1024;
/** As long as four keep-alives of 30 s: whoever reads nothing for so long cannot have answered one. */
const STALLED_MS = 120_000;
/** For an exchange that they began. One of ours may find them asleep, and holds up nobody. */
const THEIR_REKEY_MS = 15_000;
const OUR_REKEY_MS = 120_000;
/** OpenSSH's UnusedConnectionTimeout is off; people without a terminal have no business here. */
const UNUSED_MS = 60_000;
/** RFC 4253 §9: new keys each hour and each GiB. Spread, so that those who came together do not come together again. */
const RENEW_MS = 3_600_000;
const RENEW_BYTES = 2 ** 30;

export class LinkWatch {
  readonly #renewEvery: number;
  #sent = 0;
  #sentAt: number;
  #exchangingSince: number | undefined;
  /** The exchange under way was begun by us. */
  #isOurs = false;
  #renewedAt: number;
  #renewedBytes = 0;
  /** When a session was last seen to run, or it was signed in. */
  #usedAt: number;

  /**
   * @param now when it was signed in
   * @param spread 0 to 1, exclusive: when within the last quarter of an hour before it is due its keys are renewed
   */
  constructor(now: number, spread: number) {
    this.#usedAt = now;
    this.#sentAt = now;
    this.#renewedAt = now;
    this.#renewEvery = RENEW_MS * (1 - spread / 4);
  }

  /** What is wrong with it, or that its keys are due to be renewed now. */
  look(state: LinkState, now: number): LinkRule | 'renew' | undefined {
    if (state.waiting > MOST_WAITING) return 'backlog';
    if (state.waiting === 0 || state.sent !== this.#sent) {
      this.#sent = state.sent;
      this.#sentAt = now;
    } else if (now - this.#sentAt >= STALLED_MS) return 'stalled';
    if (state.running > 0) this.#usedAt = now;
    else if (now - this.#usedAt >= UNUSED_MS) return 'unused';
    return this.#keys(state, now);
  }

  #keys({ isExchanging, sent, received }: LinkState, now: number): LinkRule | 'renew' | undefined {
    if (isExchanging) {
      this.#exchangingSince ??= now;
      const past = now - this.#exchangingSince;
      if (this.#isOurs) return past >= OUR_REKEY_MS ? 'renewTime' : undefined;
      return past >= THEIR_REKEY_MS ? 'rekeyTime' : undefined;
    }
    if (this.#exchangingSince !== undefined) {
      this.#exchangingSince = undefined;
      this.#isOurs = false;
      this.#renewedAt = now;
      this.#renewedBytes = sent + received;
    }
    const isDue = now - this.#renewedAt >= this.#renewEvery || sent + received - this.#renewedBytes >= RENEW_BYTES;
    if (!isDue) return undefined;
    this.#isOurs = true;
    this.#exchangingSince = now;
    return 'renew';
  }
}
