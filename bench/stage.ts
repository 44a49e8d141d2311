/**
 * A server under measurement and its crowd, each a process of its own: started, filled, warmed up, and made to talk turn by turn.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALONE } from '../src/ops/heap.ts';
import { HOST_KEY_FILE, loadHostKeys } from '../src/ssh/host-key.ts';
import { START_FLAGS } from '../test/start-flags.ts';
import type { Heard } from './crowd.ts';
import { CROWD_FLAGS, Measured, type Reading } from './process.ts';
import type { Attack, Setting } from './scenarios.ts';
import { type Figures, Talks } from './talks.ts';

/**
 * How long the crowd talks before its talk is counted, at least; and until the welcome has left the screens. V8 goes on compiling
 * what a server does all day: at 500 × 20 a line cost 15 µs in the first ten seconds, 9 µs from the thirtieth on, 8.3 µs after the
 * first minute and then as long as was looked (three; on one machine, others differ by half). The floor’s stood after twenty
 * seconds.
 */
const WARM_UP_SECONDS = 60;
/** The same before each turn: screens gather once they have been busy for a second. */
const LEAD_SECONDS = 3;
/**
 * Who came, talked and went before: what is compiled and reserved once, however many come, is no session's and no login's. After 600
 * visitors a login cost 6.2 to 7.3 ms, after 1,200 5.2, after 1,800 4.9, and then as long as was looked.
 */
const REGULARS = { sessions: 40, columns: 80, rows: 24, rate: 80, seconds: 60, visitors: 2400 } as const;
/** What fewer take is lost in what the process has in reserve: some MiB. */
const MEMORABLE_SESSIONS = 500;
/** Bare ssh2 with thousands of clients takes its time. */
const ENTER_MS = 600_000;
/** A server that has just started, taken everybody in or been left is still settling: threads, compiled code. */
const SETTLE_MS = 2000;
/** After a crowd has come everybody's screen is painted once more, 62 in a second. */
const CALM_MS_EACH = 18;
/** As long as it takes until everybody was sent a keep-alive. */
const REST_SECONDS = 30;

export interface Started {
  readonly server: Measured;
  readonly port: number;
}

/** Crowds that came, and the CPU seconds that all of them together cost. */
interface Storms {
  readonly cpu: number;
  readonly count: number;
}

/** Bare ssh2, with the flag that Partyline sets itself. */
export async function startFloor(folder: string): Promise<Started> {
  await loadHostKeys(join(folder, 'keys'));
  const key = join(folder, 'keys', HOST_KEY_FILE);
  const server = new Measured(new URL('./floor-server.js', import.meta.url), [key], [...START_FLAGS, ALONE]);
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
  await sleep(500);
  return server.read();
}

async function warm(crowd: Measured, rate: number, seconds: number): Promise<void> {
  crowd.tell(`warm ${rate} ${seconds}`);
  await crowd.line(/^warm$/, (seconds + 60) * 1000);
}

async function talked(crowd: Measured, rate: number, seconds: number, name: string): Promise<Heard> {
  crowd.tell(`talk ${rate} ${seconds} ${name}`);
  return JSON.parse((await crowd.line(/^\{.*\}$/, (seconds + 60) * 1000))[0]) as Heard;
}

function crowdProcess(
  name: string,
  port: number,
  { sessions, columns, rows }: Pick<Setting, 'sessions' | 'columns' | 'rows'>,
) {
  const args = [port, sessions, columns, rows, name].map(String);
  return new Measured(new URL('./crowd.js', import.meta.url), args, CROWD_FLAGS);
}

async function leave(crowd: Measured): Promise<void> {
  crowd.tell('leave');
  await crowd.line(/^gone$/);
  await crowd.end();
  await sleep(SETTLE_MS);
}

/** A server under measurement and its crowd, which is to talk, turn by turn. */
export class Stage {
  readonly #server: Measured;
  readonly #setting: Setting;
  readonly #port: number;
  /** Everybody who is to end with the server, the last to come first. */
  readonly #running: Measured[];
  readonly #talks = new Map<Attack | undefined, Talks>();
  readonly #storms = new Map<Attack | undefined, Storms>();
  #crowd: Measured | undefined;
  #perSession = Number.NaN;
  /** CPU seconds a second of those who were here first. */
  #atRest = 0;

  constructor({ server, port }: Started, setting: Setting) {
    this.#server = server;
    this.#port = port;
    this.#running = [server];
    this.#setting = setting;
  }

