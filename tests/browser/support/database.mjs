// On which database a walk runs. Both get walks: the odd cases stand on SQLite and the even ones on PostgreSQL; `TOM_ENGINES=swapped` turns
// it round.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SERVER = path.join(import.meta.dirname, '../../support/postgres.sh');

/** 'sqlite' or 'postgres'. */
export function engineOf(number) {
  const swapped = process.env.TOM_ENGINES === 'swapped' ? 1 : 0;
  return (number + swapped) % 2 ? 'sqlite' : 'postgres';
}

/** The URL of a new database on the PostgreSQL server of this run, which is started when it is first asked for. */
export async function emptyDatabase() {
  // Under the runner every test file is a child of it, and they share the server.
  const owner = process.env.NODE_TEST_CONTEXT ? process.ppid : process.pid;
  const server = process.env.TOM_TEST_POSTGRES ?? (await run(SERVER, ['url', String(owner)])).stdout.trim();
  const name = `walk_${process.pid}_${Date.now()}`;
  await run('psql', ['--quiet', '--no-psqlrc', '--dbname', server, '--command', `CREATE DATABASE ${name}`]);
  const url = new URL(server);
  assert.equal(url.pathname, '/postgres');
  url.pathname = `/${name}`;
  return url.href;
}
