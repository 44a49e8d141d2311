/** A server under measurement and its crowd, each a process of its own: started, filled, warmed up, and made to talk turn by turn. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { HOST_KEY_FILE, loadHostKeys } from '../src/ssh/host-key.ts';
import { START_FLAGS } from '../test/start-flags.ts';
import type { Heard } from './crowd.ts';
import { CROWD_FLAGS, Measured, type Reading } from './process.ts';
import type { Setting } from './scenarios.ts';

/** What one round of one server gave; NaN is what it did not measure. */
export interface Figures {
  /** Microseconds of server CPU per delivered line. */
  readonly perLine: number;
  /** KiB of resident memory per session, after collection. */
  readonly perSession: number;
  /** KiB that resident memory grew by during the talk. */
  readonly grown: number;
  /** Milliseconds of server CPU per login. */
  readonly perLogin: number;
  /** From the key to the other screens, ms. */
  readonly p50: number;
  readonly p99: number;
  /** Lines on screens, of those that belong there. */
  readonly delivered: number;
  readonly bytesPerLine: number;
}

/**
 * How long the crowd talks before its talk is counted, at least; and until the welcome has left the screens. V8 goes on compiling
 * what a server does all day: at 500 × 20 a line cost 15 µs in the first ten seconds, 9 µs from the thirtieth on, 8.3 µs after the
 * first minute and then as long as was looked (three). The floor’s stood after twenty seconds.
 */
const WARM_UP_SECONDS = 60;
/** The same before each turn: screens gather once they have been busy for a second. */
const LEAD_SECONDS = 3;
/** Who came, talked and went before: what is compiled and reserved once, however many come, is no session's and no login's. */
const REGULARS = { sessions: 40, columns: 80, rows: 24, rate: 80, seconds: 60, visitors: 600 } as const;
/** Bare ssh2 with thousands of clients takes its time. */
const ENTER_MS = 600_000;
/** A server that has just started, or has just taken everybody in, is still settling: threads, compiled code. */
const SETTLE_MS = 2000;

export interface Started {
  readonly server: Measured;
  readonly port: number;
}

/** Bare ssh2. */
export async function startFloor(folder: string): Promise<Started> {
  await loadHostKeys(join(folder, 'keys'));
  const key = join(folder, 'keys', HOST_KEY_FILE);
  const server = new Measured(new URL('./floor-server.js', import.meta.url), [key], START_FLAGS);
  return { server, port: Number((await server.line(/^listening (\d+)$/))[1]) };
}

