// The areas of the English texts, put together.
import { account } from './account';
import { app } from './app';
import { attachments } from './attachments';
import { call } from './call';
import { groups } from './groups';
import { message } from './message';
import { people } from './people';
import { search } from './search';
import { settings } from './settings';
import { ui } from './ui';

export const messages = { ...account, ...app, ...attachments, ...call, ...groups, ...message, ...people, ...search, ...settings, ...ui };
