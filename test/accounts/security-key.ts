/** A security key in software, after OpenSSH's PROTOCOL.u2f; ssh-keygen agrees with what it signs (security-keys.test.ts). */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { packet } from '../hostile/attacker.ts';

export interface SecurityKey {
  readonly type: string;
  readonly blob: Buffer;
  /** A signature as it goes over the wire: type, signature, flags, counter. */
  sign(message: Buffer, how?: { readonly flags?: number; readonly counter?: number }): Buffer;
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

function signedBy(application: string, message: Buffer, flags: number, counter: number): Buffer {
  return Buffer.concat([sha256(Buffer.from(application)), packet(flags, [counter]), sha256(message)]);
}

/** An mpint of a positive number. */
function mpint(digits: Buffer): Buffer {
  let from = 0;
  while (digits[from] === 0) from += 1;
  const bare = digits.subarray(from);
  return (bare[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bare]) : bare;
}

const string = (bytes: Buffer) => packet([bytes.length], bytes);

export function ed25519Key(application = 'ssh:'): SecurityKey {
  const type = 'sk-ssh-ed25519@openssh.com';
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  return {
    type,
    blob: packet(type, string(point), application),
    sign: (message, { flags = 1, counter = 7 } = {}) => {
      const signature = sign(null, signedBy(application, message, flags, counter), privateKey);
      return packet(type, string(signature), flags, [counter]);
    },
  };
}

export function ecdsaKey(application = 'ssh:'): SecurityKey {
  const type = 'sk-ecdsa-sha2-nistp256@openssh.com';
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
  return {
    type,
    blob: packet(type, 'nistp256', string(point), application),
    sign: (message, { flags = 1, counter = 7 } = {}) => {
      const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
      const rs = sign('sha256', signedBy(application, message, flags, counter), key);
      const numbers = packet(string(mpint(rs.subarray(0, 32))), string(mpint(rs.subarray(32))));
      return packet(type, string(numbers), flags, [counter]);
    },
  };
}
