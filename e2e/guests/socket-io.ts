// Socket.IO clients of four generations from Node, behind one face.

import { createRequire } from 'node:module';
import { expect } from '@playwright/test';

const require = createRequire(import.meta.url);

/** The part of a client that all generations share. */
interface Socket {
  id: string;
  connected: boolean;
  io: { engine: { transport: { name: string }; once(event: string, listener: () => void): void } };
  emit(event: string, ...args: unknown[]): void;
  on(event: string, listener: (...args: never[]) => void): void;
  onevent(packet: { data: unknown[] }): void;
  close(): void;
}

export const VERSIONS = ['1.7.4', '2.5.0', '3.x', '4.x'] as const;
export const WAYS = ['polling', 'upgrade', 'websocket'] as const;

export type Version = (typeof VERSIONS)[number];
/** How a client connects: polling for good, polling that is upgraded, or a WebSocket at once. */
export type Way = (typeof WAYS)[number];

export interface Person {
  id: string;
  seq: number;
}

/** An event as it came: its name, then its arguments. */
export type Heard = [event: string, ...args: any[]];

export class Guest {
  readonly heard: Heard[] = [];
  private read = 0;
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    const onevent = socket.onevent.bind(socket);
    socket.onevent = (packet) => {
      this.heard.push(packet.data as Heard);
      onevent(packet);
      this.waiting.forEach((look) => look());
    };
  }

  /** Connects, and waits for `ready` and for the transport to be the one asked for. */
  static async connect(url: string, version: Version = '4.x', way: Way = 'websocket'): Promise<Guest> {
    const guest = new Guest(open(url, version, way === 'upgrade' ? ['polling', 'websocket'] : [way]));
    await guest.next('ready');
    await expect.poll(() => guest.transport).toBe(way === 'polling' ? 'polling' : 'websocket');
    return guest;
  }

  /** Connects by polling where an upgrade fails, and waits until it has failed. */
  static async connectWithoutUpgrade(url: string, version: Version): Promise<Guest> {
    const socket = open(url, version, ['polling', 'websocket']);
    const guest = new Guest(socket);
    await Promise.all([guest.next('ready'), new Promise<void>((failed) => socket.io.engine.once('upgradeError', failed))]);
    return guest;
  }

  /** The id by which the others know this connection. */
  get id(): string {
    return this.heard.find(([event]) => event === 'ready')![1];
  }

  get transport(): string {
    return this.socket.io.engine.transport.name;
  }

  say(event: string, ...args: unknown[]): void {
    this.socket.emit(event, ...args);
  }

  /** Says something and waits for the acknowledgment. */
  ask(event: string, ...args: unknown[]): Promise<any> {
    return new Promise((answered) => this.socket.emit(event, ...args, answered));
  }

  /** The next event of this name; what came before it is passed over. */
  async next(event: string): Promise<any[]> {
    for (;;) {
      const at = this.heard.findIndex(([name], index) => index >= this.read && name === event);
      if (at >= 0) {
        this.read = at + 1;
        return this.heard[at]!.slice(1);
      }
      await new Promise<void>((seen) => {
        const look = () => {
          this.waiting.delete(look);
          seen();
        };
        this.waiting.add(look);
      });
    }
  }

  /** The next list of persons for which `isIt` holds. */
  async persons(isIt: (persons: Person[]) => boolean): Promise<Person[]> {
    for (;;) {
      const [persons] = (await this.next('change')) as [Person[]];
      if (isIt(persons)) return persons;
    }
  }

  leave(): void {
    this.socket.close();
  }
}

function open(url: string, version: Version, transports: string[]): Socket {
  const io = require(`socket.io-client-${version[0]}`) as (url: string, options: object) => Socket;
  return io(url, { transports, forceNew: true, reconnection: false, rejectUnauthorized: false });
}
