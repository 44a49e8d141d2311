/**
 * What a packet may be, before ssh2 acts on it: one row per rule. ssh2 trusts its peer with most of this; each row says
 * what happened without it. Message numbers are those of RFC 4250 §4.1.2.
 */
import { Bucket } from './bucket.ts';
import { isExactProof } from './proof-layout.ts';
import type { Protocol, Windows } from './ssh2-internals.ts';
import { stringsEnd, uint32, writeUint32 } from './wire.ts';

const MSG = {
  KEXINIT: 20,
  USERAUTH_REQUEST: 50,
  INFO_RESPONSE: 61,
  GLOBAL_REQUEST: 80,
  CHANNEL_OPEN: 90,
  WINDOW_ADJUST: 93,
  CHANNEL_DATA: 94,
  CHANNEL_REQUEST: 98,
} as const;

/**
 * Disconnect, ignore, unimplemented, debug, service request, authentication and answers to its questions. No KEXINIT: the first one
 * does not come by here, and more of them before login would be key exchanges that nobody counted (clients renew no keys until
 * then).
 */
const BEFORE_LOGIN: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 50, 61]);
/** As before but for authentication; KEXINIT, global requests and replies, channels. Nothing that only a server sends. */
const AFTER_LOGIN: ReadonlySet<number> = new Set([1, 2, 3, 4, 20, 80, 81, 82, 90, 93, 94, 96, 97, 98, 99, 100]);

/** Channels asked for over a connection's life, four times what it gets: whoever shares one is refused for long before. */
const MAX_OPENS = 64;
/** RFC 4254 §5.1 sets no least packet size, and with 0 ssh2 writes for ever (#1504). */
const LEAST_PACKET = 1024;
/** RFC 4253 §6.1: what everyone must take. More is never used. */
const MOST_PACKET = 32_768;
/** RFC 4254 §5.2: a window has 32 bits. */
const MAX_WINDOW = 2 ** 32 - 1;
/** We never ask more than three questions at once; OpenSSH allows itself 100. */
const MAX_ANSWERS = 16;
/** OpenSSH renews keys every GiB or hour; a minute's worth for testers. */
const REKEYS = { burst: 3, perSecond: 3 / 60 } as const;
/** Honest names are a third of this. */
const MAX_REQUEST_NAME = 64;
/** A request to sign in, bytes: ssh2 lets ten of them wait. A certificate with all that may be in it has a quarter of this. */
const MAX_LOGIN = 16_384;
/** Packets until signed in; nobody honest, with an agent full of keys, comes to half of it. */
const MAX_EARLY = 512;
/** Packets of one that has signed in: all while no terminal runs, and then those that are not counted against its address. */
const QUIET = { burst: 200, perSecond: 50 } as const;
/** Requests that want an answer: a dozen to begin with, and a keep-alive now and then. */
const REPLIES = { burst: 100, perSecond: 10 } as const;

/** Numbers that a sysop may set. */
export interface GuardLimits {
  /** Packets a second from one connection; twice as many at once. */
  readonly packetsPerSecond: number;
  /** Bytes a second from one connection; sixteen times as many at once. */
  readonly bytesPerSecond: number;
}

/** What is asked of the connection. */
export interface Link {
  /** A terminal runs on it. */
  isRunning(): boolean;
  /** A packet beyond what is its own is counted against its address; false when that has none left. */
  admitPacket(): boolean;
  /** It begins a key exchange within what it may alone: counted against its address and all; false when nothing is left there. */
  admitRekey(): boolean;
  /** The windows of one of its channels. */
  windows(channel: number): Windows | undefined;
}

/** What is known of a connection while its packets are weighed. */
export class Peer {
  readonly #packets: Bucket;
  readonly #idle: Bucket;
  readonly #quiet: Bucket;
  readonly bytes: Bucket;
  readonly rekeys: Bucket;
  readonly replies: Bucket;
  opens = 0;
  #early = 0;
  readonly link: Link;

  constructor(limits: GuardLimits, link: Link, now: number) {
    this.#packets = new Bucket(limits.packetsPerSecond * 2, limits.packetsPerSecond, now);
    this.#idle = new Bucket(QUIET.burst, QUIET.perSecond, now);
    this.#quiet = new Bucket(QUIET.burst, QUIET.perSecond, now);
    this.bytes = new Bucket(limits.bytesPerSecond * 16, limits.bytesPerSecond, now);
    this.rekeys = new Bucket(REKEYS.burst, REKEYS.perSecond, now);
    this.replies = new Bucket(REPLIES.burst, REPLIES.perSecond, now);
    this.link = link;
  }

