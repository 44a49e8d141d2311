/** The flags that `npm start` gives to node: those of a server, wherever one is started as people start it. */
import { readFileSync } from 'node:fs';

function startFlags(): readonly string[] {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: { start: string } };
  const flags = /exec node (.*) dist/.exec(scripts.start)?.[1];
  if (flags === undefined) throw new Error(`no flags in: ${scripts.start}`);
  return flags.split(' ');
}

/** In `package.json`. */
export const START_FLAGS = startFlags();
