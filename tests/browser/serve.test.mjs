// `tom serve` as the README starts it, with its configuration file: parties and people by the command line, and mail over STARTTLS with a
// certificate of an authority of our own and a password; and one party signs in at an identity provider of its own.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Browser } from './support/browser.mjs';
import { readCase } from './support/case.mjs';
import { PROGRAM } from './support/demo.mjs';
import { MailSink, kindOf } from './support/mail.mjs';
import { freePort } from './support/ports.mjs';
import { IdentityProvider, configured } from './support/provider.mjs';
import * as swv from './support/swv.mjs';

const PASSWORD = 'een-lang-wachtwoord-2026';
const MAIL_PASSWORD = 'geheim-van-de-mailserver';
const FROM = 'post@regio.example';
const run = promisify(execFile);

let folder, authority, browser, port, program, provider, strict, url;

before(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tom-serve-'));
  authority = await certificates();
  strict = await mailServer();
  port = await freePort();
  url = `http://localhost:${port}`;
  provider = await IdentityProvider.start(url, 'arts@regio.example');
  await configure(strict.port);
  for (const party of [
    ['swv', 'SWV de Eem', 'swv', { sector: 'po', place: 'Leusden', email: 'tom@swv.example' }],
    ['ggd', 'GGD regio Utrecht', 'ggd', {}],
    ['leusden', 'Gemeente Leusden', 'gemeente', { places: ['Leusden'], secured_email: 'veilig@leusden.example', seintje_route: 'secured_mail' }],
  ]) {
    const [id, name, kind, settings] = party;
    await tom(['party', 'put', id, '--kind', kind, '--name', name, '--settings', JSON.stringify(settings)]);
    await tom(['party', 'join', id, '--name', name, '--on', '2026-01-01', '--signed-covenant']);
  }
  await tom(['user', 'add', 'swv@regio.example', '--name', 'Hanna Mulder', '--party', 'swv', '--role', 'swv'], PASSWORD);
  await tom(['user', 'add', 'arts@regio.example', '--name', 'Vera de Boer', '--party', 'ggd', '--role', 'doctor'], PASSWORD);
  program = await serve();
  browser = await Browser.start('serve');
});

after(async () => {
  await browser?.stop();
  await program?.stop();
  await strict?.stop();
  await provider?.stop();
  await fs.rm(folder, { recursive: true, force: true });
});

test('over a secured route the mail itself holds the name, and goes over TLS with a password', async () => {
  const clerk = await browser.visitor(url, 'swv');
  await clerk.signIn({ email: 'swv@regio.example', password: PASSWORD });
  const theCase = { ...readCase(1), local_team: undefined };
  await swv.register(clerk, theCase);
  const mail = await strict.wait((one) => one.to.includes('veilig@leusden.example'));
  assert.deepEqual(mail.to, ['veilig@leusden.example']);
  assert.equal(kindOf(mail, url, FROM), "seintje: Noor Elisa van 't Hof-de Wit");
  assert.equal(mail.user, 'tom');
  assert.ok(mail.secure, 'the password and the name went over TLS');
});

test('a doctor signs in at the provider of the GGD, and once more before something weighty', async () => {
  const doctor = await browser.visitor(url, 'arts');
  await doctor.open('/arts');
  await doctor.elsewhere('Aanmelden bij GGD regio Utrecht');
  assert.equal(doctor.page.url(), `${url}/arts`);
  assert.equal(provider.visits, 1);
  // The provider remembers who signed in, and asks all the same.
  await doctor.page.goto(`${url}/bevestigen?naar=/account`);
  await doctor.elsewhere('Aanmelden bij uw organisatie');
  assert.equal(doctor.page.url(), `${url}/account`);
  assert.equal(provider.visits, 2);
  await doctor.sees('Uw wachtwoord en uw tweede stap regelt u daar.');
  // A password of ours opens nothing.
  const other = await browser.visitor(url, 'arts-wachtwoord');
  await other.open('/aanmelden');
  await other.fill({ 'E-mailadres': 'arts@regio.example', Wachtwoord: PASSWORD });
  await other.press('Aanmelden');
  await other.sees('U meldt zich aan met het account van uw organisatie.');
});

