/** One person in a test: ssh2's client for the link, a real emulator for the screen. What is looked at is the screen, not bytes. */
import type headless from '@xterm/headless';
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { graphemeTerminal } from '../tui/emulator.ts';

/** Waiting longer than this for something to appear is a failure. */
const PATIENCE_MS = 30_000;

export interface PersonOptions {
  readonly port: number;
  /** Where they come from; any of 127.0.0.0/8. */
  readonly from?: string;
  readonly handle: string;
  /** An OpenSSH or PEM private key; none for passwords. */
  readonly privateKey?: string;
  readonly password?: string;
  /** Answers to keyboard-interactive prompts, in order. */
  readonly answers?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  /** False: no pty, plain lines. */
  readonly pty?: boolean;
  readonly term?: string;
  readonly command?: string;
  /** What the client calls itself, after `SSH-2.0-`, whatever bytes those are. */
  readonly ident?: Buffer;
}

export class Person {
  readonly handle: string;
  readonly emulator: headless.Terminal;
  /** Every byte received, as text. */
  raw = '';
  /** Everything keyboard-interactive said: instructions and prompts. */
  dialogue = '';
  bells = 0;
  exitStatus: number | undefined;
  closed = false;
  stderr = '';
  readonly #client: Client;
  #channel: ClientChannel | undefined;
  readonly #watchers = new Set<() => void>();

  private constructor(options: PersonOptions) {
    this.handle = options.handle;
    this.#client = new ssh2.Client();
    this.emulator = graphemeTerminal(options.columns ?? 80, options.rows ?? 24);
    this.emulator.onBell(() => {
      this.bells += 1;
    });
  }

  /** Connects and opens a shell; rejects when the door stays shut. */
  static async connect(options: PersonOptions): Promise<Person> {
    const person = new Person(options);
    await person.#login(options);
    await person.#shell(options);
    return person;
  }

  /** Tries to sign in; returns the person (for what was said) and whether it worked. */
  static async attempt(options: PersonOptions): Promise<{ readonly person: Person; readonly ok: boolean }> {
    const person = new Person(options);
    try {
      await person.#login(options);
      return { person, ok: true };
    } catch {
      return { person, ok: false };
    }
  }

  /** The rows of the screen, right-trimmed. */
  screen(): readonly string[] {
    const buffer = this.emulator.buffer.active;
    return Array.from({ length: this.emulator.rows }, (_, y) => {
      return buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '';
    });
  }

  text(): string {
    return this.screen().join('\n');
  }

  /** Waits until the screen holds the words or matches, spaces folded, line by line or with the lines joined. */
  async sees(wanted: string | RegExp, patience = PATIENCE_MS): Promise<void> {
    const found = () => {
      const joined = this.text().replace(/\s+/g, ' ');
      if (typeof wanted === 'string') return joined.includes(wanted.replace(/\s+/g, ' '));
      return wanted.test(this.text().replace(/[ \t]+/g, ' ')) || wanted.test(joined);
    };
    await this.until(found, `${this.handle} should see ${String(wanted)}`, patience);
  }

  /** Waits until a condition on this person holds; what is on the screen is part of the failure. */
  async until(condition: () => boolean, what: string, patience = PATIENCE_MS): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(check);
        reject(
          new Error(
            `${what}; on the screen:\n${this.text()}\n--- dialogue: ${this.dialogue}\n--- stderr: ${this.stderr}`,
          ),
        );
      }, patience);
      this.#watchers.add(check);
    });
  }

  /** Types text; `\r` is Enter. */
  type(text: string): void {
    this.#channel?.write(text);
  }

  /** Types a line and Enter. */
  enter(line: string): void {
    this.type(`${line}\r`);
  }

  paste(text: string): void {
    this.type(`\u001b[200~${text.replaceAll('\n', '\r')}\u001b[201~`);
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
    this.#channel?.setWindow(rows, columns, rows * 16, columns * 8);
  }

  /** Stops reading: the window fills, nothing more is taken. */
  stall(): void {
    this.#channel?.pause();
  }

  resume(): void {
    this.#channel?.resume();
  }

  endInput(): void {
    this.#channel?.end();
  }

  /** Cuts the link without a word. */
  vanish(): void {
    (this.#client as unknown as { _sock: { destroy(): void } })._sock.destroy();
  }

  async leave(): Promise<void> {
    if (this.closed) return;
    const gone = this.until(() => this.closed, `${this.handle} should be gone`);
    this.#client.end();
    await gone;
  }

  /** Opens a second shell on the same connection; false when that is refused. What it shows is not looked at. */
  async reopens(): Promise<boolean> {
    return await new Promise((resolve) => {
      this.#client.shell({ term: 'xterm' }, (error, channel) => {
        channel?.resume();
        resolve(error === undefined);
      });
    });
  }

  async whenClosed(): Promise<void> {
    await this.until(() => this.closed, `${this.handle} should be disconnected`);
  }

  #changed(): void {
    for (const watch of [...this.#watchers]) watch();
  }

  #login(options: PersonOptions): Promise<void> {
    const answers = [...(options.answers ?? [])];
    this.#client.on('keyboard-interactive', (name, instructions, _lang, prompts, finish) => {
      this.dialogue += [name, instructions, ...prompts.map(({ prompt }) => prompt)].join('\n');
      finish(prompts.map(() => answers.shift() ?? ''));
    });
    this.#client.on('close', () => {
      this.closed = true;
      this.#changed();
    });
    const config: ConnectConfig = {
      host: '127.0.0.1',
      port: options.port,
      ...(options.from === undefined ? {} : { localAddress: options.from }),
      username: options.handle,
      tryKeyboard: options.answers !== undefined,
      readyTimeout: 20_000,
      ...(options.privateKey === undefined ? {} : { privateKey: options.privateKey }),
      ...(options.password === undefined ? {} : { password: options.password }),
      ...(options.ident === undefined ? {} : { ident: options.ident }),
    };
    return new Promise((resolve, reject) => {
      this.#client.once('ready', resolve);
      this.#client.on('error', reject);
      this.#client.connect(config);
    });
  }

  #shell(options: PersonOptions): Promise<void> {
    const { cols, rows } = this.emulator;
    const pty = options.pty === false ? false : { term: options.term ?? 'xterm-256color', cols, rows };
    return new Promise((resolve, reject) => {
      const opened = (error: Error | undefined, channel: ClientChannel) => {
        if (error) return reject(error);
        this.#listen(channel, options.pty === false);
        resolve();
      };
      if (options.command === undefined) this.#client.shell(pty as never, opened);
      else this.#client.exec(options.command, { ...(pty === false ? {} : { pty }) }, opened);
    });
  }

  #listen(channel: ClientChannel, plain: boolean): void {
    this.#channel = channel;
    channel.on('data', (chunk: Buffer) => {
      this.raw += chunk.toString();
      const shown = plain ? chunk.toString().replaceAll('\n', '\r\n') : chunk;
      this.emulator.write(shown, () => this.#changed());
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.#changed();
    });
    channel.on('exit', (status: number) => {
      this.exitStatus = status;
      this.#changed();
    });
    channel.on('close', () => {
      this.closed = true;
      this.#changed();
    });
  }
}
