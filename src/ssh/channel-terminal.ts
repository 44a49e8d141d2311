/**
 * A {@link Terminal} on an accepted session channel. It never pauses reading (ssh2 does not bound what arrives then), and
 * is writable only while nothing of ours waits for the channel's window, for the socket or for new keys.
 */
import type { Socket } from 'node:net';
import type { ServerChannel } from 'ssh2';
import type { Door, Terminal, TerminalEvents, TerminalSize } from '../session/terminal.ts';
import type { Protocol } from './ssh2-internals.ts';
import type { SettlingSize } from './terminal-size.ts';

/** How long the far end may take to close a channel that we ended. */
const ANSWER_MS = 2000;

/** What ssh2 1.17.0 keeps of a channel's outward half; `test/ssh/channel.test.ts` holds it to that. */
interface Outward {
  readonly outgoing: { readonly id: number; window: number; readonly packetSize: number; readonly state: string };
  readonly _client: { readonly _protocol: Protocol & { channelData(id: number, data: string | Buffer): void } };
}

export interface ChannelTerminalParts {
  readonly channel: ServerChannel;
  readonly socket: Socket;
  readonly door: Door;
  readonly command: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  readonly sizes: SettlingSize;
  /** The channel was ended and the far end does not answer. */
  unanswered(): void;
  /** Called once, when the channel is gone. */
  gone(): void;
}

export class ChannelTerminal implements Terminal {
  readonly door: Door;
  readonly command: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  readonly #parts: ChannelTerminalParts;
  readonly #channel: ServerChannel;
  readonly #socket: Socket;
  readonly #outgoing: Outward['outgoing'];
  readonly #protocol: Outward['_client']['_protocol'];
  /** Something went through the channel's streams, and may wait there. The frame of a crowd looks at as little as it can. */
  #isStreaming = false;
  #events: TerminalEvents | undefined;
  /** Somebody was told that this is not writable, and waits for `drain`. */
  #awaited = false;
  #ended = false;
  /** How it closed, once it did. */
  #closed: { readonly clean: boolean } | undefined;
  #impatience: NodeJS.Timeout | undefined;
  /** One for all writes. */
  readonly #sent = () => this.recheck();

  constructor(parts: ChannelTerminalParts) {
    this.#parts = parts;
    this.#channel = parts.channel;
    this.#socket = parts.socket;
    const { outgoing, _client } = parts.channel as unknown as Outward;
    this.#outgoing = outgoing;
    this.#protocol = _client._protocol;
    this.#channel.on('error', () => undefined); // 'close' follows
    this.#channel.stderr.on('error', () => undefined);
    this.#channel.on('close', () => this.closed(true));
    this.door = parts.door;
    this.command = parts.command;
    this.env = parts.env;
  }

  get size(): TerminalSize {
    return this.#parts.sizes.size;
  }

  /** Bytes that wait for room in the channel's window. */
  get backlog(): number {
    if (!this.#isStreaming) return 0;
    const waiting = this.#channel.writableLength + this.#channel.stderr.writableLength;
    this.#isStreaming = waiting > 0;
    return waiting;
  }

  get writable(): boolean {
    if (this.#isOver) return false;
    // Not write()'s own answer: that stays true until 2 MiB wait. A chunk that was sent whole counts as 0 at once.
    const isHeld = this.#protocol._kexinit !== undefined;
    const isWritable = this.backlog === 0 && !this.#socket.writableNeedDrain && !isHeld;
    if (!isWritable) this.#awaited = true;
    return isWritable;
  }

  open(events: TerminalEvents): void {
    if (this.#closed !== undefined) {
      events.close(this.#closed.clean);
      return;
    }
    this.#events = events;
    this.#parts.sizes.onChange = () => this.#events?.resize(this.size);
    this.#channel.on('data', (chunk: Buffer) => this.#events?.data(chunk));
    this.#channel.on('end', () => this.#events?.eof());
  }

  write(bytes: string | Buffer): void {
    if (this.#isOver || bytes.length === 0 || this.#writeStraight(bytes)) return;
    this.#isStreaming = true;
    this.#channel.write(bytes, this.#sent);
  }

  /**
   * One packet without the stream in front of it, which costs a copy, a callback and two ticks per frame (a tenth of the
   * server's time at 500 sessions). Only what fits the window and a packet, with nothing waiting before it.
   */
  #writeStraight(bytes: string | Buffer): boolean {
    const outgoing = this.#outgoing;
    const length = Buffer.byteLength(bytes);
    const fits = length <= outgoing.window && length <= outgoing.packetSize;
    if (!fits || outgoing.state !== 'open' || this.backlog > 0) return false;
    this.#protocol.channelData(outgoing.id, bytes);
    outgoing.window -= length;
    return true;
  }

  writeError(text: string): void {
    if (this.door.kind === 'screen') this.write(text);
    else if (!this.#isOver && text !== '') {
      this.#isStreaming = true;
      this.#channel.stderr.write(text, this.#sent);
    }
  }

  end(status: number): void {
    if (this.#isOver) return;
    this.#ended = true;
    this.#impatience = setTimeout(() => this.#parts.unanswered(), ANSWER_MS);
    this.#channel.exit(status);
    this.#channel.end();
    // 'close' comes after the last byte was read, and nobody else may be reading.
    this.#channel.resume();
  }

  /** Something came from the far end. */
  heard(): void {
    this.#events?.heard();
  }

  /** The channel, or the whole connection, is gone; only the first call counts. */
  closed(clean: boolean): void {
    if (this.#closed !== undefined) return;
    this.#closed = { clean: clean || this.#ended };
    clearTimeout(this.#impatience);
    this.#parts.sizes.stop();
    const events = this.#events;
    this.#events = undefined;
    events?.close(this.#closed.clean);
    this.#parts.gone();
  }

  /** Something was sent: whoever waits may go on if all was. */
  recheck(): void {
    if (!this.#awaited || !this.writable) return;
    this.#awaited = false;
    this.#events?.drain();
  }

  get #isOver(): boolean {
    return this.#ended || this.#closed !== undefined;
  }
}
