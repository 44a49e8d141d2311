/** What can be seen of a connection: the bytes that wait in each of the places where they can, and what goes on. */
import type { Socket } from 'node:net';
import type { ChannelTerminal } from './channel-terminal.ts';
import type { LinkState } from './link-watch.ts';
import type { Protocol } from './ssh2-internals.ts';

/** Bytes that a packet held back during a key exchange takes beyond its own; 116,000 small ones took 44 MB. */
const QUEUED_COST = 128;

/** @param terminals those that run on it */
export function linkState(
  { _kexinit, _queue }: Protocol,
  { writableLength, bytesWritten, bytesRead }: Socket,
  terminals: ReadonlySet<ChannelTerminal>,
): LinkState {
  let waiting = writableLength;
  for (const held of _queue ?? []) waiting += held.length + QUEUED_COST;
  for (const { backlog } of terminals) waiting += backlog;
  return {
    waiting,
    sent: bytesWritten - writableLength,
    received: bytesRead,
    isExchanging: _kexinit !== undefined,
    running: terminals.size,
  };
}
