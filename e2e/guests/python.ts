// Python clients in a virtual environment of their own, made once and kept.

import { execFile } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = path.join(import.meta.dirname, 'python');
const VENV = path.join(import.meta.dirname, '../.venv');
const WANTED = path.join(HERE, 'requirements.txt');
const INSTALLED = path.join(VENV, 'installed.txt');

/** Makes the environment unless it holds just what is wanted. */
export async function preparePython(): Promise<void> {
  const [wanted, installed] = await Promise.all([WANTED, INSTALLED].map((file) => readFile(file, 'utf8').catch(() => '')));
  if (wanted === installed) return;
  await run('python3', ['-m', 'venv', '--clear', VENV]);
  await run(path.join(VENV, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '--requirement', WANTED]);
  await copyFile(WANTED, INSTALLED);
}

/** Runs one of the scripts beside this file; its own output is the error if it fails. */
export async function python(script: string, ...args: string[]): Promise<void> {
  await pythonWith({}, script, ...args);
}

/** The same, with more in its environment: what no process list should show. */
export async function pythonWith(env: Record<string, string>, script: string, ...args: string[]): Promise<void> {
  const options = { timeout: 45_000, env: { ...process.env, ...env } };
  await run(path.join(VENV, 'bin/python'), [path.join(HERE, script), ...args], options);
}
