/** What the door turns away, by rule, for whoever counts it; given by the app. */
import { GUARD_RULES, type GuardRule } from './guard-rules.ts';

/** Rules of a connection as a whole: time to sign in, attempts, sessions at once. */
const CONNECTION_RULES = ['grace', 'attempts', 'channels'] as const;

export type DoorRule = GuardRule | (typeof CONNECTION_RULES)[number];

/** Every rule, so that each counter begins at 0. */
export const DOOR_RULES: readonly DoorRule[] = [...GUARD_RULES, ...CONNECTION_RULES];

export interface DoorMetrics {
  /** Something was refused, or somebody reset, for breaking this rule. */
  refused(rule: DoorRule): void;
}
