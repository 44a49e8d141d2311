/**
 * ssh2, loaded once and as we need it: amended ({@link AMENDMENTS}), with a post-quantum key exchange, and with its packets'
 * padding drawn from a pool of random bytes. All of it happens while it is loaded, so that it is the same for whoever installs the
 * package; other users of the module in this process have their own copy.
 */
import crypto from 'node:crypto';
import Module, { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import type ssh2Module from 'ssh2';
import { amended } from './amendments.ts';
import { HYBRID, hybridOf } from './hybrid-kex.ts';
import { fillFromPool } from './padding.ts';
import type { HandlerTable } from './ssh2-internals.ts';
import { type Exchange, type ExchangeClass, x25519Of } from './x25519-kex.ts';

const require = createRequire(import.meta.url);
const LIB = join(dirname(require.resolve('ssh2/package.json')), 'lib');

/** How node compiles a CommonJS file. */
type Compile = (this: unknown, source: string, path: string, ...rest: unknown[]) => unknown;
const modules = Module.prototype as unknown as { _compile: Compile };

/** What the amendments add to lib/protocol/kex.js. */
interface KeyExchanges {
  useHandlers(table: HandlerTable): void;
  exchange: (name: string, curve25519: ExchangeClass, args: readonly unknown[]) => Exchange;
}

/** The module's files by their paths; Module's own cache. */
function cached(): [string, NodeJS.Module | undefined][] {
  return Object.entries(require.cache).filter(([path]) => path.startsWith(LIB + sep) && path.endsWith('.js'));
}

function load<T>(load: () => T): T {
  // Whoever imports ssh2 by themselves, before or after, has a copy of their own: node insists on finding it where it was.
  const others = cached();
  for (const [path] of others) delete require.cache[path];
  const [random, compile] = [crypto.randomFillSync, modules._compile];
  crypto.randomFillSync = fillFromPool as typeof random;
  modules._compile = function compileAmended(source, path, ...rest) {
    const file = relative(LIB, path).split(sep).join('/');
    return compile.call(this, amended(file, source), path, ...rest);
  };
  try {
    return load();
  } finally {
    crypto.randomFillSync = random;
    modules._compile = compile;
    for (const [path, other] of others) require.cache[path] = other;
  }
}

const [ssh2, table, constants, exchanges] = load(
  () =>
    [
      require('ssh2') as typeof ssh2Module,
      require(join(LIB, 'protocol/handlers.js')) as HandlerTable,
      require(join(LIB, 'protocol/constants.js')) as { readonly SUPPORTED_KEX: string[] },
      require(join(LIB, 'protocol/kex.js')) as KeyExchanges,
    ] as const,
);

constants.SUPPORTED_KEX.push(HYBRID);
exchanges.useHandlers(table);
/** Of ssh2's class, which is one: it is made when the first keys are exchanged. */
let exchangeClasses: ReadonlyMap<string, ExchangeClass> | undefined;
exchanges.exchange = (name, curve25519, args) => {
  exchangeClasses ??= classesOf(curve25519);
  const Chosen = exchangeClasses.get(name) ?? curve25519;
  return new Chosen('sha256', ...args);
};

function classesOf(curve25519: ExchangeClass): ReadonlyMap<string, ExchangeClass> {
  const x25519 = x25519Of(curve25519);
  return new Map([
    [HYBRID, hybridOf(x25519)],
    ['curve25519-sha256', x25519],
    ['curve25519-sha256@libssh.org', x25519],
  ]);
}

/** Of the loaded ssh2; a change counts from the next packet on. */
export const handlers = table;
export { ssh2 };
