// The areas of the English texts, put together.
import { app } from './app';
import { call } from './call';

export const messages = { ...app, ...call };
