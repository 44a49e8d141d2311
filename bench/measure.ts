/**
 * One round: bare ssh2 and Partyline, each with its crowd. Servers and crowds are separate processes, and a server's CPU is read
 * from /proc: what the clients cost is not in the figures.
 */
import type { Setting } from './scenarios.ts';
import { type Figures, Stage, type Started, startFloor, startPartyline } from './stage.ts';

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

/** What one round gave. */
export interface Round {
  readonly floor: Figures;
  readonly partyline: Figures;
}

/** How often each crowd talks: A B A B A B A B. */
const TURNS = 4;

/**
 * What those cost who come on top of the others. Nothing is collected before: after a forced collection the next logins are
 * dearer (on top of 4,000 sessions 5.7 ms each, 2.9 without), which no server in use would see.
 */
async function measureLogins(stage: Stage, already: number): Promise<Partial<Figures>> {
  const { server, setting } = stage;
  if (already > 0) await stage.enter('already', already);
  const before = server.read();
  await stage.enter('crowd', setting.sessions);
  return { perLogin: ((server.read().cpu - before.cpu) * 1000) / setting.sessions };
}

/** Both servers run at the same time, and their crowds talk by turns: what the machine does meanwhile, it does to both. */
async function measureTalk(floor: Stage, partyline: Stage): Promise<readonly [Partial<Figures>, Partial<Figures>]> {
  const { seconds, attack } = floor.setting;
  // A second attack from the same addresses would find the door shut.
  const turns = attack === undefined ? TURNS : 1;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const stage of [floor, partyline]) await stage.talk(seconds / turns);
  }
  return [floor.figures, partyline.figures];
}

/** Starts both servers, lets a crowd into each, warms up, and measures what is asked for. Files go into `folder`. */
export async function measure(setting: Setting, folder: string): Promise<Round> {
  const stages: Stage[] = [];
  const { already } = setting;
  const begin = async (started: Started, hasWindows: boolean) => {
    const stage = new Stage(started, setting);
    stages.push(stage);
    await stage.comeAndGo();
    if (already === undefined) await stage.prepare(hasWindows);
    return stage;
  };
  try {
    const floor = await begin(await startFloor(folder), false);
    const partyline = await begin(await startPartyline(folder, setting), true);
    const [of, ours] =
      already === undefined
        ? await measureTalk(floor, partyline)
        : [await measureLogins(floor, already), await measureLogins(partyline, already)];
    return { floor: { ...NOTHING, ...of }, partyline: { ...NOTHING, ...ours } };
  } finally {
    for (const stage of stages) await stage.end();
  }
}
