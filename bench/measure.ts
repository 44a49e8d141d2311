/**
 * One run of one server with one crowd. Server and crowd are separate processes, and the server's CPU is read from /proc:
 * what the clients cost is not in the figures.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { HOST_KEY_FILE, loadHostKeys } from '../src/ssh/host-key.ts';
import { START_FLAGS } from '../test/start-flags.ts';
import type { Heard } from './crowd.ts';
import { CROWD_FLAGS, Measured, type Reading } from './process.ts';
import type { Setting } from './scenarios.ts';

/** What one run of one server gave; NaN is what it did not measure. */
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

const NOTHING: Figures = {
  perLine: Number.NaN,
  perSession: Number.NaN,
  grown: Number.NaN,
  perLogin: Number.NaN,
  p50: Number.NaN,
  p99: Number.NaN,
  delivered: Number.NaN,
  bytesPerLine: Number.NaN,
};

export type ServerName = 'floor' | 'partyline';

/**
 * How long the crowd talks before its talk is counted, at least; and until the welcome has left the screens. V8 goes on compiling
 * what a server does all day: at 500 × 20 a line cost 15 µs in the first ten seconds, 9 µs from the thirtieth on, 8.3 µs after the
 * first minute and then as long as was looked (three). The floor’s stood after twenty seconds.
 */
const WARM_UP_SECONDS = 60;
/** Who came, talked and went before: what is compiled and reserved once, however many come, is no session's and no login's. */
const REGULARS = { sessions: 20, columns: 80, rows: 24, rate: 40, seconds: 20, visitors: 600 } as const;
/** Bare ssh2 with thousands of clients takes its time. */
const ENTER_MS = 600_000;
/** A server that has just started, or has just taken everybody in, is still settling: threads, compiled code. */
const SETTLE_MS = 2000;

interface Started {
  readonly server: Measured;
  readonly port: number;
}

async function startFloor(folder: string): Promise<Started> {
  await loadHostKeys(join(folder, 'keys'));
  const key = join(folder, 'keys', HOST_KEY_FILE);
  const server = new Measured(new URL('./floor-server.js', import.meta.url), [key], START_FLAGS);
  return { server, port: Number((await server.line(/^listening (\d+)$/))[1]) };
}

async function startPartyline(folder: string, { sessions, already = 0, stopped = 0 }: Setting): Promise<Started> {
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

/** What a server that has run for a while has seen. */
async function comeAndGo(port: number): Promise<void> {
  const regulars = crowdOf('regular', port, REGULARS);
  try {
    await regulars.line(/^ready$/);
    await talked(regulars, REGULARS.rate, REGULARS.seconds);
    regulars.tell(`visit ${REGULARS.visitors}`);
    await regulars.line(/^visited$/);
    regulars.tell('leave');
    await regulars.line(/^gone$/);
  } finally {
    await regulars.end();
  }
}

async function attackers(kind: string, port: number): Promise<Measured> {
  const process = new Measured(new URL('./attackers.js', import.meta.url), [kind, String(port)], CROWD_FLAGS);
  await process.line(/^attacking$/);
  return process;
}

/** A server under measurement, and everybody who is to end with it, the last to come first. */
interface Stage extends Started {
  readonly setting: Setting;
  readonly running: Measured[];
}

async function enter({ port, running, setting }: Stage, name: string, sessions: number): Promise<Measured> {
  const crowd = crowdOf(name, port, { ...setting, sessions });
  running.unshift(crowd);
  await crowd.line(/^ready$/, ENTER_MS);
  await pause(SETTLE_MS);
  return crowd;
}

/**
 * What those cost who come on top of the others. Nothing is collected before: after a forced collection the next logins are
 * dearer (on top of 4,000 sessions 5.7 ms each, 2.9 without), which no server in use would see.
 */
async function measureLogins(stage: Stage, already: number): Promise<Partial<Figures>> {
  const { server, setting } = stage;
  if (already > 0) await enter(stage, 'already', already);
  const before = server.read();
  await enter(stage, 'crowd', setting.sessions);
  return { perLogin: ((server.read().cpu - before.cpu) * 1000) / setting.sessions };
}

async function measureTalk(stage: Stage, isPartyline: boolean): Promise<Partial<Figures>> {
  const { server, port, running } = stage;
  const { sessions, rows, rate, seconds, stopped, windows, attack } = stage.setting;
  const empty = await collected(server);
  const crowd = await enter(stage, 'crowd', sessions);
  if (windows !== undefined && isPartyline) {
    crowd.tell(`open ${windows}`);
    await crowd.line(/^open$/, ENTER_MS);
  }
  const full = await collected(server);
  await talked(crowd, rate, Math.max(WARM_UP_SECONDS, rows / rate));
  if (stopped !== undefined) {
    crowd.tell(`stop ${stopped}`);
    await crowd.line(/^stopped$/);
  }
  if (attack !== undefined) running.unshift(await attackers(attack, port));
  const talking = server.read();
  const { delivered, expected, bytes, p50, p99 } = await talked(crowd, rate, seconds);
  const done = server.read();
  return {
    perLine: ((done.cpu - talking.cpu) * 1e6) / delivered,
    perSession: (full.rss - empty.rss) / sessions,
    grown: done.rss - talking.rss,
    delivered: delivered / expected,
    bytesPerLine: bytes / delivered,
    p50,
    p99,
  };
}

/** Starts the server, lets the crowd in, warms up, and measures what it was asked to. Files go into `folder`. */
export async function measure(name: ServerName, setting: Setting, folder: string): Promise<Figures> {
  const started = await (name === 'floor' ? startFloor(folder) : startPartyline(folder, setting));
  const stage = { ...started, setting, running: [started.server] };
  try {
    await comeAndGo(started.port);
    await pause(SETTLE_MS);
    const { already } = setting;
    const figures =
      already === undefined ? await measureTalk(stage, name === 'partyline') : await measureLogins(stage, already);
    return { ...NOTHING, ...figures };
  } finally {
    for (const process of stage.running) await process.end();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
