/**
 * Who gets in. The door (`ssh/`) says what somebody offers and is told what to answer; this knows no protocol and no
 * socket. One {@link Dialogue} per connection; what they share is here.
 */
import { Dialogue } from './dialogue.ts';
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

  /**
   * For one connection; close it when that ends.
   * @param handle as the client gave it, any text
   * @param port where the server listens, for the sentences
   * @param address where they come from, for the limits: an address or a network, compared as text
   */
  begin(handle: string, port: number, address: string): GuardedDialogue {
    return new GuardedDialogue(new Dialogue(this.#deps, this.unused, this.#guesses, { handle, port, address }));
  }
}
