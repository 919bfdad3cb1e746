// A mail server on loopback that keeps what it gets, or refuses it in one of the ways in which real ones do.

import assert from 'node:assert/strict';
import { SMTPServer } from 'smtp-server';

/** What the server does: take everything; say "later" (4xx) or "never" (5xx) to the receiver; hang up after the data, unanswered. */
export const MODES = ['accept', 'refuse-for-now', 'refuse', 'drop-after-data'];

export class MailSink {
  /** `options` are those of `smtp-server`; left out, a server that wants no TLS and no password. */
  static async start(mode = 'accept', options = { authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'] }) {
    const sink = new MailSink(mode, options);
    await new Promise((resolve) => sink.server.listen(0, '127.0.0.1', resolve));
    sink.port = sink.server.server.address().port;
    return sink;
  }

  constructor(mode, options) {
    this.mode = mode;
    this.messages = [];
    this.server = new SMTPServer({
      ...options,
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 200,
      onRcptTo: (address, session, done) => done(this.refusal()),
      onData: (stream, session, done) => this.take(stream, session, done),
    });
    this.server.on('error', () => {});
  }

  refusal() {
    if (this.mode === 'refuse-for-now') return Object.assign(new Error('4.3.2 try again later'), { responseCode: 451 });
    if (this.mode === 'refuse') return Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 });
    return undefined;
  }

  take(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      const raw = Buffer.concat(parts).toString('latin1');
      const { mailFrom, rcptTo } = session.envelope;
      const { secure, user } = session;
      this.messages.push({ from: mailFrom.address, to: rcptTo.map((to) => to.address), secure, user, raw, ...readMail(raw) });
      if (this.mode !== 'drop-after-data') return done();
      for (const connection of this.server.connections) connection._socket.destroy();
    });
  }

  /** The first message that fits, now or within the time. */
  async wait(fits = () => true, milliseconds = 10_000) {
    const end = Date.now() + milliseconds;
    for (;;) {
      const found = this.messages.find(fits);
      if (found) return found;
      if (Date.now() > end) throw new Error(`no such mail; got: ${this.messages.map((mail) => mail.subject).join(', ') || 'nothing'}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  stop() {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

/** The one subject. */
const SUBJECT = 'Er staat een bericht voor u klaar';
const POINTER = (base) => `Er staat een bericht voor u klaar in TOM.

Log in op ${base} en lees het bericht.

In deze mail staat met opzet geen naam en geen onderwerp. U kunt deze mail niet beantwoorden.`;
const REMINDER = (base) => `In TOM loopt een termijn af, of er vraagt iets anders uw aandacht.

Log in op ${base}/termijnen en kijk wat er moet gebeuren.

In deze mail staat met opzet geen naam en geen onderwerp. U kunt deze mail niet beantwoorden.`;
const LINK = (url, until, needs = 'de geboortedatum') => `Er staat een bericht voor u klaar.

U leest het via deze persoonlijke link:
${url}

U heeft ook ${needs} nodig. De link werkt tot en met ${until}.

Heeft u dit bericht niet verwacht? Open de link dan niet en gooi deze mail weg. U kunt deze mail niet beantwoorden.`;
const SEINTJE = (name) => `U krijgt een seintje over:

${name}

Wat u hiermee doet, spreekt u af in uw eigen organisatie. Dit bericht bevat met opzet alleen een naam. U kunt deze mail niet beantwoorden.`;
const SITTING = (from, when, where) => `U bent uitgenodigd voor een overleg.

Van: ${from}
Wanneer: ${when}
Waar: ${where}

Zet het overleg in uw agenda met het bestand bij deze mail. Daarmee kunt u ook laten weten of u komt.

Kreeg u al eerder een uitnodiging voor dit overleg? Dan geldt deze.

In deze mail staat met opzet geen naam en geen onderwerp.`;
const HEADERS = [
  'auto-submitted', 'content-transfer-encoding', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to',
];

/**
 * What kind of mail this is: 'pointer', 'reminder', 'link', 'draft' (to an application that wasn't sent yet), 'sitting' (with a calendar file) or `seintje: NAME`. Its sender, subject, headers and text must be, to the letter, those that
 * tell a stranger nothing.
 */
export function kindOf(mail, base, from = 'tom@tom.example') {
  assert.equal(mail.from, from);
  assert.equal(mail.headers.from, `TOM <${from}>`);
  assert.equal(mail.subject, SUBJECT);
  const several = mail.headers['content-type'].startsWith('multipart/mixed');
  assert.deepEqual(Object.keys(mail.headers).sort(), HEADERS.filter((header) => !several || header !== 'content-transfer-encoding'));
  const [, where] = /^<[0-9A-Za-z-]+@([^@>]+)>$/.exec(mail.headers['message-id']);
  assert.equal(where, new URL(base).hostname);
  const text = mail.text.replaceAll('\r\n', '\n').trim();
  if (several) return sitting(text);
  if (text === POINTER(base)) return 'pointer';
  if (text === REMINDER(base)) return 'reminder';
  const url = /^http\S+\/mijn\/[A-Za-z0-9_-]{43}$/m.exec(text)?.[0] ?? '';
  const until = /tot en met (\d{1,2} [a-z]+ \d{4})\./.exec(text)?.[1];
  if (url.startsWith(base) && text === LINK(url, until)) return 'link';
  const draft = /^http\S+\/aanvragen\/verder\/[A-Za-z0-9_-]{43}$/m.exec(text)?.[0] ?? '';
  const needs = ['de code die op het scherm stond', 'de geboortedatum'];
  if (draft.startsWith(base) && needs.some((one) => text === LINK(draft, until, one))) return 'draft';
  const name = text.split('\n')[2];
  assert.equal(text, SEINTJE(name));
  return `seintje: ${name}`;
}

/** The invitation to a sitting, to the letter, and its file: a calendar's words, and nobody's name. */
function sitting(text) {
  const [letter, file] = text.split(/(?=BEGIN:VCALENDAR)/);
  const line = (label) => new RegExp(`^${label}: (.+)$`, 'm').exec(letter)?.[1];
  assert.equal(letter.trim(), SITTING(line('Van'), line('Wanneer'), line('Waar')));
  assert.match(file, /METHOD:REQUEST/);
  const keys = file.trim().split('\n').filter((one) => !one.startsWith(' ')).map((one) => one.split(/[:;]/)[0]);
  assert.deepEqual(keys, [
    'BEGIN', 'VERSION', 'PRODID', 'METHOD', 'BEGIN', 'UID', 'DTSTAMP', 'SEQUENCE', 'DTSTART', 'DURATION', 'SUMMARY', 'LOCATION', 'ORGANIZER',
    'ATTENDEE', 'CLASS', 'END', 'END',
  ]);
  return 'sitting';
}

/** Headers (lower case), subject and text of a message; the text of every part, one after the other. */
export function readMail(raw) {
  const split = raw.search(/\r?\n\r?\n/);
  const headers = {};
  for (const line of raw.slice(0, split).replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = words(line.slice(colon + 1).trim());
  }
  const body = raw.slice(split).replace(/^\r?\n\r?\n/, '');
  const boundary = /boundary="?([^";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  const text = boundary
    ? body.split(`--${boundary}`).slice(1, -1).map((part) => readMail(part.replace(/^\r?\n/, '')).text).join('\n')
    : decode(body, (headers['content-transfer-encoding'] ?? '').toLowerCase());
  return { headers, subject: headers.subject ?? '', text };
}

/** Encoded words of a header (RFC 2047). */
function words(value) {
  return value.replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=( (?==\?))?/gi, (_, kind, data) =>
    kind.toLowerCase() === 'b' ? Buffer.from(data, 'base64').toString() : decode(data.replaceAll('_', ' '), 'quoted-printable'));
}

function decode(body, encoding) {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1').toString();
  const bytes = body.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
