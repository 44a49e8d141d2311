// The client and a terminal as people have them: OpenSSH in tmux, read with capture-pane.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LONELY_SSH } from '../stock-ssh-options.ts';
import { withServer } from './server.ts';

const PATIENCE_MS = 30_000;

function isMissing(program: string): boolean {
  return spawnSync(program, ['-V']).error !== undefined;
}

const missing = ['tmux', 'ssh', 'ssh-keygen'].filter(isMissing);
const skip = missing.length > 0 && `${missing.join(' and ')} cannot be found here`;

/** A tmux server of its own with one window, in which a command runs. */
class Tmux {
  readonly #socket: string;

  constructor(t: TestContext, columns: number, rows: number, command: readonly string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'partyline-tmux-'));
    this.#socket = join(folder, 'tmux');
    t.after(() => {
      spawnSync('tmux', ['-S', this.#socket, 'kill-server']);
      rmSync(folder, { recursive: true, force: true });
    });
    // A shell behind it, so that what is left on the terminal afterwards can be seen.
    const line = `${command.map((word) => `'${word}'`).join(' ')}; echo "status $?"; exec sleep 60`;
    const size = ['-x', `${columns}`, '-y', `${rows}`];
    this.run('-f', '/dev/null', 'new-session', '-d', ...size, 'sh', '-c', line);
  }

  run(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' });
  }

  type(...keys: readonly string[]): void {
    this.run('send-keys', ...keys);
  }

  /** Waits until the pane matches; returns it. */
  async sees(wanted: RegExp): Promise<string> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const pane = this.run('capture-pane', '-p');
      if (wanted.test(pane)) return pane;
      if (Date.now() > end) assert.fail(`tmux should show ${wanted}:\n${pane}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function sshTo(folder: string, port: number, handle: string): readonly string[] {
  const key = join(folder, `id_${handle}`);
  if (!existsSync(key)) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  return ['ssh', ...LONELY_SSH, '-i', key, '-p', `${port}`, `${handle}@127.0.0.1`];
}

test('stock ssh in tmux: in, talk, page, resize, quit, and the terminal is as it was', { skip }, (t) =>
  withServer({}, async (cast, { app, folder }) => {
    const alice = new Tmux(t, 80, 24, sshTo(folder, app.port, 'alice'));
    await alice.sees(/You are new here as alice/);
    await cast.play(`
      bob joins
      bob< Here: alice.
    `);
    await alice.sees(/bob joined/);
    alice.type('hello 日本 from tmux', 'Enter');
    await cast.play(`
      bob< alice hello 日本 from tmux
      bob> hello terminal
      bob> /page alice over here
      bob< over here
    `);
    const pane = (await alice.sees(/bob +hello terminal[\s\S]*over here/)).trimEnd().split('\n');
    assert.match(pane[0] ?? '', /^ #lobby +2 here/);
    assert.match(pane[22] ?? '', /^ 1:#lobby .* alice · \d\d:\d\d/);
    assert.equal(pane[23], '>');
    assert.equal(pane.length, 24);

    alice.run('resize-window', '-x', '50', '-y', '12');
    await alice.sees(/^ #lobby {30,}2 here\s*\n[\s\S]*over here[\s\S]*\n>\s*$/);
    const narrow = (await alice.sees(/over here/)).trimEnd().split('\n');
    assert.equal(narrow.length, 12);
    assert.equal(narrow.join('\n').match(/1:#lobby/g)?.length, 1);

    alice.type('Up');
    await alice.sees(/\n> hello 日本 from tmux\s*$/);
    alice.type('C-c');
    await alice.sees(/\n>\s*$/);
    alice.type('/quit so long', 'Enter');
    await cast.play('bob< alice left');
    const after = await alice.sees(/status 0/);
    assert.doesNotMatch(after, /#lobby/, 'the alternate screen is left');
  }),
);

test('stock ssh -T: what is piped in is said, what is said comes out, and it ends with status 0', { skip }, () =>
  withServer({}, async (cast, { app, folder }) => {
    const bob = await cast.join('bob');
    const [program = '', ...args] = sshTo(folder, app.port, 'alice');
    const ssh = spawn(program, ['-T', ...args]);
    let out = '';
    ssh.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    const exited = new Promise<number | null>((resolve) => {
      ssh.once('close', resolve);
    });
    ssh.stdin.end('piped hello\nand the rest\n');
    assert.equal(await exited, 0);
    await bob.sees(/alice piped hello[\s\S]*alice and the rest/);
    assert.match(out, /alice: piped hello\n[\s\S]*alice: and the rest\n/);
    assert.ok(!out.includes('\u001b'));
  }),
);
