/**
 * The private parts of ssh2 that the door leans on, in one place and typed. They hold for exactly the pinned version;
 * test/ssh/ssh2-internals.test.ts says so before a new one is taken.
 */
import type { Socket } from 'node:net';
import type { Connection as SshClient } from 'ssh2';

/** One connection's protocol machine (lib/protocol/Protocol.js). */
export interface Protocol {
  /** USERAUTH_SUCCESS was sent. */
  readonly _authenticated: boolean;
  /** Our KEXINIT while keys are being exchanged, undefined otherwise. */
  readonly _kexinit: Uint8Array | undefined;
  /** Packets held back until the exchange is over. */
  readonly _queue: readonly Uint8Array[] | undefined;
  /** Called for every packet, empty ones too, and as amended while keys are exchanged. */
  _onPacket: () => void;
}

/** What is left of the windows (RFC 4254 §5.2): `incoming` is ours, `outgoing` theirs. */
export interface Windows {
  readonly incoming: { readonly window: number };
  readonly outgoing: { readonly window: number };
}

interface Client {
  readonly _sock: Socket;
  readonly _protocol: Protocol;
  readonly _chanMgr: { get(id: number): unknown };
}

/** ssh2 counts to one less. */
const NO_CHANNEL = 2 ** 32 - 1;

/** The private machine of a connection; `test/ssh/ssh2-internals.test.ts` holds ssh2 to what is used of it. */
export function protocolOf(client: SshClient): Protocol {
  return (client as unknown as Client)._protocol;
}

/** What it was given with `injectSocket`. */
export function socketOf(client: SshClient): Socket {
  return (client as unknown as Client)._sock;
}

/** The windows of a channel by our own number for it; undefined when there is none. */
export function windowsOf(client: SshClient, channel: number): Windows | undefined {
  if (channel === NO_CHANNEL) return undefined; // ssh2 throws for it
  const found = (client as unknown as Client)._chanMgr.get(channel);
  if (typeof found !== 'object' || found === null) return undefined;
  // A session that does not run yet has them in `_chanInfo`; its channel has the same objects.
  return '_chanInfo' in found ? (found._chanInfo as Windows) : (found as Windows);
}

/** Handles one packet; the protocol it belongs to is the first argument. */
export type Handler = (protocol: Protocol, payload: Uint8Array) => unknown;

/** lib/protocol/handlers.js: one per message number, looked up for each packet. */
export type HandlerTable = (Handler | undefined)[];
