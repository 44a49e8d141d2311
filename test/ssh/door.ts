/** A door on loopback with a little house behind it, and ways to knock: ssh2's client, raw sockets, stock ssh. */
import { execFile } from 'node:child_process';
import { type EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { Authentication } from '../../src/accounts/authentication.ts';
import { PasswordHasher } from '../../src/accounts/hashing.ts';
import type { Registration } from '../../src/accounts/verdict.ts';
import { createLogger } from '../../src/ops/logger.ts';
import type { SignedIn } from '../../src/session/signed-in.ts';
import type { Terminal } from '../../src/session/terminal.ts';
import { systemTimers } from '../../src/session/timers.ts';
import { loadHostKeys } from '../../src/ssh/host-key.ts';
import type { DoorRule } from '../../src/ssh/metrics.ts';
import { SshServer, type SshServerOptions } from '../../src/ssh/server.ts';
import { WatchedAccounts } from '../accounts/watched-accounts.ts';
import { LONELY_SSH } from '../stock-ssh-options.ts';

export interface Door {
  readonly port: number;
  /** Of the host key. */
  readonly fingerprint: string;
  readonly server: SshServer;
  readonly accounts: WatchedAccounts;
  readonly authentication: Authentication;
  readonly folder: string;
  /** What the door wrote down. */
  readonly log: string[];
  /** The same as the program writes it: a line of JSON each. */
  readonly logLines: () => string;
  /** The rules that were broken, in order. */
  readonly refused: readonly DoorRule[];
  /** Everyone who got a terminal, in order. */
  readonly visits: { readonly terminal: Terminal; readonly who: SignedIn }[];
  /** What is done with the next terminals; the default opens and listens. */
  receive: (terminal: Terminal, who: SignedIn) => void;
}

export const silent = {
  heard: () => undefined,
  data: () => undefined,
  eof: () => undefined,
  resize: () => undefined,
  drain: () => undefined,
  close: () => undefined,
};

export async function openDoor(
  t: TestContext,
  options: Partial<SshServerOptions> & { readonly registration?: Registration } = {},
): Promise<Door> {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-'));
  const accounts = new WatchedAccounts();
  const registration = options.registration ?? 'open';
  const authentication = new Authentication({
    accounts,
    hasher: new PasswordHasher(),
    registration,
    clock: systemTimers,
  });
  const log: string[] = [];
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  const writer = (level: 'info' | 'warn') => (fields: Readonly<Record<string, unknown>>, message: string) => {
    log.push(message);
    logger[level](fields, message);
  };
  const visits: Door['visits'] = [];
  const limits = { perAddress: 100, burst: 1000, perSecond: 100, waiting: 1000, penalty: 0, exempt: [], proxyFrom: [] };
  const handshakes = { burst: 1000, perSecond: 1000 };
  const newcomers = { burst: 1000, perHour: 1000 };
  const times = { ident: 2000, grace: 5000, dialogue: 10_000 };
  const protocol = { packetsPerSecond: 2000, bytesPerSecond: 1_048_576 };
  const refused: DoorRule[] = [];
  const hostKeys = await loadHostKeys(join(folder, 'keys'));
  const server = new SshServer(
    { host: '127.0.0.1', port: 0, ...limits, handshakes, newcomers, ...times, protocol, ...options },
    {
      hostKeys,
      authentication,
      log: { info: writer('info'), warn: writer('warn') },
      metrics: { refused: (rule) => void refused.push(rule) },
      onSession: (terminal, who) => {
        visits.push({ terminal, who });
        door.receive(terminal, who);
      },
    },
  );
  const { port } = await server.listen();
  t.after(async () => {
    await server.close(0);
    rmSync(folder, { recursive: true });
  });
  const receive = (terminal: Terminal) => terminal.open(silent);
  const { fingerprint } = hostKeys;
  const door: Door = {
    fingerprint,
    port,
    server,
    accounts,
    authentication,
    folder,
    log,
    logLines: () => lines.join(''),
    refused,
    visits,
    receive,
  };
  return door;
}

export interface Knock {
  readonly client: Client;
  readonly isIn: boolean;
  /** What keyboard-interactive said, round by round. */
  readonly dialogue: readonly string[];
}

/** Tries to sign in with ssh2's client; `answers` are given to keyboard-interactive, one list per round. */
export async function knock(
  t: TestContext,
  { port }: Door,
  username: string,
  config: Partial<ConnectConfig> & { readonly answers?: readonly (readonly string[])[] } = {},
): Promise<Knock> {
  const client = new ssh2.Client();
  t.after(() => client.destroy());
  const rounds = [...(config.answers ?? [])];
  const dialogue: string[] = [];
  client.on('keyboard-interactive', (_name, instruction, _lang, prompts, finish) => {
    dialogue.push([instruction, ...prompts.map(({ prompt }) => prompt)].filter(Boolean).join('\n'));
    finish([...(rounds.shift() ?? prompts.map(() => ''))]);
  });
  const isIn = await new Promise<boolean>((resolve) => {
    client.on('error', () => resolve(false));
    client.on('close', () => resolve(false));
    client.on('ready', () => resolve(true));
    const tryKeyboard = config.answers !== undefined;
    client.connect({ host: '127.0.0.1', port, username, tryKeyboard, ...config });
  });
  return { client, isIn, dialogue };
}

export type Pty = { readonly cols?: number; readonly rows?: number; readonly term?: string } | false;

export function shell(client: Client, pty: Pty = {}): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.shell(pty as never, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

/** Opens a shell and stays until it closes; listens from the first byte. */
export function wholeShell(client: Client, pty: Pty = {}): ReturnType<typeof outcome> {
  return new Promise((resolve, reject) => {
    client.shell(pty as never, (error, channel) => (error ? reject(error) : resolve(outcome(channel))));
  });
}

/** What a channel said until it closed, and how it ended. */
export async function outcome(channel: ClientChannel): Promise<{ out: string; err: string; status: unknown }> {
  let [out, err, status]: [string, string, unknown] = ['', '', undefined];
  channel.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  channel.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  channel.on('exit', (code) => {
    status = code;
  });
  await once(channel, 'close');
  return { out, err, status };
}

/** A bare socket; errors are expected, `close` is what counts. */
export async function plug(t: TestContext, { port }: Door, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect(port, host);
  socket.on('error', () => undefined);
  t.after(() => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return socket;
}

/** Resolves when it is closed, with or without an error. */
export function closed(emitter: EventEmitter): Promise<void> {
  return new Promise((resolve) => emitter.once('close', () => resolve()));
}

/** Stock ssh without anybody's own configuration; `typed` are the answers to its questions, in order. */
export async function stockSsh(
  door: Door,
  args: readonly string[],
  { input = '', typed = [] }: { readonly input?: string; readonly typed?: readonly string[] } = {},
): Promise<{ out: string; err: string; status: number; asked: readonly string[] }> {
  const all = [...LONELY_SSH, '-p', String(door.port), ...args];
  const { PATH } = process.env;
  const askpass = makeAskpass(door.folder, typed);
  const env = { PATH, HOME: door.folder, SSH_ASKPASS: askpass.program, SSH_ASKPASS_REQUIRE: 'force' };
  const ended = await new Promise<{ out: string; err: string; status: number }>((resolve) => {
    const child = execFile('ssh', all, { env, timeout: 10_000 }, (error, out, err) =>
      resolve({ out, err, status: error === null ? 0 : Number(error.code ?? -1) }),
    );
    child.stdin?.end(input);
  });
  return { ...ended, asked: askpass.asked() };
}

/** What ssh runs to ask: notes the question, and answers with the next line (or nothing). */
function makeAskpass(folder: string, answers: readonly string[]) {
  const [program, questions, left] = ['askpass', 'asked', 'answers'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(questions, '');
  writeFileSync(left, answers.map((answer) => `${answer}\n`).join(''));
  const script = ['#!/bin/sh', `printf '%s\\n' "$1" >> ${questions}`, `head -n 1 ${left}`, `sed -i 1d ${left}`];
  writeFileSync(program, `${script.join('\n')}\n`, { mode: 0o700 });
  return { program, asked: () => readFileSync(questions, 'utf8').split('\n').filter(Boolean) };
}
