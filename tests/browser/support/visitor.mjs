// Somebody at a screen: goes by what can be read (labels, buttons, links, headings), never by ids or classes.

import assert from 'node:assert/strict';
import { CodeApp } from './code_app.mjs';
import { download } from './pdf.mjs';

/** The apps that were set up in this test, by address. */
const apps = new Map();

export class Visitor {
  constructor({ base, who, browser, context, page }) {
    Object.assign(this, { base, who, browser, context, page, status: 0, complaints: [], language: 'nl' });
    page.on('response', (response) => {
      if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) this.status = response.status();
      else if (response.status() >= 400) this.complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on('console', (message) => {
      // What could not be loaded is told better by its response; the answer to a form with mistakes is no fault.
      const fault = message.type() === 'error' && !message.text().startsWith('Failed to load resource');
      if (fault) this.complaints.push(message.text());
    });
  }

  /** Goes to a path of the product, or to a whole URL. */
  async open(path) {
    await this.page.goto(new URL(path, this.base).href);
    return this.arrived();
  }

  /** Signs in at the front door and expects to leave it. */
  async signIn({ email, password }) {
    await this.open('/aanmelden');
    await this.fill({ 'E-mailadres': email, Wachtwoord: password });
    await this.press('Aanmelden');
    await this.secondStep(email);
    assert.equal(this.status, 200);
    assert.equal(await this.page.getByLabel('Wachtwoord', { exact: true }).count(), 0, `${this.who} could not sign in:\n${await this.text()}`);
  }

  /** Presses a button that leads to the identity provider of the own organisation, signs in there and comes back. */
  async elsewhere(button) {
    const ours = new URL(this.base).origin;
    await this.page.getByRole('button', { name: button }).click();
    await this.page.getByRole('button', { name: 'Ik ben het' }).click();
    await this.page.waitForURL((url) => url.origin === ours && !url.pathname.startsWith('/aanmelden'));
    return this.arrived();
  }

  /** The code of the app: a demo says it; who has no app yet sets one up. */
  async secondStep(email) {
    if (await this.page.getByRole('heading', { name: 'Tweede stap instellen' }).count()) {
      apps.set(email, new CodeApp(await this.page.locator('strong.secret').innerText()));
      await this.fill({ Code: await apps.get(email).code() });
      await this.press('Koppelen');
      await this.sees(/[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/);
      return this.follow('Ik heb de codes bewaard');
    }
    await this.fill({ Code: apps.has(email) ? await apps.get(email).code() : await this.shownCode() });
    return this.press('Aanmelden');
  }

  /** The second factor once more, before something weighty. */
  async confirm() {
    await this.fill({ Code: await this.shownCode() });
    return this.press('Verder');
  }

  /** The code that the page of a demo shows; waits while those of this moment were used. */
  async shownCode() {
    for (let tries = 0; tries < 40; tries += 1) {
      const shown = /De code is nu (\d{6})/.exec(await this.text());
      if (shown) return shown[1];
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await this.page.reload();
    }
    throw new Error(`no code for ${this.who}:\n${await this.text()}`);
  }

  async signOut() {
    await this.press('Afmelden');
  }

  /**
   * Fills a form by its labels. A text is typed; `true`/`false` ticks a box or not; `{ choose: 'Ja' }` picks a radio button of the group with
   * that name or an option of the list; `{ date: '2026-03-02' }` fills the group's day, month and year. `group` limits it to a fieldset.
   */
  async fill(fields, group) {
    const scope = group ? this.page.getByRole('group', { name: named(group) }) : this.page;
    for (const [label, value] of Object.entries(fields)) {
      if (value !== undefined) await this.fillOne(scope, label, value);
    }
  }

  async fillOne(scope, label, value) {
    const field = () => scope.getByLabel(named(label)).and(scope.locator('input, textarea, select'));
    if (typeof value === 'boolean') return field().setChecked(value);
    if (typeof value === 'string') return field().fill(value);
    const inside = scope.getByRole('group', { name: named(label) });
    if (value.date !== undefined) {
      const [year, month, day] = value.date.split('-').map((part) => String(Number(part)));
      await inside.getByLabel('Dag', { exact: true }).fill(day);
      await inside.getByLabel('Maand', { exact: true }).fill(month);
      return inside.getByLabel('Jaar', { exact: true }).fill(year);
    }
    if (await inside.count()) return this.choose(inside, value.choose);
    return field().selectOption({ label: value.choose });
  }

  /** Picks a radio button by its label, or by the beginning of a label that goes on with a hint. */
  async choose(group, label) {
    const exact = group.getByRole('radio', { name: label, exact: true });
    return ((await exact.count()) ? exact : group.getByRole('radio', { name: new RegExp(`^${literal(label)}\\s`) })).check();
  }

  /** Presses the button with this name. */
  async press(name, scope = this.page) {
    await scope.getByRole('button', { name, exact: typeof name === 'string' }).click();
    return this.arrived();
  }

  /** Follows the link with this name. */
  async follow(name, scope = this.page) {
    await scope.getByRole('link', { name, exact: typeof name === 'string' }).first().click();
    return this.arrived();
  }

  /** What must hold on every page: an answer, the language of the visitor, a title, one main heading, nothing for the browser to complain of or for axe to find. */
  async arrived() {
    await this.page.waitForLoadState();
    if (await this.page.getByRole('heading', { name: 'Bevestig dat u het bent' }).count()) return this.confirm();
    const at = `${this.who} at ${this.page.url()}`;
    assert.ok(this.status < 500, `${at}: ${this.status}`);
    assert.equal(await this.page.locator('html').getAttribute('lang'), this.language, at);
    assert.notEqual(await this.page.title(), '', at);
    assert.equal(await this.page.locator('h1').count(), 1, `${at}: one h1`);
    assert.deepEqual(this.complaints, [], at);
    await this.browser.auditor.check(this.page);
    return this;
  }

  /** Everything that can be read in the main part of the page. */
  async text() {
    return tidy(await this.page.locator('main').innerText());
  }

  async sees(...texts) {
    const page = await this.text();
    for (const text of texts) assert.ok(matches(page, text), `${this.who} must see ${text} at ${this.page.url()}:\n${page}`);
  }

  async seesNot(...texts) {
    const page = tidy(await this.page.content());
    for (const text of texts) assert.ok(!matches(page, text), `${this.who} must not see ${text} at ${this.page.url()}`);
  }

  /** What the page says is wrong: the lines of a form's summary, or the text of an alert that has no lines. */
  async errors() {
    const errors = [];
    for (const alert of await this.page.getByRole('alert').all()) {
      const lines = await alert.getByRole('listitem').allInnerTexts();
      errors.push(...(lines.length ? lines : [await alert.innerText()]));
    }
    return errors.map(tidy);
  }

  /** The entries of the list or table with this name (a timeline, a worklist), one text each. */
  async entries(name) {
    const list = this.page.getByRole('list', { name }).or(this.page.getByRole('region', { name }).getByRole('list'));
    if (await list.count()) return (await list.first().locator(':scope > li').allInnerTexts()).map(tidy);
    const table = this.page.getByRole('table', { name });
    if (!(await table.count())) return [];
    return (await table.locator('tbody tr').allInnerTexts()).map(tidy);
  }

  async timeline() {
    return this.entries('Tijdlijn');
  }

  /** Downloads what the link with this name leads to; a PDF comes with its text. */
  async download(name, scope = this.page) {
    const link = scope.getByRole('link', { name, exact: typeof name === 'string' }).first();
    const url = new URL(await link.getAttribute('href'), this.page.url()).href;
    return download(this.context.request, url);
  }

  /** The status with which the product answers this path, without going there. */
  async statusOf(path) {
    const answer = await this.context.request.get(new URL(path, this.base).href, { maxRedirects: 0 });
    return answer.status();
  }

  async screenshot(label) {
    return this.browser.screenshot(this.page, `${this.who}-${label}`);
  }
}

/** A label or name as the product writes it: perhaps marked as optional. */
function named(label) {
  return new RegExp(`^\\s*${literal(label)}( \\(niet verplicht\\))?\\s*$`);
}

function literal(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** One space between words, one line break between lines. */
export function tidy(text) {
  return text.replaceAll(/[ \t\u00a0]+/g, ' ').replaceAll(/ ?\n\s*/g, '\n').trim();
}

function matches(page, text) {
  return text instanceof RegExp ? text.test(page) : page.includes(text);
}
