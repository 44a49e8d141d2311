/**
 * Every setting there is, in one convict schema: what it means, what it may be, its default, and its names in the
 * environment and among the arguments. Loader, `--help` and the README's table are made from it.
 */
import type convict from 'convict';
import {
  choice,
  cidrs,
  duration,
  type Format,
  host,
  hostAndPort,
  path,
  port,
  rate,
  text,
  wholeNumber,
} from './format.ts';

/** Who may make a new account: anyone, whoever has an invite code, nobody. */
export type Registration = 'open' | 'invite' | 'closed';

/** The least severe lines that are still written. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** All settings as the server uses them: durations in milliseconds, paths absolute. */
export interface Config {
  readonly server: { readonly host: string; readonly port: number; readonly keys: string };
  readonly storage: { readonly data: string };
  readonly chat: {
    readonly capacity: number;
    readonly backlog: number;
    readonly resumeWindow: number;
    readonly pageInterval: number;
    readonly editWindow: number;
    readonly motd: string;
  };
  readonly auth: { readonly registration: Registration };
  readonly limits: {
    readonly exempt: readonly string[];
    readonly proxyFrom: readonly string[];
    readonly penalty: number;
    readonly lines: { readonly burst: number; readonly perSecond: number };
    readonly connections: {
      readonly perAddress: number;
      readonly burst: number;
      readonly perSecond: number;
      readonly waiting: number;
    };
    readonly newcomers: { readonly burst: number; readonly perHour: number };
    readonly handshakes: { readonly burst: number; readonly perSecond: number };
    readonly handshake: { readonly ident: number; readonly grace: number; readonly dialogue: number };
    readonly protocol: { readonly packetsPerSecond: number; readonly bytesPerSecond: number };
  };
  readonly log: { readonly level: LogLevel; readonly file: string };
  readonly metrics: { readonly listen: string };
}

/** One row of the schema. */
export interface Row<T = unknown> {
  readonly doc: string;
  readonly format: Format<T>;
  readonly default: T;
  readonly env: string;
  /** Without the leading dashes. */
  readonly arg: string;
  /** A path, made absolute when it is read. */
  readonly isPath?: true;
}

type Rows<T> = {
  readonly [K in keyof T]: T[K] extends string | number | readonly unknown[] ? Row<T[K]> : Rows<T[K]>;
};

const server: Rows<Config['server']> = {
  host: {
    doc: 'Address to listen on; `::` is all of them, IPv4 too',
    format: host(),
    default: '::',
    env: 'PARTYLINE_HOST',
    arg: 'host',
  },
  port: { doc: 'Port to listen on', format: port(), default: 2222, env: 'PARTYLINE_PORT', arg: 'port' },
  keys: {
    doc: 'Folder of the host key, made at the first start',
    format: path(),
    default: 'keys',
    env: 'PARTYLINE_KEYS',
    arg: 'keys',
    isPath: true,
  },
};

const storage: Rows<Config['storage']> = {
  data: {
    doc: 'Folder of the database',
    format: path(),
    default: 'data',
    env: 'PARTYLINE_DATA',
    arg: 'data',
    isPath: true,
  },
};

const chat: Rows<Config['chat']> = {
  capacity: {
    doc: 'How many people may be in chat at once, over all channels; one address that has more than half makes room for others when it is full',
    format: wholeNumber(1, 100_000),
    default: 32,
    env: 'PARTYLINE_CAPACITY',
    arg: 'capacity',
  },
  backlog: {
    doc: 'How many messages of a channel are kept in memory; older ones come from the database',
    format: wholeNumber(1, 10_000),
    default: 100,
    env: 'PARTYLINE_BACKLOG',
    arg: 'backlog',
  },
  resumeWindow: {
    doc: 'How long the seat of somebody whose connection was lost is kept',
    format: duration('0s', '1d'),
    default: 600_000,
    env: 'PARTYLINE_RESUME_WINDOW',
    arg: 'resume-window',
  },
  pageInterval: {
    doc: 'How long somebody waits before paging the same person again',
    format: duration('0s', '1d'),
    default: 60_000,
    env: 'PARTYLINE_PAGE_INTERVAL',
    arg: 'page-interval',
  },
  editWindow: {
    doc: 'How long people may edit and delete what they said; `0s` for not at all',
    format: duration('0s', '365d'),
    default: 900_000,
    env: 'PARTYLINE_EDIT_WINDOW',
    arg: 'edit-window',
  },
  motd: {
    doc: 'Message of the day, shown to everybody who enters',
    format: text(2000),
    default: '',
    env: 'PARTYLINE_MOTD',
    arg: 'motd',
  },
};

