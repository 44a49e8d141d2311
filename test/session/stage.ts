/**
 * Sessions as they are, over stores in memory and time turned by hand, with an emulator as each person's terminal: what
 * the wire would carry, without the wire.
 */
import assert from 'node:assert/strict';
import type headless from '@xterm/headless';
import type { Credentials } from '../../src/chat/command.ts';
import { skeleton } from '../../src/chat/handle.ts';
import { ChatManager } from '../../src/chat/manager.ts';
import type { PaceOptions } from '../../src/chat/pace.ts';
import { ok, refuse } from '../../src/chat/result.ts';
import { Multicast } from '../../src/session/multicast.ts';
import { Paces } from '../../src/session/paces.ts';
import { Sessions } from '../../src/session/sessions.ts';
import { Slices } from '../../src/session/slices.ts';
import type { Door, Terminal, TerminalEvents, TerminalSize } from '../../src/session/terminal.ts';
import { Transcripts } from '../../src/session/transcript.ts';
import { memoryStore } from '../../src/storage/memory/store.ts';
import { FrameScheduler } from '../../src/tui/frames.ts';
import { graphemeTerminal } from '../tui/emulator.ts';
import { HandTimers } from './hand-timers.ts';

const NO_LOGIN = async () => refuse('no', 'Not here.');
export const CREDENTIALS: Credentials = {
  setPassword: NO_LOGIN,
  verifyPassword: async () => ok(false),
  addKey: NO_LOGIN,
  removeKey: NO_LOGIN,
  claim: NO_LOGIN,
  invite: NO_LOGIN,
};

/** A terminal that is an emulator, with a tap that a test may hold a glass under. */
export class ScreenTerminal implements Terminal {
  readonly door: Door;
  readonly command = undefined;
  readonly env: ReadonlyMap<string, string>;
  readonly emulator: headless.Terminal;
  size: TerminalSize;
  writable = true;
  ended = false;
  /** The link is gone, and nobody knows it yet: nothing comes from there any more. */
  isDead = false;
  /** As it ended. */
  status: number | undefined;
  /** True: what is written goes into `tap` and no longer to the emulator. */
  isTapped = false;
  tap = '';
  #events: TerminalEvents | undefined;

  constructor(
    size: TerminalSize,
    env: ReadonlyMap<string, string> = new Map(),
    door: Door = { kind: 'screen', term: 'xterm-256color' },
  ) {
    this.door = door;
    this.size = size;
    this.env = env;
    // xterm has two columns at least.
    this.emulator = graphemeTerminal(Math.max(2, size.columns), size.rows);
  }

  open(events: TerminalEvents): void {
    this.#events = events;
  }

  write(bytes: string | Buffer): void {
    if (this.isTapped) this.tap += bytes.toString();
    else this.emulator.write(bytes.toString());
  }

  writeError(text: string): void {
    this.write(text);
  }

  end(status = 0): void {
    if (this.ended) return;
    this.answer();
    this.ended = true;
    this.status = status;
    this.#events?.close(true);
  }

  /** The link turns out to be gone. */
  lose(): void {
    if (this.ended) return;
    this.isDead = true;
    this.ended = true;
    this.#events?.close(false);
  }

  /** To a keep-alive, which goes on as long as the link is there. */
  answer(): void {
    if (!this.ended && !this.isDead) this.#events?.heard();
  }

  /** Nothing more will be typed. */
  eof(): void {
    if (!this.ended) this.#events?.eof();
  }

  type(text: string): void {
    if (this.ended) return;
    this.answer();
    this.#events?.data(Buffer.from(text));
  }

  resize(size: TerminalSize): void {
    this.size = size;
    if (!this.isTapped) this.emulator.resize(Math.max(2, size.columns), size.rows);
    if (!this.ended) this.#events?.resize(size);
  }

