/** Who may come as far as a key exchange: all of it without sockets, and with a clock that is a number. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Access, type AccessOptions, type Entry } from '../../src/ssh/access.ts';
import { plainAddress, sourcesOf } from '../../src/ssh/address.ts';
import { AddressLimits } from '../../src/ssh/address-limits.ts';
import { Penalties } from '../../src/ssh/penalties.ts';

const OPTIONS: AccessOptions = {
  perAddress: 3,
  burst: 5,
  perSecond: 1,
  waiting: 1000,
  handshakes: { burst: 10, perSecond: 1 },
  newcomers: { burst: 2, perHour: 60 },
  protocol: { packetsPerSecond: 10, bytesPerSecond: 1000 },
  penalty: 600_000,
  exempt: [],
};

/** One address. */
const A = { name: 'a', shares: 1 };

function isEntry(entry: unknown): entry is Entry {
  return typeof entry === 'object';
}

function arriving(options: Partial<AccessOptions> = {}) {
  const access = new Access({ ...OPTIONS, ...options }, 0);
  /** Who had to make room, in order. */
  const evicted: string[] = [];
  const arrive = (address: string, now = 0) => access.arrive(address, now, () => void evicted.push(address));
  /** Arrives and is gone at once. */
  const pass = (address: string, now: number) => {
    const entry = arrive(address, now);
    if (isEntry(entry)) access.settled(entry);
    return isEntry(entry);
  };
  return { access, arrive, evicted, pass };
}

test('an address may have so many connections waiting, and room is made when one settles', () => {
  const { access, arrive } = arriving();
  const entries = [1, 2, 3].map(() => arrive('192.0.2.1'));
  assert.ok(entries.every(isEntry));
  assert.equal(arrive('192.0.2.1'), 'address');
  assert.ok(isEntry(arrive('192.0.2.2')), 'others are not concerned');
  access.settled(entries[0] as Entry);
  assert.ok(isEntry(arrive('192.0.2.1')));
});

test('new connections come in a burst and then by the second', () => {
  const { pass } = arriving();
  const at = (now: number) => pass('192.0.2.1', now);
  assert.deepEqual([0, 0, 0, 0, 0, 0].map(at), [true, true, true, true, true, false]);
  assert.equal(at(900), false);
  assert.equal(at(1000), true);
  assert.equal(at(1001), false);
  assert.deepEqual(
    Array.from({ length: 6 }, () => at(100_000)),
    [true, true, true, true, true, false],
  );
});

test('a /64 is one address, a mapped IPv4 address is that address, and neighbours are others', () => {
  const { arrive } = arriving({ perAddress: 1 });
  assert.ok(isEntry(arrive('2001:db8::1')));
  assert.equal(arrive('2001:db8::ffff:1'), 'address');
  assert.ok(isEntry(arrive('2001:db8:0:1::1')));
  assert.ok(isEntry(arrive('::ffff:192.0.2.1')));
  assert.equal(arrive('192.0.2.1'), 'address');
  assert.equal(plainAddress('::ffff:192.0.2.1'), '192.0.2.1');
  assert.deepEqual(sourcesOf('::ffff:192.0.2.1'), sourcesOf('192.0.2.1'));
});

test('a /48 is eight addresses, however many /64 it has', () => {
  const { arrive } = arriving({ perAddress: 1 });
  for (let i = 0; i < 8; i += 1) assert.ok(isEntry(arrive(`2001:db8:0:${i}::1`)));
  assert.equal(arrive('2001:db8:0:8::1'), 'address');
  assert.ok(isEntry(arrive('2001:db8:1::1')), 'the next one has its own');
});

test('exempt blocks have no limits and no penalties', () => {
  const { access, arrive } = arriving({
    perAddress: 1,
    exempt: ['127.0.0.0/8', '::1/128', '::ffff:192.0.2.0/120'],
    handshakes: { burst: 1, perSecond: 1 },
  });
  for (const address of ['127.0.0.1', '::ffff:127.9.9.9', '::1', '192.0.2.9', '::ffff:192.0.2.9']) {
    for (let i = 0; i < 5; i += 1) {
      const entry = arrive(address);
      assert.ok(isEntry(entry), address);
      assert.equal(access.handshake(entry, 500, 0), undefined);
      assert.equal(access.penalise(entry, 'violation', 0), undefined);
    }
  }
  assert.ok(isEntry(arrive('192.0.3.9')));
  assert.equal(arrive('192.0.3.9'), 'address');
  assert.ok(isEntry(arrive('::2')));
  assert.equal(arrive('::2'), 'address');
});

