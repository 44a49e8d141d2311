/** Three quick lines of one sender arrive in order: for all readers, for the sender, and in the store; every time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../new-key.ts';
import { Guest, markOf } from './guest.ts';
import { scaled } from './scale.ts';
import { storedWords } from './stored.ts';
import { Watched } from './watched.ts';

const SENDERS = 5;
/** Three quick lines, so many times before the next sender may lag behind. */
const TRIPLES = 20;

/** The words of one sender in what somebody read. */
function heardOf(handle: string, text: string): readonly string[] {
  return [...text.matchAll(new RegExp(`~\\d{6}~ ${handle} (\\d+\\.\\d)$`, 'gm'))].map(([, words]) => words ?? '');
}

test('three quick lines of one sender arrive in order, for all readers and in the store', async (t) => {
  const server = await Watched.start(t);
  const enter = (handle: string) => Guest.enter({ port: server.port, handle, privateKey: newKey(), plain: true });
  const senders = await Promise.all(Array.from({ length: SENDERS }, (_, at) => enter(`sender${at}`)));
  const readers = [...senders, await enter('reader')];
  for (const sender of senders) {
    sender.say(`${sender.handle} is in`);
    for (const reader of readers) await reader.sees(`${sender.handle} is in`);
  }
  const seen = new Map(readers.map((reader) => [reader, 0]));
  for (const reader of readers) reader.onMark = () => seen.set(reader, (seen.get(reader) ?? 0) + 1);
  const perSender = Math.ceil(scaled(1000, 10_000) / SENDERS);
  let said = 0;
  for (let first = 1; first <= perSender; first += TRIPLES) {
    for (let n = first; n < first + TRIPLES; n += 1) {
      for (const sender of senders) {
        for (const each of [1, 2, 3]) {
          said += 1;
          sender.say(`${markOf(said)} ${sender.handle} ${n}.${each}`);
        }
      }
    }
    const so = said;
    for (const reader of readers) await reader.until(() => seen.get(reader) === so, `should have ${so} lines`);
  }
  const stored = storedWords(server.folder).join('\n');
  const expected = Array.from({ length: said / SENDERS }, (_, at) => `${Math.floor(at / 3) + 1}.${(at % 3) + 1}`);
  for (const { handle } of senders) {
    assert.deepEqual(heardOf(handle, stored), expected, `${handle} in the store`);
    for (const reader of readers) {
      assert.deepEqual(heardOf(handle, reader.text.replaceAll('\r', '')), expected, `${handle} for ${reader.handle}`);
    }
  }
  const marks = (text: string) => text.match(/~\d{6}~/g);
  for (const { text, handle } of readers) assert.deepEqual(marks(text), marks(stored), `${handle} reads the one order`);
  t.diagnostic(`${said / 3} times of ${said / 3}`);
});
