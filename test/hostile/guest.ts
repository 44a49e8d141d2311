/**
 * A guest: one real SSH client without an emulator, cheap enough for hundreds in one process. It says lines, notices marks
 * (`~000123~`) in whatever bytes come, and can stop reading in each of the ways that a client can.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import ssh2, { type Client, type ClientChannel } from 'ssh2';
import { Received } from './received.ts';

/** How a reader stops: an endless window and a full socket, a window of nothing, an exchange of keys that never ends. */
export type Stall = 'socket' | 'window' | 'rekey';

export interface GuestOptions {
  readonly port: number;
  readonly handle: string;
  readonly privateKey: string;
  readonly columns?: number;
  readonly rows?: number;
  /** True: no pty, plain lines, all of which are kept in `text`. */
  readonly plain?: boolean;
  /** The window (RFC 4254 §5.1) that is offered; 2 MiB if absent. */
  readonly window?: number;
}

/** Private parts of ssh2's client that let it misbehave. */
interface Machine {
  session(channel: number, window: number, packet: number): void;
  rekey(): void;
  channelWindowAdjust(channel: number, bytes: number): void;
}

const MARK = /~(\d{6})~/g;
const LONGEST_MARK = 8;
const PATIENCE_MS = 60_000;
/** How much of a screen's bytes is remembered at least, for `sees`. */
const REMEMBERED = 16_384;

export function markOf(number: number): string {
  return `~${String(number).padStart(6, '0')}~`;
}

export class Guest {
  readonly handle: string;
  bytes = 0;
  /** How many times something came. */
  chunks = 0;
  closed = false;
  /** Called with each mark's number, every time it comes. */
  onMark: (number: number) => void = () => undefined;
  readonly #options: GuestOptions;
  readonly #client: Client = new ssh2.Client();
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();
  readonly #received: Received;
  #channel: ClientChannel | undefined;
  /** The end of what came, in which a mark may have begun. */
  #beginning = '';

  private constructor(options: GuestOptions, socket: Socket) {
    this.handle = options.handle;
    this.#options = options;
    this.#socket = socket;
    this.#received = new Received(options.plain === true ? Number.POSITIVE_INFINITY : REMEMBERED);
    this.#client.on('error', () => undefined);
    this.#client.on('close', () => this.#close());
  }

  /** Signs in and opens a shell. Rejects when the door stays shut. */
  static async enter(options: GuestOptions): Promise<Guest> {
    const socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
    socket.on('error', () => undefined);
    const guest = new Guest(options, socket);
    await guest.#signIn();
    await guest.#shell();
    return guest;
  }

  /** What came: all of it from plain lines, the end of it from a screen. */
  get text(): string {
    return this.#received.text;
  }

  /** `text` begins anew. */
  forget(): void {
    this.#received.forget();
  }

  type(keys: string): void {
    this.#channel?.write(keys);
  }

  say(line: string): void {
    this.type(this.#options.plain === true ? `${line}\n` : `${line}\r`);
  }

  /** Resolves when `condition` holds, looked at whenever something comes. */
  async until(condition: () => boolean, what: string): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        reject(new Error(`${this.handle}: ${what}; the end of what came: ${JSON.stringify(this.text.slice(-600))}`));
      }, PATIENCE_MS);
      const look = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
    });
  }

  sees(text: string): Promise<void> {
    return this.until(() => this.text.includes(text), `should see ${text}`);
  }

  /** Stops reading; with `window` it must have entered with a window of 0. */
  stall(how: Stall): void {
    switch (how) {
      case 'socket':
        this.#socket.pause();
        break;
      case 'window':
        break; // it never offered one
      case 'rekey':
        this.#machine.rekey();
        // Everything is read, and nothing answered.
        this.#socket.removeAllListeners('data').resume();
        break;
      default:
        how satisfies never;
    }
  }

  /** Reads again what waits; who never finished an exchange of keys cannot. */
  resume(): void {
    this.#socket.resume();
    const { id } = (this.#channel as unknown as { outgoing: { id: number } }).outgoing;
    if (this.#options.window === 0) this.#machine.channelWindowAdjust(id, 2 ** 31);
  }

  /** Hangs up politely; resolves when that is done. */
  async leave(): Promise<void> {
    if (this.closed) return;
    const gone = once(this.#client, 'close');
    this.#channel?.end();
    this.#client.end();
    await gone;
  }

  resize(columns: number, rows: number): void {
    this.#channel?.setWindow(rows, columns, 0, 0);
  }

  /** Cuts the link without a word. */
  vanish(): void {
    this.#socket.destroy();
  }

  get #machine(): Machine {
    return (this.#client as unknown as { _protocol: Machine })._protocol;
  }

  #signIn(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.once('ready', resolve);
      this.#client.once('error', reject);
      this.#client.once('close', () => reject(new Error(`${this.handle} was turned away`)));
      this.#client.connect({
        sock: this.#socket,
        username: this.handle,
        privateKey: this.#options.privateKey,
        readyTimeout: PATIENCE_MS,
        algorithms: { kex: ['curve25519-sha256'], cipher: ['aes128-gcm@openssh.com'] },
      });
    });
  }

  #shell(): Promise<void> {
    const { plain, columns = 80, rows = 24, window } = this.#options;
    const machine = this.#machine;
    const open = machine.session.bind(machine);
    machine.session = (channel, ordinary, packet) => open(channel, window ?? ordinary, packet);
    const pty = plain === true ? false : { term: 'xterm-256color', cols: columns, rows };
    return new Promise((resolve, reject) => {
      this.#client.shell(pty as never, (error, channel) => {
        if (error !== undefined) {
          reject(error);
          return;
        }
        this.#channel = channel;
        channel.on('data', (chunk: Buffer) => this.#take(chunk));
        channel.stderr.on('data', (chunk: Buffer) => this.#take(chunk));
        channel.on('close', () => this.#close());
        resolve();
      });
    });
  }

  #take(chunk: Buffer): void {
    this.bytes += chunk.length;
    this.chunks += 1;
    this.#received.add(chunk);
    const came = this.#beginning + chunk.toString('latin1');
    this.#beginning = came.slice(1 - LONGEST_MARK);
    for (const [, number] of came.matchAll(MARK)) this.onMark(Number(number));
    this.#changed();
  }

  #close(): void {
    this.closed = true;
    this.#changed();
  }

  #changed(): void {
    for (const look of [...this.#watchers]) look();
  }
}
