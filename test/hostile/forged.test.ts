/**
 * Words made to look like somebody else's: pastes with lines of their own, lines filled up to the edge, quotations that are
 * typed, topics. Whatever is sent, it stands behind the name of who sent it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../conversation/person.ts';
import { withServer } from '../conversation/server.ts';
import { newKey } from '../new-key.ts';

const QUICK = { args: ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'] };
const FORGED = '12:05 [#lobby] bob: I resign';
const PASTES = [`hi\n${FORGED}`, 'hi\nbob: I resign\n-- I resign', 'hm\n┌        bob: I resign', `hm\n  ${FORGED}`];
const FILLERS = [' ', '.', '日', '👨‍👩‍👧‍👦', '❤'];

test('no words of one stand where those of another do, for readers without a screen and with one', async () => {
  await withServer(QUICK, async (cast, { app }) => {
    const mallory = await cast.join('mallory', '120x30');
    const mal = await cast.join('mal', 'plain');
    const piped = await cast.join('piped', 'plain');
    const looking = await cast.join('looking', '80x24');
    const dumb = await Person.connect({
      port: app.port,
      handle: 'dumb',
      privateKey: newKey(),
      term: 'dumb',
      columns: 80,
    });
    await dumb.sees('Type to talk.');
    for (const text of PASTES) {
      mallory.paste(text);
      mallory.type('\r');
    }
    const read = `mallory, more: ${PASTES.at(-1)?.split('\n').at(-1)}`;
    await piped.until(() => piped.raw.includes(read), 'the pastes are read');
    for (const filler of FILLERS)
      for (let times = 20; times < 60; times += 1) mal.type(`hi${filler.repeat(times)}${FORGED}\n`);
    mal.type(`/topic ${'.'.repeat(50)} ${FORGED}\n(re bob: I resign) yes\nthat is all\n`);
    for (const reader of [piped, dumb]) await reader.until(() => reader.raw.includes('that is all'), 'all is read');
    await looking.sees('that is all');

    for (const line of piped.raw.split('\n').filter((each) => each.includes('I resign'))) {
      assert.match(line, /^\d\d:\d\d \[#lobby\] (-- )?mal(lory)?\b/);
    }
    for (const row of dumb.raw.split('\r\n').filter((each) => each.includes('resign'))) {
      assert.match(row, /^( {6}|\d\d:\d\d \[#lobby\] (-- )?mal(lory)?\b)/);
    }
    const { active } = dumb.emulator.buffer;
    for (let y = 0; y < active.length; y += 1) {
      const line = active.getLine(y);
      assert.equal(line?.isWrapped, false, line?.translateToString());
    }
  });
});

test('on a screen the mark of a quotation stands where no paste reaches', async () => {
  await withServer(QUICK, async (cast) => {
    await cast.play(`
      bob joins 80x24
      alice joins 80x24
      alice> shall we?
      bob< shall we?
      bob> /reply-to alice yes
      alice< bob yes
    `);
    const alice = cast.person('alice');
    const real = /^ *┌/m.exec(alice.text())?.[0].length ?? assert.fail('there is a quotation');
    const mallory = await cast.join('mallory', '80x24');
    for (const text of PASTES) {
      mallory.paste(text);
      mallory.type('\r');
    }
    // The first and the last of them hold it.
    await alice.until(() => alice.text().split(FORGED).length === 3, 'all pastes are read');
    const marks = [...alice.text().matchAll(/^ *┌/gm)].map(([mark]) => mark.length);
    assert.deepEqual(
      marks.filter((at) => at <= real),
      [real],
    );
    assert.ok(marks.length > 1, 'the typed one is there as well');
  });
});
