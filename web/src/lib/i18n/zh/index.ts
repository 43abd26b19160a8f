// The areas of the Chinese texts, put together.
import { account } from './account';
import { app } from './app';
import { attachments } from './attachments';
import { call } from './call';
import { ui } from './ui';

export const messages = { ...account, ...app, ...attachments, ...call, ...ui };
