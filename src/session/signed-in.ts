/** Who stands behind a terminal, and how they got in: what the door knows and a session wants to. */
import type { Account } from '../chat/ports/accounts.ts';

/** A public key, as the `Accounts` port keeps it. */
export interface ShownKey {
  readonly type: string;
  /** RFC 4253 §6.6, base64. */
  readonly blob: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
}

export interface SignedIn {
  readonly account: Account;
  /** The address they come from; IPv4 as such, also on a dual-stack socket. */
  readonly remote: string;
  /** Whom they are counted with: the address, or the network that one customer may hold; absent where limits do not apply. */
  readonly source?: string | undefined;
  /** What the client calls itself, printable ASCII: `OpenSSH_9.2p1`. */
  readonly clientVersion: string;
  /** The account was made by this very login. */
  readonly isNew: boolean;
  /** The handle is held only while connected, until the first words. */
  readonly provisional: boolean;
  /** The key that proved it was them; absent after a password. */
  readonly keyFingerprint?: string;
  /** The first key that was shown and is not the account's; only after a password. */
  readonly strangeKey?: ShownKey;
}
