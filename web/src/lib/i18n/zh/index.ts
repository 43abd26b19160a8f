// The areas of the Chinese texts, put together.
import { app } from './app';
import { call } from './call';

export const messages = { ...app, ...call };
