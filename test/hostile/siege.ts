/**
 * The program with people in it who go on talking while it is attacked: how long a line takes to the others, what the server's
 * memory is, and whether it still runs. People come from 127.0.0.1, which is exempt; attackers from anywhere else in 127.0.0.0/8.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ClientChannel } from 'ssh2';
import { Program } from '../conversation/program.ts';
import { insider } from './attacker.ts';
import { percentile, scaled, torture } from './scale.ts';

/** p99 without an attack where the limits were found, ms. */
const BASELINE = 9.7;
/** Of all together. */
const LINES_PER_SECOND = 10;

export class Siege {
  readonly port: number;
  readonly #test: TestContext;
  readonly #program: Program;
  readonly #people: readonly ClientChannel[];
  /** When each line was said, and how long it took to each of them. */
  readonly #said = new Map<string, number>();
  readonly #delays: number[] = [];
  #baseline = 0;
  #next = 0;

  private constructor(t: TestContext, program: Program, port: number, people: readonly ClientChannel[]) {
    this.#test = t;
    this.#program = program;
    this.port = port;
    this.#people = people;
    for (const channel of people) this.#listen(channel);
  }

  /** A server with 20 people in it, 100 in the whole form. */
  static async begin(t: TestContext, args: readonly string[] = []): Promise<Siege> {
    const folder = mkdtempSync(join(tmpdir(), 'partyline-'));
    const rates = ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000', '--capacity', '200'];
    const own = ['--limits-exempt', '127.0.0.1/32', ...rates, ...args];
    const program = new Program({ folder, args: own });
    t.after(async () => {
      await program.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    const port = await program.port();
    const people: ClientChannel[] = [];
    for (let i = 0; i < scaled(20, 100); i += 1) {
      const { client } = await insider(t, { port }, `person${i}`);
      people.push(
        await new Promise((resolve, reject) =>
          client.shell(false, (error, channel) => (error ? reject(error) : resolve(channel))),
        ),
      );
    }
    const siege = new Siege(t, program, port, people);
    await siege.#warmUp();
    const quiet = new Promise((resolve) => setTimeout(resolve, scaled(500, 5000)));
    siege.#baseline = percentile(await siege.talkUntil(quiet), 0.99);
    return siege;
  }

  /** Resident memory of the server, MB. */
  get memory(): number {
    const pages = Number(readFileSync(`/proc/${this.#program.child.pid}/statm`, 'latin1').split(' ')[1]);
    return (pages * 4096) / 1e6;
  }

  /** What the server logged. */
  get log(): string {
    return this.#program.err;
  }

  get isUp(): boolean {
    return this.#program.child.exitCode === null && this.#program.child.signalCode === null;
  }

  /** Until the code is compiled and the heap has its size: somebody comes, looks at a screen and goes, while people talk. */
  async #warmUp(): Promise<void> {
    const guests = Array.from({ length: 20 }, async (_, i) => {
      const { client } = await insider(this.#test, this, `guest${i}`);
      await new Promise<void>((resolve) => client.shell({ rows: 60, cols: 200 }, () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, scaled(1000, 5000)));
      client.end();
    });
    await this.talkUntil(Promise.all(guests));
  }

  /** People talk until `done`; then the delays of all lines to everybody, ms. Every line must have come within five seconds. */
  async talkUntil(done: Promise<unknown>): Promise<readonly number[]> {
    this.#delays.length = 0;
    const first = this.#next;
    let isDone = false;
    const timer = setInterval(() => {
      const text = `line~${this.#next}~`;
      this.#said.set(text, performance.now());
      this.#people[this.#next % this.#people.length]?.write(`${text}\n`);
      this.#next += 1;
    }, 1000 / LINES_PER_SECOND);
    await done.finally(() => {
      isDone = true;
      clearInterval(timer);
    });
    const expected = (this.#next - first) * this.#people.length;
    for (const deadline = performance.now() + 5000; isDone && performance.now() < deadline; ) {
      if (this.#delays.length >= expected) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.#said.clear();
    assert.equal(this.#delays.length, expected, 'every line comes to everybody, and once');
    return [...this.#delays];
  }

  /**
   * Whether the p99 of those delays is below a limit. The limits are those of a machine on which it is {@link BASELINE} when nobody
   * attacks; one that is slower, or busy with something else, has as much more, and never more than eight times that.
   */
  isWithin(delays: readonly number[], limit: number): boolean {
    const slowness = Math.max(torture ? 1 : 4, this.#baseline / BASELINE);
    return percentile(delays, 0.99) < limit * Math.min(slowness, 8);
  }

  /** What came out, for whoever reads a report. */
  report(delays: readonly number[], more: string): void {
    const ms = (figure: number) => `${figure.toFixed(1)} ms`;
    this.#test.diagnostic(`p99 ${ms(percentile(delays, 0.99))}, at rest ${ms(this.#baseline)}; ${more}`);
  }

  #listen(channel: ClientChannel): void {
    let text = '';
    channel.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (const { 0: mark } of text.matchAll(/line~\d+~/g)) {
        const at = this.#said.get(mark);
        if (at !== undefined) this.#delays.push(performance.now() - at);
      }
      text = text.slice(Math.max(text.lastIndexOf('~') + 1, text.length - 20));
    });
  }
}
