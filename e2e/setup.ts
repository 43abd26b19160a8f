// Before the first test: the binary is built.

import { existsSync } from 'node:fs';
import { PROGRAM } from './house.ts';

export default function setup(): void {
  if (!existsSync(PROGRAM)) {
    throw new Error(`${PROGRAM} is not there: run \`cargo build\`, or name the binary in TEAHOUSE`);
  }
}