const auth: Rows<Config['auth']> = {
  registration: {
    doc: 'Who may make a new account: anyone, whoever has an invite code, nobody',
    format: choice<Registration>('open', 'invite', 'closed'),
    default: 'open',
    env: 'PARTYLINE_REGISTRATION',
    arg: 'registration',
  },
};

const limits: Rows<Config['limits']> = {
  exempt: {
    doc: 'Address blocks that the limits by address do not apply to',
    format: cidrs(),
    default: [],
    env: 'PARTYLINE_LIMITS_EXEMPT',
    arg: 'limits-exempt',
  },
  proxyFrom: {
    doc: 'Address blocks of proxies; every connection from there must begin with a PROXY protocol v2 header, which is believed',
    format: cidrs(),
    default: [],
    env: 'PARTYLINE_LIMITS_PROXY_FROM',
    arg: 'limits-proxy-from',
  },
  penalty: {
    doc: 'How long an address that misbehaves is kept out at most; `0s`: not at all',
    format: duration('0s', '1d'),
    default: 600_000,
    env: 'PARTYLINE_LIMITS_PENALTY',
    arg: 'limits-penalty',
  },
  lines: {
    burst: {
      doc: 'Lines that one person may send at once; further ones are delayed. Each 4 KiB of a text count as one line more',
      format: wholeNumber(1, 1000),
      default: 5,
      env: 'PARTYLINE_LIMITS_LINES_BURST',
      arg: 'limits-lines-burst',
    },
    perSecond: {
      doc: 'Lines a second after that',
      format: rate(0.1, 1000),
      default: 2,
      env: 'PARTYLINE_LIMITS_LINES_PER_SECOND',
      arg: 'limits-lines-per-second',
    },
  },
  connections: {
    perAddress: {
      doc: 'Connections from one address that have not signed in yet',
      format: wholeNumber(1, 10_000),
      default: 10,
      env: 'PARTYLINE_LIMITS_CONNECTIONS_PER_ADDRESS',
      arg: 'limits-connections-per-address',
    },
    burst: {
      doc: 'New connections that one address may open at once',
      format: wholeNumber(1, 10_000),
      default: 20,
      env: 'PARTYLINE_LIMITS_CONNECTIONS_BURST',
      arg: 'limits-connections-burst',
    },
    perSecond: {
      doc: 'New connections from one address a second after that',
      format: rate(0.1, 10_000),
      default: 1,
      env: 'PARTYLINE_LIMITS_CONNECTIONS_PER_SECOND',
      arg: 'limits-connections-per-second',
    },
    waiting: {
      doc: 'Connections from everywhere that have not signed in yet; for one more, the address with most of them loses one',
      format: wholeNumber(1, 100_000),
      default: 1000,
      env: 'PARTYLINE_LIMITS_CONNECTIONS_WAITING',
      arg: 'limits-connections-waiting',
    },
  },
  newcomers: {
    burst: {
      doc: 'New accounts that may be made from one address at once, where registration is open',
      format: wholeNumber(1, 100_000),
      default: 50,
      env: 'PARTYLINE_LIMITS_NEWCOMERS_BURST',
      arg: 'limits-newcomers-burst',
    },
    perHour: {
      doc: 'New accounts from one address an hour after that',
      format: rate(0.1, 100_000),
      default: 60,
      env: 'PARTYLINE_LIMITS_NEWCOMERS_PER_HOUR',
      arg: 'limits-newcomers-per-hour',
    },
  },
  handshakes: {
    burst: {
      doc: 'Key exchanges that may begin at once, from everywhere',
      format: wholeNumber(1, 100_000),
      default: 200,
      env: 'PARTYLINE_LIMITS_HANDSHAKES_BURST',
      arg: 'limits-handshakes-burst',
    },
    perSecond: {
      doc: 'Key exchanges a second after that',
      format: rate(0.1, 100_000),
      default: 50,
      env: 'PARTYLINE_LIMITS_HANDSHAKES_PER_SECOND',
      arg: 'limits-handshakes-per-second',
    },
  },
  handshake: {
    ident: {
      doc: "Time for a client's first line",
      format: duration('100ms', '1m'),
      default: 5000,
      env: 'PARTYLINE_LIMITS_HANDSHAKE_IDENT',
      arg: 'limits-handshake-ident',
    },
    grace: {
      doc: 'Time to sign in, as long as nothing is asked',
      format: duration('100ms', '10m'),
      default: 20_000,
      env: 'PARTYLINE_LIMITS_HANDSHAKE_GRACE',
      arg: 'limits-handshake-grace',
    },
    dialogue: {
      doc: 'Time to sign in, in all, once a question was asked',
      format: duration('100ms', '1h'),
      default: 120_000,
      env: 'PARTYLINE_LIMITS_HANDSHAKE_DIALOGUE',
      arg: 'limits-handshake-dialogue',
    },
  },
  protocol: {
    packetsPerSecond: {
      doc: 'SSH packets a second that one connection may send, with twice as many at once; it is reset if it sends more',
      format: wholeNumber(10, 1_000_000),
      default: 2000,
      env: 'PARTYLINE_LIMITS_PROTOCOL_PACKETS_PER_SECOND',
      arg: 'limits-protocol-packets-per-second',
    },
    bytesPerSecond: {
      doc: 'Bytes a second, with sixteen times as many at once',
      format: wholeNumber(4096, 1_000_000_000),
      default: 1_048_576,
      env: 'PARTYLINE_LIMITS_PROTOCOL_BYTES_PER_SECOND',
      arg: 'limits-protocol-bytes-per-second',
    },
  },
};

