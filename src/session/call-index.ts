/** Who of many is called by words that come: looked up by the words, so that it costs the same however many there are. */
import type { Highlights } from '../chat/mention.ts';

export class CallIndex<T> {
  readonly #highlights = new Map<T, Highlights>();
  readonly #byWord = new Map<string, Set<T>>();
  /** Called by parts of words, too, which cannot be looked up. */
  readonly #byPart = new Set<T>();

  /** Everybody in it. */
  get all(): Iterable<T> {
    return this.#highlights.keys();
  }

  get size(): number {
    return this.#highlights.size;
  }

  has(one: T): boolean {
    return this.#highlights.has(one);
  }

  /** Nobody is added twice. */
  add(one: T, highlights: Highlights): void {
    this.#highlights.set(one, highlights);
    for (const word of highlights.words) {
      const called = this.#byWord.get(word);
      if (called === undefined) this.#byWord.set(word, new Set([one]));
      else called.add(one);
    }
    if (highlights.hasParts) this.#byPart.add(one);
  }

  /** False when they are not in it. */
  delete(one: T): boolean {
    const highlights = this.#highlights.get(one);
    if (highlights === undefined) return false;
    this.#highlights.delete(one);
    this.#byPart.delete(one);
    for (const word of highlights.words) {
      const called = this.#byWord.get(word);
      called?.delete(one);
      if (called?.size === 0) this.#byWord.delete(word);
    }
    return true;
  }

  /** Whom any of these words calls (`wordsOf`), each once. */
  calledBy(words: ReadonlySet<string>): ReadonlySet<T> {
    const called = new Set<T>();
    for (const word of words) for (const one of this.#byWord.get(word) ?? []) called.add(one);
    for (const one of this.#byPart) if (this.#highlights.get(one)?.isIn(words) === true) called.add(one);
    return called;
  }
}
