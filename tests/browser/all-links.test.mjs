// The demo as it starts: everybody whose sign-in is printed, and each parent with a link, opens every page that a link leads to.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { readCase } from './support/case.mjs';
import { crawl } from './support/crawl.mjs';
import { Demo } from './support/demo.mjs';
import * as parents from './support/parents.mjs';

/** The narrowest screen on which nothing may stick out (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };
/** Pages that are the same for everybody: seen once, by a stranger. */
const COMMON = ['/proef', '/aanmelden'];
/** What a parent's pages lead to that is there in Dutch only. */
const DUTCH = ['/', '/toegankelijkheid'];
/** Where every organisation has something else: the start page, the lists and what leads to one case. */
const OWN = /^\/((swv|arts|leerplicht|lokaal-team|termijnen|planning|verzoeken)(\?.*)?)?$|[0-9a-f-]{20,}/;
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
  let pages = await crawl(stranger, '/', [], look);
  const looked = new Map();
  for (const user of demo.users) {
    const visitor = await browser.visitor(demo.url, user.email);
    await visitor.signIn(user);
    // A colleague elsewhere has the same settings and forms; the lists and the cases differ.
    const same = [...(looked.get(user.role) ?? [])].filter((path) => !OWN.test(path));
    const own = new Set();
    pages += await crawl(visitor, '/', [...COMMON, ...same], async (who, path) => {
      own.add(path);
      await look(who, path);
    });
    if (!looked.has(user.role)) looked.set(user.role, own);
    await visitor.context.close();
  }
  t.diagnostic(`${pages} pages`);
  assert.ok(pages > 100, `${pages} pages`);
});

test('every link of a parent leads to a page or a letter, for the one in Dutch and for the other in English', async () => {
  const reader = await browser.visitor(demo.url, 'post');
  const links = (await demo.mails(reader, 2)).filter((mail) => mail.text.includes('/mijn/'));
  assert.ok(links.length >= 2, 'Noor\'s parents have a link');
  for (const [index, { text }] of links.entries()) {
    const visitor = await browser.visitor(demo.url, 'parent', 'phone');
    await parents.enter(visitor, parents.linkIn(text), readCase(1).child.born);
    const start = new URL(visitor.page.url()).pathname;
    const english = index > 0;
    if (english) visitor.language = 'en';
    const without = english ? [...COMMON, ...DUTCH] : COMMON;
    assert.ok(await crawl(visitor, english ? `${start}?taal=en` : start, without, look) > 2);
    await visitor.context.close();
  }
});

/** What must hold of every page: it is the same twice, and it fits a narrow screen. */
async function look(visitor, path) {
  if (!GROWS.test(new URL(visitor.page.url()).pathname)) assert.equal(await html(visitor, path), await html(visitor, path), `${visitor.who}: ${path} is the same twice`);
  await fits(visitor, path);
}

/** The page as it is sent, without what is new each time: the tokens of its forms, and what it asks a passkey. */
async function html(visitor, path) {
  const answer = await visitor.context.request.get(new URL(path, visitor.base).href);
  const text = await answer.text();
  assert.doesNotMatch(text, /\{\{|\{%/, `${visitor.who}: ${path} shows a template`);
  return text.replaceAll(/name="(once|csrf)" value="[^"]*"|data-options="[^"]*"/g, '');
}

async function fits(visitor, path) {
  const { page } = visitor;
  const usual = page.viewportSize();
  await page.setViewportSize(NARROW);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${visitor.who}: ${path} is ${over} pixels too wide for a screen of ${NARROW.width}`);
  await page.setViewportSize(usual);
}
