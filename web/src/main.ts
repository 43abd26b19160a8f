// Where the client starts: the real browser is taken hold of here, and nowhere else.
import { mount } from 'svelte';
import './app.css';
import { createAttachments } from './lib/attachments';
import { indexedDbCache } from './lib/chat/cache/page-cache';
import type { Backing } from './lib/chat/chat.svelte';
import { indexedDbStore } from './lib/chat/outbox-store';
import type { Parts } from './lib/parts';
import type { Profile } from './lib/wire/protocol';
import App from './pages/App.svelte';
import { windowBrowser } from './window-browser';

const cache = indexedDbCache();
const backing = (parts: Parts, you: Profile): Backing => ({ cache, attachments: createAttachments(parts, you.id) });
const target = document.getElementById('app');
if (target) mount(App, { target, props: { browser: windowBrowser(), store: indexedDbStore(), backing } });
