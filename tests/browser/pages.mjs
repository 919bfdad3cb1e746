// A picture of every page that links lead to in the demo as it starts, per role, with a list: docs/pages. `scripts/screenshots.sh` runs it.

import fs from 'node:fs/promises';
import path from 'node:path';
import * as apply from './support/apply.mjs';
import { Browser } from './support/browser.mjs';
import { readCase } from './support/case.mjs';
import { crawl } from './support/crawl.mjs';
import { Demo } from './support/demo.mjs';
import * as parents from './support/parents.mjs';
import { tidy } from './support/visitor.mjs';

const FOLDER = path.join(import.meta.dirname, '../../docs/pages');
/** No picture is higher than this: what stands lower is more of the same. */
const HIGHEST = 2000;

const demo = await Demo.start({ empty: false });
const browser = await Browser.start('pages');
try {
  await fs.rm(FOLDER, { recursive: true, force: true });
  await fs.mkdir(FOLDER, { recursive: true });
  await fs.writeFile(path.join(FOLDER, 'README.md'), list(await albums()));
} finally {
  await browser.stop();
  await demo.stop();
}

/** The pictures of each role, as `[heading, [{ title, file }]]`. A page that an earlier role has too is not shown again. */
async function albums() {
  const shown = new Set();
  const all = [];
  const album = async (heading, code, size, enter, start) => {
    const visitor = await browser.visitor(demo.url, code, size);
    await enter(visitor);
    const english = start?.endsWith('taal=en');
    if (english) visitor.language = 'en';
    const pictures = [];
    await crawl(visitor, start ?? new URL(visitor.page.url()).pathname, english ? ['/', '/proef', '/toegankelijkheid'] : [], async () => {
      const { page } = visitor;
      const title = tidy(await page.title()).replace(/ – TOM$/, '');
      // Of pages about one case or person each, the first of its kind.
      const kind = `${new URL(page.url()).pathname.replaceAll(/[0-9a-f-]{20,}/g, '')} ${tidy(await page.locator('h1').innerText()).replace(/^Vrijstelling voor .*/, '')}`;
      if (shown.has(kind)) return;
      shown.add(kind);
      const file = `${code}-${String(pictures.length + 1).padStart(2, '0')}.webp`;
      await fs.writeFile(path.join(FOLDER, file), await picture(page));
      pictures.push({ title, file });
    });
    await visitor.context.close();
    all.push([heading, pictures]);
  };
  await album('Everybody, without signing in', 'iedereen', 'phone', async () => {}, '/aanmelden');
  await album('Who applies online', 'aanvrager', 'phone', (visitor) => apply.begin(visitor, readCase(1)));
  const reader = await browser.visitor(demo.url, 'post');
  const [{ text }] = (await demo.mails(reader, 2)).filter((mail) => mail.text.includes('/mijn/'));
  const enter = (visitor) => parents.enter(visitor, parents.linkIn(text), readCase(1).child.born);
  await album('A parent', 'ouder', 'phone', enter, '/mijn');
  await album('A parent, in English', 'ouder-engels', 'phone', enter, '/mijn?taal=en');
  const roles = new Set();
  for (const user of demo.users) {
    if (roles.has(user.role)) continue;
    roles.add(user.role);
    const code = user.role.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z]+/g, '-');
    await album(`${user.role}, ${user.party}`, code, 'desktop', (visitor) => visitor.signIn(user), '/');
  }
  return all;
}

async function picture(page) {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: document.documentElement.scrollHeight }));
  const line = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, width, height: Math.min(height, HIGHEST), scale: 1 };
  const { data } = await line.send('Page.captureScreenshot', { format: 'webp', quality: 45, captureBeyondViewport: true, clip });
  await line.detach();
  return Buffer.from(data, 'base64');
}

function list(all) {
  const lines = ['# Every page', '', 'Made from the demo as it starts, by `scripts/screenshots.sh`: what links lead to, per role. What two roles share is shown once.'];
  for (const [heading, pictures] of all) {
    if (!pictures.length) continue;
    lines.push('', `## ${heading}`, '', '| | | |', '| --- | --- | --- |');
    for (let at = 0; at < pictures.length; at += 3) {
      const cells = pictures.slice(at, at + 3).map(({ title, file }) => `<a href="${file}"><img src="${file}" alt="" width="260"></a><br>${title.replaceAll('|', '/')}`);
      lines.push(`| ${cells.join(' | ')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
