/**
 * `npm run bench`: what Partyline costs, as ratios to bare ssh2 writing the same lines in the same run. The two talk by turns
 * (A B A B), because machines drift.
 *
 * Usage: npm run bench -- [SCENARIO …] [--rounds N] [--publish]        see scenarios.ts; all of them if none is named
 *        npm run bench -- SESSIONS RATE SECONDS ROUNDS [COLUMNSxROWS]   a crowd of one's own
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, type Round } from './measure.ts';
import { crowdOf, lineOf, type Measurement, pageWith, WORDS } from './report.ts';
import { SCENARIOS, type Scenario, type Setting } from './scenarios.ts';
import type { Figures } from './talks.ts';

const PAGE = 'docs/performance.md';

interface Job {
  readonly scenarios: readonly Scenario[];
  readonly rounds: number;
  readonly publish: boolean;
}

function ownScenario(numbers: readonly string[]): Job {
  const [sessions = 500, rate = 20, seconds = 10, rounds = 3] = numbers.slice(0, 4).map(Number);
  const [columns = 80, rows = 24] = (numbers[4] ?? '80x24').split('x').map(Number);
  const settings = [{ sessions, rate, seconds, columns, rows }];
  return { scenarios: [{ name: 'own', summary: 'A crowd of one’s own', settings }], rounds, publish: false };
}

function jobFrom(args: readonly string[]): Job {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '3' }, publish: { type: 'boolean', default: false } },
  });
  if (/^\d/.test(positionals[0] ?? '')) return ownScenario(positionals);
  const unknown = positionals.find((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown !== undefined) {
    const names = SCENARIOS.map(({ name, summary }) => `  ${name.padEnd(14)} ${summary}`).join('\n');
    console.error(`No scenario is called ${unknown}. There are:\n${names}`);
    process.exit(1);
  }
  const scenarios = SCENARIOS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return { scenarios, rounds: Math.max(1, Number(values.rounds)), publish: values.publish };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Each figure's median over the rounds. */
function medians(rounds: readonly Figures[]): Figures {
  const [first] = rounds;
  if (first === undefined) throw new Error('nothing was measured');
  const names = Object.keys(first) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round[name]))])) as Record<
    keyof Figures,
    number
  >;
}

async function compare(
  scenario: Scenario,
  setting: Setting,
  times: number,
  folder: string,
): Promise<readonly Measurement[]> {
  console.log(`${scenario.name}: ${crowdOf(setting)} at ${setting.columns}x${setting.rows}, ${times} rounds`);
  const rounds: Round[] = [];
  for (let time = 1; time <= times; time += 1) {
    for (const round of await measure(setting, folder)) {
      console.log(`round ${time}${round.attack === undefined ? '' : `, ${WORDS[round.attack]}`}:`);
      console.log(lineOf('floor', round.floor));
      console.log(lineOf('partyline', round.partyline));
      const ratio = ratioOf(round);
      if (!Number.isNaN(ratio)) console.log(`${ratio.toFixed(2)} of the floor's CPU per delivered line`);
      rounds.push(round);
    }
  }
  return [...new Set(rounds.map(({ attack }) => attack))].map((attack) => {
    const own = rounds.filter((round) => round.attack === attack);
    return {
      scenario,
      setting,
      attack,
      floor: medians(own.map(({ floor }) => floor)),
      partyline: medians(own.map(({ partyline }) => partyline)),
      ratio: median(own.map(ratioOf)),
    };
  });
}

function ratioOf({ floor, partyline }: Round): number {
  return partyline.perLine / floor.perLine;
}

const { scenarios, rounds, publish } = jobFrom(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'partyline-bench-'));
try {
  for (const scenario of scenarios) {
    const measured: Measurement[] = [];
    for (const setting of scenario.settings) measured.push(...(await compare(scenario, setting, rounds, folder)));
    if (!publish) continue;
    const today = new Date().toISOString().slice(0, 10);
    writeFileSync(PAGE, pageWith(readFileSync(PAGE, 'utf8'), measured, rounds, today));
    console.log(`written: ${scenario.name} in ${PAGE}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
