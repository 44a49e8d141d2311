/**
 * What one person types, on its way to their front: at once while it costs little, else in slices of time that sessions
 * have in turn, up to a bound and in its order. Also the silence that tells a lone Esc from the beginning of a sequence.
 */
import type { SessionDeps } from './deps.ts';
import { HELD_BYTES } from './held-lines.ts';
import type { Session } from './session.ts';
import { Slice, type Waiting } from './slices.ts';

/** What a piece of input counts for besides its bytes: a key is one of its own. */
const CHUNK_COST = 256;
/** That silence. */
const SILENCE_MS = 50;
const CTRL_C = 0x03;
const CTRL_D = 0x04;
const [CR, LF] = [0x0d, 0x0a];

/** Makes something of bytes, step by step. */
export interface Typing {
  /** Bytes came; those before them are done with. */
  data(chunk: Buffer): void;
  /** Does the next thing that they say, if there is one; true when there may be another. */
  step(): boolean;
  /** How many lines end in what is not done yet. */
  readonly lines: number;
  /** Forgets what is not done yet, and the line it would have gone on with. */
  drop(): void;
  /** Only silence can tell what came last. */
  readonly isUndecided: boolean;
  /** There was that silence. */
  decide(): void;
}

/** Who is typed to. */
interface Typist {
  readonly typing: Typing;
  /** A secret, or yes or no, is asked for: what is typed is the answer. */
  readonly isAsked: boolean;
  /** What was typed while a command with a secret was under way is gone. */
  dropped(): void;
  /** Nothing more will come, and all that came is done with. */
  eof(): void;
  /** More came than is kept: from here on nothing is taken. */
  flooded(): void;
}

/** Whose it is. */
interface Typed extends Pick<Session, 'keyTime' | 'guard' | 'ended' | 'end'> {
  readonly secrecy: Pick<Session['secrecy'], 'isOn'>;
  readonly deps: Pick<SessionDeps, 'timers' | 'slices'>;
  readonly terminal: Pick<Session['terminal'], 'writeError'>;
}

/** How many lines end in what was typed. */
export function lineEnds(typed: string): number {
  return typed.match(/\r\n?|\n/g)?.length ?? 0;
}

/** How many bytes its first line has, with what ends it. */
function firstLine(bytes: Buffer): number {
  const end = bytes.findIndex((byte) => byte === CR || byte === LF);
  if (end === -1) return bytes.length;
  return bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
}

export class TypedInput implements Waiting {
  readonly #session: Typed;
  #typist: Typist | undefined;
  readonly #chunks: { readonly bytes: Buffer; readonly isAfterSilence: boolean }[] = [];
  #bytes = 0;
  /** There is more in the chunk that was given last. */
  #isUnderWay = false;
  /** When something came last, steady ms. */
  #cameAt = Number.NEGATIVE_INFINITY;
  #cancelSilence: (() => void) | undefined;
  #end: 'open' | 'came' | 'told' = 'open';

  constructor(session: Typed) {
    this.#session = session;
  }

  /** From now on there is somebody; what waits for them stays until {@link begin}, or until more comes. */
  listen(typist: Typist): void {
    this.#typist = typist;
  }

  /** The person can type: what came before is done. */
  begin(): void {
    const { timers } = this.#session.deps;
    if (this.use(new Slice(timers, timers.steady()))) this.#session.deps.slices.queue(this);
  }

