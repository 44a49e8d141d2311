// When sessions paint, by a clock that only the test moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUSY_FRAME_MS, FRAME_MS, PaintTime, QUIET_FRAME_MS } from '../../src/tui/frame-pace.ts';
import type { FrameSlot, Painted } from '../../src/tui/frame-slot.ts';
import type { FrameTimers } from '../../src/tui/frame-timers.ts';
import { FrameScheduler } from '../../src/tui/frames.ts';

class HandTimers implements FrameTimers {
  #now = 1000;
  #soon: (() => void)[] = [];
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  /** Timers run this much too late. */
  lag = 0;

  now(): number {
    return this.#now;
  }

  soon(run: () => void): void {
    this.#soon.push(run);
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.ceil(ms), run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  get timers(): number {
    return this.#timers.length;
  }

  /** Something keeps the loop so long. */
  busy(ms: number): void {
    this.#now += ms;
  }

  /** Runs what was to run soon. */
  turn(): void {
    const batch = this.#soon;
    this.#soon = [];
    for (const run of batch) run();
  }

  /** A millisecond at a time. */
  pass(ms: number, each: () => void = () => {}): void {
    for (let left = ms; left > 0; left -= 1) {
      this.#now += 1;
      const due = this.#timers.filter((timer) => timer.at + this.lag <= this.#now);
      this.#timers = this.#timers.filter((timer) => !due.includes(timer));
      for (const timer of due) timer.run();
      each();
      this.turn();
    }
  }
}

class Session implements Painted {
  readonly #timers: HandTimers;
  readonly at: number[] = [];
  readonly slot: FrameSlot;
  writable = true;
  screens = 1;
  written = 0;
  /** How long it takes to make a frame, ms. */
  cost = 0;
  readonly failures: unknown[] = [];
  changes = 0;
  /** Of each frame: whether it was one for keys, before the time of what else waits. */
  readonly early: boolean[] = [];

  constructor(timers: HandTimers, frames: FrameScheduler, paintTime?: PaintTime) {
    this.#timers = timers;
    this.slot = frames.add(this, paintTime);
  }

