/**
 * Reads the settings: defaults < file < environment < arguments. Strict: whatever is unknown or ill-formed anywhere
 * stops the start, even if a stronger source would have hidden it. Pure: everything it reads, it is given.
 */
import { dirname, resolve } from 'node:path';
import convict from 'convict';
import { readArguments } from './arguments.ts';
import { ConfigError, didYouMean, quote } from './error.ts';
import { type Config, type Setting, schema, settings } from './schema.ts';

/** Where settings are read from. */
export interface Sources {
  /** What follows the program's name on the command line. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. `config.json` is looked for here, and paths in the environment and the arguments start here. */
  readonly cwd: string;
  /** The text of a file, undefined if there is none; throws if it cannot be read. */
  readFile(path: string): string | undefined;
}

/** The settings of one source that were read well, by name. */
type Layer = ReadonlyMap<string, unknown>;

const prefix = 'PARTYLINE_';
const configVariable = `${prefix}CONFIG`;

function illFormed(setting: Setting, from: string, read: unknown): ConfigError {
  return new ConfigError(`${setting.name} (${from}) is ${quote(read)}; allowed: ${setting.format.allowed}.`);
}

/** Paths start at the folder of whoever wrote them. An empty path stays empty. */
function anchored(setting: Setting, value: unknown, folder: string): unknown {
  return setting.isPath && typeof value === 'string' && value !== '' ? resolve(folder, value) : value;
}

function fromText(setting: Setting, text: string, from: string, folder: string): unknown {
  const value = setting.format.fromText(text);
  if (value === undefined) throw illFormed(setting, from, text);
  return anchored(setting, value, folder);
}

function fromArguments(values: ReadonlyMap<string, string>, cwd: string): Layer {
  const layer = new Map<string, unknown>();
  for (const setting of settings) {
    const text = values.get(setting.arg);
    if (text !== undefined) layer.set(setting.name, fromText(setting, text, `argument --${setting.arg}`, cwd));
  }
  return layer;
}

function fromEnvironment(env: Sources['env'], cwd: string): Layer {
  const layer = new Map<string, unknown>();
  const byEnv = new Map(settings.map((setting) => [setting.env, setting]));
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(prefix) || name === configVariable || text === undefined) continue;
    const setting = byEnv.get(name);
    if (setting === undefined) {
      const hint = didYouMean(name, [configVariable, ...byEnv.keys()]);
      throw new ConfigError(`Unknown setting ${quote(name)} in the environment, set to ${quote(text)}.${hint}`);
    }
    layer.set(setting.name, fromText(setting, text, `environment ${name}`, cwd));
  }
  return layer;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Walks the file beside the schema; `node` is a group of it. */
function walk(node: object, group: string, file: string, layer: Map<string, unknown>): void {
  const from = `file ${file}`;
  for (const [key, json] of Object.entries(node)) {
    const name = group + key;
    const setting = settings.find((known) => known.name === name);
    const isGroup = settings.some((known) => known.name.startsWith(`${name}.`));
    if (setting !== undefined) {
      const value = setting.format.fromJson(json);
      if (value === undefined) throw illFormed(setting, from, json);
      layer.set(name, anchored(setting, value, dirname(file)));
    } else if (!isGroup) {
      const hint = didYouMean(name, knownNames());
      throw new ConfigError(`Unknown setting ${quote(name)} (${from}), set to ${quote(json)}.${hint}`);
    } else if (isObject(json)) {
      walk(json, `${name}.`, file, layer);
    } else {
      throw new ConfigError(`${name} (${from}) is ${quote(json)}; allowed: an object of settings.`);
    }
  }
}

/** Settings and the groups they stand in. */
function knownNames(): readonly string[] {
  const names = settings.flatMap(({ name }) => name.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.')));
  return [...new Set(names)];
}

/** What stands in the file; `named` says whether somebody asked for it, for then it must exist. */
function fromFile(file: string, named: string | undefined, readFile: Sources['readFile']): Layer {
  const layer = new Map<string, unknown>();
  const text = open(file, named, readFile);
  if (text === undefined) return layer;
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'unreadable';
    throw new ConfigError(`The file ${file} is not JSON: ${why}.`);
  }
  if (!isObject(json)) throw new ConfigError(`The file ${file} is ${quote(json)}; allowed: an object of settings.`);
  walk(json, '', file, layer);
  return layer;
}

function open(file: string, named: string | undefined, readFile: Sources['readFile']): string | undefined {
  let text: string | undefined;
  try {
    text = readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`The file ${file} cannot be read: ${why}.`);
  }
  if (text === undefined && named !== undefined) throw new ConfigError(`There is no file ${file} (${named}).`);
  return text;
}

/** Which file, and who named it. */
function choose(argument: string | undefined, variable: string | undefined, cwd: string) {
  for (const [path, named] of [
    [argument, 'argument --config'],
    [variable, `environment ${configVariable}`],
  ] as const) {
    if (path === '') throw new ConfigError(`The ${named} is empty; allowed: the path of a file.`);
    if (path !== undefined) return { file: resolve(cwd, path), named };
  }
  return { file: resolve(cwd, 'config.json'), named: undefined };
}

/** `server.port` → `{ server: { port } }`, as convict loads it. */
function nest(layer: Layer): object {
  const root: Record<string, unknown> = {};
  for (const [name, value] of layer) {
    const path = name.split('.');
    const last = path.pop() ?? '';
    let node = root;
    for (const key of path) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node[last] = value;
  }
  return root;
}

function freeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) freeze(child);
  return Object.freeze(value);
}

/**
 * All settings, frozen. Relative paths start at the folder of the file for those in the file and the defaults, and at
 * `cwd` for those in the environment and the arguments.
 * @throws ConfigError with one line about the first setting that is unknown or ill-formed
 */
export function loadConfig(sources: Sources): Config {
  const { env, cwd } = sources;
  const { values } = readArguments(sources.argv);
  const { file, named } = choose(values.get('config'), env[configVariable], cwd);
  const paths = settings.filter((setting) => setting.isPath);
  // Convict's own reading of environment and arguments is loose, so it gets neither, but the layers in their order.
  const config = convict<Config>(schema, { env: {}, args: [] });
  const layers: readonly Layer[] = [
    new Map(paths.map((setting) => [setting.name, anchored(setting, setting.default, dirname(file))])),
    fromFile(file, named, sources.readFile),
    fromEnvironment(env, cwd),
    fromArguments(values, cwd),
  ];
  for (const layer of layers) config.load(nest(layer));
  config.validate({ allowed: 'strict' });
  return freeze(config.getProperties());
}
