// Headless Chromium, one for all visitors of a test file. Pages are visited with JavaScript off: the product works without it. `script` puts it on,
// for passkeys.

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { Auditor } from './axe.mjs';
import { Visitor } from './visitor.mjs';

const EXECUTABLE = process.env.TOM_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const LOCALE = { locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' };

/** Where screenshots go: `tests/browser/.results`. */
export const RESULTS = path.join(import.meta.dirname, '..', '.results');

export class Browser {
  /** Starts Chromium with an empty profile of its own. `name` prefixes the screenshots. */
  static async start(name) {
    const profile = await fs.mkdtemp(path.join(os.tmpdir(), 'tom-chromium-'));
    // A persistent context is the one way to name the profile's folder; visitors get contexts of their own.
    const root = await chromium.launchPersistentContext(profile, { executablePath: EXECUTABLE, args: FLAGS });
    return new Browser(name, profile, root);
  }

  constructor(name, profile, root) {
    Object.assign(this, { name, profile, root, shots: 0 });
    this.auditor = new Auditor(() => root.browser().newContext(LOCALE), RESULTS);
  }

  /** Somebody with an own cookie jar. `size` is 'desktop' or 'phone'. */
  async visitor(base, who, size = 'desktop', { script = false } = {}) {
    const viewport = size === 'phone' ? { width: 375, height: 740 } : { width: 1280, height: 900 };
    const context = await this.root.browser().newContext({ ...LOCALE, viewport, javaScriptEnabled: script });
    context.setDefaultTimeout(30_000);
    return new Visitor({ base, who, browser: this, context, page: await context.newPage() });
  }

  /** Writes a picture of the whole page, numbered in the order of the walk. `TOM_SCREENSHOTS=0` leaves them out. */
  async screenshot(page, label) {
    if (process.env.TOM_SCREENSHOTS === '0') return undefined;
    return this.keep(await page.screenshot({ fullPage: true }), label, 'png');
  }

  /** Keeps a file among the pictures, numbered as they are. */
  async keep(bytes, label, kind) {
    if (process.env.TOM_SCREENSHOTS === '0') return undefined;
    this.shots += 1;
    const number = String(this.shots).padStart(3, '0');
    const file = path.join(RESULTS, this.name, `${number}-${label.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.${kind}`);
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, bytes);
    return file;
  }

  async stop() {
    await this.root.browser()?.close();
    await this.root.close().catch(() => {});
    await fs.rm(this.profile, { recursive: true, force: true });
  }
}