test('new accounts of one address come in a burst and then by the minute, whoever waits', () => {
  const { access, arrive } = arriving({ perAddress: 100, burst: 100, exempt: ['198.51.100.0/24'] });
  const newcomer = (address: string, now: number) => access.newcomer(arrive(address, now) as Entry, now);
  assert.deepEqual(
    [0, 0, 0, 59_000, 60_000, 60_001].map((now, host) => newcomer(`2001:db8::${host + 1}`, now)),
    [undefined, undefined, 'newcomers', 'newcomers', undefined, 'newcomers'],
  );
  assert.equal(newcomer('192.0.2.2', 0), undefined, 'others are not concerned');
  for (let i = 0; i < 10; i += 1) assert.equal(newcomer('198.51.100.1', 0), undefined);
});

test('the connections of an address send together what two of them may, a second’s worth at once', () => {
  const { access, arrive } = arriving({ exempt: ['198.51.100.0/24'] });
  const entries = ['2001:db8::1', '2001:db8::2', '192.0.2.1'].map((address) => arrive(address) as Entry);
  const [one, other, elsewhere] = entries as [Entry, Entry, Entry];
  for (let i = 0; i < 10; i += 1) assert.ok(access.packet(one, 0) && access.packet(other, 0));
  assert.deepEqual([access.packet(one, 0), access.packet(other, 0), access.packet(elsewhere, 0)], [false, false, true]);
  for (let i = 0; i < 20; i += 1) assert.ok(access.packet(other, 1000));
  assert.equal(access.packet(one, 1000), false);
  for (let i = 0; i < 50; i += 1) assert.ok(access.packet(arrive('198.51.100.1') as Entry, 0));
});

test('no more wait from everywhere than there is room for: the address with most of them makes it, the oldest first', () => {
  const { access, arrive, evicted } = arriving({ waiting: 4 });
  const few = arrive('192.0.2.1') as Entry;
  const many = [1, 2, 3].map(() => arrive('192.0.2.2') as Entry);
  assert.equal(arrive('192.0.2.2'), 'address');
  assert.deepEqual(evicted, []);
  assert.ok(isEntry(arrive('192.0.2.3')));
  assert.deepEqual(evicted, ['192.0.2.2']);
  access.settled(many[0] as Entry);
  assert.equal(arrive('192.0.2.2'), 'crowd', 'nobody has more than they have');
  assert.ok(isEntry(arrive('192.0.2.4')));
  assert.deepEqual(evicted, ['192.0.2.2', '192.0.2.2']);
  access.settled(few);
  assert.ok(isEntry(arrive('192.0.2.2')), 'there is room');
  assert.equal(evicted.length, 2);
});

test('who is being asked something makes no room, unless all of the crowd are', () => {
  const { access, arrive, evicted } = arriving({ waiting: 3 });
  const [first, second] = [arrive('192.0.2.1') as Entry, arrive('192.0.2.1') as Entry];
  const alone = arrive('192.0.2.2') as Entry;
  for (const entry of [first, alone]) access.asking(entry, true);
  second.evict = () => void evicted.push('the second');
  arrive('192.0.2.3');
  assert.deepEqual(evicted, ['the second']);
  arrive('192.0.2.4');
  assert.deepEqual(evicted, ['the second', '192.0.2.3'], 'of two that have one each, who is asked nothing');
  const fourth = arrive('192.0.2.1');
  assert.equal(fourth, 'crowd');
  access.asking(first, false);
  access.asking(first, true);
  access.settled(alone);
  access.asking(arrive('192.0.2.1') as Entry, true);
  arrive('192.0.2.5');
  assert.equal(evicted.length, 3);
});

