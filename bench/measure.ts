/**
 * One round: bare ssh2 and Partyline, each with its crowd. Servers and crowds are separate processes, and a server's CPU is read
 * from /proc: what the clients cost is not in the figures.
 */
import { ATTACKS, type Attack, type Setting } from './scenarios.ts';
import { Stage, type Started, startFloor, startPartyline } from './stage.ts';
import type { Figures } from './talks.ts';

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

/** What one round gave under one attack, or in peace. */
export interface Round {
  readonly attack: Attack | undefined;
  readonly floor: Figures;
  readonly partyline: Figures;
}

/** How often each crowd comes or talks in peace: A B A B A B A B. */
const TURNS = 4;
/** And once each under each attack: where it came from the door is shut afterwards. */
const ATTACKED_SECONDS = 20;

/** Both servers run at the same time, and their crowds come or talk by turns: what the machine does meanwhile, it does to both. */
async function under(attack: Attack | undefined, floor: Stage, partyline: Stage, setting: Setting): Promise<Round> {
  const turns = attack === undefined ? TURNS : 1;
  const seconds = attack === undefined ? setting.seconds / TURNS : ATTACKED_SECONDS;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const stage of [floor, partyline]) {
      if (setting.already === undefined) await stage.talk(seconds, attack);
      else await stage.storm(attack);
    }
  }
  return {
    attack,
    floor: { ...NOTHING, ...floor.figures(attack) },
    partyline: { ...NOTHING, ...partyline.figures(attack) },
  };
}

/** Starts both servers, lets a crowd into each, warms up, and measures what is asked for. Files go into `folder`. */
export async function measure(setting: Setting, folder: string): Promise<readonly Round[]> {
  const stages: Stage[] = [];
  const stageOf = (started: Started) => {
    const stage = new Stage(started, setting);
    stages.push(stage);
    return stage;
  };
  const begin = async (stage: Stage, hasWindows: boolean) => {
    await stage.comeAndGo();
    if (setting.already === undefined) await stage.prepare(hasWindows);
    else await stage.fill(setting.already);
  };
  try {
    const floor = stageOf(await startFloor(folder));
    const partyline = stageOf(await startPartyline(folder, setting));
    await Promise.all([begin(floor, false), begin(partyline, true)]);
    const rounds: Round[] = [];
    for (const attack of [undefined, ...(setting.attacked ? ATTACKS : [])]) {
      rounds.push(await under(attack, floor, partyline, setting));
    }
    return rounds;
  } finally {
    for (const stage of stages) await stage.end();
  }
}
