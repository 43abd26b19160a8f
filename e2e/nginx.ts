// Debian's nginx in front of the house, on free ports, with a certificate made for the occasion.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { House } from './house.ts';
import { freePorts } from './ports.ts';

const run = promisify(execFile);
const START_LIMIT_MS = 10_000;
const KNOCK_INTERVAL_MS = 25;

export class Nginx {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    readonly securePort: number,
    readonly plainPort: number,
  ) {}

  /** Starts nginx with a block whose ports, upstreams and certificate are replaced by those of this test. */
  static async before(house: House, block: string): Promise<Nginx> {
    const folder = await mkdtemp(path.join(tmpdir(), 'teahouse-nginx-'));
    const [securePort, plainPort] = (await freePorts(2)) as [number, number];
    const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    await selfSign(certificate, key);
    const fitted = block
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${house.port}`)
      .replaceAll('127.0.0.1:9090', `127.0.0.1:${house.signalPort}`)
      .replaceAll(/listen \[::\].*;\n/g, '')
      .replaceAll(/listen 443/g, `listen 127.0.0.1:${securePort}`)
      .replaceAll(/listen 80/g, `listen 127.0.0.1:${plainPort}`)
      .replaceAll(/server_name .*;/g, 'server_name localhost;')
      .replaceAll(/(ssl_certificate\s+).*;/g, `$1${certificate};`)
      .replaceAll(/(ssl_certificate_key\s+).*;/g, `$1${key};`);
    const file = path.join(folder, 'nginx.conf');
    await writeFile(file, surround(fitted, folder));
    const process = spawn('nginx', ['-c', file, '-p', folder, '-g', 'daemon off;'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...globalThis.process.env, PATH: `${globalThis.process.env.PATH}:/usr/sbin` },
    });
    const nginx = new Nginx(process, folder, securePort, plainPort);
    await nginx.answers();
    return nginx;
  }

  get url(): string {
    return `https://localhost:${this.securePort}`;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const exited = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      await exited;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    while (Date.now() < deadline) {
      if (this.process.exitCode !== null) throw new Error(`nginx ended with ${this.process.exitCode}`);
      if (await isOpen(this.securePort)) return;
      await delay(KNOCK_INTERVAL_MS);
    }
    throw new Error('nginx did not start');
  }
}

/** Our own block, as it is shipped. */
export function ourBlock(): Promise<string> {
  return readFile(path.join(import.meta.dirname, '../deploy/nginx.conf'), 'utf8');
}

/** What an operator has who followed the chat-room tutorial: HTTP/1.0 upstream, no upgrade, no word about the scheme. */
export const TUTORIAL_BLOCK = `
server {
    listen 443 ssl;
    server_name localhost;
    ssl_certificate ca/cert/cre.pem;
    ssl_certificate_key ca/cert/cre.key;
    ssl_session_cache shared:SSL:1m;
    ssl_session_timeout 5m;
    ssl_ciphers HIGH:!aNULL:!MD5;
    ssl_prefer_server_ciphers on;
    location / {
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Host $http_host;
        proxy_set_header X-Nginx-Proxy true;
        proxy_set_header Connection "";
        proxy_pass http://127.0.0.1:3000;
        proxy_redirect default;
    }
}
`;

function surround(block: string, folder: string): string {
  const asRoot = process.getuid?.() === 0 ? 'user root;' : '';
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  return `${asRoot}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
access_log off;
${scratch.join('\n')}
${block}
}
`;
}

async function selfSign(certificate: string, key: string): Promise<void> {
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', key, '-out', certificate],
  ]);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((told) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => told(true)).once('error', () => told(false));
    socket.once('connect', () => socket.destroy());
  });
}
