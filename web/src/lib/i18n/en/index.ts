// The areas of the English texts, put together.
import { account } from './account';
import { app } from './app';
import { attachments } from './attachments';
import { call } from './call';
import { search } from './search';
import { ui } from './ui';

export const messages = { ...account, ...app, ...attachments, ...call, ...search, ...ui };
