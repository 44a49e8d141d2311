/**
 * Who gets in. The door (`ssh/`) says what somebody offers and is told what to answer; this knows no protocol and no
 * socket. One {@link Dialogue} per connection; what they share is here.
 */
import { Dialogue } from './dialogue.ts';
import { UnusedAccounts } from './unused-accounts.ts';
import type { AuthenticationDeps } from './verdict.ts';

export class Authentication {
  readonly unused: UnusedAccounts;
  readonly #deps: AuthenticationDeps;

  constructor(deps: AuthenticationDeps) {
    this.#deps = deps;
    this.unused = new UnusedAccounts(deps.accounts);
  }

  /**
   * For one connection; close it when that ends.
   * @param handle as the client gave it, any text
   * @param port where the server listens, for the sentences
   */
  begin(handle: string, port: number): Dialogue {
    return new Dialogue(this.#deps, this.unused, handle, port);
  }
}
