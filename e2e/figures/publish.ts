// Writes figures as the bench writes its own: a table, and one JSON line per quantity.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const RESULTS = path.join(import.meta.dirname, '../../bench/results');

export interface Quantity {
  name: string;
  unit: string;
  /** One of each run. */
  values: number[];
  /** What is to be reached, if anything. */
  atMost?: number;
  atLeast?: number;
}

export interface Figure {
  name: string;
  work: string;
  /** The machine's load before and after. */
  load: [number, number];
  quantities: Quantity[];
}

/** How many processes wanted a core during the last minute. */
export function load(): number {
  return os.loadavg()[0]!;
}

/** Writes `YYYY-MM-DD-<processor>-<name>.{md,jsonl}` beside the bench's results. */
export async function publish(figures: Figure[], name: string): Promise<void> {
  const circumstances = { machine: machine(), date: new Date().toISOString().slice(0, 10), commit: commit() };
  const file = path.join(RESULTS, `${circumstances.date}-${slug(circumstances.machine.cpu)}-${name}`);
  const lines = figures.flatMap((figure) => figure.quantities.map((quantity) => line(figure, quantity, circumstances)));
  await writeFile(`${file}.jsonl`, lines.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  await writeFile(`${file}.md`, table(figures, circumstances));
  console.log(table(figures, circumstances));
}

interface Circumstances {
  machine: ReturnType<typeof machine>;
  date: string;
  commit: string;
}

function line({ name, load }: Figure, quantity: Quantity, circumstances: Circumstances) {
  const [low, middle, high] = spread(quantity.values);
  return {
    ...{ figure: name, quantity: quantity.name, unit: quantity.unit, subject: 'teahouse', peer: 'none' },
    ...{ ours: middle, theirs: null, ratio: null, target: target(quantity) ?? null, met: isMet(quantity) ?? null },
    ...{ runs: quantity.values.length, spread: { ours: [low, high], theirs: null }, load, ...circumstances },
  };
}

function table(figures: Figure[], { machine, date, commit }: Circumstances): string {
  const { cpu, cores, memory_gb, kernel, node } = machine;
  const highest = Math.max(...figures.flatMap(({ load }) => load)).toFixed(1);
  const head = `# ${date}, ${cpu}\n\nCommit ${commit}. ${cpu}, ${cores} cores, ${memory_gb} GB, Linux ${kernel}, Node ${node}. House and Chromium on the same cores, loopback; medians, each run in a fresh profile or with everything stored cleared. Highest load average around a figure: ${highest} (above 2 others were at work).\n`;
  const sections = figures.map(({ name, work, quantities }) => {
    const rows = quantities.map((quantity) => {
      const [low, middle, high] = spread(quantity.values);
      const verdict = { true: 'met', false: '**missed**', undefined: '' }[String(isMet(quantity)) as 'true'];
      return `| ${quantity.name}, ${quantity.unit} | ${number(middle)} (${number(low)}–${number(high)}) | ${target(quantity) ?? ''} | ${verdict} |\n`;
    });
    return `\n## ${name}\n\n${work}; ${quantities[0]?.values.length ?? 0} runs.\n\n| quantity | ours | reach | |\n|---|---|---|---|\n${rows.join('')}`;
  });
  return head + sections.join('');
}

function target({ atMost, atLeast, unit }: Quantity): string | undefined {
  if (atMost !== undefined) return `≤ ${atMost} ${unit}`;
  return atLeast === undefined ? undefined : `≥ ${atLeast} ${unit}`;
}

function isMet({ values, atMost, atLeast }: Quantity): boolean | undefined {
  const [, middle] = spread(values);
  if (atMost !== undefined) return middle <= atMost;
  return atLeast === undefined ? undefined : middle >= atLeast;
}

/** The lowest, the middle one and the highest. */
function spread(values: number[]): [number, number, number] {
  const sorted = values.toSorted((one, other) => one - other);
  return [sorted[0]!, sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
}

function number(value: number): string {
  return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function machine() {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown';
  const kernel = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
  return { cpu, cores: os.availableParallelism(), memory_gb: Math.floor(os.totalmem() / 1024 / 1e6), kernel, node: process.version };
}

/** The commit of the source, marked when the tree has changes. */
function commit(): string {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: RESULTS, encoding: 'utf8' }).trim();
  const changes = git('status', '--porcelain', '--untracked-files=no');
  return git('rev-parse', '--short', 'HEAD') + (changes === '' ? '' : '-dirty');
}

function slug(cpu: string): string {
  return cpu.split(/[^A-Za-z0-9]+/).filter(Boolean).join('-').toLowerCase();
}
