// The socket of the plain protocol: one greeting that is no JSON, then one JSON object per frame, told apart by `type`.
'use strict';

class Signaling {
  /** `handlers` has one function for each `type`, and `closed`. */
  constructor(url, handlers) {
    this.waiting = [];
    this.socket = new WebSocket(url);
    this.socket.onopen = () => this.waiting.splice(0).forEach((frame) => this.socket.send(frame));
    this.socket.onclose = () => handlers.closed();
    this.socket.onmessage = ({ data }) => {
      const message = parse(data);
      if (message !== undefined) handlers[message.type]?.(message);
    };
  }

  send(message) {
    const frame = JSON.stringify(message);
    if (this.socket.readyState === WebSocket.CONNECTING) this.waiting.push(frame);
    else this.socket.send(frame);
  }
}

/** Where the server is: named in the address, else the one this page came from, else this machine. */
function serverUrl() {
  const named = new URLSearchParams(location.search).get('server');
  if (named !== null) return named;
  if (location.protocol === 'file:') return 'ws://localhost:9090';
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/signal`;
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
