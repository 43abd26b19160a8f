// Puts a brotli and a gzip copy beside each file of a folder that gains by it: node compress.mjs FOLDER.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const TEXT = /\.(css|html|js|json|mjs|svg|txt|wasm|webmanifest)$/;
// Below this a copy saves no packet.
const SMALLEST = 1024;
// A copy that saves less costs more memory than it saves wire.
const WORTHWHILE = 0.9;

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const [folder] = process.argv.slice(2);
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
for (const entry of entries) {
  if (!entry.isFile() || !TEXT.test(entry.name)) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const data = await readFile(path);
  if (data.length < SMALLEST) continue;
  const copies = [
    ['.br', await brotli(data, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length } })],
    ['.gz', await gzip(data, { level: 9 })],
  ];
  for (const [suffix, copy] of copies) {
    if (copy.length < data.length * WORTHWHILE) await writeFile(path + suffix, copy);
  }
}
