/** People who type commands into a real chat over stores in memory, and what they are answered. */
import assert from 'node:assert/strict';
import { type Choices, choiceLines } from '../../../src/chat/choices.ts';
import type {
  Aim,
  CommandContext,
  Credentials,
  HeldWords,
  PageLine,
  SessionControl,
} from '../../../src/chat/command.ts';
import { parseInput } from '../../../src/chat/commands/dispatch.ts';
import { runInput } from '../../../src/chat/commands/entered.ts';
import { skeleton } from '../../../src/chat/handle.ts';
import { ChatManager } from '../../../src/chat/manager.ts';
import {
  type AmendedEvent,
  type ChatMessage,
  type Conversation,
  isMessage,
  textOf,
  type UserId,
} from '../../../src/chat/message.ts';
import type { Role } from '../../../src/chat/ports/accounts.ts';
import { Preferences } from '../../../src/chat/preferences.ts';
import { ok, refuse } from '../../../src/chat/result.ts';
import { memoryStore } from '../../../src/storage/memory/store.ts';
import { aligned } from '../../../src/tui/columns.ts';

export const MINUTE = 60_000;

/** Thursday, 19 November 2026, 19:00 UTC. */
const START = Date.UTC(2026, 10, 19, 19, 0);

export interface Stage {
  readonly chat: ChatManager;
  readonly credentials: FakeCredentials;
  /** Time passes; nobody is active. */
  wait(ms: number): void;
  /** Registers (once) and takes a seat. */
  enters(handle: string, role?: Role, isProvisional?: boolean): Promise<Player>;
  /** Registers only. */
  registers(handle: string, isProvisional?: boolean): Promise<UserId>;
  addKey(user: UserId, fingerprint: string, comment?: string): Promise<void>;
  /** From now on the account is one with a password. */
  hasPassword(user: UserId): Promise<void>;
}

/** One person on the stage. */
export interface Player {
  readonly id: UserId;
  /** Enters a line; what was answered: `! ` before a refusal, `= ` before a page's title, two spaces before its lines. */
  types(text: string): Promise<readonly string[]>;
  /** Everything that was said where this person can read it, since the last look. */
  hears(): readonly string[];
  readonly shown: Conversation[];
  /** The lines that were gone to, as `#lobby 3`. */
  readonly gone: string[];

  /** The answers to come on masked lines; undefined for Esc. */
  readonly secrets: (string | undefined)[];
  /** What was asked on masked lines. */
  readonly asked: string[];
  readonly quits: string[];
  /** The ways in that were closed, and how many sessions each of them ends. */
  readonly signedOut: string[];
  otherSessions: number;
  /** What waits for slow channels. */
  readonly held: HeldWords[];
  /** Texts that were made, not typed. */
  readonly charged: string[];
  readonly ignored: Map<UserId, string>;
  /** How many older lines were asked for, each time. */
  readonly older: number[];
  clears: number;
  /** What the lines typed are for. */
  aim: Aim | undefined;
  /** What was to be written: `edit alice 3: hello`. */
  readonly composed: string[];
  lastDirectFrom: string | undefined;
  /** What was told last of somebody's absence. */
  readonly absences: Map<UserId, string | undefined>;
  here: Conversation;
  /** Titles of the windows; the first is the current one. */
  readonly windows: string[];
  readonly closed: string[];
  /** The seq of the first line that was new. */
  firstNew: number | undefined;
  /** As read when the last command was typed. */
  preferences: Preferences;
  /** Values that were tried on, undefined for going back. */
  readonly tried: (string | undefined)[];
  /** How often others had their turn while a command was run. */
  pauses: number;
  /** What was given to choose from last. */
  list: Choices | undefined;
  leaves(how: 'quit' | 'lost'): Promise<void>;
}

/** Remembers passwords as they are and takes one claim code. */
export class FakeCredentials implements Credentials {
  readonly passwords = new Map<UserId, string>();
  readonly removed: string[] = [];
  readonly added: string[] = [];
  readonly #becomeSysop: (user: UserId) => Promise<void>;
  readonly #becomeLasting: (user: UserId) => Promise<void>;

  constructor(becomeSysop: (user: UserId) => Promise<void>, becomeLasting: (user: UserId) => Promise<void>) {
    this.#becomeSysop = becomeSysop;
    this.#becomeLasting = becomeLasting;
  }

  setPassword: Credentials['setPassword'] = async (account, password) => {
    if (password.length < 8) return refuse('too-short', 'A password has at least 8 characters.');
    this.passwords.set(account, password);
    await this.#becomeLasting(account);
    return ok();
  };

