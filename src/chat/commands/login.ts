/** One's own way in: password, keys, and the codes that let people in. Secrets are asked for on a masked line. */
import type { Command, CommandContext } from '../command.ts';
import { firstWord } from './words.ts';

const CANCELLED = 'Cancelled; nothing was changed.';

async function password(context: CommandContext): Promise<void> {
  const { accounts, chat, credentials, me, reply, session } = context;
  const hadOne = (await accounts.get(me.id))?.hasPassword === true;
  if (hadOne) {
    const current = await session.askSecret('Current password:');
    if (current === undefined) return reply.line(CANCELLED);
    const same = await credentials.verifyPassword(me.id, current);
    if (!same.ok) return reply.refuse(same);
    if (!same.value)
      return reply.refuse('That is not your current password; nothing was changed. /password tries again.');
  }
  const fresh = await session.askSecret('New password:');
  if (fresh === undefined) return reply.line(CANCELLED);
  const again = await session.askSecret('New password again:');
  if (again === undefined) return reply.line(CANCELLED);
  if (again !== fresh) return reply.refuse('The two were not the same; nothing was changed. /password tries again.');
  const set = await credentials.setPassword(me.id, fresh);
  if (!set.ok) return reply.refuse(set);
  if (!hadOne) {
    await chat.refresh(me.id); // the name is theirs from now on
    return reply.line('Your password is set; it signs you in where you have no key.');
  }
  reply.line(`Your password is changed.${ended(session.signOut(undefined))}`);
}

/** Of sessions whose way in is closed. */
function ended(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? ' The other session that came in with it is ended.'
    : ` ${count} sessions that came in with it are ended.`;
}

async function listKeys({ accounts, me, reply, formatTime }: CommandContext): Promise<void> {
  const keys = await accounts.keys(me.id);
  if (keys.length === 0) return reply.line('You have no keys; /help key says how to add one.');
  const rows = keys.map((key, index) => {
    return [`${index + 1}`, key.type, key.fingerprint, formatTime(key.addedAt), key.comment];
  });
  reply.page('Your keys', rows);
}

async function addKey({ credentials, me, reply }: CommandContext, text: string): Promise<void> {
  if (text === '') {
    return reply.refuse(
      'Which key? /key add and the line in ~/.ssh/id_ed25519.pub, or /key add last for the one just offered.',
    );
  }
  const added = await credentials.addKey(me.id, text);
  if (added.ok) reply.line(`The key ${added.value.fingerprint} signs you in from now on.`);
  else reply.refuse(added);
}

async function removeKey({ credentials, me, reply, session }: CommandContext, which: string): Promise<void> {
  if (which === '')
    return reply.refuse('Which key? /key remove and its number in /key list, its fingerprint or its comment.');
  const removed = await credentials.removeKey(me.id, which);
  if (!removed.ok) return reply.refuse(removed);
  const { fingerprint } = removed.value;
  reply.line(`The key ${fingerprint} no longer signs you in.${ended(session.signOut(fingerprint))}`);
}

const KEY_VERBS: ReadonlyMap<string, (context: CommandContext, text: string) => Promise<void>> = new Map([
  ['list', listKeys],
  ['add', addKey],
  ['remove', removeKey],
]);

async function key(context: CommandContext, rest: string): Promise<void> {
  const { word, text } = firstWord(rest);
  const verb = KEY_VERBS.get(word.toLowerCase());
  if (verb === undefined) return context.reply.refuse('Usage: /key list|add|remove [which]. /help key tells more.');
  await verb(context, text.trim());
}

async function claim({ chat, credentials, me, reply, session }: CommandContext, rest: string): Promise<void> {
  const code = rest.trim() === '' ? await session.askSecret('Claim code:') : rest;
  if (code === undefined) return reply.line(CANCELLED);
  const claimed = await credentials.claim(me.id, code.trim());
  if (!claimed.ok) return reply.refuse(claimed);
  await chat.refresh(me.id);
  reply.line('You are a sysop now. /help shows what sysops can do.');
}

async function inviteCode({ credentials, me, reply }: CommandContext): Promise<void> {
  const made = await credentials.invite(me.id);
  if (!made.ok) return reply.refuse(made);
  reply.line(`Invite code: ${made.value.code}`);
  reply.line('It is for one person, once, and is not shown again. They are asked for it when they first sign in.');
}

export const login: readonly Command[] = [
  {
    name: 'password',
    aliases: ['passwd'],
    args: '',
    required: 0,
    summary: 'set or change your password',
    details: [
      'It is asked for on a line of its own that shows no letters. A change ends your other sessions that came in by password.',
    ],
    group: 'you',
    isFree: true,
    // Nothing belongs after it, but what people type there is a password.
    secret: true,
    run: password,
  },
  {
    name: 'key',
    args: 'list|add|remove [which]',
    required: 1,
    summary: 'the keys that sign you in',
    details: [
      '/key add ssh-ed25519 AAAA… adds the line in ~/.ssh/id_ed25519.pub (the .pub one; the other stays with you).',
      '/key add last adds the key your ssh offered when you signed in now.',
      '/key remove takes its number in /key list, its fingerprint or its comment, and ends the sessions that came in with it.',
    ],
    group: 'you',
    complete: [['list', 'add', 'remove'], ['last'], undefined],
    run: key,
  },
  {
    name: 'claim',
    args: '[code]',
    required: 0,
    summary: 'become sysop with the code printed at start',
    group: 'you',
    isFree: true,
    secret: true,
    run: claim,
  },
  {
    name: 'invite-code',
    aliases: ['invitecode'],
    args: '',
    required: 0,
    summary: 'make a code that lets one person register',
    group: 'sysop',
    role: 'sysop',
    run: inviteCode,
  },
];
