/** Channels, Accounts and Profiles over SQLite: each method is one operation of the writer or of the reader. */

import type { Conversation } from '../../chat/message.ts';
import type { Accounts } from '../../chat/ports/accounts.ts';
import type { Channels } from '../../chat/ports/channels.ts';
import type { WallClock } from '../../chat/ports/clock.ts';
import type { Profiles } from '../../chat/ports/profiles.ts';
import { checkDraft, checkSetting } from '../bounds.ts';
import type { Reads, Writes } from './operations/all.ts';
import type { WorkerQueue } from './queue.ts';

type Writer = WorkerQueue<Writes>;
type Reader = WorkerQueue<Reads>;

const lower = (name: Conversation) => name.toLowerCase() as Conversation;

/** See {@link Channels}. Names may come in any case. Rejects with `StoreUnavailable`. */
export function sqliteChannels(writer: Writer, reader: Reader, clock: WallClock): Channels {
  return {
    open: (name, owner) => writer.call('openChannel', lower(name), owner, clock.now()),
    find: (name) => reader.call('findChannel', lower(name)),
    list: () => reader.call('listChannels'),
    setTopic: (name, topic, by) => writer.call('setTopic', lower(name), topic, by),
    setSlow: (name, seconds) => writer.call('setSlow', lower(name), seconds),
  };
}

/** See {@link Accounts}. Rejects with `StoreUnavailable`. */
export function sqliteAccounts(writer: Writer, reader: Reader, clock: WallClock): Accounts {
  return {
    find: (skeleton) => reader.call('findAccount', skeleton),
    get: (id) => reader.call('getAccount', id),
    create: (account) =>
      writer.call(account.provisional ? 'createProvisionalAccount' : 'createAccount', account, clock.now()),
    confirm: (id) => writer.call('confirmAccount', id),
    release: (id) => writer.call('releaseAccount', id),
    releaseAll: () => writer.call('releaseAllAccounts'),
    passwordHash: (id) => reader.call('passwordHash', id),
    setPassword: (id, hash) => writer.call('setPassword', id, hash),
    keys: (id) => reader.call('keys', id),
    findKeys: (skeleton) => reader.call('findKeys', skeleton),
    addKey: (id, key) => writer.call('addKey', id, key, clock.now()),
    removeKey: (id, fingerprint) => writer.call('removeKey', id, fingerprint),
    setRole: (id, role) => writer.call('setRole', id, role),
    countSysops: () => reader.call('countSysops'),
    addInvite: (hash, by, expiresAt) => writer.call('addInvite', hash, by, expiresAt),
    inviteIsGood: (hash) => reader.call('inviteIsGood', hash, clock.now()),
  };
}

/** See {@link Profiles}. Rejects with `StoreUnavailable`, and with what the bounds of a draft or a setting say. */
export function sqliteProfiles(writer: Writer, reader: Reader): Profiles {
  return {
    readMarkers: (user) => reader.call('readMarkers', user),
    markRead: (user, conversation, seq) => writer.call('markRead', user, conversation, seq),
    ignored: (user) => reader.call('ignored', user),
    ignore: (user, whom) => writer.call('ignore', user, whom),
    unignore: (user, whom) => writer.call('unignore', user, whom),
    windows: (user) => reader.call('windows', user),
    saveWindows: async (user, windows) => {
      for (const { draft } of windows) checkDraft(draft);
      return writer.call('saveWindows', user, windows);
    },
    forgetWindow: (user, conversation) => writer.call('forgetWindow', user, conversation),
    settings: (user) => reader.call('settings', user),
    setSetting: async (user, name, value) => {
      if (value !== undefined) checkSetting(name, value);
      return writer.call('setSetting', user, name, value);
    },
  };
}
