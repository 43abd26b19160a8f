// The real binary on free ports with a folder of its own: started, killed, started again.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from './ports.ts';

/** The server under test. */
export const PROGRAM = path.resolve(process.env.TEAHOUSE ?? path.join(import.meta.dirname, '../target/debug/teahouse'));

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 8_000;
const KNOCK_INTERVAL_MS = 25;

export class House {
  private process: ChildProcess | undefined;
  private readonly printed: string[] = [];

  private constructor(
    /** The folder that outlives a restart. */
    readonly data: string,
    readonly port: number,
    readonly signalPort: number,
    readonly chatRoomPort: number,
    private readonly flags: string[],
  ) {}

  /** Starts a fresh house; `flags` come after the ports. */
  static async open(flags: string[] = []): Promise<House> {
    const data = await mkdtemp(path.join(tmpdir(), 'teahouse-e2e-'));
    const [port, signalPort, chatRoomPort] = await freePorts(3);
    const house = new House(data, port!, signalPort!, chatRoomPort!, flags);
    await house.start();
    return house;
  }

  /** Where the app is: a secure context without a certificate. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** The same over the local certificate. */
  get secureUrl(): string {
    return `https://localhost:${this.port}`;
  }

  /** The door of the plain dialect. */
  get signalUrl(): string {
    return `ws://127.0.0.1:${this.signalPort}`;
  }

  /** The door of the chat-room dialect. */
  get chatRoomUrl(): string {
    return `http://127.0.0.1:${this.chatRoomPort}`;
  }

  /** Everything that the process has printed, starts and logs alike. */
  get output(): string {
    return this.printed.join('\n');
  }

  async start(): Promise<void> {
    const doors = [
      ...['--listen', `0.0.0.0:${this.port}`],
      ...['--signal', `127.0.0.1:${this.signalPort}`],
      ...['--chat-room', `127.0.0.1:${this.chatRoomPort}`],
    ];
    const child = spawn(PROGRAM, ['--data', this.data, ...doors, ...this.flags], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.printed.push(line));
    }
    this.process = child;
    await this.answers(child);
  }

  /** Ends the process without a word to it. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks the process to end, and waits for it; hands back its exit code. */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** Ends the process and removes what it kept. */
  async close(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.data, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.process;
    this.process = undefined;
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(late);
    return child.exitCode;
  }

  private async answers(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.output}`);
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined);
      if (answer?.status === 200) return;
      await delay(KNOCK_INTERVAL_MS);
    }
    throw new Error(`the server did not serve within ${START_LIMIT_MS} ms:\n${this.output}`);
  }
}
