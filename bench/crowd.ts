/**
 * The crowd: many real SSH clients in one process, some of which talk. A line counts as delivered when its text has
 * reached another client's terminal. Usage: crowd PORT SESSIONS COLUMNS ROWS; then on standard input
 * `talk RATE SECONDS`; prints `ready`, then one JSON object per run.
 */
import { createInterface } from 'node:readline';
import ssh2, { type ClientChannel } from 'ssh2';

const [port = 0, sessions = 0, columns = 80, rows = 24] = process.argv.slice(2).map(Number);
/** A line's mark: found again in whatever the screen's bytes are. */
const MARK = /~(\d{6})~/g;
/** A talker stays below the server's rate limit of two lines a second. */
const LINES_PER_TALKER = 1;
/** How many log in at the same time. */
const AT_ONCE = 16;

const key = ssh2.utils.generateKeyPairSync('ed25519').private;
const sentAt = new Map<number, { readonly at: number; readonly by: number }>();
let delays: number[] = [];
let delivered = 0;
let bytes = 0;

class Listener {
  readonly index: number;
  channel: ClientChannel | undefined;
  #rest = '';
  #seen = new Set<number>();

  constructor(index: number) {
    this.index = index;
  }

  connect(): Promise<void> {
    const client = new ssh2.Client();
    return new Promise((resolve, reject) => {
      client.on('error', reject);
      client.on('ready', () => {
        client.shell({ term: 'xterm-256color', cols: columns, rows } as never, (error, channel) => {
          if (error) return reject(error);
          this.channel = channel;
          channel.on('data', (chunk: Buffer) => this.#take(chunk));
          resolve();
        });
      });
      client.connect({
        host: '127.0.0.1',
        port,
        username: `crowd${this.index}`,
        privateKey: key,
        readyTimeout: 60_000,
        algorithms: { cipher: ['aes128-gcm@openssh.com'] },
      });
    });
  }

  forget(): void {
    this.#seen = new Set();
  }

  #take(chunk: Buffer): void {
    bytes += chunk.length;
    const text = this.#rest + chunk.toString('latin1');
    const now = performance.now();
    for (const match of text.matchAll(MARK)) {
      const number = Number(match[1]);
      const sent = sentAt.get(number);
      if (sent === undefined || sent.by === this.index || this.#seen.has(number)) continue;
      this.#seen.add(number);
      delivered += 1;
      delays.push(now - sent.at);
    }
    this.#rest = text.slice(-7);
  }
}

const crowd: Listener[] = [];

async function enter(): Promise<void> {
  const waiting = Array.from({ length: sessions }, (_, index) => new Listener(index));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await next.connect();
      crowd.push(next);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

let number = 0;

/** `rate` lines a second for `seconds`, spread over talkers; each line is typed and sent with Enter. */
async function talk(rate: number, seconds: number): Promise<void> {
  const talkers = crowd.slice(0, Math.max(1, Math.round(rate / LINES_PER_TALKER)));
  const total = rate * seconds;
  const start = performance.now();
  for (let said = 0; said < total; said += 1) {
    const due = start + (said * 1000) / rate;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const talker = talkers[said % talkers.length];
    number += 1;
    sentAt.set(number, { at: performance.now(), by: talker?.index ?? -1 });
    const mark = `~${String(number).padStart(6, '0')}~`;
    talker?.channel?.write(`${mark} the quick brown fox jumps over the lazy dog, again\r`);
  }
  // What was said last is on its way.
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

await enter();
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [, rate = 0, seconds = 0] = line.split(' ').map(Number);
  delivered = 0;
  bytes = 0;
  delays = [];
  for (const each of crowd) each.forget();
  await talk(rate, seconds);
  delays.sort((a, b) => a - b);
  const expected = rate * seconds * (sessions - 1);
  console.log(JSON.stringify({ delivered, expected, bytes, p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) }));
}
process.exit(0);