  async #enter(name: string, sessions: number): Promise<Measured> {
    const crowd = crowdProcess(name, this.#port, { ...this.#setting, sessions });
    this.#running.unshift(crowd);
    await crowd.line(/^ready$/, ENTER_MS);
    await sleep(SETTLE_MS);
    return crowd;
  }

  async #attackers(kind: Attack): Promise<Measured> {
    const args = [kind, String(this.#port)];
    const enemies = new Measured(new URL('./attackers.js', import.meta.url), args, CROWD_FLAGS);
    this.#running.unshift(enemies);
    await enemies.line(/^attacking$/);
    return enemies;
  }

  /** What a server that has run for a while has seen. */
  async comeAndGo(): Promise<void> {
    const regulars = crowdProcess('regular', this.#port, REGULARS);
    this.#running.unshift(regulars);
    await regulars.line(/^ready$/);
    await warm(regulars, REGULARS.rate, REGULARS.seconds);
    regulars.tell(`visit ${REGULARS.visitors}`);
    await regulars.line(/^visited$/, ENTER_MS);
    await leave(regulars);
  }

  /** Lets those in whom others will come on top of, if any, and takes note of what they cost when nothing happens. */
  async fill(sessions: number): Promise<void> {
    if (sessions === 0) return;
    await this.#enter('already', sessions);
    await sleep(SETTLE_MS + sessions * CALM_MS_EACH);
    const before = this.#server.read();
    await sleep(REST_SECONDS * 1000);
    this.#atRest = (this.#server.read().cpu - before.cpu) / REST_SECONDS;
  }

  /**
   * A crowd comes, and goes again: what each of them cost, with what the attack cost meanwhile, but without those who were here
   * before, who cost as much when nobody comes. Nothing is collected before: after a forced collection the next logins are dearer
   * (on top of 4,000 sessions 5.7 ms each, 2.9 without), which no server in use would see.
   */
  async storm(attack?: Attack): Promise<void> {
    const storms = this.#storms.get(attack) ?? { cpu: 0, count: 0 };
    const enemies = attack === undefined ? undefined : await this.#attackers(attack);
    const [began, before] = [performance.now(), this.#server.read()];
    const crowd = await this.#enter(`${attack ?? 'crowd'}${storms.count}_`, this.#setting.sessions);
    const [ended, after] = [performance.now(), this.#server.read()];
    await enemies?.end();
    await leave(crowd);
    const others = (this.#atRest * (ended - began)) / 1000;
    this.#storms.set(attack, { cpu: storms.cpu + after.cpu - before.cpu - others, count: storms.count + 1 });
  }

  /** Lets the crowd in and talk until all is compiled. `hasWindows`: the server knows windows. */
  async prepare(hasWindows: boolean): Promise<void> {
    const { sessions, rows, rate, stopped, windows } = this.#setting;
    const empty = await collected(this.#server);
    const crowd = await this.#enter('crowd', sessions);
    if (windows !== undefined && hasWindows) {
      crowd.tell(`open ${windows}`);
      await crowd.line(/^open$/, ENTER_MS);
    }
    const full = await collected(this.#server);
    if (sessions >= MEMORABLE_SESSIONS) this.#perSession = (full.rss - empty.rss) / sessions;
    await warm(crowd, rate, Math.max(WARM_UP_SECONDS, rows / rate));
    if (stopped !== undefined) {
      crowd.tell(`stop ${stopped}`);
      await crowd.line(/^stopped$/);
    }
    this.#crowd = crowd;
  }

  /** An attack begins before the turn and ends with it. */
  async talk(seconds: number, attack?: Attack): Promise<void> {
    const { rate } = this.#setting;
    if (this.#crowd === undefined) throw new Error('nobody is here');
    const talks = this.#talks.get(attack) ?? new Talks();
    this.#talks.set(attack, talks);
    const before = this.#server.read();
    const enemies = attack === undefined ? undefined : await this.#attackers(attack);
    await warm(this.#crowd, rate, LEAD_SECONDS);
    const start = this.#server.read();
    const heard = await talked(this.#crowd, rate, seconds, attack ?? 'peace');
    talks.add(before, start, this.#server.read(), heard);
    await enemies?.end();
  }

  /** Of all turns so far under that attack, or in peace. */
  figures(attack?: Attack): Partial<Figures> {
    const storms = this.#storms.get(attack);
    if (storms !== undefined) return { perLogin: (storms.cpu * 1000) / storms.count / this.#setting.sessions };
    const talks = this.#talks.get(attack);
    if (talks === undefined) throw new Error('nobody has talked');
    return attack === undefined ? { ...talks.figures, perSession: this.#perSession } : talks.figures;
  }

  async end(): Promise<void> {
    for (const each of this.#running) await each.end();
  }
}
