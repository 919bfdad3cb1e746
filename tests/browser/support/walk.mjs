// A walk: one case, from paper to letter, with a demo and a browser of its own and everybody who takes part signed in.

import { Browser } from './browser.mjs';
import { Expectations, readCase } from './case.mjs';
import { Demo } from './demo.mjs';

export class Walk {
  static async start(number) {
    const walk = new Walk(readCase(number));
    walk.demo = await Demo.start();
    walk.browser = await Browser.start(`case-${number}`);
    walk.clock = await walk.browser.visitor(walk.demo.url, 'clock');
    return walk;
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
      const visitor = await this.browser.visitor(this.demo.url, party);
      await visitor.signIn(this.demo.user(party));
      this.people.set(party, visitor);
    }
    return this.people.get(party);
  }

  swv() { return this.at(this.case.swv); }
  doctor() { return this.at(this.case.ggd); }
  lpa() { return this.at(`Gemeente ${this.case.municipality}`); }

  /** Somebody without an account. */
  guest(who, size = 'phone') { return this.browser.visitor(this.demo.url, who, size); }

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
      if (await link.count()) return visitor.download(name);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`no letter ${name} at ${path}:\n${await visitor.text()}`);
  }

  async stop() {
    await this.browser?.stop();
    await this.demo?.stop();
  }
}