  data(chunk: Buffer): void {
    if (this.#end !== 'open' || this.#session.ended) return;
    const { timers, slices } = this.#session.deps;
    const now = timers.steady();
    const isAfterSilence = now - this.#cameAt >= SILENCE_MS;
    this.#cameAt = now;
    this.#stopListening();
    const typist = this.#typist;
    if (this.#isHeld && typist !== undefined) {
      this.#hold(this.#breakIn(typist, chunk), isAfterSilence);
      if (!this.#isHeld) this.resume();
    } else if (
      typist !== undefined &&
      !this.#waits &&
      !this.#session.secrecy.isOn &&
      !slices.mustWait(this.#session.keyTime, now)
    ) {
      typist.typing.data(chunk);
      this.#isUnderWay = true;
      const isMore = this.use(new Slice(timers, now));
      slices.spend(this.#session.keyTime, now, timers.steady());
      if (isMore) slices.queue(this);
    } else if (this.#hold(chunk, isAfterSilence) && typist !== undefined) slices.queue(this);
  }

  /** The far end will send no more. */
  eof(): void {
    if (this.#end !== 'open') return;
    this.#end = 'came';
    if (this.#typist !== undefined && !this.#waits && !this.#isHeld) this.#rest(this.#typist);
  }

  /** Does some of what waits; false when none of it is left, or it waits for something else than a slice. */
  use(slice: Slice): boolean {
    if (!this.#session.ended) void this.#session.guard(() => this.#work(slice));
    if (this.#session.ended) this.close();
    return this.#waits && !this.#isHeld;
  }

  /** What waits may go on: a secret is asked for. */
  resume(): void {
    this.#session.deps.slices.queue(this);
  }

  /** The command with a secret is over: forgets what waits, and tells whoever typed it. */
  drop(): void {
    const typist = this.#typist;
    if (typist !== undefined && this.#waits && !this.#session.ended) {
      this.#forget(typist);
      typist.dropped();
    }
    this.resume();
  }

  /** How many lines end in what waits. */
  get lines(): number {
    const underWay = this.#typist?.typing.lines ?? 0;
    return this.#chunks.reduce((sum, { bytes }) => sum + lineEnds(bytes.toString('latin1')), underWay);
  }

  /** Forgets what waits; idempotent. */
  close(): void {
    this.#end = 'told';
    this.#chunks.length = 0;
    this.#isUnderWay = false;
    this.#stopListening();
    this.#session.deps.slices.forget(this);
  }

  get #waits(): boolean {
    return this.#isUnderWay || this.#chunks.length > 0;
  }

  /** A command with a secret is under way, and asks for nothing now. */
  get #isHeld(): boolean {
    return this.#session.secrecy.isOn && this.#typist?.isAsked !== true;
  }

  #work(slice: Slice): void {
    const typist = this.#typist;
    if (typist === undefined || this.#isHeld) return;
    do {
      if (!this.#isUnderWay && !this.#next(typist.typing)) break;
      this.#isUnderWay = false;
      this.#isUnderWay = typist.typing.step();
    } while (!this.#session.ended && slice.step() && !this.#isHeld);
    if (!this.#waits && !this.#session.ended && !this.#isHeld) this.#rest(typist);
  }

  /** Goes on to the chunk that came next; false when there is none. */
  #next(typing: Typing): boolean {
    const next = this.#chunks.shift();
    if (next === undefined) return false;
    this.#bytes -= next.bytes.length + CHUNK_COST;
    if (next.isAfterSilence && typing.isUndecided) typing.decide();
    // An answer at a time: several lines in one piece would be taken for a paste.
    const length = this.#session.secrecy.isOn ? firstLine(next.bytes) : next.bytes.length;
    if (length < next.bytes.length) {
      this.#chunks.unshift({ bytes: next.bytes.subarray(length), isAfterSilence: false });
      this.#bytes += next.bytes.length - length + CHUNK_COST;
    }
    typing.data(next.bytes.subarray(0, length));
    return true;
  }

  /** Ctrl-C, and Ctrl-D by itself, are done also while what is typed waits, which is given up by that; gives what comes after. */
  #breakIn(typist: Typist, chunk: Buffer): Buffer {
    const at = chunk[0] === CTRL_D ? 0 : chunk.lastIndexOf(CTRL_C);
    if (at === -1) return chunk;
    this.#forget(typist);
    void this.#session.guard(() => {
      typist.typing.data(chunk.subarray(at, at + 1));
      while (typist.typing.step());
    });
    return chunk.subarray(at + 1);
  }

  /** It is read, and not done: what it leaves unfinished (a paste) is not typed. */
  #forget({ typing }: Typist): void {
    typing.drop();
    for (const { bytes } of this.#chunks) {
      typing.data(bytes);
      typing.drop();
    }
    this.#chunks.length = 0;
    this.#bytes = 0;
    this.#isUnderWay = false;
  }

  /** Everything that came is done. */
  #rest(typist: Typist): void {
    if (this.#end === 'came') {
      this.#end = 'told';
      typist.eof();
    } else if (typist.typing.isUndecided) {
      this.#cancelSilence = this.#session.deps.timers.after(SILENCE_MS, () => {
        this.#cancelSilence = undefined;
        void this.#session.guard(() => typist.typing.decide());
      });
    }
  }

  /** Keeps a chunk for later; false when there is no room for it. */
  #hold(bytes: Buffer, isAfterSilence: boolean): boolean {
    if (bytes.length === 0) return true;
    this.#bytes += bytes.length + CHUNK_COST;
    if (this.#bytes <= HELD_BYTES) {
      this.#chunks.push({ bytes, isAfterSilence });
      return true;
    }
    this.#end = 'came';
    const typist = this.#typist;
    if (typist !== undefined) void this.#session.guard(() => typist.flooded());
    else {
      this.#session.terminal.writeError('Too much was sent before the welcome.\r\n');
      void this.#session.end('quit', '', 1);
    }
    return false;
  }

  #stopListening(): void {
    this.#cancelSilence?.();
    this.#cancelSilence = undefined;
  }
}
