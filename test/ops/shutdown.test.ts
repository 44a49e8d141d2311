// The orderly end, with a process that only notes that it was told to exit.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mock, test } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import type { Logger } from '../../src/ops/logger.ts';
import { Shutdown } from '../../src/ops/shutdown.ts';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  exit(status: number): void {
    this.exits.push(status);
    this.emit('exited');
  }
}

function setUp() {
  const lines: string[] = [];
  const note = (_fields: unknown, message: string) => void lines.push(message);
  const log: Logger = { debug: note, info: note, warn: note, error: note };
  const process = new FakeProcess();
  const shutdown = new Shutdown(process, log);
  shutdown.listen();
  return { lines, process, shutdown };
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  test(`${signal} closes the last opened first, waits for each, and exits 0`, async () => {
    const { process, shutdown } = setUp();
    const order: string[] = [];
    shutdown.add('database', () => void order.push('database'));
    shutdown.add('sessions', async () => {
      order.push('sessions begin');
      await tick();
      order.push('sessions end');
    });
    process.emit(signal);
    await once(process, 'exited');
    assert.deepEqual(order, ['sessions begin', 'sessions end', 'database']);
    assert.deepEqual(process.exits, [0]);
  });
}

test('a step that was taken back does not run', async () => {
  const { process, shutdown } = setUp();
  const order: string[] = [];
  shutdown.add('kept', () => void order.push('kept'));
  const remove = shutdown.add('closed before', () => void order.push('closed before'));
  remove();
  remove();
  await shutdown.begin('test', 0);
  assert.deepEqual(order, ['kept']);
  assert.deepEqual(process.exits, [0]);
});

test('steps that hang leave time for the others and the process exits within 5 seconds', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { lines, process, shutdown } = setUp();
    let closed = false;
    const never = () => new Promise<void>(() => undefined);
    shutdown.add('database', () => {
      closed = true;
    });
    shutdown.add('hangs', never);
    shutdown.add('hangs as well', never);
    process.emit('SIGTERM');
    for (let ms = 0; ms < 5000; ms += 50) {
      mock.timers.tick(50);
      await Promise.resolve().then(() => tick());
    }
    assert.ok(closed);
    assert.deepEqual(process.exits, [0]);
    assert.equal(lines.filter((line) => line === 'not closed in time').length, 2);
  } finally {
    mock.timers.reset();
  }
});

test('a second signal exits at once', async () => {
  const { process, shutdown } = setUp();
  let release: () => void = () => undefined;
  shutdown.add('slow', () => new Promise<void>((resolve) => (release = resolve)));
  process.emit('SIGINT');
  assert.deepEqual(process.exits, []);
  process.emit('SIGINT');
  assert.deepEqual(process.exits, [130]);
  release();
  await once(process, 'exited');
});

test('a step that fails is logged, the others still run and the status is 1', async () => {
  const { lines, process, shutdown } = setUp();
  let closed = false;
  shutdown.add('database', () => {
    closed = true;
  });
  shutdown.add('fails', () => {
    throw new Error('disk full');
  });
  await shutdown.begin('test', 0);
  assert.ok(closed);
  assert.ok(lines.includes('not closed'));
  assert.deepEqual(process.exits, [1]);
});

for (const event of ['uncaughtException', 'unhandledRejection']) {
  test(`an ${event} is logged as a bug and ends the server in order with status 1`, async () => {
    const { lines, process, shutdown } = setUp();
    let closed = false;
    shutdown.add('database', () => {
      closed = true;
    });
    process.emit(event, new Error('oops'));
    await once(process, 'exited');
    assert.ok(closed);
    assert.ok(lines.includes(`${event}: this is a bug`));
    assert.deepEqual(process.exits, [1]);
  });
}

test('a bug during an orderly end turns its status into 1', async () => {
  const { process, shutdown } = setUp();
  shutdown.add('database', () => void process.emit('uncaughtException', new Error('oops')));
  await shutdown.begin('SIGTERM', 0);
  assert.deepEqual(process.exits, [1]);
});
