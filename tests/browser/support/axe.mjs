// Accessibility, checked by axe-core on every page that a visitor sees. axe needs JavaScript and the visitor has none, so the page as it
// was served is shown again to a second, scripted browser context.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export class Auditor {
  /** `notes` is where the test files that run together write down what one of them has checked. */
  constructor(newContext, notes) {
    this.newContext = newContext;
    this.notes = path.join(notes, `axe-${process.ppid}`);
    fs.mkdirSync(this.notes, { recursive: true });
  }

  /** Throws with what axe found on this page. A page of the same kind (path without ids, same heading and state) is checked once in a
   * run; `TOM_AXE=0` leaves it out, to be quick while a test is being written. */
  async check(page) {
    if (process.env.TOM_AXE === '0') return;
    const heading = (await page.locator('h1').allTextContents()).join(' ');
    const errors = await page.getByRole('alert').count();
    const kind = `${new URL(page.url()).pathname.replaceAll(/[0-9a-f-]{20,}/g, 'ID')} | ${heading} | ${errors}`;
    if (!this.isFirst(kind)) return;
    const found = await this.violations(page.url(), await page.content());
    if (found.length > 0) throw new Error(`axe on ${kind}:\n${found.join('\n')}`);
  }

  isFirst(kind) {
    try {
      fs.writeFileSync(path.join(this.notes, createHash('sha256').update(kind).digest('hex')), kind, { flag: 'wx' });
      return true;
    } catch (fault) {
      if (fault.code === 'EEXIST') return false;
      throw fault;
    }
  }

  /** One line per violation: rule, impact, what helps, and the elements. */
  async violations(url, html) {
    this.context ??= await this.newContext();
    const page = await this.context.newPage();
    try {
      await page.route(url, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
      await page.goto(url);
      await page.evaluate(AXE);
      const result = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), RULES);
      return result.violations.map((violation) => {
        const where = violation.nodes.map((node) => `    ${node.html.slice(0, 160)}`).join('\n');
        return `  ${violation.id} (${violation.impact}): ${violation.help}\n${where}`;
      });
    } finally {
      await page.close();
    }
  }
}