  /** What is on it, row by row, without the blanks at the end of each. */
  screen(): string {
    const { active } = this.emulator.buffer;
    const rows = Array.from({ length: this.emulator.rows }, (_, y) => active.getLine(y)?.translateToString(true) ?? '');
    return rows.join('\n');
  }

  /** Takes no more, or takes more again. */
  take(more: boolean): void {
    const was = this.writable;
    this.writable = more;
    if (more && !was && !this.ended) this.#events?.drain();
  }
}

/** A terminal without a screen; what is written goes into `tap`. */
export class PlainTerminal extends ScreenTerminal {
  override readonly door = { kind: 'plain', echo: false } as const;
  override isTapped = true;

  constructor() {
    super({ columns: 80, rows: 24 });
  }
}

export interface SessionStage {
  readonly chat: ChatManager;
  readonly timers: HandTimers;
  readonly sessions: Sessions;
  readonly slices: Slices;
  readonly bugs: unknown[];
  /** By which they can be found in the log. */
  readonly references: unknown[];
  readonly multicast: Multicast;
  readonly stores: ReturnType<typeof memoryStore>;
  readonly paces: Paces;
  /** Registers (once) and lets them in. */
  enters(handle: string, terminal: ScreenTerminal): Promise<number>;
  /** Everything that is due within so many ms has happened, and every emulator shows what it was sent. */
  pass(ms: number): Promise<void>;
}

/** `lines`: how fast each may send; `members`: how many screens in step are a group. */
export async function sessionStage(
  lines: PaceOptions = { burst: 1000, perSecond: 1000 },
  credentials: Credentials = CREDENTIALS,
  members?: number,
): Promise<SessionStage> {
  const timers = new HandTimers();
  const [bugs, references]: [unknown[], unknown[]] = [[], []];
  const error = ({ err, reference }: Record<string, unknown>) => {
    bugs.push(err);
    references.push(reference);
  };
  const stores = memoryStore({ clock: timers });
  let ids = 0;
  const chat = new ChatManager(
    { ...stores, clock: timers, newId: () => `${++ids}`, onBug: (error) => bugs.push(error), dismiss: assert.fail },
    { capacity: 100, backlog: 20, resumeWindow: 600_000, pageInterval: 1000, editWindow: 900_000, lobby: '#lobby' },
  );
  await chat.start();
  const frames = new FrameScheduler({
    now: () => timers.steady(),
    soon: (run) => void timers.after(0, run),
    after: (ms, run) => timers.after(ms, run),
  });
  const multicast = new Multicast(chat, frames, members);
  const slices = new Slices(timers);
  const paces = new Paces(lines);
  const sessions = new Sessions({
    ...stores,
    chat,
    frames,
    multicast,
    timers,
    credentials,
    revoke: () => undefined,
    transcripts: new Transcripts(chat, stores.log),
    paces,
    slices,
    logger: { info: () => undefined, warn: () => undefined, error },
    motd: '',
    zone: 'UTC',
  });
  const terminals = new Set<ScreenTerminal>();
  const pass = async (ms: number) => {
    for (const terminal of terminals) terminal.answer();
    await timers.pass(ms);
    for (const terminal of terminals) terminal.answer();
    await Promise.all([...terminals].map(({ emulator }) => new Promise<void>((done) => emulator.write('', done))));
  };
  const enters = async (handle: string, terminal: ScreenTerminal) => {
    const known = await stores.accounts.find(skeleton(handle));
    const made = known ?? (await stores.accounts.create({ handle, skeleton: skeleton(handle), provisional: false }));
    const account = 'ok' in made ? (made.ok ? made.value : assert.fail(made.sentence)) : made;
    terminals.add(terminal);
    const who = { account, remote: '192.0.2.1', clientVersion: 'test', isNew: false, provisional: false };
    sessions.accept(terminal, who, () => terminals.delete(terminal));
    await pass(1000);
    return account.id;
  };
  return { chat, timers, sessions, slices, bugs, references, multicast, stores, paces, enters, pass };
}
