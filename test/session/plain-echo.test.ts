import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlainEcho } from '../../src/session/plain-echo.ts';

function echoTo(draft: () => string) {
  const terminal = {
    writable: true,
    written: '',
    write: (text: string | Buffer) => {
      terminal.written += text;
      return true;
    },
  };
  return { terminal, echo: new PlainEcho(terminal, draft) };
}

test('what is typed goes back at once while the far end reads', () => {
  const { terminal, echo } = echoTo(() => 'hi');
  echo.show('h');
  echo.show('i');
  echo.bell();
  echo.drain();
  assert.equal(terminal.written, 'hi\u0007');
});

test('whoever types and does not read is owed one bell and the draft, not every key', () => {
  let draft = '';
  const { terminal, echo } = echoTo(() => draft);
  terminal.writable = false;
  for (let n = 0; n < 10_000; n += 1) echo.show('x');
  echo.bell();
  echo.bell();
  assert.equal(terminal.written, '');
  draft = 'what stands';
  terminal.writable = true;
  echo.show('s');
  assert.equal(terminal.written, '', 'nothing overtakes what is owed');
  echo.drain();
  assert.equal(terminal.written, '\u0007\r\nwhat stands');
  echo.show('!');
  assert.equal(terminal.written, '\u0007\r\nwhat stands!');
});