  paint(isEarly: boolean): string {
    this.at.push(this.#timers.now());
    this.early.push(isEarly);
    this.#timers.busy(this.cost);
    return 'frame';
  }

  write(): void {
    this.written += 1;
  }

  failed(error: unknown): void {
    this.failures.push(error);
  }
}

/** One that has painted, as it has for everybody but the first. */
function schedulerOf(timers: HandTimers): FrameScheduler {
  const frames = new FrameScheduler(timers);
  const { slot } = new Session(timers, frames);
  slot.request();
  timers.turn();
  slot.remove();
  return frames;
}

function stage(count = 1) {
  const timers = new HandTimers();
  const frames = schedulerOf(timers);
  const sessions = Array.from({ length: count }, () => new Session(timers, frames));
  return { timers, frames, sessions, session: sessions[0] as Session };
}

for (const what of ['paint', 'write'] as const) {
  test(`a session that cannot ${what} hears of it alone, and keeps nobody from their frame`, (t) => {
    const { timers, sessions } = stage(3);
    const bug = new Error('a bug');
    t.mock.method(sessions[1] as Session, what, () => {
      throw bug;
    });
    for (const { slot } of sessions) slot.request();
    timers.turn();
    assert.deepEqual(
      sessions.map(({ written }) => written),
      [1, 0, 1],
    );
    assert.deepEqual(
      sessions.map(({ failures }) => failures),
      [[], [bug], []],
    );
  });
}

test('the first change is painted at once, after all that happens in the same turn', () => {
  const { timers, session } = stage();
  session.slot.request();
  session.slot.request();
  assert.deepEqual(session.at, []);
  timers.turn();
  assert.deepEqual(session.at, [1000]);
});

test('while changes keep coming there are at least 33 ms between two frames', () => {
  const { timers, session } = stage();
  timers.pass(150, () => session.slot.request());
  const gaps = session.at.slice(1).map((at, index) => at - (session.at[index] ?? 0));
  assert.ok(gaps.length >= 4);
  for (const gap of gaps) assert.ok(gap >= FRAME_MS && gap <= FRAME_MS + 5, `${gap}`);
});

test('a session that keeps changing gets ten frames a second after a second, and a quiet one is quick again', () => {
  const { timers, session } = stage();
  timers.pass(1100, () => session.slot.request());
  session.at.length = 0;
  timers.pass(2000, () => session.slot.request());
  assert.ok(session.at.length >= 18 && session.at.length <= 2000 / BUSY_FRAME_MS, `${session.at.length}`);
  timers.pass(1500);
  session.at.length = 0;
  timers.pass(200, () => session.slot.request());
  assert.ok(session.at.length >= 5);
});

test('a busy session gathers from the first change on: few frames, and nothing waits longer than for one', () => {
  const { timers, session } = stage();
  timers.pass(1100, () => session.slot.request());
  session.at.length = 0;
  const waits: number[] = [];
  let waiting: number[] = [];
  for (let line = 0; line < 40; line += 1) {
    waiting.push(timers.now());
    const frames = session.at.length;
    session.slot.request();
    timers.pass(45, () => {
      if (session.at.length === frames) return;
      waits.push(...waiting.map((at) => timers.now() - at));
      waiting = [];
    });
  }
  // Of three lines each; a frame every 100 ms would hold two.
  assert.ok(session.at.length <= 14, `${session.at.length} frames`);
  assert.ok(waits.length >= 36, `${waits.length} lines`);
  for (const wait of waits) assert.ok(wait <= BUSY_FRAME_MS + 5, `${wait}`);
});

/** Asks for a frame every so many ms, for so long, and gives what each waited for its frame. */
function waitsOf(
  { timers, session }: ReturnType<typeof stage>,
  every: readonly number[],
  ms: number,
): readonly number[] {
  const waits: number[] = [];
  const until = timers.now() + ms;
  for (let line = 0; timers.now() < until; line += 1) {
    const [asked, frames] = [timers.now(), session.at.length];
    session.slot.request();
    timers.turn();
    timers.pass(every[line % every.length] as number);
    waits.push((session.at[frames] ?? timers.now()) - asked);
  }
  return waits;
}

test('ten lines a second, however uneven, are each painted as they come', () => {
  const uneven = waitsOf(stage(), [100, 98, 103, 99, 60, 140, 100, 101], 20_000);
  assert.ok(Math.max(...uneven) <= FRAME_MS + 5, `${Math.max(...uneven)}`);
});

test('after a flood ten lines a second are soon painted as they come again, and twenty gathered', () => {
  const calmed = stage();
  calmed.timers.pass(2000, () => calmed.session.slot.request());
  waitsOf(calmed, [100, 99, 101], 4000);
  const waits = waitsOf(calmed, [100, 99, 101], 5000);
  assert.ok(Math.max(...waits) <= FRAME_MS + 5, `${waits}`);
  const busy = stage();
  waitsOf(busy, [50, 48, 52], 1500);
  busy.session.at.length = 0;
  waitsOf(busy, [50, 48, 52], 5000);
  assert.ok(busy.session.at.length <= 36, `${busy.session.at.length} frames`);
});

test('what comes to a busy session after a rest is painted at once', () => {
  const { timers, session } = stage();
  timers.pass(1100, () => session.slot.request());
  timers.pass(2 * BUSY_FRAME_MS + 10);
  session.at.length = 0;
  session.slot.request();
  timers.turn();
  assert.deepEqual(session.at, [timers.now()]);
});

test('own typing paints at once, whatever the pace, and takes nothing from what waits for its own time', () => {
  const { timers, frames, session } = stage();
  timers.pass(1500, () => session.slot.request());
  timers.pass(BUSY_FRAME_MS);
  session.slot.request();
  timers.pass(BUSY_FRAME_MS);
  session.slot.request();
  const due = session.slot.due as number;
  session.at.length = 0;
  session.early.length = 0;
  timers.pass(40, () => session.slot.request('urgent'));
  assert.deepEqual(
    session.early,
    Array.from({ length: 40 }, () => true),
  );
  assert.equal(session.slot.due, due);
  timers.pass(due - timers.now());
  assert.deepEqual([session.at.at(-1), session.early.at(-1)], [due, false]);
  assert.equal(frames.counts.waiting, 0);
  // With nothing else to wait for it is a frame like any other.
  session.slot.request('urgent');
  timers.turn();
  assert.equal(session.early.at(-1), false);
});

test('keys and what is due at once are one frame, and what is cancelled is not painted', () => {
  const { timers, frames, session } = stage();
  session.slot.request('urgent');
  session.slot.request();
  timers.turn();
  assert.deepEqual(session.early, [false]);
  session.slot.request();
  session.slot.request('urgent');
  session.slot.cancel();
  timers.pass(200);
  assert.equal(session.at.length, 1);
  assert.deepEqual(frames.counts, { sessions: 1, waiting: 0 });
  assert.equal(timers.timers, 0);
});

test('a terminal that takes no more is left alone until it says so', () => {
  const { timers, frames, session } = stage();
  session.slot.request();
  timers.turn();
  session.writable = false;
  session.slot.request();
  timers.pass(500);
  assert.equal(session.at.length, 1);
  assert.equal(frames.counts.waiting, 0);
  session.writable = true;
  session.slot.request();
  timers.turn();
  assert.equal(session.at.length, 2);
});

test('one that stopped after it asked is skipped', () => {
  const { timers, session } = stage();
  session.slot.request();
  session.writable = false;
  timers.turn();
  assert.deepEqual(session.at, []);
});

test('one timer serves five hundred sessions', () => {
  const { timers, sessions } = stage(500);
  timers.pass(300, () => {
    for (const session of sessions) session.slot.request();
    assert.ok(timers.timers <= 1);
  });
  for (const session of sessions) assert.ok(session.at.length >= 5);
});

test('a busy crowd is painted in parts, and nobody waits longer for it, or is painted twice as often', () => {
  for (const [count, screens] of [
    [1000, 1],
    [2, 500],
  ] as const) {
    const { timers, sessions } = stage(count);
    for (const session of sessions) session.screens = screens;
    const talk = () => {
      for (let line = 0; line < 80; line += 1) {
        for (const session of sessions) session.slot.request();
        timers.pass(25);
      }
    };
    talk();
    for (const session of sessions) session.at.length = 0;
    talk();
    const painted = new Map<number, number>();
    for (const { at } of sessions) {
      for (const [index, time] of at.entries()) {
        painted.set(time, (painted.get(time) ?? 0) + screens);
        assert.ok(time - (at[index - 1] ?? time) <= BUSY_FRAME_MS + 25 + 4, `${at}`);
      }
      assert.ok(at.length >= 15 && at.length <= 25, `${at.length} frames in two seconds`);
    }
    const most = Math.max(...painted.values());
    assert.ok(most <= 512, `${most} at once`);
  }
});

test('whoever is not busy waits for nobody, however many there are', () => {
  const { timers, sessions } = stage(2000);
  for (const { slot } of sessions) slot.request();
  timers.turn();
  timers.pass(200);
  for (const session of sessions) session.slot.request();
  timers.turn();
  for (const { at } of sessions) assert.deepEqual(at, [1000, timers.now()]);
});

test('an event loop that is behind stretches the pace, and it comes back', () => {
  const { timers, session } = stage();
  timers.lag = 120;
  timers.pass(900, () => session.slot.request());
  const last = session.at.slice(-2);
  assert.ok((last[1] ?? 0) - (last[0] ?? 0) > FRAME_MS + 120, `${last}`);
  timers.lag = 0;
  timers.pass(4000);
  for (let round = 0; round < 12; round += 1) timers.pass(200, () => session.slot.request());
  session.at.length = 0;
  timers.pass(1000, () => session.slot.request());
  assert.ok(session.at.length >= 9);
});

test('a removed session leaves nothing behind, whatever it waited for', () => {
  const { timers, frames, sessions } = stage(3);
  for (const session of sessions) session.slot.request();
  timers.turn();
  for (const session of sessions) session.slot.request();
  sessions[0]?.slot.remove();
  sessions[0]?.slot.remove();
  sessions[1]?.slot.request('urgent');
  sessions[1]?.slot.remove();
  sessions[2]?.slot.remove();
  assert.deepEqual(frames.counts, { sessions: 0, waiting: 0 });
  assert.equal(timers.timers, 0);
  timers.pass(200);
  for (const session of sessions) assert.equal(session.at.length, 1);
  sessions[0]?.slot.request();
  timers.turn();
  assert.equal(sessions[0]?.at.length, 1);
});

test('a session may be removed, or ask again, while it paints', () => {
  const { timers, frames, sessions } = stage(2);
  const [first, second] = sessions as [Session, Session];
  first.paint = () => {
    second.slot.remove();
    first.slot.request();
    return 'frame';
  };
  first.slot.request();
  second.slot.request();
  timers.turn();
  assert.deepEqual(second.at, []);
  assert.deepEqual(frames.counts, { sessions: 1, waiting: 1 });
  frames.close();
  assert.deepEqual(frames.counts, { sessions: 0, waiting: 0 });
  assert.equal(timers.timers, 0);
});

test('comings and goings wait for a slower frame, and words that follow do not wait for them', () => {
  const { timers, session } = stage();
  session.slot.request('quiet');
  timers.turn();
  assert.equal(session.at.length, 1);
  session.slot.request('quiet');
  timers.pass(QUIET_FRAME_MS / 2);
  assert.equal(session.at.length, 1);
  session.slot.request();
  timers.pass(QUIET_FRAME_MS / 4);
  assert.equal(session.at.length, 2);
});

test('who comes and goes in a crowd is painted 62 times a second at the most, on all screens together', () => {
  const { timers, sessions } = stage(2000);
  const quietly = () => {
    for (const session of sessions) session.slot.request('quiet');
  };
  quietly();
  timers.turn();
  for (const session of sessions) session.at.length = 0;
  timers.pass(64_000, quietly);
  const frames = sessions.reduce((sum, { at }) => sum + at.length, 0);
  assert.ok(frames >= 2000 && frames <= 4000, `${frames}`);
});

test('frames that are dear take a tenth of the time, whatever asks for them, and delay nobody else’s', () => {
  for (const cost of [20, 50, 200]) {
    const { timers, sessions } = stage(2);
    const [dear, other] = sessions as [Session, Session];
    dear.cost = cost;
    const began = timers.now();
    timers.pass(5000, () => {
      dear.slot.request('urgent');
      dear.slot.request();
      other.slot.request('urgent');
    });
    const took = timers.now() - began;
    assert.ok(dear.at.length >= 2, `${cost}: ${dear.at.length}`);
    assert.ok(dear.at.length * cost <= took / 10 + 2 * cost, `${cost}: ${dear.at.length} frames in ${took} ms`);
    assert.ok(other.at.length >= 4900, `${other.at.length}`);
  }
});

test('the first frame of all, for which everything is compiled, is not charged to whoever it is for; the next one is', () => {
  const timers = new HandTimers();
  const frames = new FrameScheduler(timers);
  const session = new Session(timers, frames);
  const press = () => {
    session.slot.request('urgent');
    const pressed = timers.now();
    timers.turn();
    return session.at.at(-1) === pressed;
  };
  session.cost = 50;
  assert.ok(press());
  assert.ok(press());
  assert.ok(!press());
});

test('ordinary frames wait for nothing: keys that are held down show one by one', () => {
  const { timers, session } = stage();
  session.cost = 2;
  for (let key = 0; key < 60; key += 1) {
    session.slot.request('urgent');
    const pressed = timers.now();
    timers.turn();
    assert.equal(session.at.at(-1), pressed);
    timers.pass(30);
  }
  // Nor after a single dear one, when it was long ago.
  session.cost = 100;
  session.slot.request();
  timers.turn();
  timers.pass(1000);
  session.slot.request('urgent');
  timers.turn();
  assert.equal(session.at.at(-1), timers.now() - 100);
});

test('what waits for a dear frame is one frame, with all that came, and nobody waits for it longer than seconds', () => {
  const { timers, frames, session } = stage();
  session.cost = 4000;
  session.slot.request();
  timers.turn();
  session.cost = 0;
  session.slot.request('urgent');
  session.slot.request();
  timers.turn();
  session.slot.request('urgent');
  timers.turn();
  assert.equal(session.at.length, 1);
  timers.pass(4000);
  assert.equal(session.at.length, 2);
  assert.deepEqual(session.early, [false, false]);
  assert.deepEqual(frames.counts, { sessions: 1, waiting: 0 });
  assert.equal(timers.timers, 0);
});

test('one person’s sessions have that tenth together', () => {
  const timers = new HandTimers();
  const frames = schedulerOf(timers);
  const paintTime = new PaintTime();
  const sessions = Array.from({ length: 16 }, () => new Session(timers, frames, paintTime));
  const began = timers.now();
  for (const session of sessions) session.cost = 40;
  timers.pass(8000, () => {
    for (const { slot } of sessions) slot.request('urgent');
  });
  const painted = sessions.reduce((sum, { at }) => sum + at.length, 0);
  assert.ok(painted * 40 <= (timers.now() - began) / 10 + 80, `${painted} frames`);
  for (const { at } of sessions) assert.ok(at.length > 0, 'each has its turn');
});

test('however many have dear frames, three quarters of the time are everybody else’s, and each of them has a turn', () => {
  const { timers, sessions } = stage(31);
  const [other, ...dear] = sessions as [Session, ...Session[]];
  for (const session of dear) session.cost = 40;
  const waits: number[] = [];
  let askedAt: number | undefined;
  other.slot.session.write = () => {
    if (askedAt !== undefined) waits.push(timers.now() - askedAt);
    askedAt = undefined;
  };
  const press = () => {
    for (const { slot } of dear) {
      slot.request('urgent');
      slot.request();
    }
    askedAt ??= timers.now();
    other.slot.request();
  };
  // Whose frames are dear is known once there were two.
  timers.pass(2000, press);
  for (const { at } of dear) at.length = 0;
  waits.length = 0;
  const began = timers.now();
  timers.pass(10_000, press);
  const painted = dear.reduce((sum, { at }) => sum + at.length, 0);
  assert.ok(painted * 40 <= (timers.now() - began) / 4 + 2 * 40, `${painted} frames`);
  for (const { at } of dear) assert.ok(at.length > 0, 'each has its turn');
  assert.ok(Math.max(...waits) <= 200, `${Math.max(...waits)} ms`);
});

test('behind a dear frame the loop has its turn, and what is asked for in it comes before the rest', () => {
  const { timers, frames, sessions } = stage(5);
  const [other, ...dear] = sessions as [Session, ...Session[]];
  const painted: number[] = [];
  for (const [at, session] of sessions.entries()) session.write = () => painted.push(at);
  for (const session of dear) session.cost = 8;
  for (const { slot } of dear) slot.request();
  timers.turn();
  assert.deepEqual(painted, [1]);
  other.slot.request('urgent');
  timers.turn();
  assert.deepEqual(painted, [1, 0, 2]);
  timers.turn();
  timers.turn();
  assert.deepEqual(painted, [1, 0, 2, 3, 4]);
  // The same for those whose time has come.
  painted.length = 0;
  for (const { slot } of dear) slot.request();
  timers.busy(FRAME_MS);
  let before = 0;
  timers.pass(200, () => {
    assert.ok(painted.length <= before + 1);
    timers.turn();
    before = painted.length;
  });
  assert.equal(painted.length, 4);
  assert.deepEqual(frames.counts, { sessions: 5, waiting: 0 });
  // Who goes meanwhile is not painted.
  for (const { slot } of dear) slot.request();
  timers.turn();
  for (const { slot } of dear) slot.remove();
  assert.deepEqual(frames.counts, { sessions: 1, waiting: 0 });
  timers.pass(1000);
  assert.equal(painted.length, 5);
});
