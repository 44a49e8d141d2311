/**
 * How a connection ends in good order: soon after its last channel, with a goodbye, and by a reset if the far end does not hang up.
 */
import type { Socket } from 'node:net';
import { reset } from './reset.ts';

/** How long the far end may take to hang up when asked to. */
const HANG_UP_MS = 2000;
/** For the client to hang up by itself after its last channel: PuTTY reports our goodbye instead of the exit status. */
const PARTING_MS = 1000;

export class Farewell {
  readonly #socket: Socket;
  readonly #say: () => void;
  #hangUp: NodeJS.Timeout | undefined;
  #parting: NodeJS.Timeout | undefined;

  /** `say` ends our half of the connection with whatever words there are for that. */
  constructor(socket: Socket, say: () => void) {
    this.#socket = socket;
    this.#say = say;
  }

  /** Now; resets if the far end does not hang up within 2 s. */
  begin(): void {
    if (this.#socket.destroyed) return;
    this.expect();
    this.#say();
  }

  /** One half has ended: the other one is to follow within 2 s. */
  expect(): void {
    this.#hangUp ??= setTimeout(() => reset(this.#socket), HANG_UP_MS);
  }

  /** In `ms`, unless they hang up first or {@link stay}. */
  beginIn(ms = PARTING_MS): void {
    this.stay();
    if (!this.#socket.destroyed) this.#parting = setTimeout(() => this.begin(), ms);
  }

  /** They have opened another channel meanwhile. */
  stay(): void {
    clearTimeout(this.#parting);
  }

  /** The socket is closed. */
  over(): void {
    clearTimeout(this.#hangUp);
    clearTimeout(this.#parting);
  }
}
