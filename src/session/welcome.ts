/** Someone's first lines: who they are here, the message of the day, who is here, and what to do. */
import type { Session } from './session.ts';

/** How many handles the welcome names. */
const NAMED = 12;

/** `12 new lines in 3 windows.`; empty for nothing. To be asked before a window is looked at. */
export function newsOf({ windows }: Session): string {
  const waiting = windows.all.filter(({ unread }) => unread > 0);
  const lines = waiting.reduce((sum, { unread }) => sum + unread, 0);
  if (lines === 0) return '';
  const where = waiting.length === 1 ? `in ${waiting[0]?.title}` : `in ${waiting.length} windows`;
  return `${lines} new ${lines === 1 ? 'line' : 'lines'} ${where}.`;
}

/** The lines for an arrival; a person who is back within the resume window reads one. `news` as {@link newsOf} gave it. */
export function welcome(session: Session, arrival: 'new' | 'again' | 'resumed', news: string): readonly string[] {
  const { who, deps } = session;
  if (arrival === 'resumed') return [`Welcome back; nobody saw you go. ${news || 'Nothing new was said.'}`];
  const lines = [...newcomer(session, news)];
  if (who.strangeKey !== undefined) {
    lines.push(`The key ${who.strangeKey.fingerprint} you showed is not yours yet: /key add last lets it sign you in.`);
  }
  if (deps.motd !== '') lines.push(...deps.motd.split('\n'));
  lines.push(peopleLine(session));
  lines.push(`Times are in ${session.zone}. Type to talk. /help for commands.`);
  return lines;
}

function newcomer(session: Session, news: string): readonly string[] {
  const { who } = session;
  const name = session.handle;
  if (!who.isNew) return [`Welcome back to Partyline, ${name}. ${news}`.trimEnd()];
  if (who.keyFingerprint === undefined) return [`You are new here as ${name}; your password lets you in again.`];
  return [
    `You are new here as ${name}, with the key ${who.keyFingerprint}.`,
    'The name becomes yours with your first words; wrong name? /quit and come back.',
  ];
}

function peopleLine(session: Session): string {
  const { chat } = session.deps;
  const named = chat.getFirstParticipants(NAMED + 1).filter(({ id }) => id !== session.userId);
  if (named.length === 0) return 'Nobody else is here yet.';
  const names = named.slice(0, NAMED).map(({ handle }) => handle);
  const more = chat.getParticipantCount() - 1 - names.length;
  return `Here: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
