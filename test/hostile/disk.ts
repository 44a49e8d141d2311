/** A disk that fails when told: the server's calls into libc pass through `disk-faults.c`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../../test/hostile/disk-faults.c', import.meta.url));

/** What the disk under the database does from now on. */
export type Fault =
  | 'ok'
  | { readonly syncMs: number }
  | { readonly errno: 'EIO' | 'ENOSPC' | 'EROFS' }
  | { readonly unreadable: 'EIO' };

export class FaultyDisk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'partyline-disk-'));
  readonly #control = join(this.#folder, 'fault');
  readonly #library = join(this.#folder, 'disk-faults.so');

  /** A healthy one, or undefined where there is no C compiler. */
  static make(): FaultyDisk | undefined {
    const disk = new FaultyDisk();
    try {
      execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', disk.#library, SOURCE, '-ldl'], { stdio: 'pipe' });
    } catch (error) {
      disk.remove();
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
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
    else if ('unreadable' in fault) writeFileSync(this.#control, `reads ${constants.errno[fault.unreadable]}\n`);
    else writeFileSync(this.#control, `errno ${constants.errno[fault.errno]}\n`);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
