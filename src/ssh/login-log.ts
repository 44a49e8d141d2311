/**
 * One line for how each attempt to sign in ended, in the words of OpenSSH's sshd, because that is what people grep for and
 * what tools that ban addresses read (contrib/fail2ban). Failures are warnings: they are written with the default settings.
 */
import type { Logger } from './log.ts';
import type { DoorRule } from './metrics.ts';

export type LoginMethod = 'publickey' | 'password' | 'keyboard-interactive';

/** sshd's names of key types. */
const KEY_NAMES: ReadonlyMap<string, string> = new Map([
  ['ssh-ed25519', 'ED25519'],
  ['ssh-rsa', 'RSA'],
  ['ecdsa-sha2-nistp256', 'ECDSA'],
  ['ecdsa-sha2-nistp384', 'ECDSA'],
  ['ecdsa-sha2-nistp521', 'ECDSA'],
  ['sk-ssh-ed25519@openssh.com', 'ED25519-SK'],
  ['sk-ecdsa-sha2-nistp256@openssh.com', 'ECDSA-SK'],
]);

/** Where somebody connects from. */
export interface Remote {
  readonly remote: string;
  readonly remotePort: number;
}

/** What is known of a login that worked. */
export interface Accepted {
  readonly method: LoginMethod;
  readonly handle: string;
  readonly isNew: boolean;
  readonly key?: { readonly type: string; readonly fingerprint: string };
}

export class LoginLog {
  readonly #log: Logger;
  /** Only these two of whatever was given. */
  readonly #remote: { readonly remote: string; readonly remotePort: number };

  constructor(log: Logger, { remote, remotePort }: Remote) {
    this.#log = log;
    this.#remote = { remote, remotePort };
  }

  accepted({ method, handle, isNew, key }: Accepted): void {
    const proof = key === undefined ? '' : `: ${KEY_NAMES.get(key.type) ?? key.type} ${key.fingerprint}`;
    const fields = { handle, isNew, key: key?.fingerprint, ...this.#remote };
    this.#log.info(fields, `Accepted ${method} for ${handle} from ${this.#from} ssh2${proof}`);
  }

  /** @param isPossible nobody can have that handle if not */
  failed(method: LoginMethod, handle: string, isPossible: boolean): void {
    const who = `${isPossible ? '' : 'invalid user '}${shown(handle)}`;
    this.#log.warn(this.#remote, `Failed ${method} for ${who} from ${this.#from} ssh2`);
  }

  /** It ended before anybody was in; without a handle nobody tried. */
  closed(handle: string | undefined): void {
    const who = handle === undefined ? '' : `authenticating user ${shown(handle)} `;
    this.#log.info(this.#remote, `Connection closed by ${who}${this.#from} [preauth]`);
  }

  /** Keys could not be exchanged; `reason` is ssh2's. */
  unexchanged(reason: string): void {
    this.#log.info({ reason, ...this.#remote }, `Unable to exchange keys with ${this.#from}`);
  }

  timedOut(): void {
    this.#log.warn(this.#remote, `Timeout before authentication for ${this.#from}`);
  }

  /** @param rule what no honest client does */
  reset(rule: DoorRule, handle: string | undefined): void {
    this.#log.warn({ rule, handle, ...this.#remote }, `Connection reset by us: ${rule} from ${this.#from}`);
  }

  /** @param rule what a network that is gone looks like; nothing to ban anybody for */
  lost(rule: DoorRule, handle: string | undefined): void {
    this.#log.info({ rule, handle, ...this.#remote }, `Connection lost: ${rule} from ${this.#from}`);
  }

  get #from(): string {
    return `${this.#remote.remote} port ${this.#remote.remotePort}`;
  }
}

/** What strangers call themselves, as one word: it must not look like the rest of a line. */
function shown(handle: string): string {
  return handle.slice(0, 32).replaceAll(/[^A-Za-z0-9._-]/g, '?') || '?';
}