  verifyPassword: Credentials['verifyPassword'] = async (account, password) =>
    ok(this.passwords.get(account) === password);

  addKey: Credentials['addKey'] = async (_account, text) => {
    if (!/^(last|ssh-)/.test(text)) return refuse('bad-key', 'That is not the line of a public key.');
    this.added.push(text);
    return ok({ fingerprint: 'SHA256:added' });
  };

  removeKey: Credentials['removeKey'] = async (_account, which) => {
    if (which !== '1') return refuse('no-such-key', 'You have no such key; /key list shows them.');
    this.removed.push(which);
    return ok({ fingerprint: 'SHA256:removed' });
  };

  claim: Credentials['claim'] = async (account, code) => {
    if (code !== 'open-sesame') return refuse('wrong-code', 'That is not the claim code.');
    await this.#becomeSysop(account);
    return ok();
  };

  invite: Credentials['invite'] = async () => ok({ code: 'come-in-42' });
}

/** @param capacity how many may enter */
export async function stage(capacity = 32): Promise<Stage> {
  let now = START;
  let ids = 0;
  const clock = { now: () => now, steady: () => now - START };
  const newId = () => {
    ids += 1;
    return `${ids}`;
  };
  const stores = memoryStore({ clock });
  const chat = new ChatManager(
    { ...stores, clock, newId, onBug: (error) => assert.fail(String(error)), dismiss: assert.fail },
    {
      capacity,
      backlog: 100,
      resumeWindow: 10 * MINUTE,
      pageInterval: MINUTE,
      editWindow: 15 * MINUTE,
      lobby: '#lobby',
    },
  );
  await chat.start();
  const credentials = new FakeCredentials(
    (user) => stores.accounts.setRole(user, 'sysop'),
    (user) => stores.accounts.confirm(user),
  );

  async function registers(handle: string, provisional = false): Promise<UserId> {
    const known = await stores.accounts.find(skeleton(handle));
    if (known !== undefined) return known.id;
    const made = await stores.accounts.create({ handle, skeleton: skeleton(handle), provisional });
    assert.ok(made.ok);
    return made.value.id;
  }

  async function enters(handle: string, role: Role = 'user', isProvisional = false): Promise<Player> {
    const id = await registers(handle, isProvisional);
    await stores.accounts.setRole(id, role);
    const account = await stores.accounts.get(id);
    assert.ok(account);
    const session = `${handle}'s`;
    const heard: string[] = [];
    listen(chat, id, heard);
    const joined = await chat.join(account, session);
    assert.ok(joined.ok, joined.ok ? '' : joined.sentence);
    const player: Player = {
      id,
      shown: [],
      gone: [],
      secrets: [],
      asked: [],
      quits: [],
      signedOut: [],
      otherSessions: 0,
      held: [],
      charged: [],
      ignored: new Map(),
      older: [],
      clears: 0,
      composed: [],
      aim: undefined,
      lastDirectFrom: undefined,
      absences: new Map(),
      here: '#lobby',
      windows: ['#lobby'],
      closed: [],
      firstNew: undefined,
      preferences: new Preferences(new Map()),
      list: undefined,
      pauses: 0,
      tried: [],
      hears: () => heard.splice(0),
      leaves: (how) => chat.leave(id, session, { how }),
      types: async (text) => {
        const answers: string[] = [];
        const me = joined.value.participant;
        const page = (title: string, lines: readonly PageLine[]) =>
          answers.push(`= ${title}`, ...aligned(lines).map((line) => `  ${line}`.trimEnd()));
        const reply: CommandContext['reply'] = {
          line: (line) => answers.push(line),
          refuse: (why) => answers.push(`! ${typeof why === 'string' ? why : why.sentence}`),
          page,
          list: (choices) => {
            player.list = choices;
            page(choices.title, choiceLines(choices));
          },
        };
        chat.touch(id);
        player.preferences = new Preferences(await stores.profiles.settings(id));
        const input = parseInput(text);
        const { here } = player;
        const formatTime = (at: number) => new Date(at).toISOString().slice(11, 16);
        const parts = {
          chat,
          ...stores,
          credentials,
          clock,
          reply,
          session: controlOf(player, session),
          formatTime,
          zone: () => 'UTC',
          pause: async () => {
            player.pauses += 1;
          },
        };
        await runInput({ me, here, ...parts }, input, player.aim);
        return answers;
      },
    };
    return player;
  }

  return {
    chat,
    credentials,
    wait: (ms) => {
      now += ms;
    },
    enters,
    registers,
    addKey: async (user, fingerprint, comment = '') => {
      const added = await stores.accounts.addKey(user, { fingerprint, type: 'ssh-ed25519', blob: 'AAAA', comment });
      assert.ok(added.ok);
    },
    hasPassword: (user) => stores.accounts.setPassword(user, '$argon2id$'),
  };
}

