/** `docs/performance.md`, made of what was measured, and the same figures as lines for the terminal. */
import { cpus, loadavg } from 'node:os';
import type { Figures } from './measure.ts';
import type { Scenario, Setting } from './scenarios.ts';

/** The medians of the rounds of one setting. */
export interface Measurement {
  readonly scenario: Scenario;
  readonly setting: Setting;
  readonly floor: Figures;
  readonly partyline: Figures;
  /** Of the floor's CPU per delivered line; the median of the rounds' ratios. */
  readonly ratio: number;
}

/** What the numbers mean, once. */
const PREFACE = `# Performance

Made by \`npm run bench -- --publish\`; run it yourself, or one scenario of it (\`npm run bench -- fan-out\`). *Floor* is ssh2
alone, which lets anyone in and writes each line to every client as it comes: no chat, no store, no screen. Both serve the
same crowd of real SSH clients in the same run, by turns, after some others came, talked and left, and the crowd itself
talked for half a minute. *CPU* is the server's alone, all its threads, from /proc, per line delivered to a screen.
*Visible* is from the Enter of one to the screen of another, with the clients on the same machine.
`;

const HEAD = [
  ['sessions × lines/s', 'terminal', 'CPU per line', 'floor', '**ratio**', 'visible p50', 'p99', 'delivered'],
  ['KiB per session', 'floor', 'CPU per login', 'floor', 'memory while talking'],
].flat();

function crowdOf({ sessions, rate, windows, already }: Setting): string {
  const crowd = `${sessions.toLocaleString('en')} × ${rate}`;
  if (windows !== undefined) return `${crowd}, ${windows} windows`;
  return already === undefined ? crowd : `${crowd}, ${already.toLocaleString('en')} here already`;
}

function cells({ setting, floor, partyline, ratio }: Measurement): readonly string[] {
  const { columns, rows } = setting;
  return [
    crowdOf(setting),
    `${columns}×${rows}`,
    `${partyline.perLine.toFixed(1)} µs`,
    `${floor.perLine.toFixed(1)} µs`,
    `**${ratio.toFixed(2)}**`,
    `${partyline.p50.toFixed(0)} ms`,
    `${partyline.p99.toFixed(0)} ms`,
    `${((partyline.delivered * 100) / partyline.expected).toFixed(2)} %`,
    partyline.perSession.toFixed(0),
    floor.perSession.toFixed(0),
    `${partyline.perLogin.toFixed(1)} ms`,
    `${floor.perLogin.toFixed(1)} ms`,
    `${(partyline.grown / 1024).toFixed(1)} MiB (floor ${(floor.grown / 1024).toFixed(1)})`,
  ];
}

const row = (list: readonly string[]) => `| ${list.join(' | ')} |`;

/** The whole page. `day` is when it was measured, as a date. */
export function page(measurements: readonly Measurement[], rounds: number, day: string): string {
  const [cpu] = cpus();
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const where =
    `Measured on ${day}: Node ${process.versions.node}, ${cpus().length} cores (${cpu?.model ?? 'unknown'}), ` +
    `${rounds === 1 ? 'one round' : `medians of ${rounds} rounds`}, load of the machine afterwards ${load}.`;
  const sections = [...new Set(measurements.map(({ scenario }) => scenario))].map((scenario) => {
    const own = measurements.filter((each) => each.scenario === scenario);
    const table = [row(HEAD), row(HEAD.map(() => '---')), ...own.map((each) => row(cells(each)))].join('\n');
    return `## ${scenario.name}\n\n${scenario.summary}.\n\n${table}\n`;
  });
  return [PREFACE, `${where}\n`, ...sections].join('\n');
}

/** One run, for the terminal. */
export function lineOf(figures: Figures): string {
  const { server, perLine, perSession, perLogin, p50, p99, delivered, expected, bytesPerLine } = figures;
  return (
    `${server.padEnd(10)} ${perLine.toFixed(1).padStart(7)} µs/line ${perSession.toFixed(0).padStart(5)} KiB/session ` +
    `${perLogin.toFixed(1).padStart(5)} ms/login  visible p50 ${p50.toFixed(0)} p99 ${p99.toFixed(0)} ms  ` +
    `${((delivered * 100) / expected).toFixed(2)} % delivered  ${bytesPerLine.toFixed(0)} bytes/line`
  );
}
