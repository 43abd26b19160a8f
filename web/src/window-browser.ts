// The real browser behind the seam that the rest of the client is written against.
import type { Address, Browser, CallEquipment, Shelf, SocketLike, Stop } from './lib/browser';

/** The browser of this page. */
export function windowBrowser(): Browser {
  return {
    now: () => Date.now(),
    after: (ms, due) => {
      const timer = setTimeout(due, ms);
      return () => clearTimeout(timer);
    },
    every: (ms, due) => {
      const timer = setInterval(due, ms);
      return () => clearInterval(timer);
    },
    random: () => Math.random(),
    randomId,

    languages: navigator.languages.length > 0 ? navigator.languages : [navigator.language],
    isSecure: window.isSecureContext,
    origin: location.origin,
    document,
    shelf: shelf(),
    address: address(),
    equipment: equipment(),

    isOnline: () => navigator.onLine,
    onOnlineChange: (heard) => listen(window, ['online', 'offline'], heard),
    isAttended: () => document.visibilityState === 'visible' && document.hasFocus(),
    isVisible: () => document.visibilityState === 'visible',
    onAttentionChange: (heard) => {
      const stops = [listen(window, ['focus', 'blur'], heard), listen(document, ['visibilitychange'], heard)];
      return () => stops.forEach((stop) => stop());
    },
    matches: (query) => matchMedia(query).matches,
    onMatchChange: (query, heard) => listen(matchMedia(query), ['change'], heard),
    onLeave: (heard) => listen(window, ['pagehide'], heard),
    viewport: () => ({ width: window.innerWidth, height: window.innerHeight }),
    onResize: (heard) => listen(window, ['resize'], heard),

    openSocket,
    ask: (method, path, body) =>
      fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
    setTitle: (title) => {
      document.title = title;
    },
    copy,
  };
}

function openSocket(path: string): SocketLike {
  const socket = new WebSocket(new URL(path, location.href.replace(/^http/, 'ws')));
  return {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    listen: ({ open, text, closed }) => {
      socket.onopen = open;
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') text(data);
      };
      socket.onclose = ({ code }) => closed(code);
    },
  };
}

/** `crypto.randomUUID` is missing on plain HTTP; the random bytes are not. */
function randomId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Plain HTTP has no `navigator.clipboard`; a selection can still be copied there. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const box = document.createElement('textarea');
  const focused = document.activeElement;
  box.value = text;
  box.className = 'sr-only';
  // What is outside an open dialog cannot be selected.
  (document.querySelector('dialog:modal') ?? document.body).append(box);
  box.select();
  const isDone = document.execCommand('copy');
  box.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isDone;
}

function listen(target: EventTarget, types: readonly string[], heard: () => void): Stop {
  for (const type of types) target.addEventListener(type, heard);
  return () => {
    for (const type of types) target.removeEventListener(type, heard);
  };
}

/** localStorage throws where cookies are forbidden and when it is full; neither may stop the page. */
function shelf(): Shelf {
  const tried = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) => tried(() => localStorage.getItem(key), null),
    set: (key, value) => tried(() => localStorage.setItem(key, value), undefined),
    remove: (key) => tried(() => localStorage.removeItem(key), undefined),
  };
}

function address(): Address {
  return {
    hash: () => location.hash.slice(1),
    go: (hash, options) => {
      const url = hash === '' ? location.pathname + location.search : `#${hash}`;
      if (options?.replace) history.replaceState(history.state, '', url);
      else history.pushState({ within: true }, '', url);
    },
    back: () => history.back(),
    hasBack: () => (history.state as { within?: boolean } | null)?.within === true,
    onChange: (heard) => listen(window, ['popstate', 'hashchange'], heard),
  };
}

function equipment(): CallEquipment {
  return {
    // The type says that it is always there; on plain HTTP it is not.
    mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
    createPeer: typeof RTCPeerConnection === 'function' ? (configuration) => new RTCPeerConnection(configuration) : undefined,
    createAudioContext: typeof AudioContext === 'function' ? () => new AudioContext() : undefined,
  };
}
