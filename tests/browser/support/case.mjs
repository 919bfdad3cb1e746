// The five cases as data, and a list of what must be seen that is complete: a walk that forgets a line of it fails.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(import.meta.dirname, '..', 'cases');

/** Reads `cases/<number>-*.json`. */
export function readCase(number) {
  const file = fs.readdirSync(FOLDER).find((name) => name.startsWith(`${number}-`) && name.endsWith('.json'));
  return JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8'));
}

/** The expectations of a case, ticked off one by one. Those with `later` wait for a part of the product that is not there yet. */
export class Expectations {
  constructor(theCase) {
    this.open = new Map(theCase.expected.map((line) => [line.id, line]));
    this.case = theCase;
  }

  /** Shows that this line holds; the fault names the line. */
  async see(id, check) {
    const line = this.open.get(id);
    assert.ok(line, `case ${this.case.case} has no open expectation "${id}"`);
    try {
      await check();
    } catch (fault) {
      fault.message = `case ${this.case.case}, "${line.text}":\n${fault.message}`;
      throw fault;
    }
    this.open.delete(id);
  }

  /** Fails when a line was not looked at, unless it waits for a later part. */
  done() {
    const forgotten = [...this.open.values()].filter((line) => !line.later);
    assert.deepEqual(forgotten.map((line) => `${line.id}: ${line.text}`), [], `case ${this.case.case}: not everything was looked at`);
  }
}
