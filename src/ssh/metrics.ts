/** What the door turns away, by rule, for whoever counts it; given by the app. */
import { ACCESS_RULES, type AccessRule } from './access.ts';
import { GUARD_RULES, type GuardRule } from './guard-rules.ts';
import { LINK_RULES, type LinkRule } from './link-watch.ts';

/** A first line that is none or late; a proxy that does not say for whom it connects. */
const RECEPTION_RULES = ['ident', 'proxy'] as const;
/**
 * Rules of a connection as a whole: a key exchange that comes to nothing, time to sign in, attempts, passwords that were not
 * compared (too many of its handle, or too many at once), sessions at once, connections of its account.
 */
const CONNECTION_RULES = ['exchange', 'grace', 'attempts', 'guesses', 'channels', 'links'] as const;

export type DoorRule =
  | AccessRule
  | GuardRule
  | LinkRule
  | (typeof RECEPTION_RULES)[number]
  | (typeof CONNECTION_RULES)[number];

/** Every rule, so that each counter begins at 0. */
export const DOOR_RULES: readonly DoorRule[] = [
  ...ACCESS_RULES,
  ...RECEPTION_RULES,
  ...GUARD_RULES,
  ...LINK_RULES,
  ...CONNECTION_RULES,
];

export interface DoorMetrics {
  /** Something was refused, or somebody reset, for breaking this rule. */
  refused(rule: DoorRule): void;
}
