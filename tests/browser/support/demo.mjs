// A demo of its own for a test: fresh data, a port of its own, the printed users. What the command line and its output look like is known
// here and nowhere else in these tests.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { tidy } from './visitor.mjs';

/** The program itself. */
export const PROGRAM = process.env.TOM_BIN ?? path.join(import.meta.dirname, '../../../target/debug/tom');
const START_WITHIN = 60_000;
// The users come a line at a time: read before this one, the list can be cut short.
const LAST_LINE = /^Stoppen met Ctrl-C\.$/m;

export class Demo {
  /**
   * Starts `tom demo` on an empty folder; `empty` leaves out the cases that a demo shows. `database` is the URL of an empty PostgreSQL
   * database, `mailPort` the port of a mail server on this machine, `providers` what the configuration says of identity providers and
   * `secrets` the environment for it. Waits until it answers.
   */
  static async start({ empty = true, port = 0, database, mailPort, providers, secrets } = {}) {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tom-browser-'));
    const command = ['demo', '--data', folder, '--listen', `127.0.0.1:${port}`];
    if (empty) command.push('--empty');
    if (database) command.push('--database-url', database);
    if (mailPort) command.push('--smtp', `127.0.0.1:${mailPort}`);
    if (providers) {
      const file = path.join(folder, 'providers.toml');
      await fs.writeFile(file, providers);
      command.push('--providers', file);
    }
    const { DATABASE_URL, ...env } = process.env;
    const child = spawn(PROGRAM, command, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, ...secrets } });
    const demo = new Demo(folder, child);
    await demo.started();
    return demo;
  }

  constructor(folder, child) {
    Object.assign(this, { folder, child, output: '', url: '', users: [], complete: false });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { this.output += data; });
    this.ended = new Promise((resolve) => child.once('close', resolve));
    child.once('error', (error) => { this.output += error.message; });
  }

  async started() {
    const end = Date.now() + START_WITHIN;
    while (Date.now() < end && this.child.exitCode === null && this.child.pid) {
      Object.assign(this, readOutput(this.output));
      if (this.url && this.complete && (await fetch(this.url).then(() => true, () => false))) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new Error(`the demo did not start:\n${this.output}`);
  }

  /** Moves the clock, which stands at 9 o'clock on `date` afterwards. */
  async moveClock(visitor, date) {
    await visitor.open('/proef');
    await visitor.fill({ 'Nieuwe datum': { date } });
    await visitor.press('Zet de klok vooruit');
    assert.deepEqual(await visitor.errors(), []);
  }

  /** The mail so far, as `{ to, text }`, newest first or last as the page has it. Waits until there are `atLeast` so many. */
  async mails(visitor, atLeast = 0) {
    for (let tries = 0; tries < 50; tries += 1) {
      await visitor.open('/proef');
      const mails = [];
      for (const article of await visitor.page.getByRole('article').all()) {
        const to = (await article.getByRole('heading').innerText()).replace(/^Aan /, '');
        mails.push({ to, text: tidy(await article.locator('pre').innerText()) });
      }
      if (mails.length >= atLeast) return mails;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`fewer than ${atLeast} mails`);
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
 * The address and the users in what the demo prints: one password for everybody, and for each user a line
 * `e-mail address  role, party`.
 */
export function readOutput(output) {
  const url = /https?:\/\/[^\s/]+/.exec(output)?.[0] ?? '';
  const password = /^Wachtwoord:\s+(\S+)/m.exec(output)?.[1] ?? '';
  const lines = output.matchAll(/^\s+(\S+@\S+)\s+([^,\n]+), (.+)$/gm);
  const users = [...lines].map(([, email, role, party]) => ({ party: party.trim(), role, email, password }));
  return { url, users, complete: LAST_LINE.test(output) };
}
