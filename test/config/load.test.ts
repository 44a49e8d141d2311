// Precedence and strictness of the settings: each complaint is one line that the sysop can act on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readArguments } from '../../src/config/arguments.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Config, settings } from '../../src/config/schema.ts';
import { withSettingsTable } from '../../src/config/settings-table.ts';

interface Given {
  argv?: readonly string[];
  env?: Record<string, string>;
  /** Text or JSON of /srv/config.json, or of the named files. */
  file?: unknown;
  files?: Record<string, unknown>;
}

function load({ argv = [], env = {}, file, files = {} }: Given): Config {
  const all: Record<string, unknown> = file === undefined ? files : { '/srv/config.json': file };
  const readFile = (path: string) => {
    const content = all[path];
    return content === undefined || typeof content === 'string' ? content : JSON.stringify(content);
  };
  return loadConfig({ argv, env, cwd: '/srv', readFile });
}

test('without file, environment and arguments the defaults hold, with paths in the working directory', () => {
  const config = load({});
  assert.equal(config.server.host, '::');
  assert.equal(config.server.port, 2222);
  assert.equal(config.server.keys, '/srv/keys');
  assert.equal(config.storage.data, '/srv/data');
  assert.equal(config.chat.resumeWindow, 600_000);
  assert.deepEqual(config.limits.exempt, []);
  assert.equal(config.log.file, '');
});

test('arguments beat the environment, which beats the file, which beats the defaults', () => {
  const file = { server: { port: 1001 }, chat: { capacity: 11, backlog: 111 } };
  const env = { PARTYLINE_PORT: '1002', PARTYLINE_CAPACITY: '12' };
  const config = load({ file, env, argv: ['--port', '1003'] });
  assert.deepEqual(
    [config.server.port, config.chat.capacity, config.chat.backlog, config.limits.lines.burst],
    [1003, 12, 111, 5],
  );
});

test('both ends of what a number may be can be typed', () => {
  const ranges = settings.flatMap(({ arg, format }) => {
    const [, least = '', most = ''] = /number from ([\d.,]+) to ([\d.,]+)$/.exec(format.allowed) ?? [];
    return most === '' ? [] : [least, most].map((end) => [`--${arg}`, end.replaceAll(',', '')]);
  });
  assert.ok(ranges.length > 20);
  for (const argv of ranges) assert.doesNotThrow(() => load({ argv }), argv.join(' '));
});

test('every setting can be given in the environment and as an argument', () => {
  const samples = new Map([
    ['server.host', '127.0.0.1'],
    ['metrics.listen', '[::1]:9464'],
  ]);
  const sample = (name: string, given: string) => samples.get(name) ?? given;
  for (const setting of settings) {
    const shown = sample(setting.name, setting.format.show(setting.default) || '10.0.0.0/8');
    const read = (config: Config) =>
      setting.name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], config);
    const inEnvironment = read(load({ env: { [setting.env]: shown } }));
    assert.deepEqual(read(load({ argv: [`--${setting.arg}`, shown] })), inEnvironment, setting.name);
    assert.deepEqual(read(load({ argv: [`--${setting.arg}=${shown}`] })), inEnvironment, setting.name);
  }
});

test('durations are read as milliseconds', () => {
  const window = (text: string) => load({ env: { PARTYLINE_RESUME_WINDOW: text } }).chat.resumeWindow;
  assert.deepEqual(['0s', '1500ms', '20s', '10m', '2h', '1d'].map(window), [0, 1500, 20e3, 600e3, 7200e3, 86400e3]);
});

test('an empty list of address blocks is empty, in the environment and as an argument', () => {
  assert.deepEqual(load({ env: { PARTYLINE_LIMITS_EXEMPT: '' } }).limits.exempt, []);
  assert.deepEqual(load({ argv: ['--limits-exempt', ''] }).limits.exempt, []);
});

test('address blocks are separated by commas, and a bare address is a block of one', () => {
  const env = { PARTYLINE_LIMITS_EXEMPT: '127.0.0.0/8, ::1,192.0.2.7' };
  assert.deepEqual(load({ env }).limits.exempt, ['127.0.0.0/8', '::1/128', '192.0.2.7/32']);
});

test('relative paths start at the folder of the file for the file and at the working directory for the rest', () => {
  const files = { '/etc/partyline/my.json': { server: { keys: 'k' }, log: { file: 'l' } } };
  const config = load({ files, env: { PARTYLINE_CONFIG: '/etc/partyline/my.json' }, argv: ['--log-file', 'here'] });
  assert.equal(config.server.keys, '/etc/partyline/k');
  assert.equal(config.storage.data, '/etc/partyline/data');
  assert.equal(config.log.file, '/srv/here');
});