const log: Rows<Config['log']> = {
  level: {
    doc: 'The least severe lines that are logged',
    format: choice<LogLevel>('debug', 'info', 'warn', 'error'),
    default: 'warn',
    env: 'PARTYLINE_LOG_LEVEL',
    arg: 'log-level',
  },
  file: {
    doc: 'File that the log is appended to; stderr if empty',
    format: path('may be empty'),
    default: '',
    env: 'PARTYLINE_LOG_FILE',
    arg: 'log-file',
    isPath: true,
  },
};

const metrics: Rows<Config['metrics']> = {
  listen: {
    doc: 'Where figures for Prometheus are served (`127.0.0.1:9464`); nowhere if empty',
    format: hostAndPort(),
    default: '',
    env: 'PARTYLINE_METRICS_LISTEN',
    arg: 'metrics-listen',
  },
};

/** The schema, as convict takes it. */
export const schema: Rows<Config> & convict.Schema<Config> = { server, storage, chat, auth, limits, log, metrics };

/** One setting: its row and its name, like `server.port`. */
export interface Setting extends Row {
  readonly name: string;
}

function isRow(node: object): node is Row {
  return 'format' in node;
}

function leaves(node: object, prefix: string): readonly Setting[] {
  return Object.entries(node).flatMap(([key, child]: [string, object]) =>
    isRow(child) ? [{ ...child, name: prefix + key }] : leaves(child, `${prefix}${key}.`),
  );
}

/** All settings in the schema's order. */
export const settings: readonly Setting[] = leaves(schema, '');