test('nobody who answers alone makes room, and a /48 is one crowd', () => {
  const { access, arrive, evicted } = arriving({ waiting: 2 });
  for (const host of [1, 2]) access.asking(arrive(`192.0.2.${host}`) as Entry, true);
  assert.equal(arrive('192.0.2.3'), 'crowd');
  const six = arriving({ waiting: 3 });
  for (const address of ['2001:db8::1', '192.0.2.1', '2001:db8:0:1::1']) six.arrive(address);
  assert.ok(isEntry(six.arrive('192.0.2.2')));
  assert.deepEqual([evicted, six.evicted], [[], ['2001:db8::1']]);
});

test('a refused crowd leaves nothing counted, and to settle twice counts once', () => {
  const { access, arrive } = arriving({ waiting: 1, perAddress: 1 });
  const first = arrive('192.0.2.1') as Entry;
  access.asking(first, true);
  assert.equal(arrive('192.0.2.2'), 'crowd');
  access.settled(first);
  access.settled(first);
  assert.ok(isEntry(arrive('192.0.2.2')));
  assert.equal(arrive('192.0.2.2'), 'address');
});

test('key exchanges of all together come in a burst and then by the second', () => {
  const { access, arrive } = arriving();
  const exchange = (i: number, now: number, late = 0) => access.handshake(arrive(`192.0.2.${i}`) as Entry, late, now);
  for (let i = 0; i < 10; i += 1) assert.equal(exchange(i, 0), undefined);
  assert.equal(exchange(10, 0), 'handshakes');
  assert.equal(exchange(11, 1000), undefined);
});

test('while the loop is late a crowd is refused, and one person is not', () => {
  const { access, arrive } = arriving();
  const exchange = (i: number, late: number) => access.handshake(arrive(`192.0.2.${i}`) as Entry, late, 0);
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map((i) => exchange(i, 101)),
    Array(6).fill(undefined),
  );
  assert.equal(exchange(7, 101), 'late');
  assert.equal(exchange(8, 99), undefined);
});

test('IPv4 behind a translator is counted as the address that it was', () => {
  assert.deepEqual(sourcesOf('64:ff9b::192.0.2.1'), sourcesOf('192.0.2.1'));
  assert.deepEqual(sourcesOf('64:ff9b::c633:6401'), sourcesOf('198.51.100.1'));
  assert.equal(sourcesOf('64:ff9b:1::c000:201').length, 2, 'anybody’s own translator is a network like others');
  assert.equal(sourcesOf('64:ff9b::1:c000:201').length, 2);
});

test('whoever comes when those at rest are forgotten is counted all the same', () => {
  const limits = new AddressLimits({ ...OPTIONS, perAddress: 1 });
  for (let i = 0; i < 4095; i += 1) {
    const sources = sourcesOf(`10.0.${i >> 8}.${i & 255}`);
    assert.equal(limits.admit(sources, 0), undefined);
    limits.settled(sources);
  }
  const sources = sourcesOf('2001:db8::1');
  assert.equal(limits.admit(sources, 100_000), undefined);
  assert.ok(limits.size < 10, 'there was a sweep');
  assert.equal(limits.admit(sources, 100_000), 'waiting');
  limits.settled(sources);
  assert.equal(limits.admit(sources, 100_000), undefined, 'one, not one less than none');
  assert.equal(limits.admit(sources, 100_000), 'waiting');
});

test('sources at rest are forgotten', () => {
  const limits = new AddressLimits(OPTIONS);
  let most = 0;
  for (let round = 0; round < 10; round += 1) {
    for (let i = 0; i < 5000; i += 1) {
      const sources = sourcesOf(`10.${round}.${i >> 8}.${i & 255}`);
      if (limits.admit(sources, round * 100_000) === undefined) limits.settled(sources);
      most = Math.max(most, limits.size);
    }
  }
  assert.ok(most < 20_000, `${most} of 50000`);
});