test('--config beats PARTYLINE_CONFIG and is relative to the working directory', () => {
  const files = { '/srv/a.json': { server: { port: 1 } }, '/b.json': { server: { port: 2 } } };
  const config = load({ files, env: { PARTYLINE_CONFIG: '/b.json' }, argv: ['--config', 'a.json'] });
  assert.equal(config.server.port, 1);
});

test('the settings cannot be changed afterwards', () => {
  const config = load({ file: { limits: { exempt: ['10.0.0.0/8'] } } });
  assert.ok(Object.isFrozen(config));
  assert.ok(Object.isFrozen(config.limits.lines));
  assert.ok(Object.isFrozen(config.limits.exempt));
});

const aPort = 'a port from 0 to 65535 (0: any free one)';
const blocks = 'address blocks like 192.0.2.0/24 or 2001:db8::/32, with commas between them (an array in the file)';

const complaints: readonly [name: string, given: Given, message: string][] = [
  [
    'a number with something after it',
    { argv: ['--port', '2300x'] },
    `server.port (argument --port) is "2300x"; allowed: ${aPort}.`,
  ],
  [
    'a value that looks like an option',
    { argv: ['--port', '-5'] },
    `server.port (argument --port) is "-5"; allowed: ${aPort}.`,
  ],
  [
    'a port that is too large',
    { env: { PARTYLINE_PORT: '65536' } },
    `server.port (environment PARTYLINE_PORT) is "65536"; allowed: ${aPort}.`,
  ],
  [
    'a number in hexadecimal or with blanks',
    { env: { PARTYLINE_CAPACITY: ' 0x20' } },
    'chat.capacity (environment PARTYLINE_CAPACITY) is " 0x20"; allowed: a whole number from 1 to 100,000.',
  ],
  [
    'an empty variable where a number belongs',
    { env: { PARTYLINE_PORT: '' } },
    `server.port (environment PARTYLINE_PORT) is ""; allowed: ${aPort}.`,
  ],
  [
    'a number written as a string in the file',
    { file: { server: { port: '2222' } } },
    `server.port (file /srv/config.json) is "2222"; allowed: ${aPort}.`,
  ],
  [
    'a fraction of a person',
    { file: { chat: { capacity: 1.5 } } },
    'chat.capacity (file /srv/config.json) is 1.5; allowed: a whole number from 1 to 100,000.',
  ],
  [
    'null',
    { file: { chat: { motd: null } } },
    'chat.motd (file /srv/config.json) is null; allowed: text of at most 2,000 characters without control characters ' +
      'other than line ends.',
  ],
  [
    'a word that is none of the choices',
    { env: { PARTYLINE_REGISTRATION: 'Open' } },
    'auth.registration (environment PARTYLINE_REGISTRATION) is "Open"; allowed: open, invite, closed.',
  ],
  [
    'a duration without unit',
    { env: { PARTYLINE_RESUME_WINDOW: '600' } },
    'chat.resumeWindow (environment PARTYLINE_RESUME_WINDOW) is "600"; allowed: a duration from 0s to 1d, written like ' +
      '500ms, 20s, 10m or 2h.',
  ],
  [
    'an address that is none',
    { argv: ['--host', '127.0.0.256'] },
    'server.host (argument --host) is "127.0.0.256"; allowed: an IP address or a host name (:: listens on all).',
  ],
  ['an empty path', { argv: ['--data='] }, 'storage.data (argument --data) is ""; allowed: a path.'],
  [
    'a block with too long a prefix',
    { env: { PARTYLINE_LIMITS_EXEMPT: '10.0.0.0/33' } },
    `limits.exempt (environment PARTYLINE_LIMITS_EXEMPT) is "10.0.0.0/33"; allowed: ${blocks}.`,
  ],
  [
    'a stray comma in a list',
    { env: { PARTYLINE_LIMITS_EXEMPT: '10.0.0.0/8,' } },
    `limits.exempt (environment PARTYLINE_LIMITS_EXEMPT) is "10.0.0.0/8,"; allowed: ${blocks}.`,
  ],
  [
    'a list written as text in the file',
    { file: { limits: { exempt: '10.0.0.0/8' } } },
    `limits.exempt (file /srv/config.json) is "10.0.0.0/8"; allowed: ${blocks}.`,
  ],
  [
    'an ill-formed value that an argument would have hidden',
    { env: { PARTYLINE_PORT: 'ssh' }, argv: ['--port', '2300'] },
    `server.port (environment PARTYLINE_PORT) is "ssh"; allowed: ${aPort}.`,
  ],
  [
    'a misspelt key in the file',
    { file: { chat: { capcity: 50 } } },
    'Unknown setting "chat.capcity" (file /srv/config.json), set to 50. Did you mean chat.capacity?',
  ],
  [
    'a misspelt group in the file',
    { file: { sever: { port: 1 } } },
    'Unknown setting "sever" (file /srv/config.json), set to {"port":1}. Did you mean server?',
  ],
  [
    'a key of objects',
    { file: '{"__proto__": {"port": 1}, "server": {}}' },
    'Unknown setting "__proto__" (file /srv/config.json), set to {"port":1}.',
  ],
  [
    'a value where a group belongs',
    { file: { server: 2222 } },
    'server (file /srv/config.json) is 2222; allowed: an object of settings.',
  ],
  [
    'a group where a value belongs',
    { file: { server: { port: { number: 2222 } } } },
    `server.port (file /srv/config.json) is {"number":2222}; allowed: ${aPort}.`,
  ],
  [
    'a misspelt variable',
    { env: { PARTYLINE_PROT: '2300' } },
    'Unknown setting "PARTYLINE_PROT" in the environment, set to "2300". Did you mean PARTYLINE_PORT?',
  ],
  [
    'a variable like nothing else',
    { env: { PARTYLINE_COLOUR_OF_THE_SKY: 'blue' } },
    'Unknown setting "PARTYLINE_COLOUR_OF_THE_SKY" in the environment, set to "blue".',
  ],
  [
    'a misspelt argument',
    { argv: ['--prot', '2300'] },
    'Unknown argument "--prot". Did you mean --port? --help lists them all.',
  ],
  ['an argument without its value', { argv: ['--port'] }, 'The argument --port needs a value after it.'],
  [
    'a stray word',
    { argv: ['--host', '::1', '2300'] },
    'Unexpected argument "2300": settings are given like --port 2222.',
  ],
  [
    'a named file that is missing',
    { argv: ['--config', 'my.json'] },
    'There is no file /srv/my.json (argument --config).',
  ],
  [
    'an empty name of a file',
    { env: { PARTYLINE_CONFIG: '' } },
    'The environment PARTYLINE_CONFIG is empty; allowed: the path of a file.',
  ],
  ['a file with a list in it', { file: [] }, 'The file /srv/config.json is []; allowed: an object of settings.'],
  [
    'a long value, cut',
    { env: { PARTYLINE_REGISTRATION: 'x'.repeat(500) } },
    `auth.registration (environment PARTYLINE_REGISTRATION) is "${'x'.repeat(58)}…; allowed: open, invite, closed.`,
  ],
];

