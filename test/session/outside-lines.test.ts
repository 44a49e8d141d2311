import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directConversation } from '../../src/chat/message.ts';
import { renewAllOutside, renewOutside } from '../../src/session/outside-lines.ts';
import type { Transcript } from '../../src/session/transcript.ts';
import { Window } from '../../src/session/window.ts';
import { message, who } from '../tui/said.ts';

/** So many direct windows, in each of which lines of all others stand; how often a line was looked for. */
function house(count: number, lines: number) {
  let looked = 0;
  const said = (peer: number, seq: number, revision = 0) => ({
    ...message({ kind: 'direct', from: who('bob'), to: who('alice'), text: `line ${seq}` } as const, 0),
    conversation: directConversation(1, peer),
    seq,
    ...(revision === 0 ? {} : { revision }),
  });
  const windows = Array.from({ length: count }, (_, at) => {
    const peer = at + 2;
    const transcript = {
      conversation: directConversation(1, peer),
      lastSeq: lines,
      at: (seq: number) => {
        looked += 1;
        return said(peer, seq, 1);
      },
    } as unknown as Transcript;
    return new Window(`peer ${peer}`, transcript, undefined, 0);
  });
  for (const window of windows) {
    for (let n = 0; n < lines; n += 1) {
      window.addNotice({ kind: 'outside', message: said((n % count) + 2, n + 1), me: 1 });
    }
  }
  return { windows, looked: () => looked, said };
}

const revisions = ({ notices }: Window) =>
  notices.map(({ notice }) => (notice.kind === 'outside' ? notice.message.revision : undefined));

test('each line from elsewhere is looked for once, however many windows and changed messages there are', () => {
  for (const count of [10, 100]) {
    const { windows, looked } = house(count, 200);
    renewAllOutside(windows);
    assert.equal(looked(), count * 200);
    assert.ok(windows.every((window) => revisions(window).every((revision) => revision === 1)));
  }
});

test('one message that changed is renewed wherever it stands, and no other', () => {
  const { windows, said } = house(3, 6);
  renewOutside(windows, said(3, 2, 5));
  for (const window of windows) assert.deepEqual(revisions(window), [undefined, 5, ...Array(4).fill(undefined)]);
});
