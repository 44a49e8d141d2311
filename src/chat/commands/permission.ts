/** "May this person do that?": the one gate, asked by dispatch, help and completion alike. */
import type { Command } from '../command.ts';
import type { Role } from '../ports/accounts.ts';

const RANK: Readonly<Record<Role, number>> = { user: 0, sysop: 1 };

/** Each role may do what those before it may. */
export function mayRun(role: Role, command: Command): boolean {
  return RANK[role] >= RANK[command.role ?? 'user'];
}
