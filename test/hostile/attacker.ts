/** Somebody on the network who speaks SSH when it suits them: ssh2's own client, and below it whatever bytes they like. */
import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import ssh2, { type Client } from 'ssh2';
import { newKey } from '../new-key.ts';

/** ssh2's protocol machine, as far as an attacker needs it. */
interface Machine {
  readonly _packetRW: {
    readonly write: {
      readonly allocStartKEX: number;
      alloc(size: number, force: true): Uint8Array;
      finalize(packet: Uint8Array): Uint8Array;
    };
  };
  rekey(): void;
  readonly _kex: { readonly sessionID: Buffer };
  readonly _cipher: { encrypt(packet: Uint8Array): void };
}

/** What is done with a packet that came. */
type Hear = (payload: Uint8Array) => void;

/** A connection that can send any packet at all. */
export interface Attacker {
  readonly client: Client;
  readonly socket: Socket;
  /** One packet, as it is, at once. */
  send(payload: Uint8Array): void;
  /** Begins another key exchange; what follows is up to ssh2's client. */
  rekey(): void;
  /** Begins another key exchange and leaves it there: all is read, and nothing answered. */
  abandonRekey(): void;
  /** Of the first key exchange; proofs of keys are for this connection only. */
  readonly sessionId: Buffer;
  /** Resolves when the connection is gone; false if it is not within `ms`. */
  isGone(ms: number): Promise<boolean>;
}

export interface Target {
  readonly port: number;
  /** Where the attacker comes from; any of 127.0.0.0/8. */
  readonly from?: string;
}

/** Signs in, and can then send anything. */
export async function insider(
  t: TestContext,
  target: Target,
  handle: string,
  privateKey: string = newKey(),
): Promise<Attacker> {
  return attack(t, target, 'ready', { username: handle, privateKey });
}

/** Exchanges keys and stops there. */
export async function outsider(t: TestContext, target: Target, handle = 'nobody'): Promise<Attacker> {
  return attack(t, target, 'handshake', { username: handle, authHandler: () => undefined });
}

/** The same, with the numbers of all messages about signing in that the server sends put into `heard`. */
export async function listener(t: TestContext, target: Target, handle: string, heard: number[]): Promise<Attacker> {
  const attacker = await outsider(t, target, handle);
  const { _protocol } = attacker.client as unknown as { readonly _protocol: { _decipher: { _onPayload: Hear } } };
  // In place of ssh2's client, which would give up at the first refusal.
  _protocol._decipher._onPayload = ([type = 0]) => void (type >= 50 && type < 80 && heard.push(type));
  return attacker;
}

/** Exchanges keys, was refused once, and can be as often as it likes: without that ssh2's client gives up at the first refusal. */
export async function guesser(t: TestContext, target: Target, handle: string): Promise<Attacker> {
  let [refused, turnedAway]: [() => void, (error: Error) => void] = [() => {}, () => {}];
  const isRefused = new Promise<void>((resolve, reject) => {
    [refused, turnedAway] = [resolve, reject];
  });
  const authHandler = (left: unknown) => (left === null ? 'none' : refused());
  const attacker = await attack(t, target, 'handshake', { username: handle, authHandler });
  attacker.client.once('close', () => turnedAway(new Error(`turned away before ${handle} was refused`)));
  await isRefused;
  return attacker;
}

async function attack(t: TestContext, { port, from }: Target, until: string, config: object): Promise<Attacker> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    ...(from === undefined ? {} : { localAddress: from }),
  });
  const gone = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)));
  const client = new ssh2.Client();
  const found = new WeakRef(client); // thousands come and go in one test; one that is gone is held by nothing
  t.after(() => found.deref()?.destroy());
  client.on('error', () => undefined);
  await new Promise((resolve, reject) => {
    client.once(until as 'ready', resolve as () => void);
    client.once('close', () => reject(new Error(`turned away before ${until}`)));
    client.connect({ sock: socket, keepaliveInterval: 0, ...config });
  });
  const machine = (client as unknown as { readonly _protocol: Machine })._protocol;
  return {
    client,
    socket,
    send: (payload) => {
      const { write } = machine._packetRW;
      // Also while keys are exchanged.
      const packet = write.alloc(payload.length, true);
      packet.set(payload, write.allocStartKEX);
      try {
        machine._cipher.encrypt(write.finalize(packet));
      } catch {
        // the far end hung up meanwhile
      }
    },
    rekey: () => machine.rekey(),
    abandonRekey: () => {
      machine.rekey();
      socket.removeAllListeners('data').resume();
    },
    sessionId: machine._kex.sessionID,
    isGone: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), ms);
        void gone.then((value) => {
          clearTimeout(timer);
          resolve(value);
        });
      }),
  };
}

/** Part of a packet: a number below 256 is a byte, `[n]` a uint32, text a string (RFC 4251 §5). */
export type Part = number | readonly [number] | string | Uint8Array;

/** A packet from its parts. */
export function packet(...parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'number') return Buffer.of(part);
      if (typeof part === 'string') return packet([Buffer.byteLength(part)], Buffer.from(part));
      if (part instanceof Uint8Array) return part;
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE((part as readonly [number])[0] >>> 0);
      return bytes;
    }),
  );
}

/** CHANNEL_OPEN of a session. */
export function open(id: number, { window = 2 ** 21, size = 32_768 } = {}): Buffer {
  return packet(90, 'session', [id], [window], [size]);
}

/** A request on a channel by the server's number for it, without asking for a reply unless told. */
export function request(channel: number, type: string, data: Uint8Array = Buffer.alloc(0), reply = 0): Buffer {
  return packet(98, [channel], type, reply, data);
}

/** A bare socket; errors are expected. */
export async function plug(t: TestContext, { port, from }: Target): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', ...(from === undefined ? {} : { localAddress: from }) });
  socket.on('error', () => undefined);
  t.after(() => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return socket;
}

/** The version of ssh2 that is installed. */
export const ssh2Version = (createRequire(import.meta.url)('ssh2/package.json') as { version: string }).version;
