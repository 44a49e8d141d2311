/**
 * What a client was sent, as bytes in one buffer: strings that live as long as they are remembered cost a thousand clients
 * whole collections.
 */
export class Received {
  readonly #keep: number;
  #bytes = Buffer.allocUnsafeSlow(1024);
  #length = 0;
  #text: string | undefined;

  /** @param keep how many of the last bytes are remembered at least; at most twice as many, or a chunk more than these */
  constructor(keep: number) {
    this.#keep = keep;
  }

  /** All that is remembered. */
  get text(): string {
    this.#text ??= this.#bytes.toString('utf8', 0, this.#length);
    return this.#text;
  }

  add(chunk: Buffer): void {
    this.#text = undefined;
    if (this.#length + chunk.length > 2 * this.#keep) {
      const kept = this.#bytes.subarray(Math.max(0, this.#length - this.#keep), this.#length);
      kept.copy(this.#bytes);
      this.#length = kept.length;
    }
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    chunk.copy(this.#bytes, this.#length);
    this.#length = needed;
  }

  forget(): void {
    this.#text = undefined;
    this.#length = 0;
  }
}
