/**
 * The thread that holds a connection. The writer commits (and fsyncs) once per batch; the reader answers what it did in a slice of
 * time.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { openReader, openWriter } from './connection.ts';
import { DatabaseTooNew, DatabaseUnusable } from './failures.ts';
import { PASSING } from './operations/accounts.ts';
import { reads, writes } from './operations/all.ts';
import type { Reply, Request, WorkerStart } from './protocol.ts';
import { runSlice, transactionRunner } from './transaction.ts';

const port = parentPort;
if (port === null) throw new Error('to be started as a worker');
const { role, folder } = workerData as WorkerStart;

const reply = (message: Reply): void => port.postMessage(message);

function open() {
  if (role === 'writer') {
    const { db, close } = openWriter(folder);
    return { run: transactionRunner(db, writes(db), PASSING), close };
  }
  const { db, close } = openReader(folder);
  const operations = reads(db);
  return { run: (batch: Parameters<typeof runSlice>[1]) => runSlice(operations, batch), close };
}

function start(): void {
  try {
    const { run, close } = open();
    port?.on('message', (request: Request) => {
      if (request === 'close') {
        close();
        port?.close();
      } else {
        reply({ answers: run(request.batch) });
      }
    });
    reply('opened');
  } catch (error) {
    if (error instanceof DatabaseTooNew) reply({ refused: 'too-new', sentence: error.message });
    else if (error instanceof DatabaseUnusable) reply({ refused: 'unusable', sentence: error.message });
    else throw error;
  }
}

start();
