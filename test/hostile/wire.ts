/** SSH packets before there are keys (RFC 4253 §6), for whoever has no client at hand. */
import { packet } from './attacker.ts';

/** An unencrypted packet. */
export function plain(payload: Buffer): Buffer {
  const padding = 4 + ((8 - ((payload.length + 9) % 8)) % 8);
  return packet([payload.length + 1 + padding], padding, payload, Buffer.alloc(padding));
}

/** The payloads among what a server sent, after its first line; what is not whole is left out. */
export function payloads(heard: Buffer): Buffer[] {
  const found: Buffer[] = [];
  const begin = heard.indexOf('\n') + 1;
  for (let at = begin; begin > 0 && at + 5 <= heard.length; ) {
    const end = at + 4 + heard.readUInt32BE(at);
    if (end > heard.length) break;
    found.push(heard.subarray(at + 5, end - (heard[at + 4] ?? 0)));
    at = end;
  }
  return found;
}

/** The strings (RFC 4251 §5) from `at` to the end. */
export function strings(bytes: Buffer, at = 0): Buffer[] {
  const found: Buffer[] = [];
  for (let from = at; from + 4 <= bytes.length; ) {
    const end = from + 4 + bytes.readUInt32BE(from);
    found.push(bytes.subarray(from + 4, end));
    from = end;
  }
  return found;
}

export interface Offer {
  readonly kex: string;
  readonly hostKey?: string;
  /** Whether the first key exchange packet follows at once (RFC 4253 §7). */
  readonly follows?: boolean;
}

/** A KEXINIT with one cipher and MAC. */
export function kexinit({ kex, hostKey = 'ssh-ed25519', follows = false }: Offer): Buffer {
  const [cipher, mac] = ['aes128-ctr', 'hmac-sha2-256-etm@openssh.com'];
  const lists = [kex, hostKey, cipher, cipher, mac, mac, 'none', 'none', '', ''];
  return packet(20, Buffer.alloc(16, 7), ...lists, follows ? 1 : 0, [0]);
}