/** Partyline with room for all who are to come. */
export async function startPartyline(
  folder: string,
  { sessions, already = 0, stopped = 0 }: Setting,
): Promise<Started> {
  const options = {
    host: '127.0.0.1',
    port: '0',
    data: mkdtempSync(join(folder, 'data-')),
    keys: join(folder, 'keys'),
    capacity: String(sessions + already + stopped + 50),
    // The crowd comes from this one; attackers come from others.
    'limits-exempt': '127.0.0.1/32',
    'log-level': 'error',
    'log-file': join(folder, 'log'),
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const server = new Measured(new URL('./served.js', import.meta.url), args, START_FLAGS);
  return { server, port: Number((await server.line(/^Partyline listening on .*:(\d+)$/))[1]) };
}

async function collected(server: Measured): Promise<Reading> {
  server.tell('gc');
  await server.line(/^collected/);
  await pause(500);
  return server.read();
}

async function warm(crowd: Measured, rate: number, seconds: number): Promise<void> {
  crowd.tell(`warm ${rate} ${seconds}`);
  await crowd.line(/^warm$/, (seconds + 60) * 1000);
}

async function talked(crowd: Measured, rate: number, seconds: number): Promise<Heard> {
  crowd.tell(`talk ${rate} ${seconds}`);
  return JSON.parse((await crowd.line(/^\{.*\}$/, (seconds + 60) * 1000))[0]) as Heard;
}

function crowdOf(
  name: string,
  port: number,
  { sessions, columns, rows }: Pick<Setting, 'sessions' | 'columns' | 'rows'>,
) {
  const args = [port, sessions, columns, rows, name].map(String);
  return new Measured(new URL('./crowd.js', import.meta.url), args, CROWD_FLAGS);
}

async function attackers(kind: string, port: number): Promise<Measured> {
  const process = new Measured(new URL('./attackers.js', import.meta.url), [kind, String(port)], CROWD_FLAGS);
  await process.line(/^attacking$/);
  return process;
}

/** A server under measurement and its crowd, which is to talk, turn by turn. */
export class Stage {
  readonly setting: Setting;
  readonly server: Measured;
  readonly #port: number;
  /** Everybody who is to end with the server, the last to come first. */
  readonly #running: Measured[];
  #crowd: Measured | undefined;
  #perSession = Number.NaN;
  /** CPU seconds of all turns. */
  #cpu = 0;
  #talking: Reading | undefined;
  #grown = Number.NaN;
  #heard: Heard | undefined;

  constructor({ server, port }: Started, setting: Setting) {
    this.server = server;
    this.#port = port;
    this.#running = [server];
    this.setting = setting;
  }

  async enter(name: string, sessions: number): Promise<Measured> {
    const crowd = crowdOf(name, this.#port, { ...this.setting, sessions });
    this.#running.unshift(crowd);
    await crowd.line(/^ready$/, ENTER_MS);
    await pause(SETTLE_MS);
    return crowd;
  }

  /** What a server that has run for a while has seen. */
  async comeAndGo(): Promise<void> {
    const regulars = crowdOf('regular', this.#port, REGULARS);
    try {
      await regulars.line(/^ready$/);
      await warm(regulars, REGULARS.rate, REGULARS.seconds);
      regulars.tell(`visit ${REGULARS.visitors}`);
      await regulars.line(/^visited$/);
      regulars.tell('leave');
      await regulars.line(/^gone$/);
    } finally {
      await regulars.end();
    }
    await pause(SETTLE_MS);
  }

  /** Lets the crowd in and talk until all is compiled. `hasWindows`: the server knows windows. */
  async prepare(hasWindows: boolean): Promise<void> {
    const { sessions, rows, rate, stopped, windows } = this.setting;
    const empty = await collected(this.server);
    const crowd = await this.enter('crowd', sessions);
    if (windows !== undefined && hasWindows) {
      crowd.tell(`open ${windows}`);
      await crowd.line(/^open$/, ENTER_MS);
    }
    const full = await collected(this.server);
    this.#perSession = (full.rss - empty.rss) / sessions;
    await warm(crowd, rate, Math.max(WARM_UP_SECONDS, rows / rate));
    if (stopped !== undefined) {
      crowd.tell(`stop ${stopped}`);
      await crowd.line(/^stopped$/);
    }
    this.#crowd = crowd;
  }

  /** Under attack, if it is to be, which begins before the turn and ends with it. */
  async talk(seconds: number): Promise<void> {
    const { rate, attack } = this.setting;
    if (this.#crowd === undefined) throw new Error('nobody is here');
    const enemies = attack === undefined ? undefined : await attackers(attack, this.#port);
    if (enemies !== undefined) this.#running.unshift(enemies);
    await warm(this.#crowd, rate, LEAD_SECONDS);
    const before = this.server.read();
    this.#talking ??= before;
    this.#heard = await talked(this.#crowd, rate, seconds);
    const after = this.server.read();
    this.#cpu += after.cpu - before.cpu;
    this.#grown = after.rss - this.#talking.rss;
    await enemies?.end();
  }

  /** Of all turns so far. */
  get figures(): Partial<Figures> {
    if (this.#heard === undefined) throw new Error('nobody has talked');
    const { delivered, expected, bytes, p50, p99 } = this.#heard;
    return {
      perLine: (this.#cpu * 1e6) / delivered,
      perSession: this.#perSession,
      grown: this.#grown,
      delivered: delivered / expected,
      bytesPerLine: bytes / delivered,
      p50,
      p99,
    };
  }

  async end(): Promise<void> {
    for (const process of this.#running) await process.end();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
