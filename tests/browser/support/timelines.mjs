// What each party can read in its own timeline at the end of a walk, line by line: cases/timelines.json. `TOM_TIMELINES=write` writes the
// file anew; read the difference.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const FILE = path.join(import.meta.dirname, '..', 'cases', 'timelines.json');

/** Compares the timelines of this case (party to lines, the newest first) with those of the file. */
export function compareTimelines(number, found) {
  const all = JSON.parse(fs.readFileSync(FILE, 'utf8'));
  if (process.env.TOM_TIMELINES === 'write') {
    all[number] = found;
    fs.writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`);
  }
  assert.deepEqual(found, all[number]);
}
