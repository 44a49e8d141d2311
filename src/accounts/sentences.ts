/** What the door says, in one place. Handles are shown as they were typed, made printable. */
import { quotable, sshCommand } from '../chat/handle.ts';
import { PASSWORD_LENGTH } from './hashing.ts';

/** After an invite code. */
export const wrongCode = 'That invite code is not good. A sysop can give you another.';
/** After a new password that was typed in two ways. */
export const mismatch = 'The two were not the same. Once more:';

/** Where too many new accounts were made. */
export const tooManyNew =
  'Too many new names came from your address of late. Please try again in a few minutes, or ask the sysop.';

/** Said while the store cannot be used. */
export const unavailable =
  'The server cannot read or write its data right now. Please try again in a moment; your key or password is not at fault.';

/** To whoever comes to a name that somebody has. */
export function taken(handle: string, port: number): string {
  return `${quotable(handle)} is taken; choose another name: ${sshCommand('othername', port)}`;
}

/** To whoever tries a password where there is none. */
export function keyOnly(handle: string): string {
  return `${quotable(handle)} signs in with a key; from a machine that has it, type /key add or /password`;
}

/** @param left how many tries are left, at least 1 */
export function wrongPassword(left: number): string {
  return `That is not the password; ${left === 1 ? 'one try' : `${left} tries`} left.`;
}

/** @param handle whose password was tried too often of late, by whomever */
export function tooManyGuesses(handle: string): string {
  return `Too many passwords were tried for ${quotable(handle)}. Wait a minute, or sign in with a key.`;
}

/** A prompt, as those below. */
export function askPassword(handle: string): string {
  return `Password for ${quotable(handle)}: `;
}

export function choosePassword(handle: string): string {
  return `${quotable(handle)} is new here. Choose a password: `;
}

export const askInvite = 'Invite code: ';
export const again = 'The same password again: ';

/** Said before a password is chosen. */
export const passwordRule = `A password has ${PASSWORD_LENGTH.least} to ${PASSWORD_LENGTH.most} characters.`;
