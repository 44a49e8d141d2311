/** A key of one's own, for whoever signs in. */
import ssh2 from 'ssh2';

/** A fresh ed25519 private key, PEM. One in 150 that ssh2 makes, ssh2 cannot read: another is made then. */
export function newKey(): string {
  for (;;) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
}
