/** Addresses as the limits see them. An IPv6 customer is a /64, and often holds a /48 of them. */
import ipaddr from 'ipaddr.js';

/** As people write it: IPv4 as such, also when it came through an IPv6 socket (`::ffff:192.0.2.1`). */
export function plainAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** Who is counted together, and how many shares of a limit they have. */
export interface Source {
  readonly name: string;
  readonly shares: number;
}

/** The widest of an address’s sources: of many networks that one customer has, each would have few. */
export function widestOf(sources: readonly [Source, ...Source[]]): string {
  return (sources.at(-1) ?? sources[0]).name;
}

/** RFC 6052: behind a translator (NAT64) everybody from IPv4 would be one /64. */
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * The sources that an address belongs to, the narrowest first: IPv4 itself, also behind a translator; IPv6 its /64, and its /48
 * with eight shares.
 */
export function sourcesOf(address: string): readonly [Source, ...Source[]] {
  if (!ipaddr.isValid(address)) return [{ name: address, shares: 1 }];
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return [{ name: parsed.toString(), shares: 1 }];
  if (parsed.match(TRANSLATED)) return [{ name: parsed.toByteArray().slice(-4).join('.'), shares: 1 }];
  const prefix = (groups: number) =>
    `${parsed.parts
      .slice(0, groups)
      .map((part) => part.toString(16))
      .join(':')}::/${groups * 16}`;
  return [
    { name: prefix(4), shares: 1 },
    { name: prefix(3), shares: 8 },
  ];
}

/** Some address blocks. */
export class AddressBlocks {
  readonly #blocks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** @param cidrs well-formed, like `192.0.2.0/24` */
  constructor(cidrs: readonly string[]) {
    this.#blocks = cidrs.map((cidr) => plainBlock(ipaddr.parseCIDR(cidr)));
  }

  has(address: string): boolean {
    if (this.#blocks.length === 0 || !ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.#blocks.some(([block, bits]) => block.kind() === parsed.kind() && parsed.match(block, bits));
  }
}

/** IPv4 as such, as the addresses that are compared with it: `::ffff:192.0.2.0/120` is `192.0.2.0/24`. */
function plainBlock([block, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const isMapped = block instanceof ipaddr.IPv6 && block.isIPv4MappedAddress() && bits >= 96;
  return isMapped ? [block.toIPv4Address(), bits - 96] : [block, bits];
}
