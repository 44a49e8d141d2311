/**
 * Stands between the network and ssh2: every packet of a guarded connection is weighed ({@link brokenRule}) before ssh2's
 * own handler sees it. ssh2 looks its handlers up in one table for the whole process; the guard wraps each slot of it, once.
 */
import type { Connection as SshClient } from 'ssh2';
import { brokenRule, type GuardLimits, type GuardRule, type Link, Peer } from './guard-rules.ts';
import { handlers } from './ssh2.ts';
import { type Handler, type Protocol, protocolOf, windowsOf } from './ssh2-internals.ts';

interface Guarded {
  readonly peer: Peer;
  /** Told once; nothing passes afterwards. */
  broken(rule: GuardRule): void;
  isBroken: boolean;
}

/** Others in this process (ssh2's client in a test) are none of our business. */
const guarded = new WeakMap<Protocol, Guarded>();

/**
 * Weighs the connection's packets from now on. `onBroken` is called once, with the first rule that was broken, and is to reset it.
 */
export function guard(
  client: SshClient,
  limits: GuardLimits,
  link: Omit<Link, 'windows'>,
  onBroken: (rule: GuardRule) => void,
): void {
  const protocol = protocolOf(client);
  const windows = (channel: number) => windowsOf(client, channel);
  const peer = new Peer(limits, { ...link, windows }, performance.now());
  const one: Guarded = {
    peer,
    isBroken: false,
    broken: (rule) => {
      if (one.isBroken) return;
      one.isBroken = true;
      onBroken(rule);
    },
  };
  guarded.set(protocol, one);
  const onPacket = protocol._onPacket;
  protocol._onPacket = () => {
    const rule = one.isBroken ? undefined : peer.count(protocol._authenticated, performance.now());
    if (rule !== undefined) one.broken(rule);
    // Nothing else has ssh2 leave the rest of a chunk alone: 64 KiB of small packets are decrypted for 10 ms.
    if (one.isBroken) throw new Error('reset');
    onPacket();
  };
}

function watched(own: Handler | undefined): Handler {
  return (protocol, payload) => {
    const one = guarded.get(protocol);
    if (one === undefined) return own?.(protocol, payload);
    const rule = brokenRule({ payload, protocol, peer: one.peer, now: performance.now() });
    if (rule === undefined) return own?.(protocol, payload);
    return one.broken(rule);
  };
}

// Unknown messages have no handler, and a slot all the same.
for (let type = 0; type < 256; type += 1) handlers[type] = watched(handlers[type]);
