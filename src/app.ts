/** The composition root: the only file that imports every room, makes one of each and joins them. */
import { randomUUID } from 'node:crypto';
import { Authentication } from './accounts/authentication.ts';
import { AccountCredentials } from './accounts/credentials.ts';
import { PasswordHasher } from './accounts/hashing.ts';
import { LateProfiles } from './chat/late-profiles.ts';
import { ChatManager } from './chat/manager.ts';
import type { Config } from './config/schema.ts';
import type { Logger } from './ops/logger.ts';
import { Metrics } from './ops/metrics.ts';
import type { SessionDeps } from './session/deps.ts';
import { Multicast } from './session/multicast.ts';
import { Paces } from './session/paces.ts';
import { Sessions } from './session/sessions.ts';
import type { SignedIn } from './session/signed-in.ts';
import { Slices } from './session/slices.ts';
import type { Terminal } from './session/terminal.ts';
import { systemTimers } from './session/timers.ts';
import { Transcripts } from './session/transcript.ts';
import { type HostKeys, loadHostKeys } from './ssh/host-key.ts';
import { DOOR_RULES } from './ssh/metrics.ts';
import { SshServer, type SshServerOptions } from './ssh/server.ts';
import { MemoryRoster } from './storage/memory/roster.ts';
import type { OutageNews } from './storage/outage.ts';
import { openSqlite, type SqliteDeps } from './storage/sqlite/open.ts';
import type { Store } from './storage/store.ts';
import { FrameScheduler } from './tui/frames.ts';

/** How often seats that nobody came back to, and what else is remembered for a while, are looked for, ms. */
const SWEEP_MS = 5000;
/** How often the clocks on people's screens are looked at; they show minutes. */
const CLOCK_MS = 20_000;
/** How long people's terminals may take to hear that the server goes down, ms. */
const GOODBYE_MS = 1500;

const GOING_DOWN = 'The server is shutting down. Come back in a moment; nothing is lost.';

/** How whoever has the claim code gets in to type it. */
const CLAIM_HINTS: Readonly<Record<Config['auth']['registration'], string>> = {
  open: '',
  invite: ' (it is also the invite code of your own account)',
  closed: ' (no account yet? start once with --registration open)',
};

/** A server that is up. */
export interface App {
  /** Where it listens. */
  readonly port: number;
  /** What is open now; every figure goes back to zero when everybody is gone. */
  counts(): Readonly<Record<'sessions' | 'transcripts' | 'connections' | 'frames' | 'paces', number>> &
    ChatManager['counts'];
  /** Tells people, ends their sessions, closes the door and the store; as long as the store takes. Idempotent. */
  close(): Promise<void>;
  /** Resolves, with why, if the server cannot go on: it is to be closed, and started anew. */
  readonly lost: Promise<Error>;
}

/** Opens what outlives the process, in the folder `storage.data`. */
export type OpenStore = typeof openSqlite;

/**
 * Starts everything. `announce` is given the lines for the sysop's terminal; `openStore` is the backend.
 * @throws ServerKeyError, ListenError, MetricsError, DatabaseTooNew, DatabaseUnusable or StoreUnavailable, each with a sentence for
 *   the sysop
 */
