/**
 * What is done with a socket before there is any SSH: whose it is, whether that address may come in, and its first line. Until
 * then a connection costs a socket and no more; whoever is refused is reset without a word.
 */
import type { Socket } from 'node:net';
import { Access, type AccessOptions, type AccessRule, type Entry } from './access.ts';
import { AddressBlocks, plainAddress, widestOf } from './address.ts';
import { exchangeIdents } from './ident.ts';
import type { Logger } from './log.ts';
import { LoopDelay } from './loop-delay.ts';
import type { DoorMetrics, DoorRule } from './metrics.ts';
import type { Offence } from './penalties.ts';
import { type Origin, takeProxyHeader } from './proxy-protocol.ts';
import { reset } from './reset.ts';

export interface ReceptionOptions extends AccessOptions {
  /** For the client's first line, and as long again for the header of a proxy, ms. */
  readonly ident: number;
  /** CIDR blocks of proxies, which must say for whom they connect. */
  readonly proxyFrom: readonly string[];
}

/** A connection that has said its first line and may exchange keys. The socket is paused, that line still in it. */
export interface Arrival {
  readonly socket: Socket;
  /** Where it comes from, as people write it. */
  readonly remote: string;
  readonly remotePort: number;
  /** Whom it is counted with: the widest of its sources, undefined if it is exempt. */
  readonly source: string | undefined;
  /** What the client calls itself, printable ASCII. */
  readonly clientVersion: string;
  /** A question is out that a person may be answering, or no longer. */
  asking(isOut: boolean): void;
  /** It counts no longer as waiting to sign in; idempotent, and done by itself when the socket closes. */
  settle(): void;
  /** It did something that its address is kept out for. */
  penalise(offence: Offence): void;
  /** It is to make a new account: counted, or false when there were too many from its address. */
  admitNewcomer(): boolean;
  /** It is signed in and sends many packets: one more is counted, or false when there were too many from its address. */
  admitPacket(): boolean;
  /** It is signed in and begins a key exchange: counted, or false when there were too many, from its address or in all. */
  admitRekey(): boolean;
}

/** The same reason is written down once in so many ms: a flood is one line. */
const QUIET_MS = 10_000;

const SENTENCES: Readonly<Record<AccessRule, string>> = {
  penalty: 'an address that is kept out came again',
  address: 'too many connections from one address',
  arrivals: 'connections from one address come too fast',
  crowd: 'too many connections have not signed in',
  handshakes: 'too many key exchanges at once',
  late: 'the event loop is late, and many connections come',
  newcomers: 'too many new accounts from one address',
};

export interface ReceptionDeps {
  readonly log: Logger;
  readonly metrics: DoorMetrics;
  onArrival(arrival: Arrival): void;
}

export class Reception {
  readonly #options: ReceptionOptions;
  readonly #deps: ReceptionDeps;
  readonly #access: Access;
  readonly #proxies: AddressBlocks;
  readonly #delay = new LoopDelay();
  readonly #early = new Set<Socket>();
  readonly #noted = new Map<DoorRule, number>();

  constructor(options: ReceptionOptions, deps: ReceptionDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#access = new Access(options, performance.now());
    this.#proxies = new AddressBlocks(options.proxyFrom);
  }

  /** Whoever has not said a first line is reset. */
  close(): void {
    this.#delay.stop();
    for (const socket of this.#early) reset(socket);
  }

  take(socket: Socket): void {
    socket.on('error', () => undefined); // 'close' follows, and says all there is to know
    this.#early.add(socket);
    socket.once('close', () => this.#early.delete(socket));
    const own = { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 };
    if (!this.#proxies.has(own.address)) {
      this.#admit(socket, own);
      return;
    }
    takeProxyHeader(socket, this.#options.ident, (origin) => {
      if (origin === undefined) this.#refuse(socket, 'proxy', own.address, 'a trusted proxy sent no PROXY v2 header');
      else this.#admit(socket, origin === 'local' ? own : { ...origin, address: plainAddress(origin.address) });
    });
  }

  #admit(socket: Socket, origin: Origin): void {
    let isEvicted = false;
    const entry = this.#access.arrive(origin.address, performance.now(), () => {
      isEvicted = true;
      this.#refuse(socket, 'crowd', origin.address, SENTENCES.crowd);
    });
    if (typeof entry === 'string') {
      this.#refuse(socket, entry, origin.address, SENTENCES[entry]);
      return;
    }
    const settle = () => this.#access.settled(entry);
    socket.once('close', settle);
    if (socket.destroyed) {
      settle();
      return;
    }
    exchangeIdents(socket, this.#options.ident, (clientVersion) => {
      if (isEvicted) return;
      if (clientVersion === undefined) {
        this.#penalise(entry, origin.address, 'silent');
        // Who says nothing and hangs up is a port scan, and nothing to write down.
        this.#refuse(socket, 'ident', origin.address);
        return;
      }
      const rule = this.#access.handshake(entry, this.#delay.late(performance.now()), performance.now());
      if (rule !== undefined) {
        this.#refuse(socket, rule, origin.address, SENTENCES[rule]);
        return;
      }
      this.#early.delete(socket);
      const penalise = (offence: Offence) => {
        // Whoever made room for others is not to blame for having got nowhere.
        if (!isEvicted || offence !== 'silent') this.#penalise(entry, origin.address, offence);
      };
      const asking = (isOut: boolean) => this.#access.asking(entry, isOut);
      const admitNewcomer = () => {
        const broken = this.#access.newcomer(entry, performance.now());
        if (broken !== undefined) this.#note(broken, origin.address, SENTENCES[broken]);
        return broken === undefined;
      };
      const counts = {
        admitNewcomer,
        admitPacket: () => this.#access.packet(entry, performance.now()),
        admitRekey: () => this.#access.rekey(entry, performance.now()),
      };
      const source = entry.isExempt ? undefined : widestOf(entry.sources);
      const remote = { remote: origin.address, remotePort: origin.port, source };
      this.#deps.onArrival({ socket, ...remote, clientVersion, asking, settle, penalise, ...counts });
    });
  }

  #penalise(entry: Entry, remote: string, offence: Offence): void {
    const seconds = this.#access.penalise(entry, offence, performance.now());
    if (seconds !== undefined) this.#deps.log.warn({ remote, offence, seconds }, 'an address is kept out for a while');
  }

  #refuse(socket: Socket, rule: DoorRule, remote: string, sentence?: string): void {
    this.#note(rule, remote, sentence);
    reset(socket);
  }

  #note(rule: DoorRule, remote: string, sentence?: string): void {
    this.#deps.metrics.refused(rule);
    const now = performance.now();
    if (sentence !== undefined && now - (this.#noted.get(rule) ?? Number.NEGATIVE_INFINITY) >= QUIET_MS) {
      this.#noted.set(rule, now);
      this.#deps.log.warn({ rule, remote }, sentence);
    }
  }
}
