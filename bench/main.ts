/**
 * `npm run bench`: what one delivered line costs, as a ratio to bare ssh2 writing the same lines in the same run. Server
 * and crowd are separate processes, CPU is read from /proc, the two servers take turns (A B A B) because machines drift.
 *
 * Usage: npm run bench -- [SESSIONS RATE SECONDS ROUNDS [COLUMNSxROWS]]   (default 500 20 10 3 80x24)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOST_KEY_FILE, loadHostKeys } from '../src/ssh/host-key.ts';
import { Measured, type Reading } from './process.ts';

interface Setting {
  readonly sessions: number;
  readonly rate: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly columns: number;
  readonly rows: number;
}

/** What one run of one server gave. */
interface Figures {
  readonly name: string;
  /** Microseconds of server CPU per delivered line. */
  readonly perLine: number;
  /** KiB of resident memory per session, after collection. */
  readonly perSession: number;
  /** Milliseconds of server CPU per login. */
  readonly perLogin: number;
  readonly p50: number;
  readonly p99: number;
  readonly delivered: number;
  readonly expected: number;
  readonly bytesPerLine: number;
}

/** How long the crowd talks before anything is counted. */
const WARM_UP_SECONDS = 5;

type Start = () => Promise<{ readonly server: Measured; readonly port: number }>;

const folder = mkdtempSync(join(tmpdir(), 'partyline-bench-'));

async function startFloor(): Promise<{ server: Measured; port: number }> {
  await loadHostKeys(join(folder, 'keys'));
  const server = new Measured(new URL('./floor-server.js', import.meta.url), [join(folder, 'keys', HOST_KEY_FILE)]);
  return { server, port: Number((await server.line(/^listening (\d+)$/))[1]) };
}

async function startPartyline(setting: Setting, round: number): Promise<{ server: Measured; port: number }> {
  const server = new Measured(new URL('./served.js', import.meta.url), [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--data',
    join(folder, `data${round}`),
    '--keys',
    join(folder, 'keys'),
    '--capacity',
    String(setting.sessions + 10),
    '--limits-exempt',
    '127.0.0.0/8',
    '--log-level',
    'error',
  ]); // prettier-ignore
  return { server, port: Number((await server.line(/^Partyline listening on .*:(\d+)$/))[1]) };
}

async function collected(server: Measured): Promise<Reading> {
  server.tell('gc');
  await server.line(/^collected/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  return server.read();
}

async function measure(name: string, start: Start, setting: Setting): Promise<Figures> {
  const { server, port } = await start();
  const { sessions, columns, rows } = setting;
  // A server that has just started is still settling: threads, compiled code.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const empty = await collected(server);
  const crowd = new Measured(new URL('./crowd.js', import.meta.url), [port, sessions, columns, rows].map(String));
  try {
    const before = server.read();
    await crowd.line(/^ready$/, 180_000);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const entered = server.read();
    const full = await collected(server);
    // Not counted: the code is compiled as it gets hot, and the welcome scrolls away.
    crowd.tell(`talk ${setting.rate} ${WARM_UP_SECONDS}`);
    await crowd.line(/^\{.*\}$/);
    const talking = server.read();
    crowd.tell(`talk ${setting.rate} ${setting.seconds}`);
    const said = JSON.parse((await crowd.line(/^\{.*\}$/, (setting.seconds + 60) * 1000))[0]) as {
      delivered: number;
      expected: number;
      bytes: number;
      p50: number;
      p99: number;
    };
    const done = server.read();
    return {
      name,
      perLine: ((done.cpu - talking.cpu) * 1e6) / said.delivered,
      perSession: (full.rss - empty.rss) / sessions,
      perLogin: ((entered.cpu - before.cpu) * 1000) / sessions,
      p50: said.p50,
      p99: said.p99,
      delivered: said.delivered,
      expected: said.expected,
      bytesPerLine: said.bytes / said.delivered,
    };
  } finally {
    await crowd.end();
    await server.end();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function show(figures: Figures): void {
  const { name, perLine, perSession, perLogin, p50, p99, delivered, expected, bytesPerLine } = figures;
  console.log(
    `${name.padEnd(10)} ${perLine.toFixed(1).padStart(7)} µs/line ${perSession.toFixed(0).padStart(5)} KiB/session ` +
      `${perLogin.toFixed(1).padStart(5)} ms/login  visible p50 ${p50.toFixed(0)} p99 ${p99.toFixed(0)} ms  ` +
      `${((delivered * 100) / expected).toFixed(2)} % delivered  ${bytesPerLine.toFixed(0)} bytes/line`,
  );
}

function settingFrom(args: readonly string[]): Setting {
  const [sessions = 500, rate = 20, seconds = 10, rounds = 3] = args.slice(0, 4).map(Number);
  const [columns = 80, rows = 24] = (args[4] ?? '80x24').split('x').map(Number);
  return { sessions, rate, seconds, rounds, columns, rows };
}

const setting = settingFrom(process.argv.slice(2));
console.log(
  `${setting.sessions} sessions of ${setting.columns}x${setting.rows}, ${setting.rate} lines/s for ${setting.seconds} s, ` +
    `${setting.rounds} rounds; floor = ssh2 alone, one write per line`,
);
const ratios: number[] = [];
const memory: number[] = [];
try {
  for (let round = 1; round <= setting.rounds; round += 1) {
    const floor = await measure('floor', startFloor, setting);
    show(floor);
    const partyline = await measure('partyline', () => startPartyline(setting, round), setting);
    show(partyline);
    ratios.push(partyline.perLine / floor.perLine);
    memory.push(partyline.perSession);
    console.log(`round ${round}: ${(ratios.at(-1) ?? Number.NaN).toFixed(2)} of the floor`);
  }
  console.log(
    `median: ${median(ratios).toFixed(2)} of the floor's CPU per delivered line, ${median(memory).toFixed(0)} KiB per session`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