export async function startApp(
  config: Config,
  logger: Logger,
  announce: (line: string) => void,
  openStore: OpenStore = openSqlite,
): Promise<App> {
  const hostKeys = await loadHostKeys(config.server.keys);
  let lose: (error: Error) => void = () => undefined;
  const lost = new Promise<Error>((resolve) => {
    lose = resolve;
  });
  const onOutage: SqliteDeps['onOutage'] = (role, news) => {
    if (news.kind === 'lost') lose(news.error);
    else noteOutage(logger, role, news);
  };
  const store = await openStore(config.storage.data, { clock: systemTimers, onOutage });
  try {
    return { ...(await serve(config, logger, announce, store, hostKeys)), lost };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What the log says of a database that could not be used, or did not answer. */
const OUTAGE_WORDS: Readonly<Record<Exclude<OutageNews['kind'], 'lost' | 'began'>, string>> = {
  over: 'the database can be used again',
  hangs: 'the database does not answer: its disk may hang, and what needs it waits',
  answered: 'the database answers again',
};

/** One line at the beginning and one at the end, whatever is refused or waits in between. */
function noteOutage(logger: Logger, role: string, news: Exclude<OutageNews, { kind: 'lost' }>): void {
  if (news.kind === 'began') {
    logger.warn({ err: news.error, role }, 'the database cannot be used: what needs it is refused until it can');
  } else {
    const { kind, ms, ...more } = news;
    logger.warn({ role, ...more, seconds: Math.ceil(ms / 1000) }, OUTAGE_WORDS[kind]);
  }
}

async function serve(
  config: Config,
  logger: Logger,
  announce: (line: string) => void,
  store: Store,
  hostKeys: HostKeys,
): Promise<Omit<App, 'lost'>> {
  const { log, channels, accounts } = store;
  const profiles = new LateProfiles(store.profiles, (err) =>
    logger.warn({ err }, 'read markers, drafts and windows are kept in memory until they can be written'),
  );
  await accounts.releaseAll();
  const chat = new ChatManager(
    {
      log,
      channels,
      accounts,
      profiles,
      roster: new MemoryRoster(),
      clock: systemTimers,
      newId: randomUUID,
      dismiss: (user, lastWords) => sessions.dismiss(user, lastWords),
      onBug: (err) => logger.error({ err }, 'a wake-up failed: this is a bug'),
    },
    { ...config.chat, lobby: '#lobby' },
  );
  await chat.start();
  const hasher = new PasswordHasher();
  const credentials = new AccountCredentials(accounts, hasher, systemTimers);
  const frames = new FrameScheduler();
  const transcripts = new Transcripts(chat, log);
  const multicast = new Multicast(chat, frames);
  const room = roomOf(config);
  const sessions = new Sessions({
    ...store,
    profiles,
    chat,
    credentials,
    revoke: (isMeant) => server.revoke(isMeant),
    transcripts,
    frames,
    multicast,
    logger,
    ...room,
  });
  const metrics = new Metrics(DOOR_RULES);
  const authentication = new Authentication({
    accounts,
    hasher,
    registration: config.auth.registration,
    clock: systemTimers,
    isClaimCode: (code) => credentials.isClaim(code),
  });
  const server = new SshServer(serverOptions(config), {
    hostKeys,
    authentication,
    onSession: (terminal, who) => enter(sessions, credentials, terminal, who),
    log: logger,
    metrics,
  });
  const claim = await credentials.prepareClaim();
  if (config.metrics.listen !== '') await metrics.listen(config.metrics.listen, logger);
  const { address, port } = await server.listen().catch(async (error: unknown) => {
    await metrics.close();
    throw error;
  });
  // What is remembered of people first: with a name that is given back it goes.
  const sweep = async () => {
    await profiles.retry();
    room.paces.sweep(systemTimers.steady());
    await Promise.all([authentication.unused.sweep(), chat.sweep()]);
  };
  const sweeper = setInterval(() => {
    sweep().catch((err: unknown) => logger.error({ err }, 'the sweep failed'));
  }, SWEEP_MS);
  announceStart(announce, { address, port, config, hostKeys, claim });
  const clock = setInterval(() => sessions.tick(), CLOCK_MS);
  const close = async () => {
    clearInterval(sweeper);
    clearInterval(clock);
    await sessions.closeAll(GOING_DOWN);
    await server.close(GOODBYE_MS);
    frames.close();
    chat.stop();
    await profiles.retry();
    if (profiles.size > 0) logger.warn({ count: profiles.size }, 'read markers, drafts or windows are lost');
    await metrics.close();
    await store.close();
  };
  let closing: Promise<void> | undefined;
  const counts = () => ({
    ...chat.counts,
    sessions: sessions.size,
    transcripts: transcripts.size,
    connections: server.size,
    frames: frames.counts.sessions + frames.counts.waiting,
    paces: room.paces.size,
  });
  metrics.watch(counts);
  return {
    port,
    counts,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function serverOptions({ server, limits }: Config): SshServerOptions {
  const { connections, handshake, lines: _, ...door } = limits;
  return { host: server.host, port: server.port, ...door, ...connections, ...handshake };
}

function roomOf(config: Config): Pick<SessionDeps, 'motd' | 'zone' | 'paces' | 'slices' | 'timers'> {
  return {
    motd: config.chat.motd,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    paces: new Paces(config.limits.lines),
    slices: new Slices(systemTimers),
    timers: systemTimers,
  };
}

/** Hands a terminal to the sessions; a key that was shown and is not the account's is remembered for `/key add last`. */
function enter(sessions: Sessions, credentials: AccountCredentials, terminal: Terminal, who: SignedIn): void {
  const forget = who.strangeKey === undefined ? undefined : credentials.offer(who.account.id, who.strangeKey);
  sessions.accept(terminal, who, forget);
}

interface Start {
  readonly address: string;
  readonly port: number;
  readonly config: Config;
  readonly hostKeys: HostKeys;
  readonly claim: string | undefined;
}

function announceStart(announce: (line: string) => void, { address, port, config, hostKeys, claim }: Start): void {
  announce(`Partyline listening on ${address.includes(':') ? `[${address}]` : address}:${port}`);
  announce(`Host key ${hostKeys.fingerprint} (ed25519)`);
  announce(`Chat capacity: ${config.chat.capacity} users`);
  announce(`Connect with: ssh ${port === 22 ? '' : `-p ${port} `}yourname@this-host`);
  if (claim !== undefined)
    announce(`No sysop yet. In the chat, type: /claim ${claim}${CLAIM_HINTS[config.auth.registration]}`);
}