test('however many addresses come at once, 65,536 are remembered, and whoever waits is among them', () => {
  const limits = new AddressLimits({ ...OPTIONS, perAddress: 1 });
  const waiting = sourcesOf('192.0.2.1');
  assert.equal(limits.admit(waiting, 0), undefined);
  for (let i = 0; i < 200_000; i += 1) {
    const sources = sourcesOf(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    if (limits.admit(sources, 1) === undefined) limits.settled(sources);
  }
  assert.ok(limits.size <= 65_536, `${limits.size}`);
  assert.equal(limits.admit(waiting, 1), 'waiting');
});

test('offences add up, count from fifteen seconds on, and run off', () => {
  const penalties = new Penalties(600_000);
  assert.equal(penalties.add(A, 'failed', 0), undefined);
  assert.equal(penalties.add(A, 'failed', 0), undefined);
  assert.equal(penalties.isRefused('a', 0), false);
  assert.equal(penalties.add(A, 'failed', 0), 15);
  assert.equal(penalties.isRefused('a', 14_999), true);
  assert.equal(penalties.isRefused('b', 0), false);
  assert.equal(penalties.isRefused('a', 15_000), false);
  assert.equal(penalties.size, 0);
  assert.equal(penalties.add(A, 'violation', 20_000), 90);
  assert.equal(penalties.add(A, 'grace', 21_000), undefined, 'said once');
  assert.equal(penalties.isRefused('a', 119_000), true, 'and longer by ten seconds');
});

test('nobody is kept out longer than the longest, or at all when that is 0', () => {
  const penalties = new Penalties(600_000);
  for (let i = 0; i < 100; i += 1) penalties.add(A, 'violation', 0);
  assert.equal(penalties.isRefused('a', 599_999), true);
  assert.equal(penalties.isRefused('a', 600_000), false);
  const none = new Penalties(0);
  none.add(A, 'violation', 0);
  assert.equal(none.isRefused('a', 0), false);
  assert.equal(new Penalties(5000).add(A, 'violation', 0), 5, 'a longest below fifteen seconds is what counts');
});

test('65,536 addresses are remembered and not one more', () => {
  const penalties = new Penalties(600_000);
  for (let i = 0; i < 80_000; i += 1) penalties.add({ name: `s${i}`, shares: 1 }, 'violation', i / 1000);
  assert.ok(penalties.size <= 65_536);
  assert.equal(penalties.isRefused('s79999', 80), true);
});

test('whoever has a /48 is kept out with all of it once eight times as much has come together', () => {
  const { access, arrive } = arriving({ perAddress: 100, burst: 100 });
  const offend = (network: number, now = 0) =>
    access.penalise(arrive(`2001:db8:0:${network}::1`, now) as Entry, 'violation', now);
  assert.equal(offend(0), 90);
  assert.equal(arrive('2001:db8::2'), 'penalty', 'their /64');
  assert.ok(isEntry(arrive('2001:db8:0:7::1')), 'and no other yet');
  assert.equal(offend(1), 90);
  assert.equal(arrive('2001:db8:0:7::1'), 'penalty');
  assert.ok(isEntry(arrive('2001:db8:1::1')), 'the next /48 is not concerned');
  assert.ok(isEntry(arrive('2001:db8:0:7::1', 22_500)), '90 s are a quarter of 90 s to two of eight');
});

test('those who are in begin so many key exchanges from one address, and so many in all', () => {
  const { access, arrive } = arriving({ perAddress: 100, burst: 100, exempt: ['198.51.100.0/24'] });
  const begun = (address: string, count: number, now = 0) => {
    const entry = arrive(address, now) as Entry;
    return Array.from({ length: count }, () => access.rekey(entry, now)).filter(Boolean).length;
  };
  assert.equal(begun('192.0.2.1', 20), 12);
  assert.equal(begun('192.0.2.1', 20, 5000), 1, 'twelve a minute after that');
  assert.equal(begun('198.51.100.1', 200, 5000), 200, 'exempt');
  const many = Array.from({ length: 10 }, (_, host) => begun(`203.0.113.${host}`, 12, 9000));
  assert.equal(
    many.reduce((sum, count) => sum + count),
    40,
  );
  assert.equal(begun('203.0.113.200', 12, 10_000), 10, 'ten a second after that');
});
