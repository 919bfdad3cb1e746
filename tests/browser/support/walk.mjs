// A walk: one case, from paper to letter, with a demo, a mail server and a browser of its own and everybody who takes part signed in.

import assert from 'node:assert/strict';
import { Browser } from './browser.mjs';
import { Expectations, readCase } from './case.mjs';
import { emptyDatabase, engineOf } from './database.mjs';
import { Demo } from './demo.mjs';
import { MailSink, kindOf } from './mail.mjs';
import { freePort } from './ports.mjs';
import { IdentityProvider, configured } from './provider.mjs';
import { compareTimelines } from './timelines.mjs';

export class Walk {
  /** A walk of this case; `changes` go over what its file says. */
  static async start(number, changes = {}) {
    const walk = new Walk({ ...readCase(number), ...changes });
    try {
      await walk.prepare(number);
    } catch (fault) {
      // What was started already would keep the test from ending.
      await walk.stop();
      throw fault;
    }
    return walk;
  }

  async prepare(number) {
    this.post = await MailSink.start();
    const database = engineOf(number) === 'postgres' ? await emptyDatabase() : undefined;
    const provided = this.case.provider ? await this.startProvider(this.case.provider) : {};
    this.demo = await Demo.start({ database, mailPort: this.post.port, ...provided });
    this.browser = await Browser.start(`case-${number}`);
    this.clock = await this.browser.visitor(this.demo.url, 'clock');
  }

  /** The GGD has an identity provider of its own, which knows the doctor with this address. */
  async startProvider(email) {
    const port = await freePort();
    this.provider = await IdentityProvider.start(`http://localhost:${port}`, email);
    const secrets = { TOM_PROVIDER_SECRET_GGD_UTRECHT: this.provider.client.client_secret };
    return { port, providers: configured('ggd-utrecht', this.provider), secrets };
  }

  constructor(theCase) {
    this.case = theCase;
    this.expected = new Expectations(theCase);
    this.child = `${theCase.child.first} ${theCase.child.last}`;
    this.people = new Map();
  }

  /** The signed-in visitor of this party. */
  async at(party) {
    if (!this.people.has(party)) {
      const visitor = await this.browser.visitor(this.demo.url, party, sizeOf(this.case.case, 'staff'));
      if (this.provider && party === this.case.ggd) {
        await visitor.open('/aanmelden');
        await visitor.elsewhere(`Aanmelden bij ${party}`);
      } else {
        await visitor.signIn(this.demo.user(party));
      }
      this.people.set(party, visitor);
    }
    return this.people.get(party);
  }

  swv() { return this.at(this.case.swv); }
  doctor() { return this.at(this.case.ggd); }
  lpa() { return this.at(`Gemeente ${this.case.municipality}`); }

  /** Somebody of the family. */
  guest(who) { return this.browser.visitor(this.demo.url, who, sizeOf(this.case.case, 'family')); }

  /** Moves the clock. Sessions end when they are idle, so everybody signs in again on the new day. */
  async day(date) {
    await this.demo.moveClock(this.clock, date);
    for (const visitor of this.people.values()) await visitor.context.close();
    this.people.clear();
  }

  /** Reads a letter of this case page: waits until the letter with this name is there. */
  async letter(visitor, path, name) {
    for (let tries = 0; tries < 60; tries += 1) {
      await visitor.open(path);
      const link = visitor.page.getByRole('link', { name });
      if (await link.count()) {
        const letter = await visitor.download(name);
        await this.browser.keep(letter.bytes, `${visitor.who}-${await link.first().innerText()}`, 'pdf');
        return letter;
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`no letter ${name} at ${path}:\n${await visitor.text()}`);
  }

  /**
   * What each of these reads in its timeline, as `{ party: path of its case page }` and `{ member of the family: visitor }`, is what
   * cases/timelines.json says, and not a line more.
   */
  async timelines(readers) {
    const found = {};
    for (const [party, where] of Object.entries(readers)) {
      const own = typeof where !== 'string';
      const visitor = own ? where : await this.at(party);
      await visitor.open(own ? '/mijn' : where);
      found[party] = (await visitor.timeline()).map((entry) => {
        const [what, when] = entry.split('\n');
        return `${when.replace(/, \d\d:\d\d/, '')}: ${what}`;
      });
    }
    compareTimelines(this.case.case, found);
  }

  /** Letters of one party are not there for another. */
  async onlyFor(letters, ...others) {
    for (const letter of letters) {
      for (const other of others) assert.equal(await other.statusOf(new URL(letter.url).pathname), 404, `${other.who}: ${letter.url}`);
    }
  }

  /** The mail that came to this address last, as the mail server got it. */
  async mailTo(address) {
    await this.post.wait((mail) => mail.to.includes(address));
    return this.post.messages.findLast((mail) => mail.to.includes(address));
  }

  /**
   * Every mail of the walk, as the mail server got it: whom it went to and of which kind it was. Each has the sender, the subject and one of
   * the texts that tell a stranger nothing, and nobody else got one.
   */
  async mailed(expected) {
    const number = Object.values(expected).flat().length;
    await this.post.wait(() => this.post.messages.length >= number).catch(() => {});
    const got = {};
    for (const mail of this.post.messages) (got[mail.to.join(' ')] ??= []).push(kindOf(mail, this.demo.url));
    assert.deepEqual(sorted(got), sorted(expected));
  }

  async stop() {
    await this.browser?.stop();
    await this.demo?.stop();
    await this.post?.stop();
    await this.provider?.stop();
  }
}

/** In the odd cases staff sits at a desk and the family has a phone in its hand, in the even ones the other way round; `TOM_SIZES=swapped` exchanges them. */
function sizeOf(number, who) {
  const swapped = process.env.TOM_SIZES === 'swapped' ? 1 : 0;
  const phone = (number + swapped) % 2 ? 'family' : 'staff';
  return who === phone ? 'phone' : 'desktop';
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));
}
