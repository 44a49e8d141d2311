/** A disk that fails when told: the server's calls into libc pass through `disk-faults.c`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../../test/hostile/', import.meta.url));

/** Compiles a C file of this folder into another, to be loaded before libc; undefined where there is no C compiler. */
export function sharedLibrary(source: string, folder: string): string | undefined {
  const library = join(folder, source.replace(/\.c$/, '.so'));
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, join(SOURCES, source), '-ldl'], { stdio: 'pipe' });
    return library;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What the disk under the database does from now on. */
export type Fault =
  | 'ok'
  | { readonly syncMs: number }
  | { readonly errno: 'EIO' | 'ENOSPC' | 'EROFS' }
  | { readonly unsynced: 'EIO' }
  | { readonly unreadable: 'EIO' };

export class FaultyDisk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'partyline-disk-'));
  readonly #control = join(this.#folder, 'fault');
  #library = '';

  /** A healthy one, or undefined where there is no C compiler. */
  static make(): FaultyDisk | undefined {
    const disk = new FaultyDisk();
    const library = sharedLibrary('disk-faults.c', disk.#folder);
    if (library === undefined) {
      disk.remove();
      return undefined;
    }
    disk.#library = library;
    disk.become('ok');
    return disk;
  }

  /** For the environment of the server. */
  get env(): Readonly<Record<string, string>> {
    return { LD_PRELOAD: this.#library, DISK_FAULTS: this.#control };
  }

  become(fault: Fault): void {
    if (fault === 'ok') writeFileSync(this.#control, 'ok\n');
    else if ('syncMs' in fault) writeFileSync(this.#control, `slow ${fault.syncMs}\n`);
    else if ('unsynced' in fault) writeFileSync(this.#control, `syncs ${constants.errno[fault.unsynced]}\n`);
    else if ('unreadable' in fault) writeFileSync(this.#control, `reads ${constants.errno[fault.unreadable]}\n`);
    else writeFileSync(this.#control, `errno ${constants.errno[fault.errno]}\n`);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
