// SQLite keeps what every port promises. What is its own (files, crashes, a full disk) stands in the files beside this one.
import { accountsContract } from '../contract/accounts.ts';
import { amendmentContract } from '../contract/amendments.ts';
import { channelsContract } from '../contract/channels.ts';
import { messageLogContract } from '../contract/message-log.ts';
import { profilesContract } from '../contract/profiles.ts';
import { searchContract } from '../contract/search.ts';
import { freshStore } from './folder.ts';

messageLogContract('sqlite', freshStore);
amendmentContract('sqlite', freshStore);
searchContract('sqlite', freshStore);
channelsContract('sqlite', freshStore);
accountsContract('sqlite', freshStore);
profilesContract('sqlite', () => freshStore(Date));
