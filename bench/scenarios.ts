/** What is measured and published: named crowds, each against bare ssh2 with the same crowd in the same run. */

/** What strangers do meanwhile: they connect and stay silent, or they exchange keys without end. */
export type Attack = 'half-open' | 'key-exchange';

export const ATTACKS: readonly Attack[] = ['half-open', 'key-exchange'];

/** One crowd and what it does. */
export interface Setting {
  readonly sessions: number;
  /** Lines a second, by all of them together. */
  readonly rate: number;
  /** In all. */
  readonly seconds: number;
  readonly columns: number;
  readonly rows: number;
  /** Only their coming is measured, with so many here already. */
  readonly already?: number;
  /** So many more who stop reading before the talk. */
  readonly stopped?: number;
  /** Each of them has so many windows open; one is without. */
  readonly windows?: number;
  /** Under each of the attacks as well. */
  readonly attacked?: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly summary: string;
  readonly settings: readonly Setting[];
}

const SMALL = { columns: 80, rows: 24 } as const;
const LARGE = { columns: 200, rows: 60 } as const;
const TYPICAL = { sessions: 500, rate: 20, seconds: 60, ...SMALL } as const;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'fan-out',
    summary: 'Everybody reads what some say',
    settings: [
      { ...TYPICAL, sessions: 100, rate: 10, attacked: true },
      { ...TYPICAL, attacked: true },
      { ...TYPICAL, sessions: 1000, rate: 40, attacked: true },
    ],
  },
  {
    name: 'thousands',
    summary: 'Two lines a second, read by five thousand',
    settings: [{ ...TYPICAL, sessions: 5000, rate: 2, attacked: true }],
  },
  {
    name: 'growth',
    summary: 'Two lines a second, read by ever more (5,000 × 2 stands above)',
    settings: [100, 1000].map((sessions) => ({ ...TYPICAL, sessions, rate: 2 })),
  },
  {
    name: 'idle',
    summary: 'A line now and then, on screens where nothing else happens',
    settings: [{ ...TYPICAL, sessions: 20, rate: 1 }],
  },
  {
    name: 'windows',
    summary: 'Everybody has thirty windows open, and in one of them some talk',
    settings: [
      { ...TYPICAL, sessions: 100 },
      { ...TYPICAL, sessions: 100, windows: 30 },
    ],
  },
  {
    name: 'stopped',
    summary: 'Twenty more have stopped reading',
    settings: [{ ...TYPICAL, stopped: 20, attacked: true }],
  },
  {
    name: 'logins',
    summary: 'A storm of logins, with so many here already as is said',
    settings: [0, 1000, 4000].map((already) => ({ ...TYPICAL, sessions: 1000, already, attacked: true })),
  },
  {
    name: 'memory',
    summary: 'Small and large terminals',
    settings: [
      { ...TYPICAL, rate: 10, attacked: true },
      { ...TYPICAL, rate: 10, ...LARGE, attacked: true },
    ],
  },
];
