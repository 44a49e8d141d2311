/** A storm of joiners: each costs what the one before cost, and nobody's screen is painted once for every one of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../new-key.ts';
import { someAtOnce } from './crowd.ts';
import { Guest } from './guest.ts';
import { scaled } from './scale.ts';
import { Watched } from './watched.ts';

const GROUPS = 5;
/** Between two frames that only show who came (tui/frames.ts), ms. */
const QUIET_FRAME_MS = 500;

test('five hundred joiners cost the same each, and are not painted one by one', async (t) => {
  const server = await Watched.start(t);
  const { port } = server;
  const privateKey = newKey();
  const enter = (handle: string) => Guest.enter({ port, handle, privateKey });
  const onlooker = await enter('onlooker');
  const joiners: Guest[] = [];
  const group = async (name: string, size: number) => {
    const before = await server.read();
    await someAtOnce(
      Array.from({ length: size }, (_, at) => `${name}x${at}`),
      16,
      async (handle) => {
        joiners.push(await enter(handle));
      },
    );
    return (((await server.read()).cpu - before.cpu) * 1000) / size;
  };
  await group('warm', scaled(40, 100));
  const started = performance.now();
  const chunks = onlooker.chunks;
  const each: number[] = [];
  for (let n = 0; n < GROUPS; n += 1) each.push(await group(`group${n}`, scaled(40, 100)));
  const took = performance.now() - started;
  const frames = onlooker.chunks - chunks;
  t.diagnostic(
    `${each.map((ms) => ms.toFixed(1)).join(' ')} ms each; ${frames} frames in ${(took / 1000).toFixed(1)} s`,
  );
  // Twice the first is far from what painting everybody for everybody would cost, and leaves room for a busy machine.
  const [first = 0] = each;
  assert.ok((each.at(-1) ?? 0) < first * scaled(2.5, 2), `${each.join(' ')} ms of CPU each`);
  assert.ok(frames <= (took / QUIET_FRAME_MS) * 2 + 4, `${frames} frames in ${took.toFixed(0)} ms`);
  await Promise.all([onlooker, ...joiners].map((guest) => guest.leave()));
  assert.deepEqual((await server.empty()).errors, []);
});