/** Puts down what reaches a person: the lobby's lines, and what comes to them directly. */
function listen(chat: ChatManager, user: UserId, heard: string[]): void {
  const put = (message: ChatMessage) => {
    if (message.kind === 'join' || message.kind === 'leave') return;
    const quoted = message.replyTo === undefined ? '' : `(re ${message.replyTo.handle}: ${message.replyTo.excerpt}) `;
    if (message.kind === 'public') heard.push(`${message.from.handle}: ${quoted}${message.text}`);
    if (message.kind === 'action') heard.push(`* ${message.from.handle} ${message.action}`);
    if (message.kind === 'system') heard.push(`-- ${message.text}`);
    if (message.kind === 'direct')
      heard.push(`${message.from.handle} → ${message.to.handle}: ${quoted}${message.text}`);
    if (message.kind === 'page') heard.push(`${message.from.handle} rings ${message.to.handle}: ${message.reason}`);
  };
  const drain = (feed: () => ReturnType<ChatManager['inbox']>) => () => {
    for (const entry of feed().drain().entries) {
      if (isMessage(entry)) put(entry);
      else if (entry.event === 'amended') heard.push(changeOf(entry));
    }
  };
  const lobby: ReturnType<ChatManager['inbox']> = chat.subscribe(
    '#lobby',
    drain(() => lobby),
  );
  const inbox: ReturnType<ChatManager['inbox']> = chat.inbox(
    user,
    drain(() => inbox),
  );
}

/** `~ alice edit 3 hello`, `~ bob +👍 3`. */
function changeOf({ by, change, message }: AmendedEvent): string {
  const what = change.change === 'react' ? `${change.on ? '+' : '-'}${change.emoji}` : change.change;
  return `~ ${by.handle} ${what} ${message.seq} ${textOf(message)}`.trimEnd();
}

function controlOf(player: Player, id: string): SessionControl {
  return {
    id,
    show: async (conversation) => {
      player.shown.push(conversation);
      player.here = conversation;
    },
    windows: () =>
      player.windows.map((title, index) => ({
        title,
        unread: index * 2,
        isCalled: title === 'bob',
        isCurrent: index === 0,
      })),
    readAll: () => player.windows.length - 1,
    firstNew: () => player.firstNew,
    moveWindow: (number) => player.windows.splice(number - 1, 0, ...player.windows.splice(0, 1)),
    showWindow: (which) => {
      const found = player.windows[Number(which) - 1] ?? player.windows.find((title) => title === which);
      if (found !== undefined) player.windows.sort((a) => (a === found ? -1 : 1));
      return found !== undefined;
    },
    moveOn: () => undefined,
    closeWindow: async () => {
      player.closed.push(...player.windows.splice(0, 1));
    },
    togglePeople: () => false,
    tryPreference: (_name, value) => player.tried.push(value),
    themes: () => [
      { name: 'dark', summary: 'for a dark background' },
      { name: 'light', summary: 'for a light one' },
    ],
    older: async (count) => void player.older.push(count),
    goTo: async (conversation, seq) => void player.gone.push(`${conversation} ${seq}`),
    clear: () => {
      player.clears += 1;
    },
    hold: (_conversation, words) => player.held.push(words) > 0,
    held: () => player.held.length,
    charge: (text) => void player.charged.push(text),
    signOut: (fingerprint) => {
      player.signedOut.push(fingerprint ?? 'password');
      return player.otherSessions;
    },
    quit: (reason) => player.quits.push(reason),
    askSecret: async (label) => {
      player.asked.push(label);
      return player.secrets.shift();
    },
    lastDirectFrom: () => player.lastDirectFrom,
    isNews: (user, absence) => {
      const isNew = absence !== undefined && player.absences.get(user) !== absence;
      player.absences.set(user, absence);
      return isNew;
    },
    compose: ({ kind, line }, text) => player.composed.push(`${kind} ${line.from.handle} ${line.seq}: ${text}`),
    select: () => false,
    emoji: (name) => (name === 'tada' ? '🎉' : undefined),
    preferences: () => player.preferences,
    keys: () => ['Enter  send the line'],
    setIgnored: async (user, handle, ignored) => {
      if (ignored) player.ignored.set(user, handle);
      else player.ignored.delete(user);
    },
    ignored: () => [...player.ignored].map(([id, handle]) => ({ id, handle })),
  };
}
