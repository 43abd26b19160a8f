// Where the client starts: the real browser is taken hold of here, and nowhere else.
import { mount } from 'svelte';
import './app.css';
import { indexedDbStore } from './lib/chat/outbox-store';
import App from './pages/App.svelte';
import { windowBrowser } from './window-browser';

const target = document.getElementById('app');
if (target) mount(App, { target, props: { browser: windowBrowser(), store: indexedDbStore() } });
