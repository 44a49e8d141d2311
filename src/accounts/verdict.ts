/** What the door may be told to do, in words that belong to no protocol. */
import type { Account, Accounts } from '../chat/ports/accounts.ts';
import type { SteadyClock } from '../chat/ports/clock.ts';
import type { StoreUnavailable } from '../chat/ports/store-unavailable.ts';
import type { PasswordHasher } from './hashing.ts';
import type { PublicKey } from './keys.ts';

/** Who may make a new account: anyone, whoever has an invite code, nobody. */
export type Registration = 'open' | 'invite' | 'closed';

/** What the rules of the door are made of. */
export interface AuthenticationDeps {
  readonly accounts: Accounts;
  readonly hasher: PasswordHasher;
  readonly registration: Registration;
  readonly clock: SteadyClock;
  /** True for the claim code while there is no sysop: it invites its holder too, or nobody could ever come in to type it. */
  isClaimCode?(code: string): boolean;
}

/** How somebody got in. */
export interface Login {
  readonly account: Account;
  /** The account was made just now. */
  readonly isNew: boolean;
  /** Set when a key proved it. */
  readonly keyFingerprint?: string;
  /** The first key shown that is not the account's; only after a password. */
  readonly strangeKey?: PublicKey;
}

/** One question of a keyboard-interactive dialogue (RFC 4256 §3.2). Every answer is a secret, and not echoed. */
export interface Prompt {
  readonly text: string;
}

/** What to answer. */
export type Verdict =
  | { readonly kind: 'accept'; readonly login: Login }
  /** `final`: passwords and dialogues are over for this connection; only a key still helps. */
  | { readonly kind: 'reject'; readonly final: boolean }
  /** Refused without having been looked at, for too many come, which is nobody's failure; `final` as above. */
  | { readonly kind: 'unheard'; readonly final: boolean }
  /** Refused for want of the store, which is nobody's failure; `final` as above, once that was said. */
  | { readonly kind: 'unavailable'; readonly final: boolean; readonly error: StoreUnavailable }
  /** Words and questions; without questions the words are the last, and an empty answer is due all the same. */
  | { readonly kind: 'prompt'; readonly instruction: string; readonly prompts: readonly Prompt[] };
