/** Where a program reads its settings from: this process. Apart from the loader, which reads only what it is given. */
import { readFileSync } from 'node:fs';
import type { Sources } from './load.ts';

/** The arguments given, this process's environment and folder, and its files. */
export function processSources(argv: readonly string[]): Sources {
  return { argv, env: process.env, cwd: process.cwd(), readFile };
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
