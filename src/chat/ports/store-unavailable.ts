/**
 * What any port to a store rejects with when it cannot read or write now (disk full, read-only, failing, engine away, closed).
 * Nothing of the request was kept or shown; asking again later may work. The message says why, for the sysop.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
