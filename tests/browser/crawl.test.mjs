// The demo as it starts: everybody whose sign-in is printed, and each parent with a link, opens every page that a link leads to.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { readCase } from './support/case.mjs';
import { Demo } from './support/demo.mjs';
import * as parents from './support/parents.mjs';

/** The narrowest screen on which nothing may stick out (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };
/** Pages that are the same for everybody: seen once, by a stranger. */
const COMMON = ['/proef', '/aanmelden'];
/** What is opened, and not looked at: letters and exports. */
const FILES = /\.(pdf|ics|csv|json)(\?|$)|^\/brieven\//;
/** A page that is another one each time: looking at the access log adds a line to it. */
const GROWS = /^\/(fg|mijn\/inzage)(\?|$)/;

let browser, demo;
before(async () => {
  demo = await Demo.start({ empty: false });
  browser = await Browser.start('crawl');
});
after(async () => {
  await browser?.stop();
  await demo?.stop();
});

test('every link of every role leads to a page or a letter', async (t) => {
  const stranger = await browser.visitor(demo.url, 'stranger');
  let pages = await crawl(stranger, '/', []);
  for (const user of demo.users) {
    const visitor = await browser.visitor(demo.url, user.email);
    await visitor.signIn(user);
    pages += await crawl(visitor, '/', COMMON);
    await visitor.context.close();
  }
  t.diagnostic(`${pages} pages`);
  assert.ok(pages > 100, `${pages} pages`);
});

test('every link of a parent leads to a page or a letter', async () => {
  const reader = await browser.visitor(demo.url, 'post');
  const links = (await demo.mails(reader, 2)).filter((mail) => mail.text.includes('/mijn/'));
  assert.ok(links.length >= 2, 'Noor\'s parents have a link');
  for (const { text } of links) {
    const visitor = await browser.visitor(demo.url, 'parent', 'phone');
    await parents.enter(visitor, parents.linkIn(text), readCase(1).child.born);
    assert.ok(await crawl(visitor, new URL(visitor.page.url()).pathname, COMMON) > 2);
    await visitor.context.close();
  }
});

/** Opens every page that can be reached over links from this one, but for those in `without`. Answers how many there were. */
async function crawl(visitor, start, without) {
  const seen = new Set(without);
  const next = [start];
  let pages = 0;
  while (next.length) {
    const path = next.pop();
    if (seen.has(path)) continue;
    seen.add(path);
    if (FILES.test(path)) {
      assert.equal(await visitor.statusOf(path), 200, `${visitor.who}: ${path}`);
      continue;
    }
    await visitor.open(path);
    assert.equal(visitor.status, 200, `${visitor.who}: ${path}`);
    pages += 1;
    if (!GROWS.test(new URL(visitor.page.url()).pathname)) assert.equal(await html(visitor, path), await html(visitor, path), `${visitor.who}: ${path} is the same twice`);
    await fits(visitor, path);
    next.push(...(await links(visitor.page)));
  }
  return pages;
}

/** The page as it is sent, without what is new each time: the tokens of its forms. */
async function html(visitor, path) {
  const answer = await visitor.context.request.get(new URL(path, visitor.base).href);
  const text = await answer.text();
  assert.doesNotMatch(text, /\{\{|\{%/, `${visitor.who}: ${path} shows a template`);
  return text.replaceAll(/name="(once|csrf)" value="[^"]*"/g, '');
}

async function links(page) {
  const hrefs = await page.locator('a[href]').evaluateAll((all) => all.map((link) => link.href));
  const here = new URL(page.url());
  return hrefs.map((href) => new URL(href)).filter((url) => url.origin === here.origin).map((url) => url.pathname + url.search);
}

async function fits(visitor, path) {
  const { page } = visitor;
  const usual = page.viewportSize();
  await page.setViewportSize(NARROW);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${visitor.who}: ${path} is ${over} pixels too wide for a screen of ${NARROW.width}`);
  await page.setViewportSize(usual);
}
