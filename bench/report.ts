/** `docs/performance.md`, made of what was measured, and the same figures as lines for the terminal. */
import { cpus, loadavg } from 'node:os';
import { type Attack, SCENARIOS, type Scenario, type Setting } from './scenarios.ts';
import type { Figures } from './talks.ts';

/** The medians of the rounds of one setting, under one attack or in peace. */
export interface Measurement {
  readonly scenario: Scenario;
  readonly setting: Setting;
  readonly attack: Attack | undefined;
  readonly floor: Figures;
  readonly partyline: Figures;
  /** Of the floor's CPU per delivered line; the median of the rounds' ratios. */
  readonly ratio: number;
}

/** What the numbers mean, once. */
const PREFACE = `# Performance

Made by \`npm run bench -- --publish\`; run it yourself, or one scenario of it (\`npm run bench -- fan-out --publish\`). *Floor* is
ssh2 alone, which lets anyone in and writes each line to every client as it comes: no chat, no store, no screen. Both run at once,
each with the same crowd of real SSH clients, which talk by turns (A B A B) after some others came, talked and left, and they
themselves talked for a minute; storms of logins, sixteen clients at a time, come by turns as well. Under an attack each crowd talks
once, for 20 s, and one storm comes to each. V8's helpers for small collections are off in both, for they took a fourteenth of all
processor time. *CPU* is the server's alone, all its threads, from /proc, per line delivered to a screen or per login (without what
those who were here before take when nobody comes). *Visible* is from the Enter of one to the screen of another, with the clients on
the same machine.

*Half-open*: a thousand strangers from 250 addresses connect and say nothing. Bare ssh2 keeps them all; Partyline throws most of them
out, they come again a quarter of a second later, and what this costs is in its figures. *Key exchange*: sixteen strangers at a
time from 250 addresses let the server do the arithmetic of a key exchange, go, and come again.
`;

/** The attacks in words. */
export const WORDS: Readonly<Record<Attack, string>> = { 'half-open': 'half-open', 'key-exchange': 'key exchange' };

/** A column of the tables: its head, and what stands there; nothing if it was not measured. */
interface Column {
  readonly head: string;
  readonly cell: (measurement: Measurement) => string | undefined;
}

/** The crowd in words. */
export function crowdOf({ sessions, rate, windows, already }: Setting): string {
  const crowd = sessions.toLocaleString('en');
  if (already !== undefined) return `${crowd} on top of ${already.toLocaleString('en')}`;
  return windows === undefined ? `${crowd} × ${rate}` : `${crowd} × ${rate}, ${windows} windows`;
}

function written(figure: number, digits: number, unit = ''): string | undefined {
  return Number.isNaN(figure) ? undefined : `${figure.toFixed(digits)}${unit}`;
}

const COLUMNS: readonly Column[] = [
  { head: 'sessions × lines/s', cell: ({ setting }) => crowdOf(setting) },
  { head: 'terminal', cell: ({ setting }) => `${setting.columns}×${setting.rows}` },
  { head: 'attack', cell: ({ attack }) => (attack === undefined ? undefined : WORDS[attack]) },
  { head: 'CPU per line', cell: ({ partyline }) => written(partyline.perLine, 1, ' µs') },
  { head: 'floor', cell: ({ floor }) => written(floor.perLine, 1, ' µs') },
  { head: '**ratio**', cell: ({ ratio }) => (Number.isNaN(ratio) ? undefined : `**${ratio.toFixed(2)}**`) },
  { head: 'visible p50', cell: ({ partyline }) => written(partyline.p50, 0, ' ms') },
  { head: 'p99', cell: ({ partyline }) => written(partyline.p99, 0, ' ms') },
  { head: 'delivered', cell: ({ partyline }) => written(partyline.delivered * 100, 2, ' %') },
  { head: 'KiB per session', cell: ({ partyline }) => written(partyline.perSession, 0) },
  { head: 'floor', cell: ({ floor }) => written(floor.perSession, 0) },
  { head: 'CPU per login', cell: ({ partyline }) => written(partyline.perLogin, 1, ' ms') },
  { head: 'floor', cell: ({ floor }) => written(floor.perLogin, 1, ' ms') },
  { head: 'memory while talking', cell: ({ partyline }) => written(partyline.grown / 1024, 1, ' MiB') },
  { head: 'floor', cell: ({ floor }) => written(floor.grown / 1024, 1, ' MiB') },
];

const row = (list: readonly string[]) => `| ${list.join(' | ')} |`;

/** The page with one scenario measured anew: its section is replaced, the others stay as they were. `day` is today's date. */
export function pageWith(page: string, measured: readonly Measurement[], rounds: number, day: string): string {
  const sections = new Map(page.split(/^(?=## )/m).map((section) => [/^## (\S+)/.exec(section)?.[1], section]));
  for (const name of new Set(measured.map(({ scenario }) => scenario.name))) {
    const own = measured.filter(({ scenario }) => scenario.name === name);
    sections.set(name, sectionOf(own, rounds, day));
  }
  const kept = SCENARIOS.flatMap(({ name }) => sections.get(name)?.trim() ?? []);
  return `${[PREFACE.trim(), ...kept].join('\n\n')}\n`;
}

/** What one scenario gave, and where. */
function sectionOf(own: readonly Measurement[], rounds: number, day: string): string {
  const columns = COLUMNS.filter(({ cell }) => own.some((each) => cell(each) !== undefined));
  const rows = own.map((each) => row(columns.map(({ cell }) => cell(each) ?? '')));
  const table = [row(columns.map(({ head }) => head)), row(columns.map(() => '---')), ...rows].join('\n');
  const [cpu] = cpus();
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const where =
    `${day}, Node ${process.versions.node}, ${cpus().length} cores (${cpu?.model ?? 'unknown'}), ` +
    `${rounds === 1 ? 'one round' : `medians of ${rounds} rounds`}, load of the machine afterwards ${load}.`;
  const [first] = own;
  return `## ${first?.scenario.name}\n\n${first?.scenario.summary}. ${where}\n\n${table}`;
}

/** One run, for the terminal. */
export function lineOf(server: keyof Pick<Measurement, 'floor' | 'partyline'>, figures: Figures): string {
  const { perLine, perSession, perLogin, p50, p99, delivered, bytesPerLine } = figures;
  const found = [
    written(perLine, 1, ' µs/line'),
    written(perSession, 0, ' KiB/session'),
    written(perLogin, 2, ' ms/login'),
    written(p50, 0, ' ms visible p50'),
    written(p99, 0, ' ms p99'),
    written(delivered * 100, 2, ' % delivered'),
    written(bytesPerLine, 0, ' bytes/line'),
  ];
  return `${server.padEnd(10)} ${found.filter((each) => each !== undefined).join('  ')}`;
}
