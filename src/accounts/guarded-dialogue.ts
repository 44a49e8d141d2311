/**
 * A dialogue over a store that may not be usable. That is nobody's failure: no try is taken for it, and whoever can be told
 * reads that it is the server. What can be said is said in keyboard-interactive, where clients come after a key or before a
 * password; so an outage met with a key is remembered until then.
 */
import { StoreUnavailable } from '../chat/ports/store-unavailable.ts';
import type { Dialogue } from './dialogue.ts';
import type { PublicKey } from './keys.ts';
import * as say from './sentences.ts';
import type { Verdict } from './verdict.ts';

export class GuardedDialogue {
  readonly #dialogue: Dialogue;
  #outage: StoreUnavailable | undefined;
  /** The last words are said; their empty answer is due. */
  #isTold = false;

  constructor(dialogue: Dialogue) {
    this.#dialogue = dialogue;
  }

  /** See {@link Dialogue.handle}. */
  get handle(): string {
    return this.#dialogue.handle;
  }

  /** See {@link Dialogue.isPossible}. */
  get isPossible(): boolean {
    return this.#dialogue.isPossible;
  }

  /** See {@link Dialogue.welcomesAnyKey}. */
  get welcomesAnyKey(): boolean {
    return this.#dialogue.welcomesAnyKey;
  }

  /** See {@link Dialogue.askKey}. Rejects with `StoreUnavailable`. */
  async askKey(key: PublicKey): Promise<boolean> {
    try {
      return await this.#dialogue.askKey(key);
    } catch (error) {
      throw this.#noted(error);
    }
  }

  /** See {@link Dialogue.proveKey}. */
  proveKey(key: PublicKey): Promise<Verdict> {
    return this.#attempt(() => this.#dialogue.proveKey(key));
  }

  /** See {@link Dialogue.password}. */
  password(password: string): Promise<Verdict> {
    return this.#attempt(() => this.#dialogue.password(password));
  }

  /** See {@link Dialogue.begin}. */
  begin(): Promise<Verdict> {
    return this.#converse(() => this.#dialogue.begin());
  }

  /** See {@link Dialogue.answer}. */
  async answer(answers: readonly string[]): Promise<Verdict> {
    if (this.#isTold && this.#outage !== undefined) return { kind: 'unavailable', final: true, error: this.#outage };
    return await this.#converse(() => this.#dialogue.answer(answers));
  }

  /** See {@link Dialogue.entered}. */
  entered(): void {
    this.#dialogue.entered();
  }

  /** See {@link Dialogue.close}. */
  close(): Promise<void> {
    return this.#dialogue.close();
  }

  /** A method that has no words. */
  async #attempt(work: () => Promise<Verdict>): Promise<Verdict> {
    try {
      return await work();
    } catch (error) {
      return { kind: 'unavailable', final: false, error: this.#noted(error) };
    }
  }

  /** The method that has. */
  async #converse(work: () => Promise<Verdict>): Promise<Verdict> {
    try {
      if (this.#outage === undefined) return await work();
    } catch (error) {
      this.#noted(error);
    }
    this.#isTold = true;
    return { kind: 'prompt', instruction: say.unavailable, prompts: [] };
  }

  /** Remembers an outage; anything else is a bug. */
  #noted(error: unknown): StoreUnavailable {
    if (!(error instanceof StoreUnavailable)) throw error;
    this.#outage = error;
    return error;
  }
}
