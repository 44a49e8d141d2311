/**
 * The server's log: one JSON object per line, to stderr or to a file. stdout is kept for the lines of the start. Secrets
 * are struck out here, once, so that nobody who logs has to think of it.
 */
import { openSync } from 'node:fs';
import { type DestinationStream, destination, type Level, pino } from 'pino';

/** What goes with a message. An error goes under `err`. */
export type Fields = Readonly<Record<string, unknown>>;

/** Where a room writes what the sysop may want to know. */
export interface Logger {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

/** A logger that owns where it writes. */
export interface OwnLogger extends Logger {
  /** Hands what is still in memory to the system at once, which may still be writing what came before. Harmless when repeated. */
  flush(): void;
}

/** Field names whose value is never written, at the top and one level down. `err.code` (ECONNRESET) is no secret. */
const secrets = ['password', 'secret', 'claimCode', 'inviteCode'];
const redacted = ['code', ...secrets, ...secrets.map((name) => `*.${name}`)];

/** What waits in memory for whoever reads stderr, or for the disk, in bytes: some 20,000 lines. */
const UNWRITTEN = 4 * 1024 * 1024;

/** A logger that writes lines of `level` and above to `stream`. */
export function createLogger(level: Level, stream: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redacted, censor: '[secret]' },
    },
    stream,
  );
}

/**
 * The server's logger. It writes behind the caller's back, so that a slow disk or a stopped reader of stderr delays nobody;
 * what has no room meanwhile is lost, and counted in a line of its own afterwards.
 * @param file absolute path, appended to and made with mode 0600 if missing; empty: stderr
 * @throws what the file system says if the file cannot be opened
 */
export function openLogger(level: Level, file: string): OwnLogger {
  const fd = file === '' ? 2 : openSync(file, 'a', 0o600);
  const stream = destination({ fd, sync: false, maxLength: UNWRITTEN });
  stream.on('error', () => undefined); // a full disk or a closed pipe: the log is lost, the chat goes on
  const logger = createLogger(level, stream);
  let lost = 0;
  stream.on('drop', () => {
    lost += 1;
  });
  stream.on('drain', () => {
    if (lost > 0) logger.warn({ lost }, 'lines of this log are lost: nobody took them in time');
    lost = 0;
  });
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    flush: () => {
      try {
        stream.flushSync();
      } catch {
        // nowhere to write: as above
      }
    },
  };
}
