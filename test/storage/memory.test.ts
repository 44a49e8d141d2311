// The in-memory store keeps what every port promises.

import { memoryStore } from '../../src/storage/memory/store.ts';
import { accountsContract } from '../contract/accounts.ts';
import { amendmentContract } from '../contract/amendments.ts';
import { channelsContract } from '../contract/channels.ts';
import { messageLogContract } from '../contract/message-log.ts';
import { profilesContract } from '../contract/profiles.ts';
import { rosterContract } from '../contract/roster.ts';
import { searchContract } from '../contract/search.ts';

messageLogContract('memory', async (clock) => memoryStore({ clock }));
amendmentContract('memory', async (clock) => memoryStore({ clock }));
searchContract('memory', async (clock) => memoryStore({ clock }));
channelsContract('memory', async (clock) => memoryStore({ clock }));
accountsContract('memory', async (clock) => memoryStore({ clock }));
profilesContract('memory', async () => memoryStore({ clock: Date }));
rosterContract('memory', async () => memoryStore({ clock: Date }));
