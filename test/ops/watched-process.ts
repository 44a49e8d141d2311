/** A process with a watchdog that looks every 100 ms and waits for ten looks. Usage: watched-process LOGFILE stands|works|ends */
import { Watchdog } from '../../src/ops/watchdog.ts';

const [logFile = '', what] = process.argv.slice(2);
const watchdog = new Watchdog(logFile, { lookMs: 100, mostMissed: 10, beatMs: 10 });

const wait = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

if (what === 'stands') setTimeout(() => wait(Number.POSITIVE_INFINITY), 300);
if (what === 'works') {
  const began = performance.now();
  const working = setInterval(() => {
    wait(100);
    if (performance.now() - began < 1500) return;
    clearInterval(working);
    void watchdog.close();
  }, 20);
}
console.log('ready');
