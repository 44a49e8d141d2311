import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkHandle, isReserved, isWellFormed, quotable, skeleton, sshCommand } from '../../src/chat/handle.ts';

test('look-alikes have one skeleton', () => {
  const families = [
    ['alice', 'Alice', 'AL1CE', 'aIice', 'a-l.i_c.e', 'alIce'],
    ['bob', 'b0b', 'B_O_B'],
    ['marvin', 'rnarvin', 'Rn-arvin', 'r-narvin', 'marv1n'],
    ['will', 'vvill', 'VV1II', 'v.vill'],
  ];
  const skeletons = families.map((family) => new Set(family.map(skeleton)));
  assert.deepEqual(
    skeletons.map(({ size }) => size),
    [1, 1, 1, 1],
  );
  assert.equal(new Set(skeletons.map(([only]) => only)).size, 4);
  assert.notEqual(skeleton('alice'), skeleton('alicia'));
});

test('the skeleton of a well-formed handle is not empty and is its own skeleton', () => {
  const handles = fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{1,19}$/);
  fc.assert(
    fc.property(handles, (handle) => {
      assert.ok(isWellFormed(handle));
      assert.notEqual(skeleton(handle), '');
      assert.equal(skeleton(skeleton(handle)), skeleton(handle));
    }),
    { numRuns: 500 },
  );
});

test('a handle has 2 to 20 ASCII letters, digits or -_. and begins with a letter', () => {
  for (const good of ['al', 'a1', 'Mary-Ann', 'j.r_r', 'x'.repeat(20)])
    assert.equal(checkHandle(good, 2222).ok, true, good);
  const bad = [
    '',
    'a',
    'x'.repeat(21),
    '4you',
    '42',
    '-al',
    '.al',
    'a b',
    'älice',
    'al\n',
    'al\u0000',
    'a/b',
    'аlice',
    'a@b',
  ];
  for (const handle of bad) {
    const refusal = checkHandle(handle, 2222);
    assert.equal(refusal.ok, false, handle);
    assert.equal(refusal.code, 'ill-formed');
    assert.match(refusal.sentence, / cannot be a handle here\. Try: ssh -p 2222 yourname@host \(2 to 20 letters/);
  }
});

test("names that would speak for the server are nobody's, in any disguise", () => {
  for (const name of ['root', 'SysOp', 'adm1n', 'a.l.l', 'y0u', 'ON', 'off', 'he-re', 'systern', 'yourname']) {
    assert.equal(isReserved(name), true, name);
  }
  const refusal = checkHandle('root', 2222);
  assert.ok(!refusal.ok);
  assert.equal(refusal.code, 'reserved');
  assert.equal(refusal.sentence, "'root' cannot be a handle here. Try: ssh -p 2222 yourname@host");
});

test('the ssh command leaves port 22 unsaid', () => {
  assert.equal(sshCommand('alice', 2222), 'ssh -p 2222 alice@host');
  assert.equal(sshCommand('alice', 22), 'ssh alice@host');
});

test('what a stranger typed as a handle is quoted without a byte that moves a cursor, and short', () => {
  assert.equal(quotable('a\u001b[2J\u0007\u202eb'), 'a?[2J??b');
  assert.equal(quotable('x'.repeat(5000)).length, 32);
});
