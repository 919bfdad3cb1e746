// A demo of its own for a test: fresh data, a port of its own, the printed users. What the command line and its output look like is known
// here and nowhere else in these tests.

import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const PROGRAM = process.env.TOM_BIN ?? path.join(import.meta.dirname, '../../../target/debug/tom');
const START_WITHIN = 60_000;

export class Demo {
  /** Starts `tom demo` on an empty folder; `empty` leaves out the cases that a demo shows. Waits until it answers. */
  static async start({ empty = true, args = [], env = {} } = {}) {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tom-browser-'));
    const command = ['demo', '--data', folder, '--listen', '127.0.0.1:0', ...(empty ? ['--empty'] : []), ...args];
    const child = spawn(PROGRAM, command, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    const demo = new Demo(folder, child);
    await demo.started();
    return demo;
  }

  constructor(folder, child) {
    Object.assign(this, { folder, child, output: '', url: '', users: [] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { this.output += data; });
    this.ended = new Promise((resolve) => child.once('close', resolve));
    child.once('error', (error) => { this.output += error.message; });
  }

  async started() {
    const end = Date.now() + START_WITHIN;
    while (Date.now() < end && this.child.exitCode === null && this.child.pid) {
      Object.assign(this, readOutput(this.output));
      if (this.url && this.users.length > 0 && (await fetch(this.url).then(() => true, () => false))) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new Error(`the demo did not start:\n${this.output}`);
  }

  /** The user of this role at this party, as `{ party, role, email, password }`. */
  user(party, role) {
    const found = this.users.find((user) => user.party === party && (!role || user.role === role));
    if (!found) throw new Error(`no ${role ?? 'user'} of ${party} among:\n${this.users.map((user) => `${user.party} | ${user.role}`).join('\n')}`);
    return found;
  }

  /** Stops the program as a service manager does, and answers its exit code. */
  async stop() {
    this.child.kill('SIGTERM');
    const forced = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    const code = await this.ended;
    clearTimeout(forced);
    await fs.rm(this.folder, { recursive: true, force: true });
    return code;
  }
}

/**
 * The address and the users in what the demo prints. A user is a line of cells with two or more spaces, a tab or a bar between them:
 * `party  role  e-mail address  password`.
 */
export function readOutput(output) {
  const url = /https?:\/\/[^\s/]+/.exec(output)?.[0] ?? '';
  const users = [];
  for (const line of output.split('\n')) {
    const cells = line.split(/\s{2,}|\t|\|/).map((cell) => cell.trim()).filter(Boolean);
    const at = cells.findIndex((cell) => /^\S+@\S+$/.test(cell));
    if (at >= 2 && cells.length > at + 1) {
      users.push({ party: cells[at - 2], role: cells[at - 1], email: cells[at], password: cells[at + 1] });
    }
  }
  return { url, users };
}