  /** Counts one more packet, whatever is in it; the rule that it breaks, if any. */
  count(isSignedIn: boolean, now: number): 'packets' | 'flood' | undefined {
    if (!isSignedIn) this.#early += 1;
    if (!this.#packets.take(1, now) || this.#early > MAX_EARLY) return 'packets';
    if (!isSignedIn) return undefined;
    if (!this.link.isRunning()) return this.#idle.take(1, now) ? undefined : 'packets';
    return this.#quiet.take(1, now) || this.link.admitPacket() ? undefined : 'flood';
  }
}

/** A packet on its way to ssh2. A rule may change the payload. */
export interface Packet {
  readonly payload: Uint8Array;
  readonly protocol: Protocol;
  readonly peer: Peer;
  /** ms, steady. */
  readonly now: number;
}

interface Row {
  /** The messages it looks at; all if not given. */
  readonly types?: readonly number[];
  /** Whether an honest client may have sent this. */
  isKept(packet: Packet): boolean;
}

/** The names that a message begins with: user, service and method (RFC 4252 §5), a request's own (RFC 4254 §4, §5.4). */
const NAMES: Readonly<Record<number, { readonly at: number; readonly count: number }>> = {
  [MSG.USERAUTH_REQUEST]: { at: 1, count: 3 },
  [MSG.GLOBAL_REQUEST]: { at: 1, count: 1 },
  [MSG.CHANNEL_REQUEST]: { at: 5, count: 1 },
};

/** Every rule by its name, which is also that of its counter; checked in this order. */
const RULES = {
  /** Before login ssh2 answered global requests and channel opens without bound: +30 MB/s for who does not read. */
  message: {
    isKept: ({ payload, protocol }) =>
      (protocol._authenticated ? AFTER_LOGIN : BEFORE_LOGIN).has(payload[0] ?? Number.NaN),
  },
  /** ssh2 reads on behind a string that is longer than its packet: requests without a name were answered, logins had no user. */
  malformed: {
    types: Object.keys(NAMES).map(Number),
    isKept: ({ payload }) => {
      const { at, count } = NAMES[payload[0] ?? 0] ?? { at: 0, count: 0 };
      return stringsEnd(payload, at, count) <= payload.length;
    },
  },
  /** Each window is adjusted at once, so whoever sends ever more costs ever more. */
  bytes: {
    isKept: ({ payload, peer, now }) => peer.bytes.take(payload.length, now),
  },
  /** Each costs two signatures' time, and holds our output back. */
  rekeys: {
    types: [MSG.KEXINIT],
    // One that answers ours is not theirs.
    isKept: ({ protocol, peer, now }) =>
      protocol._kexinit !== undefined || (peer.rekeys.take(1, now) && peer.link.admitRekey()),
  },
  /** Ten that waited their turn were 350 KB. */
  login: {
    types: [MSG.USERAUTH_REQUEST],
    isKept: ({ payload }) => payload.length <= MAX_LOGIN,
  },
  /** One signature could be written in many ways. */
  proof: {
    types: [MSG.USERAUTH_REQUEST],
    isKept: ({ payload }) => isExactProof(payload),
  },
  /** `new Array(numResponses)`: 80 bytes made 250 MB. */
  answers: {
    types: [MSG.INFO_RESPONSE],
    isKept: ({ payload }) => uint32(payload, 1) <= MAX_ANSWERS,
  },
  /** 20,000 opened and closed leaked. */
  opens: {
    types: [MSG.CHANNEL_OPEN],
    isKept: ({ peer }) => {
      peer.opens += 1;
      return peer.opens <= MAX_OPENS;
    },
  },
  /** 0 froze the process for good; too much would make us send what their transport cannot take. */
  packetSize: {
    types: [MSG.CHANNEL_OPEN],
    isKept: ({ payload }) => {
      const at = stringsEnd(payload, 1) + 8;
      const size = uint32(payload, at);
      if (size > MOST_PACKET && at + 4 <= payload.length) writeUint32(payload, at, MOST_PACKET);
      return size >= LEAST_PACKET;
    },
  },
  /** Their window, added up without bound. It is not made smaller: PuTTY gives 2 GiB once and adds nothing for long. */
  window: {
    types: [MSG.WINDOW_ADJUST],
    isKept: ({ payload, peer }) => {
      const open = peer.link.windows(uint32(payload, 1))?.outgoing.window ?? 0;
      return open + uint32(payload, 5) <= MAX_WINDOW;
    },
  },
  /** Our window, which ssh2 does not insist on (#1505): 1.5 GB in 5 s. */
  overrun: {
    types: [MSG.CHANNEL_DATA],
    isKept: ({ payload, peer }) => {
      const open = peer.link.windows(uint32(payload, 1))?.incoming.window;
      return open === undefined || payload.length - 9 <= open;
    },
  },
  /** `hostkeys-00` has ssh2 parse keys, private ones too; only servers send it. */
  request: {
    types: [MSG.GLOBAL_REQUEST],
    isKept: ({ payload }) => {
      const length = uint32(payload, 1);
      return (
        length <= MAX_REQUEST_NAME &&
        !Buffer.from(payload.subarray(5, 5 + length))
          .toString('latin1')
          .startsWith('hostkeys-')
      );
    },
  },
  /** Each is answered, read or not: at 2,000 a second 4 MiB waited for everyone who did not read, within half a minute. */
  replies: {
    types: [MSG.GLOBAL_REQUEST, MSG.CHANNEL_REQUEST],
    isKept: ({ payload, peer, now }) => {
      const wantsReply = (payload[stringsEnd(payload, payload[0] === MSG.GLOBAL_REQUEST ? 1 : 5)] ?? 0) !== 0;
      return !wantsReply || peer.replies.take(1, now);
    },
  },
} satisfies Readonly<Record<string, Row>>;

/**
 * `packets` (its own) and `flood` (those of its address) are counted where empty ones come by as well; `malformed` is what ssh2
 * itself cannot read, too.
 */
export type GuardRule = keyof typeof RULES | 'packets' | 'flood';

export const GUARD_RULES: readonly GuardRule[] = [
  ...(Object.keys(RULES) as (keyof typeof RULES)[]),
  'packets',
  'flood',
];

const BY_TYPE: readonly (readonly [GuardRule, Row])[][] = Array.from({ length: 256 }, (_, type) =>
  (Object.entries(RULES) as [GuardRule, Row][]).filter(([, { types }]) => types?.includes(type) ?? true),
);

/** The first rule that the packet breaks; undefined when it may pass. */
export function brokenRule(packet: Packet): GuardRule | undefined {
  return BY_TYPE[packet.payload[0] ?? 0]?.find(([, row]) => !row.isKept(packet))?.[0];
}
