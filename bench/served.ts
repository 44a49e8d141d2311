/** The real server as `npm start` runs it, with one ear on standard input: a line there collects garbage and says so. */
import '../src/main.ts';

process.stdin.on('data', () => {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  console.log('collected');
});
