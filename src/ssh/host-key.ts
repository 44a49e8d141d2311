/**
 * The server's own key, by which clients know it again: made at the first start, kept in a folder of its own, and used
 * only while nobody else can read it.
 */
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EncryptedPrivateKey, ParsedKey } from 'ssh2';
import { fingerprintOf } from '../accounts/keys.ts';
import { ssh2 } from './ssh2.ts';

/** OpenSSH's own name for it, so that a folder of existing host keys can be taken over. */
export const HOST_KEY_FILE = 'ssh_host_ed25519_key';

/** The host key cannot be used; the message says why and what to do. */
export class ServerKeyError extends Error {
  override readonly name = 'ServerKeyError';
}

export interface HostKeys {
  /** For `ssh2.Server`. */
  readonly keys: readonly EncryptedPrivateKey[];
  /** `SHA256:…` of the first, as clients show it. */
  readonly fingerprint: string;
}

/**
 * Loads the ed25519 host key from a folder; makes both if they are missing.
 * @throws ServerKeyError when it cannot be read or written, is no such key, or others may read it
 */
export async function loadHostKeys(folder: string): Promise<HostKeys> {
  const path = join(folder, HOST_KEY_FILE);
  try {
    const existing = await readKey(path);
    const pem = existing ?? (await makeKey(folder, path));
    const key = parsed(pem, path);
    return { keys: [{ key: signingFast(key) }], fingerprint: fingerprintOf(key.getPublicSSH()) };
  } catch (error) {
    if (error instanceof ServerKeyError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ServerKeyError(`Host key ${path} cannot be read or made: ${code ?? message}.`);
  }
}

async function readKey(path: string): Promise<Buffer | undefined> {
  try {
    const { mode } = await stat(path);
    // Windows has no such modes and says 0666.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new ServerKeyError(`Host key ${path} can be read by others than its owner: chmod 600 ${path}`);
    }
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Under another name first: a start that is cut short leaves no half key behind. Of two that make one at once the later takes
 * the earlier's.
 */
async function makeKey(folder: string, path: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pem = Buffer.from(newKey());
  const unfinished = `${path}.${randomUUID()}.new`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(pem);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(unfinished, 0o600);
    return (await isPutAt(path, unfinished)) ? pem : await readFile(path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Gives a file its name; false when there is one of that name already, which stays. */
async function isPutAt(path: string, unfinished: string): Promise<boolean> {
  try {
    await link(unfinished, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // A file system without links, on which nothing better can be done.
    await rename(unfinished, path);
  }
  return true;
}

/** An ed25519 key in OpenSSH's format, tried before anybody relies on it. */
function newKey(): string {
  for (;;) {
    const { private: pem } = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'partyline' });
    if (isKey(ssh2.utils.parseKey(pem))) return pem;
  }
}

function isKey(parsed: ParsedKey | ParsedKey[] | Error): parsed is ParsedKey {
  return !(parsed instanceof Error) && !Array.isArray(parsed) && parsed.isPrivateKey() && parsed.type === 'ssh-ed25519';
}

function parsed(pem: Buffer, path: string): ParsedKey {
  const key: ParsedKey | Error = ssh2.utils.parseKey(pem);
  if (!isKey(key)) throw new ServerKeyError(`Host key ${path} is not an ed25519 private key without a passphrase.`);
  return key;
}

/** ssh2 gives OpenSSL the key as PEM each time, which then takes ten times as long (570 µs for a signature, measured). */
function signingFast(key: ParsedKey): ParsedKey {
  const own = createPrivateKey(key.getPrivatePEM());
  return Object.assign(key, { sign: (data: Buffer) => sign(null, data, own) });
}
