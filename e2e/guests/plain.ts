// A client of the plain dialect on the `ws` package.

import WebSocket from 'ws';

export class PlainGuest {
  readonly heard: unknown[] = [];
  private read = 0;
  private look = () => {};

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data, isBinary) => {
      this.heard.push(isBinary ? data : parse(String(data)));
      this.look();
    });
    socket.on('close', () => this.look());
  }

  /** Connects, and waits for the greeting. */
  static async connect(url: string, options: WebSocket.ClientOptions = {}): Promise<PlainGuest> {
    const socket = new WebSocket(url, { rejectUnauthorized: false, ...options });
    const guest = new PlainGuest(socket);
    await new Promise((opened, failed) => socket.on('open', opened).on('error', failed));
    const greeting = await guest.next();
    if (greeting !== 'Hello world') throw new Error(`the greeting was ${JSON.stringify(greeting)}`);
    return guest;
  }

  /** Connects and logs in. */
  static async logIn(url: string, name: string): Promise<PlainGuest> {
    const guest = await PlainGuest.connect(url);
    const answer = await guest.ask({ type: 'login', name });
    if (JSON.stringify(answer) !== '{"type":"login","success":true}') throw new Error(JSON.stringify(answer));
    return guest;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** Says something and hands back what comes next. */
  ask(message: unknown): Promise<any> {
    this.say(message);
    return this.next();
  }

  /** The next frame, parsed if it is JSON. */
  async next(): Promise<any> {
    while (this.read === this.heard.length) {
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error('the connection is closed');
      await new Promise<void>((seen) => (this.look = seen));
    }
    return this.heard[this.read++];
  }

  close(): void {
    this.socket.close();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
