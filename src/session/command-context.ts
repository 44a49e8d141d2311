/** What a command handler is given, made of the session it was typed in. */
import type { CommandContext, Reply, SessionControl } from '../chat/command.ts';
import type { Conversation } from '../chat/message.ts';
import { placesOf } from '../chat/pace.ts';
import type { Participant } from '../chat/participant.ts';
import { emojiCalled } from '../tui/emoji.ts';
import { timeOf } from '../tui/rows.ts';
import { THEMES } from '../tui/theme.ts';
import type { Front } from './front.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

/** For a command that leads elsewhere: what was entered after it goes there, too. */
interface Leads {
  /** Shows a conversation. */
  lead(conversation: Conversation): Promise<void>;
  /** The window it is run in is gone. */
  moveOn(): void;
}

/** The context for one command; replies go to the window it is run in. */
export function commandContext(
  session: Session,
  front: Front,
  me: Participant,
  window: Window,
  leads: Leads,
): CommandContext {
  const { deps } = session;
  return {
    me,
    here: window.conversation,
    chat: deps.chat,
    accounts: deps.accounts,
    profiles: deps.profiles,
    credentials: deps.credentials,
    clock: deps.timers,
    reply: replyTo(front, window),
    session: controlOf(session, front, leads),
    pause: () => new Promise((resolve) => deps.timers.after(0, resolve)),
    zone: () => session.zone,
    formatTime: (at) => timeOf(at, deps.timers.now(), session.zone, session.profile.clock),
  };
}

function replyTo(front: Front, window: Window): Reply {
  return {
    line: (text) => front.notice({ kind: 'info', text }, window),
    refuse: (why) => front.notice({ kind: 'error', text: typeof why === 'string' ? why : why.sentence }, window),
    page: (title, lines) => front.page(title, lines),
    list: (choices) => front.list(choices),
  };
}

function controlOf(session: Session, front: Front, leads: Leads): SessionControl {
  return {
    id: session.id,
    show: (conversation) => leads.lead(conversation),
    moveOn: () => leads.moveOn(),
    windows: () =>
      session.windows.all.map((window) => ({
        title: window.title,
        unread: window.unread,
        isCalled: window.activity === 'mention',
        isCurrent: window === session.windows.current,
      })),
    moveWindow: (number) => {
      const { current } = session.windows;
      if (current === undefined) return;
      session.windows.move(current, number);
      session.saved.touch();
      front.changed();
    },
    showWindow: (which) => {
      const found = session.windows.named(which);
      if (found !== undefined) session.navigation.show(found);
      return found !== undefined;
    },
    closeWindow: async () => {
      const { current } = session.windows;
      if (current !== undefined) await session.navigation.close(current);
    },
    readAll: () => session.navigation.readAll(),
    firstNew: () => {
      const newSince = session.windows.current?.newSince;
      return newSince === undefined ? undefined : newSince + 1;
    },
    togglePeople: () => front.togglePeople(),
    older: (count) => front.older(count),
    goTo: (conversation, seq, back) => session.navigation.goTo(conversation, seq, back),
    clear: () => front.clear(),
    hold: (conversation, words) => session.slow.hold(conversation, words),
    // Its line took a place already.
    charge: (text) => session.outbox.charge(placesOf(text) - 1),
    held: (conversation) => session.slow.countOf(conversation),
    signOut: (fingerprint) => session.signOut(fingerprint),
    quit: (reason) => void session.end('quit', 'Goodbye.', 0, reason),
    askSecret: async (label) => {
      // Nobody answers any more.
      if (session.ended) return undefined;
      const answer = front.askSecret(label);
      session.secrecy.onAsk();
      return await answer;
    },
    lastDirectFrom: () => session.lastDirectFrom,
    isNews: (user, absence) => session.absences.isNews(user, absence),
    compose: (aim, text) => front.compose(aim, text),
    select: () => front.select(),
    emoji: emojiCalled,
    preferences: () => session.preferences,
    tryPreference: (name, value) => session.tryPreference(name, value),
    themes: () => [...THEMES.values()].map(({ name, summary }) => ({ name, summary })),
    keys: () => front.keys(),
    setIgnored: async (id, handle, isIgnored) => {
      await session.profile.setIgnored({ id, handle }, isIgnored);
      front.changed();
    },
    ignored: () => [...session.ignored].map(([id, handle]) => ({ id, handle })),
  };
}
