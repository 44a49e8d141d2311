/** How much of the heap something takes, for tests of what is kept. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** What the heap of this process holds after its garbage is collected, bytes. */
export function heapInUse(): number {
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}

/** By how much the heap has grown after some work, bytes; what the work returns is held until then. */
export async function heapGrowth(work: () => unknown): Promise<number> {
  const before = heapInUse();
  const held = [await work()];
  const after = heapInUse();
  return held.length * (after - before);
}