test('a passkey is set up and signs in by the script of the page; without a script the page says so and takes a code', async () => {
  const email = 'sleutel@regio.example';
  await tom(['user', 'add', email, '--name', 'Wim Kok', '--party', 'swv', '--role', 'swv'], PASSWORD);
  const clerk = await browser.visitor(url, 'sleutel', 'desktop', { script: true });
  const devices = await clerk.context.newCDPSession(clerk.page);
  await devices.send('WebAuthn.enable');
  const key = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
  await devices.send('WebAuthn.addVirtualAuthenticator', { options: { ...key, automaticPresenceSimulation: true } });
  const password = async (visitor) => {
    await visitor.open('/aanmelden');
    await visitor.fill({ 'E-mailadres': email, Wachtwoord: PASSWORD });
    await visitor.press('Aanmelden');
  };
  await password(clerk);
  await clerk.fill({ Naam: 'Laptop van het werk' });
  await clerk.page.getByRole('button', { name: 'Passkey maken' }).click();
  await clerk.page.getByRole('heading', { name: 'Uw herstelcodes' }).waitFor();
  await clerk.arrived();
  const spare = /[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/.exec(await clerk.text())[0];
  await clerk.follow('Ik heb de codes bewaard');
  await clerk.open('/account');
  await clerk.sees('Laptop van het werk');
  await clerk.signOut();
  await password(clerk);
  await clerk.page.getByRole('button', { name: 'Aanmelden met uw passkey' }).click();
  await clerk.page.waitForURL(`${url}/swv`);
  await clerk.arrived();
  await clerk.open('/account/passkey');
  await clerk.page.getByRole('button', { name: 'Passkey maken' }).click();
  await clerk.sees('Op dit apparaat staat al een passkey van u voor TOM.');

  const plain = await browser.visitor(url, 'sleutel-zonder-script');
  await password(plain);
  await plain.sees('Daarvoor is JavaScript nodig');
  await plain.fill({ Code: spare });
  await plain.press('Aanmelden met een code');
  await plain.open('/account');
  await plain.sees('nog 9 herstelcodes');
});

test('a demo\'s page is not there when it is served for real', async () => {
  const visitor = await browser.visitor(url, 'stranger');
  assert.equal(await visitor.statusOf('/proef'), 404);
});

test('a server whose certificate nobody vouches for gets nothing, and the mail waits', async () => {
  await program.stop();
  const other = await mailServer();
  await configure(other.port, { authority: false });
  program = await serve();
  const clerk = await browser.visitor(url, 'swv');
  await clerk.signIn({ email: 'swv@regio.example', password: PASSWORD });
  await swv.register(clerk, { ...readCase(5), municipality: 'Leusden' });
  await program.says(/connect_tls/);
  assert.deepEqual(other.messages, []);
  await other.stop();
});

/** A mail server that takes mail over TLS only, from who knows the password only. */
async function mailServer() {
  const [key, cert] = await Promise.all(['server.key', 'server.pem'].map((name) => fs.readFile(path.join(folder, name))));
  return MailSink.start('accept', {
    key,
    cert,
    authOptional: false,
    onAuth: ({ username, password }, session, done) => {
      const known = session.secure && username === 'tom' && password === MAIL_PASSWORD;
      return known ? done(null, { user: username }) : done(new Error('5.7.8 not you'));
    },
  });
}

/** An authority of our own, and a certificate of this machine's name that it vouches for. */
async function certificates() {
  const openssl = (...args) => run('openssl', args, { cwd: folder });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await openssl('req', '-x509', ...curve, '-subj', '/CN=proef', '-keyout', 'ca.key', '-out', 'ca.pem');
  await openssl('req', '-x509', ...curve, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=CA:FALSE',
    '-CA', 'ca.pem', '-CAkey', 'ca.key', '-keyout', 'server.key', '-out', 'server.pem');
  return path.join(folder, 'ca.pem');
}

async function configure(mailPort, { authority: own = true } = {}) {
  await fs.writeFile(path.join(folder, 'tom.toml'), `
database_url = "sqlite:${folder}/tom.db"
keys = "${folder}/keys"
listen = "127.0.0.1:${port}"
public_url = "${url}"
[mail]
host = "localhost"
port = ${mailPort}
security = "starttls"
user = "tom"
from = "${FROM}"
${own ? `authority = "${authority}"` : ''}
${configured('ggd', provider)}`);
}

function environment() {
  const { DATABASE_URL, ...rest } = process.env;
  return { ...rest, TOM_CONFIG: path.join(folder, 'tom.toml'), TOM_MAIL_PASSWORD: MAIL_PASSWORD, TOM_PROVIDER_SECRET_GGD: provider.client.client_secret };
}

async function tom(args, input = '') {
  const started = run(PROGRAM, args, { env: environment() });
  started.child.stdin.end(`${input}\n`);
  return (await started).stdout;
}

/** Serves until `stop`; `says` waits for a line of the log. */
async function serve() {
  const child = spawn(PROGRAM, ['serve'], { stdio: ['ignore', 'ignore', 'pipe'], env: environment() });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let log = '';
  child.stderr.on('data', (data) => { log += data; });
  const says = async (line) => {
    for (let tries = 0; tries < 300; tries += 1) {
      if (line.test(log)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the log never said ${line}:\n${log}`);
  };
  await says(/serving/);
  return {
    says,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
