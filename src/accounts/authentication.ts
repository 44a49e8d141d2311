/**
 * Who gets in. The door (`ssh/`) says what somebody offers and is told what to answer; this knows no protocol and no
 * socket. One {@link Dialogue} per connection; what they share is here.
 */
import { type Caller, Dialogue } from './dialogue.ts';
import { GuardedDialogue } from './guarded-dialogue.ts';
import { GuessLimits } from './guess-limits.ts';
import { UnusedAccounts } from './unused-accounts.ts';
import type { AuthenticationDeps } from './verdict.ts';

export class Authentication {
  readonly unused: UnusedAccounts;
  readonly #deps: AuthenticationDeps;
  readonly #guesses = new GuessLimits();

  constructor(deps: AuthenticationDeps) {
    this.#deps = deps;
    this.unused = new UnusedAccounts(deps.accounts);
  }

  /** For one connection; close it when that ends. */
  begin(caller: Caller): GuardedDialogue {
    return new GuardedDialogue(new Dialogue(this.#deps, this.unused, this.#guesses, caller));
  }
}
