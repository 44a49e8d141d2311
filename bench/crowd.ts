/**
 * The crowd in a process of its own. Usage: crowd PORT SESSIONS COLUMNS ROWS NAME; prints `ready` when all are in. Then a line
 * on standard input each: `stop COUNT` lets so many more come and stop reading, `open COUNT` has everybody open channels until
 * they have so many windows, `warm RATE SECONDS` has them talk, `talk RATE SECONDS NAME` as well and prints what came of all talk
 * of that name so far, `visit COUNT` has so many more come and go, a few at a time, `leave` has all go.
 */
import { createInterface } from 'node:readline';
import { Crowd, someAtOnce, type Talk } from '../test/hostile/crowd.ts';
import { Guest } from '../test/hostile/guest.ts';
import { percentile } from '../test/hostile/scale.ts';
import { newKey } from '../test/new-key.ts';

/** What is printed after a talk, as JSON: of all talks of its name. */
export interface Heard {
  readonly delivered: number;
  readonly expected: number;
  readonly bytes: number;
  /** From the key to the other screens, ms. */
  readonly p50: number;
  readonly p99: number;
}

/** Half of them never offer a window, half let their socket fill. */
async function stop(port: number, count: number): Promise<void> {
  const privateKey = newKey();
  for (let n = 0; n < count; n += 1) {
    const how = n % 2 === 0 ? 'window' : 'socket';
    const window = how === 'window' ? 0 : 2 ** 32 - 1;
    const guest = await Guest.enter({ port, handle: `stopped${n}`, privateKey, window });
    guest.stall(how);
  }
}

/** They go when they have looked around. */
async function visit(port: number, count: number): Promise<void> {
  const privateKey = newKey();
  const handles = Array.from({ length: count }, (_, n) => `visitor${n}`);
  await someAtOnce(handles, 16, async (handle) => {
    const guest = await Guest.enter({ port, handle, privateKey });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await guest.leave();
  });
}

/** All join the same channels, and look at the first one again. */
async function open(crowd: Crowd, count: number): Promise<void> {
  const join = async (guest: Guest) => {
    for (let number = 1; number < count; number += 1) guest.say(`/join #w${number}`);
    await guest.until(() => guest.text.includes(`${count}:#w${count - 1}`), 'the last window');
    guest.say('/window 1');
  };
  await Promise.all(crowd.guests.map(join));
}

/** What came of the talks of one name so far. */
class Hearing {
  #delays: readonly number[] = [];
  #expected = 0;
  #bytes = 0;

  add({ delays, expected, bytes }: Talk): Heard {
    this.#delays = [...this.#delays, ...delays];
    this.#expected += expected;
    this.#bytes += bytes;
    return {
      delivered: this.#delays.length,
      expected: this.#expected,
      bytes: this.#bytes,
      p50: percentile(this.#delays, 0.5),
      p99: percentile(this.#delays, 0.99),
    };
  }
}

const [port = 0, size = 0, columns = 80, rows = 24] = process.argv.slice(2, 6).map(Number);
const crowd = await Crowd.enter({ port, size, name: process.argv[6] ?? 'crowd', columns, rows });
const hearings = new Map<string, Hearing>();
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [what, first = 0, second = 0, name = ''] = line.split(' ');
  if (what === 'stop') await stop(port, Number(first)).then(() => console.log('stopped'));
  else if (what === 'visit') await visit(port, Number(first)).then(() => console.log('visited'));
  else if (what === 'leave') await crowd.leave().then(() => console.log('gone'));
  else if (what === 'open') await open(crowd, Number(first)).then(() => console.log('open'));
  else if (what === 'warm') await crowd.talk(Number(first), Number(second)).then(() => console.log('warm'));
  else if (what === 'talk') {
    const hearing = hearings.get(name) ?? new Hearing();
    hearings.set(name, hearing);
    console.log(JSON.stringify(hearing.add(await crowd.talk(Number(first), Number(second)))));
  } else throw new Error(`not to be done: ${line}`);
}
process.exit(0);
