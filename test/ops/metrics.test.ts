// What a monitoring system is told, and where.
import assert from 'node:assert/strict';
import { Server } from 'node:http';
import { test } from 'node:test';
import { Metrics, MetricsError } from '../../src/ops/metrics.ts';

const LOG = { warn: () => undefined };

test('each rule has a counter from the start, and counts', async () => {
  const metrics = new Metrics(['grace', 'opens']);
  metrics.refused('opens');
  metrics.refused('opens');
  const text = await metrics.text();
  assert.match(text, /^partyline_door_refusals_total\{rule="grace"\} 0$/m);
  assert.match(text, /^partyline_door_refusals_total\{rule="opens"\} 2$/m);
});

test('figures are read when somebody asks', async () => {
  const metrics = new Metrics([]);
  let sessions = 1;
  metrics.watch(() => ({ sessions, liveChats: 4 }));
  assert.match(await metrics.text(), /^partyline_sessions 1$/m);
  sessions = 2;
  assert.match(await metrics.text(), /^partyline_sessions 2$/m);
  assert.match(await metrics.text(), /^partyline_live_chats 4$/m);
});

test('they are served under /metrics and nothing else is, until it is closed', async () => {
  const metrics = new Metrics(['grace']);
  const port = await metrics.listen('127.0.0.1:0', LOG);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  assert.match(text, /rule="grace"/);
  assert.match(text, /^process_resident_memory_bytes /m);
  assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404);
  assert.equal((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status, 404);
  await assert.rejects(new Metrics([]).listen(`127.0.0.1:${port}`, LOG), MetricsError);
  await metrics.close();
  await assert.rejects(fetch(`http://127.0.0.1:${port}/metrics`));
});

test('connections that cannot be taken, time and again, are logged and end nothing', async (t) => {
  const warned: string[] = [];
  const listening = t.mock.method(Server.prototype, 'listen');
  const metrics = new Metrics([]);
  const port = await metrics.listen('127.0.0.1:0', { warn: (_fields, message) => void warned.push(message) });
  const server = listening.mock.calls[0]?.this as Server | undefined;
  for (let n = 0; n < 3; n += 1) server?.emit('error', Object.assign(new Error('accept ENFILE'), { code: 'ENFILE' }));
  assert.equal(warned.length, 3);
  assert.equal((await fetch(`http://127.0.0.1:${port}/metrics`)).status, 200);
  await metrics.close();
});
