/**
 * Who may come as far as a key exchange, which costs us some ms: limits and penalties by address, and what the whole world
 * together may have. Exempt addresses are never refused. Pure: the time, and how late the event loop is, are given.
 */
import { AddressBlocks, sourcesOf } from './address.ts';
import { type AddressLimitOptions, AddressLimits } from './address-limits.ts';
import { Bucket } from './bucket.ts';
import type { GuardLimits } from './guard-rules.ts';
import { type Offence, Penalties } from './penalties.ts';
import { type Waiter, Waiting } from './waiting.ts';

export interface AccessOptions extends AddressLimitOptions {
  /** Connections that have not signed in, of all addresses together. */
  readonly waiting: number;
  /** Key exchanges of all addresses together: at once, and after that per second. */
  readonly handshakes: { readonly burst: number; readonly perSecond: number };
  /** New accounts from one address: at once, and after that per hour. */
  readonly newcomers: { readonly burst: number; readonly perHour: number };
  /** What one connection may send, by which it is measured what those of an address may send together. */
  readonly protocol: GuardLimits;
  /** ms that an address is kept out at most; 0: penalties are off. */
  readonly penalty: number;
  /** CIDR blocks without limits. */
  readonly exempt: readonly string[];
}

/**
 * `address`: too many of one address wait; `arrivals`: they come too fast; `crowd`: too many wait in all, and most there;
 * `penalty`;
 * `handshakes`: too many key exchanges in all; `late`: the event loop is late while many come; `newcomers`: too many new accounts
 * from one address.
 */
export const ACCESS_RULES = ['penalty', 'address', 'arrivals', 'crowd', 'handshakes', 'late', 'newcomers'] as const;
export type AccessRule = (typeof ACCESS_RULES)[number];

/** Connections of one address that may send as much as one may, besides any number that are quiet. */
const BUSY_LINKS = 2;
/**
 * Key exchanges begun by those who are in: of one address, and of all together, that everybody goes on painting meanwhile. Ours
 * come within the hour, before those of honest clients are due.
 */
const REKEYS_EACH = { burst: 12, perSecond: 12 / 60 } as const;
const REKEYS_ALL = { burst: 40, perSecond: 10 } as const;
/** A loop later than this has enough to do with those who are in. */
const LATE_MS = 100;

/** Somebody who was let in as far as the first line. */
export interface Entry extends Waiter {
  readonly isExempt: boolean;
}

export class Access {
  readonly #options: AccessOptions;
  readonly #exempt: AddressBlocks;
  readonly #limits: AddressLimits;
  readonly #newcomers: AddressLimits;
  readonly #packets: AddressLimits;
  readonly #rekeys = allowance(REKEYS_EACH.burst, REKEYS_EACH.perSecond);
  readonly #allRekeys: Bucket;
  readonly #penalties: Penalties;
  readonly #handshakes: Bucket;
  readonly #waiting = new Waiting();

  constructor(options: AccessOptions, now: number) {
    this.#options = options;
    this.#exempt = new AddressBlocks(options.exempt);
    this.#limits = new AddressLimits(options);
    const { burst, perHour } = options.newcomers;
    this.#newcomers = allowance(burst, perHour / 3600);
    const packets = options.protocol.packetsPerSecond * BUSY_LINKS;
    this.#packets = allowance(packets, packets);
    this.#penalties = new Penalties(options.penalty);
    this.#allRekeys = new Bucket(REKEYS_ALL.burst, REKEYS_ALL.perSecond, now);
    this.#handshakes = new Bucket(options.handshakes.burst, options.handshakes.perSecond, now);
  }

  /**
   * A connection has come. Pair each entry with `settled`.
   * @param evict called when it is to make room for others: the rule is `crowd`, and it is settled already
   */
  arrive(address: string, now: number, evict: () => void): Entry | AccessRule {
    const entry: Entry = { sources: sourcesOf(address), isExempt: this.#exempt.has(address), evict };
    if (entry.isExempt) return entry;
    if (entry.sources.some(({ name }) => this.#penalties.isRefused(name, now))) return 'penalty';
    const exceeded = this.#limits.admit(entry.sources, now);
    if (exceeded !== undefined) return exceeded === 'waiting' ? 'address' : exceeded;
    if (!this.#makeRoom(entry)) {
      this.#limits.settled(entry.sources);
      return 'crowd';
    }
    this.#waiting.add(entry);
    return entry;
  }

  #makeRoom(newcomer: Entry): boolean {
    if (this.#waiting.size < this.#options.waiting) return true;
    const crowding = this.#waiting.crowding(newcomer);
    if (crowding === undefined) return false;
    this.settled(crowding);
    crowding.evict();
    return true;
  }

  /** A question is out there that a person may be answering, or no longer. */
  asking(entry: Entry, isOut: boolean): void {
    this.#waiting.asking(entry, isOut);
  }

  /**
   * Keys are to be exchanged now; a rule is the reason not to.
   * @param late how late the event loop is, ms. It alone refuses nobody: only once half of what may come at once has come
   */
  handshake({ isExempt }: Entry, late: number, now: number): AccessRule | undefined {
    if (isExempt) return undefined;
    if (late > LATE_MS && this.#handshakes.level(now) < this.#options.handshakes.burst / 2) return 'late';
    return this.#handshakes.take(1, now) ? undefined : 'handshakes';
  }

  /** Somebody there wants a name that nobody has: counted, or the rule is the reason not to make an account. */
  newcomer(entry: Entry, now: number): AccessRule | undefined {
    return spend(this.#newcomers, entry, now) ? undefined : 'newcomers';
  }

  /** Somebody who has signed in sends more than the quiet do: counted, or false when there was too much from that address. */
  packet(entry: Entry, now: number): boolean {
    return spend(this.#packets, entry, now);
  }

  /** Somebody who has signed in begins a key exchange: counted, or false when there were too many, from that address or in all. */
  rekey(entry: Entry, now: number): boolean {
    return entry.isExempt || (spend(this.#rekeys, entry, now) && this.#allRekeys.take(1, now));
  }

  /** The connection signed in or ended. Idempotent. */
  settled(entry: Waiter): void {
    if (this.#waiting.delete(entry)) this.#limits.settled(entry.sources);
  }

  /** @returns for how many seconds the address is refused from now on, if it was not before */
  penalise({ sources, isExempt }: Entry, offence: Offence, now: number): number | undefined {
    if (isExempt) return undefined;
    const seconds = sources.map((source) => this.#penalties.add(source, offence, now));
    return seconds.find((each) => each !== undefined);
  }
}

/** What each address may have of something by which nobody waits. */
function allowance(burst: number, perSecond: number): AddressLimits {
  return new AddressLimits({ perAddress: Number.POSITIVE_INFINITY, burst, perSecond });
}

/** Takes one of an allowance by which nobody waits; false when none is left. */
function spend(allowance: AddressLimits, { sources, isExempt }: Entry, now: number): boolean {
  if (isExempt) return true;
  if (allowance.admit(sources, now) !== undefined) return false;
  allowance.settled(sources);
  return true;
}