for (const [name, given, message] of complaints) {
  test(`${name} stops the start: ${message.slice(0, 100)}`, () => {
    assert.throws(() => load(given), { name: 'ConfigError', message });
  });
}

test('a file that is not JSON, or cannot be read, stops the start with one line', () => {
  assert.throws(() => load({ file: '{\n  "server": {,}\n}' }), {
    name: 'ConfigError',
    message: /^The file \/srv\/config\.json is not JSON: .+$/,
  });
  const readFile = () => {
    throw new Error('EACCES: permission denied');
  };
  assert.throws(() => loadConfig({ argv: [], env: {}, cwd: '/srv', readFile }), {
    message: 'The file /srv/config.json cannot be read: EACCES: permission denied.',
  });
});

test('a value with line ends still gives one line', () => {
  assert.throws(() => load({ argv: ['--registration', 'open\nclosed'] }), { message: /^[^\n]*"open\\nclosed"[^\n]*$/ });
});

test('--help lists every setting with its default, --version says the version, and neither is a start', () => {
  const help = readArguments(['--help'], '1.2.3').answer ?? '';
  for (const setting of settings) assert.match(help, new RegExp(`--${setting.arg} <value>`));
  assert.match(help, /default: 2222/);
  assert.equal(readArguments(['--version'], '1.2.3').answer, '1.2.3\n');
  assert.equal(readArguments(['--port', '1'], '1.2.3').answer, undefined);
});

test('the committed config.json is valid', () => {
  const file = readFileSync('config.json', 'utf8');
  assert.deepEqual(load({ file }), load({}));
});

test('the table of settings in README.md is the one made from the schema (npm run docs writes it)', () => {
  const readme = readFileSync('README.md', 'utf8');
  assert.equal(readme, withSettingsTable(readme));
});

test('a README without markers is refused', () => {
  assert.throws(() => withSettingsTable('# Partyline\n'), /settings:begin/);
});
