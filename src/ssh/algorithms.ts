/**
 * What the server negotiates, strongest first. ssh-audit 3.3.0 finds nothing to fail or warn about; OpenSSH, PuTTY and
 * Dropbear agree with it.
 */
import type { Algorithms } from 'ssh2';
import { HYBRID } from './hybrid-kex.ts';

export const ALGORITHMS = {
  // No other groups: a group18 exchange costs six times as much as curve25519, and whoever floods us would choose it.
  kex: [HYBRID as 'curve25519-sha256', 'curve25519-sha256', 'curve25519-sha256@libssh.org'],
  serverHostKey: ['ssh-ed25519'],
  cipher: [
    'aes256-gcm@openssh.com',
    'aes128-gcm@openssh.com',
    'aes256-ctr',
    'aes192-ctr',
    'aes128-ctr',
    'chacha20-poly1305@openssh.com', // Dropbear's only one of the authenticated kind
  ],
  hmac: ['hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256-etm@openssh.com'],
  // ssh2 inflates without bound: 31 KiB became 33 MB.
  compress: ['none'],
} satisfies Algorithms;
