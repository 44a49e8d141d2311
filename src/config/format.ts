/**
 * What a setting may look like. A format reads text (environment, arguments) and JSON (the file) strictly, and says in
 * words what it allows; convict's own formats turn `2300x` into 2300, so none of them is used.
 */
import { isIP } from 'node:net';

/** One way to write a value. Callable, because convict checks a value by calling its format: it throws if ill-formed. */
export interface Format<T> {
  (value: unknown): void;
  /** What is allowed, to be put after "allowed: ". */
  readonly allowed: string;
  /** The value written as text, undefined if ill-formed. */
  fromText(text: string): T | undefined;
  /** The value written as JSON, undefined if ill-formed. */
  fromJson(json: unknown): T | undefined;
  /** The value as one would write it. */
  show(value: T): string;
}

interface Parts<T> {
  readonly allowed: string;
  fromText(text: string): T | undefined;
  fromJson(json: unknown): T | undefined;
  /** Is this a value already read? By default, what `fromJson` takes. */
  accepts?(value: unknown): boolean;
  show?(value: T): string;
}

function format<T>(parts: Parts<T>): Format<T> {
  const accepts = parts.accepts ?? ((value: unknown) => parts.fromJson(value) !== undefined);
  const check = (value: unknown): void => {
    if (!accepts(value)) throw new TypeError(`not allowed, but ${parts.allowed}`);
  };
  return Object.assign(check, {
    allowed: parts.allowed,
    fromText: parts.fromText,
    fromJson: parts.fromJson,
    show: parts.show ?? String,
  });
}

function number(pattern: RegExp, allowed: string, accepts: (value: unknown) => value is number): Format<number> {
  const within = (value: unknown) => (accepts(value) ? value : undefined);
  return format({
    allowed,
    fromText: (text) => (pattern.test(text) ? within(Number(text)) : undefined),
    fromJson: within,
  });
}

const digits = (value: number) => value.toLocaleString('en-US');

/** A whole number from `min` to `max`, both inclusive. */
export function wholeNumber(min: number, max: number): Format<number> {
  return number(
    /^\d{1,15}$/,
    `a whole number from ${digits(min)} to ${digits(max)}`,
    (value): value is number => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  );
}

/** A number, fractions too, from `min` to `max`, both inclusive. */
export function rate(min: number, max: number): Format<number> {
  return number(
    /^\d{1,15}(\.\d{1,6})?$/,
    `a number from ${digits(min)} to ${digits(max)}`,
    (value): value is number => typeof value === 'number' && value >= min && value <= max,
  );
}

/** A TCP port; 0 lets the system choose. */
export function port(): Format<number> {
  return number(
    /^\d{1,5}$/,
    'a port from 0 to 65535 (0: any free one)',
    (value): value is number => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65535,
  );
}

const units: ReadonlyMap<string, number> = new Map([
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]);

/** Milliseconds as somebody writes them: the largest unit that leaves no fraction. */
function showDuration(ms: number): string {
  for (const [unit, size] of units) if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  return `${ms}s`; // only 0 gets here
}

function readDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text);
  const size = units.get(match?.[2] ?? '');
  return size === undefined ? undefined : Number(match?.[1]) * size;
}

/** A span of time written like `10m`, read as milliseconds; the bounds are written alike and inclusive. */
export function duration(min: string, max: string): Format<number> {
  const low = readDuration(min) ?? 0;
  const high = readDuration(max) ?? 0;
  const accepts = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
  const fromText = (text: string) => {
    const ms = readDuration(text);
    return accepts(ms) ? ms : undefined;
  };
  return format<number>({
    allowed: `a duration from ${min} to ${max}, written like 500ms, 20s, 10m or 2h`,
    fromText,
    fromJson: (json) => (typeof json === 'string' ? fromText(json) : undefined),
    accepts,
    show: showDuration,
  });
}

/** One word of a few. */
export function choice<T extends string>(...words: readonly T[]): Format<T> {
  const find = (value: unknown) => words.find((word) => word === value);
  return format<T>({ allowed: words.join(', '), fromText: find, fromJson: find });
}

function string(allowed: string, pattern: RegExp, accepts: (text: string) => boolean): Format<string> {
  const read = (value: unknown) =>
    typeof value === 'string' && pattern.test(value) && accepts(value) ? value : undefined;
  return format<string>({ allowed, fromText: read, fromJson: read });
}

/** Free text of at most `max` characters (UTF-16 units) in which lines may end, but without other control characters. */
export function text(max: number): Format<string> {
  return string(
    `text of at most ${digits(max)} characters without control characters other than line ends`,
    /^(?:\n|\P{Cc})*$/u,
    (value) => value.length <= max,
  );
}

/** The path of a file or folder; an empty one is allowed only where it means "none". */
export function path(empty: 'may be empty' | 'not empty' = 'not empty'): Format<string> {
  const allowed = empty === 'not empty' ? 'a path' : 'a path, or nothing';
  return string(allowed, /^\P{Cc}*$/u, (value) => value !== '' || empty === 'may be empty');
}

/** What a server may listen on: an IP address or the name of a host. */
export function host(): Format<string> {
  return string(
    'an IP address or a host name (:: listens on all)',
    /^[\p{L}\p{N}.:%_-]{1,253}$/u,
    // What consists of digits and dots, or has a colon, is meant to be an address.
    (value) => isIP(value) !== 0 || !/^[\d.]+$|:|^[-.]/.test(value),
  );
}

/** Where to listen, or nothing for nowhere: `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464`. */
export function hostAndPort(): Format<string> {
  return string('host:port (an IPv6 address in brackets), or nothing', /^\P{Cc}*$/u, (value) => {
    if (value === '') return true;
    const [, ipv6, name, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]{1,253})):(\d{1,5})$/.exec(value) ?? [];
    if (port === undefined || Number(port) > 65_535) return false;
    if (ipv6 !== undefined) return isIP(ipv6) === 6;
    return isIP(name ?? '') === 4 || !/^[\d.]+$|^[-.]/.test(name ?? '');
  });
}

/** A block of addresses in CIDR notation; a bare address is a block of one. */
function readCidr(text: string): string | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 0: undefined, 4: 32, 6: 128 }[isIP(address)];
  if (bits === undefined || rest.length > 0) return undefined;
  if (prefix === undefined) return `${address}/${bits}`;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? text : undefined;
}

/** Address blocks: comma-separated in text (empty text is the empty list), an array of strings in JSON. */
export function cidrs(): Format<readonly string[]> {
  const read = (items: readonly unknown[]): readonly string[] | undefined => {
    const blocks = items.flatMap((item) => (typeof item === 'string' ? (readCidr(item.trim()) ?? []) : []));
    return blocks.length === items.length ? blocks : undefined;
  };
  return format<readonly string[]>({
    allowed: 'address blocks like 192.0.2.0/24 or 2001:db8::/32, with commas between them (an array in the file)',
    fromText: (value) => (value.trim() === '' ? [] : read(value.split(','))),
    fromJson: (json) => (Array.isArray(json) ? read(json) : undefined),
    show: (blocks) => blocks.join(','),
  });
}
