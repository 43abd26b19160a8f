// Every text of the client in every language. English is the model; a language that lacks a key does not compile.
import * as en from './en';
import * as zh from './zh';

export type Language = 'en' | 'zh';
export type MessageKey = keyof typeof en.messages;
export type Catalogue = Record<MessageKey, string>;

export const catalogues: Record<Language, Catalogue> = { en: en.messages, zh: zh.messages };

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', zh: '中文' };
