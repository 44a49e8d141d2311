// Makes a fresh clone ready: installs packages and compiles what is missing or out of date, and is quick when nothing is.
// Runs before anything is installed, so it is plain JavaScript without a dependency, in a syntax that an old Node reads.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...names) => path.join(root, ...names);
const say = (line) => process.stderr.write(`${line}\n`);

/** Stops the set-up with one line. */
function fail(line) {
  say(line);
  process.exit(1);
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function hash(...parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Fails if this Node is older than `engines` in package.json wants. */
function checkNode() {
  const wanted = JSON.parse(read(at('package.json'))).engines.node.replace(/^>=/, '');
  const [major, minor] = wanted.split('.').map(Number);
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(`Partyline needs Node ${wanted} or newer; this is ${process.versions.node}.`);
}

/** Runs a program; its output is shown only if it fails. Resolves to its status and what it wrote. */
function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ status: 1, output: `${output}${error.message}\n` }));
    child.on('close', (status) => resolve({ status, output }));
  });
}

const installed = at('node_modules', '.package-lock.json'); // npm's own list of what it installed
const installStamp = at('node_modules', '.partyline');

/** What the installed packages depend on: the lock file, this Node (SQLite is compiled for it) and what npm last did. */
function installState() {
  const { arch, platform, versions } = process;
  return hash(read(at('package-lock.json')), platform, arch, versions.modules, read(installed));
}

/** Do the installed packages agree with the lock file, although nobody stamped them (after a plain `npm ci`)? */
function isInstalled() {
  const have = read(installed);
  if (have === undefined) return false;
  const { packages } = JSON.parse(have);
  for (const [name, wanted] of Object.entries(JSON.parse(read(at('package-lock.json'))).packages)) {
    const found = packages[name];
    if (name !== '' && !(found ? found.version === wanted.version : wanted.optional)) return false;
  }
  try {
    const Database = createRequire(at('package.json'))('better-sqlite3');
    new Database(':memory:').close(); // loads only if it was compiled, and for this Node
    return true;
  } catch {
    return false;
  }
}

/** Npm's program and first arguments; the npm that runs us, if one does. */
function npm() {
  const running = process.env.npm_execpath;
  return running && /npm-cli\.[cm]?js$/.test(running) ? [process.execPath, running] : ['npm'];
}

async function install() {
  say('Installing (about 2 minutes the first time: SQLite is compiled) …');
  const [program, ...first] = npm();
  // Development packages too, whatever NODE_ENV or omit say: the compiler is one of them.
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, output } = await run(program, args);
  if (status !== 0) process.stderr.write(output);
  if (/gyp ERR! (find Python|stack Error: not found: make)|(g\+\+|c\+\+|cc|gcc|clang): .*not found/i.test(output)) {
    fail('SQLite could not be compiled: install Python 3, make and a C++ compiler (Debian: build-essential python3).');
  }
  if (status !== 0) fail('The packages could not be installed; npm says why above.');
  if (!isInstalled()) fail('npm did not build better-sqlite3: is ignore-scripts set? Try: npm rebuild better-sqlite3');
}

const buildStamp = at('dist', '.partyline');

/** Every file that the compiler reads, as path, time and size. */
function sources(folder, list = []) {
  for (const entry of fs.readdirSync(at(folder), { withFileTypes: true })) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) sources(name, list);
    else if (/\.[cm]?ts$/.test(name)) list.push(describe(name));
  }
  return list;
}

function describe(name) {
  const { mtimeMs, size } = fs.statSync(at(name));
  return [name, mtimeMs, size];
}

function buildState() {
  const folders = ['src', 'test', 'bench'].filter((folder) => fs.existsSync(at(folder)));
  return hash(read(installStamp), read(at('tsconfig.json')), ...folders.map((folder) => sources(folder).sort()));
}

/** Removes what was compiled from sources that are gone, so that it is neither imported nor packed. */
function prune(folder) {
  for (const entry of fs.readdirSync(at('dist', folder), { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) prune(name);
    else if (/\.js(\.map)?$/.test(name) && !fs.existsSync(at(name.replace(/\.js(\.map)?$/, '.ts'))))
      fs.rmSync(at('dist', name));
  }
}

async function build() {
  say('Compiling …');
  const state = buildState(); // before: what changes meanwhile is compiled next time
  const { status, output } = await run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', root]);
  if (status !== 0) {
    process.stderr.write(output);
    fail('Partyline could not be compiled; the compiler says why above.');
  }
  prune('.');
  fs.writeFileSync(buildStamp, state);
}

const lock = at('.setup.lock');

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** An empty lock is one being written; for longer than this, one that could not be. */
const WRITING_MS = 5000;

/** Takes the lock; false when there is one. */
function isTaken() {
  let file;
  try {
    file = fs.openSync(lock, 'wx');
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    fail(`${lock} cannot be made: ${error.code}.`);
  }
  const release = () => fs.rmSync(lock, { force: true });
  try {
    fs.writeSync(file, String(process.pid));
    fs.closeSync(file);
  } catch (error) {
    release();
    fail(`${lock} cannot be written: ${error.code}.`);
  }
  process.on('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
  return true;
}

/** Is nobody there any more to remove the lock? One with our own number is left of a container that was killed. */
function isLeft(holder) {
  if (holder !== '') return Number(holder) === process.pid || !isAlive(Number(holder));
  const made = fs.statSync(lock, { throwIfNoEntry: false });
  return made !== undefined && Math.abs(Date.now() - made.mtimeMs) > WRITING_MS;
}

/** Waits until no other set-up runs here. The lock is a file with the holder's process id; one that was left is taken over. */
async function acquire() {
  let isTold = false;
  while (!isTaken()) {
    const holder = read(lock);
    if (holder !== undefined && isLeft(holder)) fs.rmSync(lock, { force: true });
    else if (holder && !isTold) {
      isTold = true;
      say(`Waiting for the set-up of process ${holder} here. If that is none, remove ${lock} …`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const isInstallCurrent = () => read(installStamp) === installState();
const isBuildCurrent = () => read(buildStamp) === buildState();

checkNode();
if (!isInstallCurrent() || !isBuildCurrent()) {
  await acquire();
  if (!isInstallCurrent()) {
    if (!isInstalled()) await install();
    fs.writeFileSync(installStamp, installState());
  }
  if (!isBuildCurrent()) await build();
}
