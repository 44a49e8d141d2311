// What is sent before the welcome is kept for the front that is not there yet, up to a bound.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };
const TOO_MUCH = /Too much was sent before the welcome\./;

/** Somebody who sends all of it at once, as soon as there is a channel. */
async function sends(stage: SessionStage, handle: string, chunks: readonly string[]): Promise<ScreenTerminal> {
  const made = await stage.stores.accounts.create({ handle, skeleton: handle, provisional: false });
  const account = made.ok ? made.value : assert.fail(made.sentence);
  const terminal = new ScreenTerminal(SIZE);
  const who = { account, remote: '192.0.2.1', clientVersion: 'test', isNew: false, provisional: false };
  stage.sessions.accept(terminal, who);
  for (const chunk of chunks) terminal.type(chunk);
  await stage.pass(1000);
  await new Promise<void>((done) => terminal.emulator.write('', done));
  return terminal;
}

test('what is typed before the welcome stands in the line after it', async () => {
  const stage = await sessionStage();
  const terminal = await sends(stage, 'alice', ['hello', ' ', 'there']);
  assert.match(terminal.screen(), /> hello there/);
  await stage.sessions.closeAll('');
});

for (const [what, chunks] of [
  ['a file', Array.from({ length: 40 }, () => 'x'.repeat(32_000))],
  ['key after key', Array.from({ length: 20_000 }, () => 'x')],
] as const) {
  test(`whoever sends ${what} before it is told so, and the session ends`, async () => {
    const stage = await sessionStage();
    const terminal = await sends(stage, 'mallory', chunks);
    assert.match(terminal.screen(), TOO_MUCH);
    assert.equal(terminal.ended, true);
    assert.equal(stage.sessions.size, 0);
    assert.deepEqual(stage.bugs, []);
  });
}
